"""Each mistake in a situation, a block, the tiles or the sources is told at its line, with what is known."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import built, files, released
from tests.core.pack.mistakes import Mistake, assert_told

from kapea.core.pack.build import build

SITUATION = "situations/S01.yaml"
BLOCK = "blocks/A3.yaml"
SITUATIONS = [
    Mistake("picture: person\n", "", "P02", "id: S01", "no `picture`", "add a line"),
    Mistake("level: orange", "level: ornage", "P03", "ornage", "`level: ornage`", "green, yellow, orange"),
    Mistake("    title: Someone", "    titel: Someone", "P04", "titel", "no `titel`", "perhaps `title`"),
    Mistake("  caregiver:", "  carer:", "P03", "carer", "no audience “carer”", "caregiver"),
    Mistake("bands: [9-11, 12-14]", "bands: [9-12]", "P03", "9-12", "no “9-12”", "9-11, 12-14"),
    Mistake("asks: [band, dying, home]", "asks: [dyed]", "P03", "dyed", "no “dyed”", "dying"),
    Mistake(
        "        do: Stop answering them.\n        why",
        "        why",
        "P02",
        "- act: stop",
        "no `do`",
        "`do: …`",
    ),
    Mistake(
        "      - act: stop\n        do",
        "      - do",
        "P02",
        "do: Stop",
        "makes the person do",
        "a line `act: …`",
    ),
    Mistake("act: stop", "act: shout", "P03", "act: shout", "no “shout”", "tell, stay, leave"),
    Mistake("tells: home}", "tells: home, act: shout}", "P03", "act: shout", "no “shout”", "tell, stay"),
    Mistake("tells: home}", "tells: home, act: {}}", "P02", "act: {}", "a list of words", "[one, two]"),
    Mistake("why: Silence takes", "wy: Silence takes", "P04", "wy: Silence", "no `wy`", "perhaps `why`"),
    Mistake(", then: That happens", ", than: That happens", "P02", "than:", "no `then`", "`then: …`"),
    Mistake("any: Ask one person", "adlut: Ask one person", "P03", "adlut", "“adlut” is no value", "fact="),
    Mistake("9-11 home=safe:", "9-11 hom=safe:", "P03", "hom=safe", "fact “hom”", "facts:"),
    Mistake("tells: home}", "tells: house}", "P03", "tells: house", "`tells: house`", "home"),
    Mistake("first: You did nothing wrong.", "first: {}", "P02", "first: {}", "no words", "write a sentence"),
    Mistake("first: You did nothing wrong.", "first: true", "P02", "first: true", "a sentence", "in quotes"),
    Mistake("evidence: A3", "evidence: A33", "P06", "evidence: A33", "no block “A33”", "blocks/A33.yaml"),
    Mistake(
        "expires: 2027-11-24", "expires: 24.11.2027", "P03", "24.11.2027", "is no date", "year-month-day"
    ),
    Mistake("{state: draft}", "{state: daft}", "P03", "state: daft", "`state: daft`", "draft, reviewed"),
]
BLOCKS = [
    Mistake(
        "lines:\n",
        "headings: {nowhere: Over it}\nlines:\n",
        "P06",
        "nowhere",
        "no line “nowhere”",
        "first line",
    ),
    Mistake("title: Write this down\n", "", "P02", "id: A3", "no `title`", "add a line"),
    Mistake("lines:", "line:", "P04", "line:", "no `line`", "perhaps `lines`"),
    Mistake("id: A3", "id: A4", "P03", "id: A4", "id “A4” in a file named A3", "the same"),
]
TILES = {"tiles.yaml": "child: [S02, S01]\ncaregiver: [S01]\n"}
TILE_MISTAKES = [
    Mistake(
        "child: [S02, S01]", "child: [S2]", "P03", "S2", "“S2” does not speak to child", "correct the id"
    ),
    Mistake(
        "caregiver: [S01]", "caregiver: [S02]", "P03", "S02", "does not speak to caregiver", "take it out"
    ),
    Mistake("caregiver:", "caregivers:", "P04", "caregivers", "no `caregivers`", "perhaps `caregiver`"),
]
SOURCE_MISTAKES = [
    Mistake("title: One,", "tilte: One,", "P04", "tilte", "no `tilte`", "perhaps `title`"),
    Mistake("title: One,", "", "P02", "ONE", "a source has no `title`", "add a line"),
    Mistake(
        "{title: One, url: https://example.org, grade: R}", "One", "P02", "One", "a mapping", "key: value"
    ),
]


@pytest.mark.parametrize("mistake", SITUATIONS, ids=lambda m: m.says)
def test_a_situation_that_would_say_less_than_its_author_meant_is_told_at_its_line(mistake: Mistake):
    assert_told(SITUATION, mistake)


@pytest.mark.parametrize("mistake", BLOCKS, ids=lambda m: m.says)
def test_a_block_that_nobody_could_name_is_told_at_its_line(mistake: Mistake):
    assert_told(BLOCK, mistake)


@pytest.mark.parametrize("mistake", TILE_MISTAKES, ids=lambda m: m.says)
def test_a_tile_for_whom_the_situation_does_not_speak_is_told_at_its_line(mistake: Mistake):
    assert_told("tiles.yaml", mistake, own=TILES)


@pytest.mark.parametrize("mistake", SOURCE_MISTAKES, ids=lambda m: m.says)
def test_a_source_without_a_title_is_told_at_its_line(mistake: Mistake):
    assert_told("sources.yaml", mistake)


def test_tiles_named_first_stand_first_and_all_others_follow():
    release = build(files() | {"small/tiles.yaml": b"child: [S02]\n"}, "small").release
    assert release is not None
    assert release.tiles["child"] == ("S02", "S01")
    assert release.tiles["caregiver"] == ("S01",)
    assert release.tiles["peer"] == ()


def test_what_is_marked_last_stands_after_all_others():
    release = released(("situations/S01.yaml", "id: S01\n", "id: S01\nlast: true\n"))
    assert release.tiles["child"] == ("S02", "S01")


def test_a_situation_named_twice_is_one_tile():
    release = build(files() | {"small/tiles.yaml": b"child: [S02, S02]\n"}, "small").release
    assert release is not None
    assert release.tiles["child"] == ("S02", "S01")


def test_every_wording_stands_at_its_own_line():
    places = built().places
    assert str(places["S01.child.step.2.do/9-11 home=safe"]).startswith("small/situations/S01.yaml:21 ")
    assert str(places["S01.child.step.2.do/9-11"]).startswith("small/situations/S01.yaml:22 ")
    assert str(places["S01.child.step.2.do"]).startswith("small/situations/S01.yaml:23 ")
