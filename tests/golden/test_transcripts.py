"""Conversations that a child-protection lead can read and sign, in the languages of each country.

Each file under answers/ is a way to walk. Cambodia's are played all, in both languages; of each other
country ten, in its own language, chosen so that every audience and age is among them.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import AT, COUNTRIES, world_of
from tests.packs import OWN_LANGUAGE

from kapea.cli import terminal
from kapea.core.dialogue.step import Step
from kapea.core.dialogue.world import World

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
PLAYED = [("cambodia", language, path) for language in ("km", "en") for path in ANSWERS]
PLAYED += [
    (c, OWN_LANGUAGE[c], HERE / "answers" / f"{way}.txt")
    for c, ten in TEN.items()
    for way in (*ten, *EVERYWHERE)
]
FIRST_FOR = {
    "hurt": "EMERGENCY",
    "dying": "HELPLINE or MENTAL",
    "meeting": "EMERGENCY",
    "marriage": "HELPLINE",
    "locked": "EMERGENCY",
}


def _said(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if terminal.is_answer(line)]


def _walk(world: World, path: Path, language: str) -> list[tuple[str, Step]]:
    return list(terminal.play(world, language, _said(path), "help", at=AT))


def _transcript(world: World, path: Path, language: str) -> str:
    head = path.read_text(encoding="utf-8").splitlines()[0]
    clock = AT.astimezone(ZoneInfo(world.release.time_zone)).strftime("%H:%M on a %A")
    parts = [f"{head}, {language}. At {clock} in {world.release.name}. Draft: nobody has signed this."]
    for words, taken in _walk(world, path, language):
        parts.append((f"> {words}\n\n" if words else "") + terminal.view_text(world, taken.view))
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize(
    ("country", "language", "path"), PLAYED, ids=[f"{c}-{lang}-{p.stem}" for c, lang, p in PLAYED]
)
def test_the_conversation_reads_as_signed(country, language, path, request):
    kept = HERE / country / language / path.name
    now = _transcript(world_of(country), path, language)
    if request.config.getoption("--update-golden"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8"), "read the difference; then: make golden"


@pytest.mark.parametrize(("country", "ways"), TEN.items())
def test_ten_ways_of_a_country_meet_everybody(country, ways):
    """All audiences, all ages, both calm and red; and each of the ten another situation."""
    heads = [(HERE / "answers" / f"{w}.txt").read_text(encoding="utf-8").splitlines()[0] for w in ways]
    assert len({way.split("-")[0] for way in ways}) == 10
    assert len({way.split("-")[1] for way in ways}) >= 4
    assert {way.split("-")[2] for way in ways} == {"calm", "red"}
    assert {band for band in ("9-11", "12-14", "15-17") if any(band in head for head in heads)} == {
        "9-11", "12-14", "15-17",
    }  # fmt: skip


@pytest.mark.parametrize("path", ANSWERS, ids=lambda p: p.stem)
def test_it_ends_near_a_number_that_can_be_dialled(world, path):
    dialable = [
        (n, m.phone.number)
        for n, (_, taken) in enumerate(_walk(world, path, "en"))
        for m in taken.view.contacts
        if n > 0 and m.phone is not None
    ]
    assert dialable, "no number after the first view"


@pytest.mark.parametrize("path", ANSWERS, ids=lambda p: p.stem)
def test_no_answer_of_the_way_was_misunderstood(world, path):
    notes = [s.text for _, taken in _walk(world, path, "en") for s in taken.view.shown if s.role == "note"]
    assert notes == []


@pytest.mark.parametrize("path", ANSWERS, ids=lambda p: p.stem)
def test_the_first_step_is_two_taps_away(world, path):
    """One question more where somebody may read along (S12)."""
    walked = _walk(world, path, "en")
    _, taken = walked[3 if walked[2][1].view.node == "help.reader" else 2]
    assert [s for s in taken.view.shown if s.role == "do"], "no step after who and what"


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("path", [p for p in ANSWERS if p.stem.endswith("-red")], ids=lambda p: p.stem)
def test_red_names_the_right_contact_first(country, path):
    world = world_of(country)
    red = next(taken.view for _, taken in _walk(world, path, "en") if taken.view.node == "help.red")
    danger = world.value(_facts_at_red(world, path), world.danger)
    assert red.contacts[0].phone is not None
    assert set(FIRST_FOR[danger].split(" or ")) & set(red.contacts[0].service.types)


def _facts_at_red(world: World, path: Path) -> str:
    steps = _walk(world, path, "en")
    return next(t.state.place[1] for _, t in steps if t.state is not None and t.view.node == "help.red")


def test_every_situation_has_a_way_for_each_audience_it_claims(world):
    wanted = {f"{id}-{who}-calm" for id, s in world.release.situations.items() for who in s.voices}
    assert wanted == {p.stem for p in ANSWERS if p.stem.endswith("-calm")}
    assert {f"S{n:02d}" for n in range(1, 38)} <= set(world.release.situations)


def test_no_transcript_is_left_of_a_way_that_is_gone():
    for (country, language), played in groupby(PLAYED, key=lambda each: each[:2]):
        kept = {p.name for p in (HERE / country / language).glob("*.txt")}
        assert kept == {path.name for _, _, path in played}
