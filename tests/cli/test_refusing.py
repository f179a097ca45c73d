"""Every mistake of somebody at a keyboard: one sentence of what happened and what there is, the exit code
that is promised, and nothing written.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.disk import standing
from tests.cli.running import run

UNUSABLE, FINDINGS = 2, 1
pytestmark = pytest.mark.usefixtures("work")


@pytest.fixture
def broken(pack) -> Path:
    """The small pack with a level that there is not."""
    file = pack / "situations" / "S01.yaml"
    file.write_text(file.read_text("utf-8").replace("level: orange", "level: purple"), "utf-8")
    return pack


def refused(pack: Path, *words: object, code: int, says: tuple[str, ...]) -> str:
    """Runs a command that must refuse; gives what it said."""
    before = standing(pack.parent, Path.cwd())
    told = run(*words)
    assert told.exit_code == code, told.output
    assert "Traceback" not in told.output
    assert all(each in told.output for each in says), told.output
    assert standing(pack.parent, Path.cwd()) == before
    return str(told.output)


NO_PACK = [
    ("build", "nowhere"),
    ("check", "nowhere"),
    ("coverage", "nowhere"),
    ("find", "nowhere", "HEALTH"),
    ("print", "nowhere", "card"),
    ("publish", "nowhere"),
    ("recordings", "sheet", "nowhere", "--language", "km"),
    ("report", "nowhere"),
    ("talk", "nowhere"),
    ("translate", "extract", "nowhere"),
    ("translate", "page", "nowhere"),
    ("translate", "status", "nowhere"),
    ("translate", "update", "nowhere"),
    ("translate", "review", "nowhere", "km", "S01", "--by", "Sok Dara"),
]


@pytest.mark.parametrize("words", NO_PACK, ids=lambda words: " ".join(words))
def test_a_name_of_no_pack_is_answered_with_those_there_are(pack, words):
    refused(pack, *words, code=UNUSABLE, says=("nowhere is no pack", "no pack.toml there", "cambodia"))


BROKEN = [
    ("build",),
    ("find", "HEALTH"),
    ("print", "card"),
    ("recordings", "sheet", "--language", "km"),
    ("report",),
    ("talk",),
]


@pytest.mark.parametrize("words", BROKEN, ids=lambda words: words[0])
def test_a_pack_that_does_not_build_is_named_with_file_line_and_mend(broken, words):
    split = 2 if words[0] == "recordings" else 1
    asked = (*words[:split], broken, *words[split:])
    said = refused(broken, *asked, code=FINDINGS, says=("situations/S01.yaml:", "mend:"))
    assert "does not build" in said


def test_a_notice_in_the_words_of_a_pack_that_does_not_build_is_refused(broken, tmp_path):
    file = tmp_path / "notice.json"
    file.write_text('{"platform": "T", "rule": "threat", "accounts": ["@a"]}', "utf-8")
    refused(broken, "notice", file, "--pack", broken, code=FINDINGS, says=("does not build",))


LANGUAGES = [
    (("print", "{pack}", "card", "--language", "sw"), "km, en"),
    (("recordings", "sheet", "{pack}", "--language", "sw"), "km, en"),
    (("translate", "update", "{pack}", "--language", "sw"), "km"),
    (("translate", "review", "{pack}", "sw", "S01", "--by", "Sok Dara"), "km"),
]


@pytest.mark.parametrize(("words", "has"), LANGUAGES, ids=lambda value: str(value[0]))
def test_a_language_that_a_pack_does_not_speak_is_answered_with_those_it_does(pack, words, has):
    asked = [pack if each == "{pack}" else each for each in words]
    said = refused(pack, *asked, code=UNUSABLE, says=("sw", has))
    assert "small" in said


def test_what_a_pack_does_not_print_is_answered_and_no_file_is_left(pack):
    refused(pack, "print", pack, "banner", code=UNUSABLE, says=("banner",))


def test_a_type_of_service_nobody_has_is_answered_with_those_there_are(pack):
    types = ("HELPLINE", "EMERGENCY", "HEALTH", "SOCIAL", "NGO")
    refused(pack, "find", pack, "DENTIST", code=UNUSABLE, says=("DENTIST", *types))


def test_an_area_nobody_has_is_answered_with_where_its_codes_stand(pack):
    refused(pack, "find", pack, "HEALTH", "--area", "99", code=UNUSABLE, says=("“99”", "areas.yaml"))


def test_a_page_that_has_no_folder_to_stand_in_is_answered_with_what_to_write(pack):
    says = ("docs/content-report.md cannot be written", "--output", "--check")
    refused(pack, "report", pack, code=UNUSABLE, says=says)


@pytest.mark.parametrize("command", ["serve", "prepare"])
def test_a_folder_of_ones_own_is_served_by_its_name_once_it_is_published(pack, command):
    says = ("packs are served by their names", f"kapea publish {pack}", "--pack small")
    refused(pack, command, "--pack", pack, code=UNUSABLE, says=says)


def test_a_folder_that_is_no_pack_is_not_served(pack):
    refused(pack, "serve", "--pack", "packs/nowhere", code=UNUSABLE, says=("packs/nowhere is no pack",))


def test_a_journey_nobody_has_is_answered_with_those_there_are(pack):
    refused(pack, "talk", pack, "--journey", "away", code=UNUSABLE, says=("away", "help", "remind"))


@pytest.mark.parametrize("name", ["sheet.pdf", "sheet", "sheet.xlsx"])
def test_a_sheet_of_another_kind_is_answered_with_the_two_there_are(pack, name):
    words = ("recordings", "sheet", pack, "--language", "km", "-o", name)
    refused(pack, *words, code=UNUSABLE, says=(name, ".csv", ".html"))


def test_recordings_from_no_folder_are_answered_and_nothing_is_made(pack):
    words = ("recordings", "import", pack, "gone", "--language", "en", "--voice", "calm")
    refused(pack, *words, code=UNUSABLE, says=("gone is no folder",))


@pytest.mark.parametrize("voice", ["", "   ", "x" * 200])
def test_a_voice_is_called_by_a_few_words(pack, tmp_path, voice):
    words = ("recordings", "import", pack, tmp_path, "--language", "en", "--voice", voice)
    refused(pack, *words, code=UNUSABLE, says=("--voice", "a few words"))


def test_the_moment_of_a_walk_needs_its_time_zone(pack):
    said = refused(pack, "talk", pack, "--at", "2026-11-24T22:40", code=UNUSABLE, says=("--at",))
    assert "2026-11-24T22:40" in said


def test_a_day_that_is_none_is_answered_with_how_days_are_written(pack):
    refused(pack, "check", pack, "--on", "24.11.2026", code=UNUSABLE, says=("24.11.2026", "%Y-%m-%d"))


def test_a_review_of_a_day_to_come_is_refused_with_the_day(pack):
    words = ("translate", "review", pack, "km", "S01", "--by", "Sok Dara", "--on", "2126-01-01")
    refused(pack, *words, code=UNUSABLE, says=("2126-01-01 has not come yet",))


def test_a_stem_nobody_has_is_answered_with_those_there_are(pack):
    words = ("translate", "review", pack, "km", "S99", "--by", "Sok Dara")
    refused(pack, *words, code=UNUSABLE, says=("S99", "S01", "S02", "help"))


def test_one_wrong_stem_among_good_ones_writes_none_of_them(pack):
    words = ("translate", "review", pack, "km", "S01", "S99", "--by", "Sok Dara")
    refused(pack, *words, code=UNUSABLE, says=("S99",))


@pytest.mark.parametrize("file", ["gone.po", "locale"])
def test_a_translation_that_is_not_there_is_answered_before_anything_is_read(pack, file):
    words = ("translate", "import", pack, "km", pack / file)
    refused(pack, *words, code=UNUSABLE, says=(file,))


def test_a_catalogue_of_ours_that_does_not_read_stops_a_review_and_stays(pack):
    catalogue = pack / "locale" / "km" / "all.po"
    catalogue.write_bytes(b"msgid broken")
    words = ("translate", "review", pack, "km", "S01", "--by", "Sok Dara")
    refused(pack, *words, code=FINDINGS, says=("all.po", "would be lost"))


def test_a_glossary_that_does_not_read_stops_the_catalogues_and_they_stay(pack):
    (pack / "glossary.yaml").write_text("terms: 7\n", "utf-8")
    refused(pack, "translate", "update", pack, code=FINDINGS, says=("glossary", "Nothing was written"))
