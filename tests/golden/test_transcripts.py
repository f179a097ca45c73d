"""Conversations that a child-protection lead can read and sign, in every language of the pack.

Each file under answers/ is played in each language; the transcript must be the one that stands in km/ or en/.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import AT

from kapea.cli import terminal
from kapea.core.dialogue.step import Step
from kapea.core.dialogue.world import World

HERE = Path(__file__).parent
ANSWERS = sorted((HERE / "answers").glob("*.txt"))
LANGUAGES = ("en", "km")
TEN = {"S02", "S03", "S05", "S11", "S12", "S15", "S23", "S24", "S26", "S28"}
FIRST_FOR = {"hurt": "117", "dying": "1280", "meeting": "117"}


def _said(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if terminal.is_answer(line)]


def _walk(world: World, path: Path, language: str) -> list[tuple[str, Step]]:
    return list(terminal.play(world, language, _said(path), "help", at=AT))


def _transcript(world: World, path: Path, language: str) -> str:
    head = path.read_text(encoding="utf-8").splitlines()[0]
    parts = [f"{head}, {language}. At 22:40 on a Tuesday in Phnom Penh. Draft: nobody has signed this."]
    for words, taken in _walk(world, path, language):
        parts.append((f"> {words}\n\n" if words else "") + terminal.text(world, taken.view))
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ANSWERS, ids=lambda p: p.stem)
def test_the_conversation_reads_as_signed(world, path, language, request):
    kept = HERE / language / path.name
    now = _transcript(world, path, language)
    if request.config.getoption("--update-golden"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8"), "read the difference; then: make golden"


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
    _, taken = _walk(world, path, "en")[2]
    assert [s for s in taken.view.shown if s.role == "do"], "no step after who and what"


@pytest.mark.parametrize("path", [p for p in ANSWERS if p.stem.endswith("-red")], ids=lambda p: p.stem)
def test_red_names_the_right_contact_first(world, path):
    red = next(taken.view for _, taken in _walk(world, path, "en") if taken.view.node == "help.red")
    danger = world.value(_facts_at_red(world, path), world.danger)
    assert red.contacts[0].phone is not None
    assert red.contacts[0].phone.number == FIRST_FOR[danger]


def _facts_at_red(world: World, path: Path) -> str:
    steps = _walk(world, path, "en")
    return next(t.state.place[1] for _, t in steps if t.state is not None and t.view.node == "help.red")


def test_every_situation_has_a_way_for_each_audience_it_claims(world):
    wanted = {f"{id}-{who}-calm" for id, s in world.release.situations.items() for who in s.voices}
    assert wanted == {p.stem for p in ANSWERS if p.stem.endswith("-calm")}
    assert set(world.release.situations) >= TEN


def test_no_transcript_is_left_of_a_way_that_is_gone():
    for language in LANGUAGES:
        kept = {p.name for p in (HERE / language).glob("*.txt")}
        assert kept == {p.name for p in ANSWERS}
