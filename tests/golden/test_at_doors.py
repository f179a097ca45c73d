"""The hardest branch as each door's phone shows it: somebody writes of dying, and nobody answers the line.

The transcripts stand under `doors/`, a file for each door and language, to be read as the person would.
`--update-golden` writes them anew; what must come of them does not hang on that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import AT, world_of
from tests.golden.worst_branches import bare
from tests.packs import OWN_LANGUAGE

from kapea.cli.door_talk import DOOR_BY_NAME, DoorTalk, shown_on_phone
from kapea.core.dialogue.look import look
from kapea.core.doors.chat import ChatMessage
from kapea.core.doors.render import button_said
from kapea.core.present.contact import without_breaks

HERE = Path(__file__).parent / "doors"
SPOKEN_IN = {"en": "cambodia", **{language: country for country, language in OWN_LANGUAGE.items()}}
WRITES = {
    "en": "i want to die",
    "km": "ខ្ញុំចង់ស្លាប់",
    "sw": "nataka kufa",
    "ne": "मलाई मर्न मन लाग्छ",
    "fil": "gusto ko nang mamatay",
}
WAY = ("yes", "nobody", "no-credit", "still-nobody", "lines-again")
"""As the answers are called: tonight, from the first word to the lines again."""
EVERY = [(door, language) for door in DOOR_BY_NAME for language in WRITES]
MOST_PAGES = 9


def walked(talk: DoorTalk, words: str) -> Iterator[tuple[str, tuple[ChatMessage, ...]]]:
    """What was typed or tapped, and what came back; pages are turned until all of a screen was read."""
    yield words, talk.says(words)
    for name in WAY:
        yield from read_on(talk)
        answer = answer_called(talk, name)
        yield answer, talk.says(answer)
    yield from read_on(talk)


def read_on(talk: DoorTalk) -> Iterator[tuple[str, tuple[ChatMessage, ...]]]:
    """The pages that are left, where messages hold one page each."""
    if not talk.door.shows_keys:
        return
    for _ in range(MOST_PAGES):
        made = talk.says("00")
        yield "00", made
        if not made[-1].body.split("\n")[-1].startswith("00 "):
            return


def digits(words: str) -> str:
    return "".join(sign for sign in words if sign.isdigit())


def answer_called(talk: DoorTalk, name: str) -> str:
    """What is typed or tapped for an answer, by its key or the name of its text."""
    view = look(talk.world, talk.memory.state, at=AT)
    named = [(n, o) for n, o in enumerate(view.offers, 1) if name in (o.key, bare(o.text))]
    assert named, f"{view.node} has no answer “{name}”"
    n, offer = named[0]
    if talk.door.numbered:
        return str(n)
    return without_breaks(button_said(talk.world.release, offer, view.language, talk.door))


def talk_at(door: str, language: str) -> DoorTalk:
    return DoorTalk(world_of(SPOKEN_IN[language]), language, DOOR_BY_NAME[door], at=AT)


def transcript(door: str, language: str) -> str:
    talk = talk_at(door, language)
    head = f"By {door}, {language}, in {talk.world.release.name}. Draft: nobody has signed this."
    turns = walked(talk, WRITES[language])
    return (
        "\n\n".join([head, *(f"> {said}\n{shown_on_phone(made, talk.door)}" for said, made in turns)]) + "\n"
    )


@pytest.mark.parametrize(("door", "language"), EVERY)
def test_it_reads_as_signed(door, language, request):
    kept, now = HERE / f"{door}-{language}.txt", transcript(door, language)
    if request.config.getoption("--update-golden"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(now, encoding="utf-8")
    assert kept.is_file(), f"{kept.relative_to(HERE.parents[2])} is not there yet: make golden, then read it"
    assert now == kept.read_text(encoding="utf-8"), "read the difference; then: make golden"


@pytest.mark.parametrize(("door", "language"), EVERY)
def test_at_each_step_the_first_message_names_somebody_to_call(door, language):
    """Also where screens are pages: whoever reads only what came first has a number, or where to go."""
    talk = talk_at(door, language)
    for said, made in walked(talk, WRITES[language]):
        view = look(talk.world, talk.memory.state, at=AT)
        if said != "00" and view.contacts:
            first = view.contacts[0]
            assert first.phone is not None
            assert digits(first.phone.number) in digits(made[0].body)


@pytest.mark.parametrize(("door", "language"), EVERY)
def test_what_is_chosen_stands_in_what_was_sent(door, language):
    """An answer that is typed or tapped was on the phone before."""
    talk, sent = talk_at(door, language), ""
    for said, made in walked(talk, WRITES[language]):
        if said not in (WRITES[language], "00"):
            assert f"\n{said} " in sent or f"[{said}]" in sent, said
        shown = "\n" + shown_on_phone(made, talk.door)
        sent = sent + shown if said == "00" else shown
