"""Conversations that a child-protection lead can read and sign, in the languages of each country.

Each file under answers/ is a way to walk. Cambodia's are played all, in both languages; of each other
country ten, in its own language, chosen so that every audience and age is among them.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import AT, COUNTRIES, world_of
from tests.each import for_each
from tests.packs import OWN_LANGUAGE

from kapea.cli import terminal
from kapea.core.dialogue.step import Step

HERE = Path(__file__).parent
ANSWERS = sorted((HERE / "answers").glob("*.txt"))
TEN = {
    "kenya": (
        "S02-child-red",
        "S04-caregiver-calm",
        "S07-peer-calm",
        "S09-child-calm",
        "S16-child-calm",
        "S24-community-calm",
        "S26-professional-red",
        "S27-community-calm",
        "S31-child-red",
        "S35-caregiver-calm",
    ),
    "nepal": (
        "S01-caregiver-calm",
        "S05-child-calm",
        "S08-child-red",
        "S11-child-calm",
        "S18-child-calm",
        "S20-community-calm",
        "S22-caregiver-red",
        "S25-peer-calm",
        "S28-peer-red",
        "S34-professional-calm",
    ),
    "philippines": (
        "S03-child-calm",
        "S10-peer-red",
        "S12-caregiver-calm",
        "S13-caregiver-calm",
        "S14-child-calm",
        "S15-child-red",
        "S17-peer-calm",
        "S19-community-calm",
        "S30-caregiver-red",
        "S32-professional-calm",
    ),
}
"""Ten ways of each country, by the name of their answers."""
EVERYWHERE = ("S38-child-red", "S38-caregiver-calm", "S38-peer-calm")
"""Ways that are played in each country besides: a wedding is spoken of otherwise in each."""
WAYS = [path.stem for path in ANSWERS]
PLAYED = [("cambodia", language, way) for language in ("km", "en") for way in WAYS]
PLAYED += [(c, OWN_LANGUAGE[c], way) for c, ten in TEN.items() for way in (*ten, *EVERYWHERE)]
each_way = for_each("way", lambda: WAYS)
FIRST_FOR = {
    "hurt": "EMERGENCY",
    "dying": "HELPLINE or MENTAL",
    "meeting": "EMERGENCY",
    "marriage": "HELPLINE",
    "locked": "EMERGENCY",
}


@cache
def _lines(way: str) -> list[str]:
    return (HERE / "answers" / f"{way}.txt").read_text(encoding="utf-8").splitlines()


@cache
def _walk(country: str, way: str, language: str) -> list[tuple[str, Step]]:
    said = [line for line in _lines(way) if terminal.is_answer(line)]
    return list(terminal.play(world_of(country), language, said, "help", at=AT))


def _transcript(country: str, way: str, language: str) -> str:
    world, head = world_of(country), _lines(way)[0]
    clock = AT.astimezone(ZoneInfo(world.release.time_zone)).strftime("%H:%M on a %A")
    parts = [f"{head}, {language}. At {clock} in {world.release.name}. Draft: nobody has signed this."]
    for words, taken in _walk(country, way, language):
        parts.append((f"> {words}\n\n" if words else "") + terminal.view_text(world, taken.view))
    return "\n\n".join(parts) + "\n"


@for_each("country language way", lambda: PLAYED)
def test_the_conversation_reads_as_signed(country, language, way, request):
    kept = HERE / country / language / f"{way}.txt"
    now = _transcript(country, way, language)
    if request.config.getoption("--update-golden"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8"), "read the difference; then: make golden"


@pytest.mark.parametrize(("country", "ways"), TEN.items())
def test_ten_ways_of_a_country_meet_everybody(country, ways):
    """All audiences, all ages, both calm and red; and each of the ten another situation."""
    heads = [_lines(way)[0] for way in ways]
    assert len({way.split("-")[0] for way in ways}) == 10
    assert len({way.split("-")[1] for way in ways}) >= 4
    assert {way.split("-")[2] for way in ways} == {"calm", "red"}
    assert {band for band in ("9-11", "12-14", "15-17") if any(band in head for head in heads)} == {
        "9-11", "12-14", "15-17",
    }  # fmt: skip


@each_way
def test_it_ends_near_a_number_that_can_be_dialled(way):
    dialable = [
        (n, m.phone.number)
        for n, (_, taken) in enumerate(_walk("cambodia", way, "en"))
        for m in taken.view.contacts
        if n > 0 and m.phone is not None
    ]
    assert dialable, "no number after the first view"


@each_way
def test_no_answer_of_the_way_was_misunderstood(way):
    notes = [
        s.text for _, taken in _walk("cambodia", way, "en") for s in taken.view.shown if s.role == "note"
    ]
    assert notes == []


@each_way
def test_the_first_step_is_two_taps_away(way):
    """One question more where somebody may read along (S12)."""
    walked = _walk("cambodia", way, "en")
    _, taken = walked[3 if walked[2][1].view.node == "help.reader" else 2]
    assert [s for s in taken.view.shown if s.role == "do"], "no step after who and what"


@pytest.mark.parametrize("country", COUNTRIES)
@for_each("way", lambda: [way for way in WAYS if way.endswith("-red")])
def test_red_names_the_right_contact_first(country, way):
    world = world_of(country)
    red, state = next((t.view, t.state) for _, t in _walk(country, way, "en") if t.view.node == "help.red")
    assert state is not None
    danger = world.value(state.place[1], world.danger)
    assert red.contacts[0].phone is not None
    assert set(FIRST_FOR[danger].split(" or ")) & set(red.contacts[0].service.types)


def test_every_situation_has_a_way_for_each_audience_it_claims(world):
    wanted = {f"{id}-{who}-calm" for id, s in world.release.situations.items() for who in s.voices}
    assert wanted == {way for way in WAYS if way.endswith("-calm")}
    assert {f"S{n:02d}" for n in range(1, 38)} <= set(world.release.situations)


def test_no_transcript_is_left_of_a_way_that_is_gone():
    for (country, language), played in groupby(PLAYED, key=lambda each: each[:2]):
        kept = {p.name for p in (HERE / country / language).glob("*.txt")}
        assert kept == {f"{way}.txt" for _, _, way in played}
