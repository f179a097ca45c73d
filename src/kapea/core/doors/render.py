"""A view as the messages of a door: paged between units, never inside one. Every door says the same.

A unit is somebody to call with name, number and reasons; a line; the question; an answer by its number.
Because a message holds whole units only, all messages fit a door as soon as each unit does (K13).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kapea.core.dialogue.look import CODE
from kapea.core.dialogue.menu_screen import dated
from kapea.core.dialogue.view import Offer, View
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match
from kapea.core.doors.limits import VOICE, Door, choice_pages, pages
from kapea.core.pack.model import Release
from kapea.core.present.blocks import before_contacts
from kapea.core.present.contact import contact_in_words
from kapea.core.speech.speech_script import spoken_form


class Message(msgspec.Struct, frozen=True):
    """One message. `buttons` are the answers that can be tapped under it; empty where answers are numbers."""

    body: str
    buttons: tuple[str, ...] = ()


def render(world: World, view: View, door: Door, *, page: int = 0) -> tuple[Message, ...]:
    """The messages of a view. Later pages hold the answers that had no room on the first; asking for one that
    is not there gives none.
    """
    language, release = view.language, world.release
    keyed = {offer.key: (n, offer) for n, offer in enumerate(view.offers, 1)}
    paged = choice_pages(tuple(keyed), door) or ((),)
    if not 0 <= page < len(paged):
        return ()
    numbered = [keyed[key] for key in paged[page]]
    units = list(lines_of(world, view, door)) if page == 0 else []
    if door.numbered:
        units += (answer_said(release, n, offer, language, door) for n, offer in numbered)
    if page + 1 < len(paged):
        units.append(text_said(release, "word.more", language, door))
    bodies = ["\n".join(texts) for texts in pages(units, door, language)]
    buttons = () if door.numbered else tuple(button_said(release, o, language, door) for _, o in numbered)
    bodies = bodies or ([text_said(release, "word.more", language, door)] if buttons else [])
    last = len(bodies) - 1
    return tuple(Message(body, buttons if n == last else ()) for n, body in enumerate(bodies))


def lines_of(world: World, view: View, door: Door) -> Iterator[str]:
    """What is said before the answers, each unit whole: one kind line, whoever is named, the other lines, the
    question last.
    """
    opening = before_contacts(view)
    for shown in opening:
        yield dated(world, view, text_said(world.release, shown.text, view.language, door))
    for found in view.contacts:
        yield contact_said(world.release, found, view.language, door)
    for shown in view.shown:
        if shown not in opening:
            yield dated(world, view, text_said(world.release, shown.text, view.language, door))
    if view.code:
        yield f"{text_said(world.release, CODE, view.language, door)} {code_said(view.code, door)}"
    if view.ask is not None:
        yield text_said(world.release, view.ask.text, view.language, door)


def text_said(release: Release, text: str, language: str, door: Door) -> str:
    """A text as a door says it: a voice its spoken form, a message what is true of messages."""
    called = spoken_form(release.texts.get(language, {}), text) if door is VOICE else text
    return release.text(called, language, door.form)


def code_said(code: str, door: Door) -> str:
    """The number of the lessons done; a voice says each digit by itself, with a breath between pairs."""
    return ", ".join(" ".join(pair) for pair in code.split()) if door is VOICE else code


def contact_said(release: Release, found: Match, language: str, door: Door | None = None) -> str:
    """Somebody in one line: number, name, where they are, why they are named and how sure we are. Where
    answers are numbers, a number to call has its verb.
    """
    said = contact_in_words(release, found, language, brief=True)
    if door is not None and door.keyed and found.phone is not None:
        verb = text_said(release, "word.call", language, door)
        said = msgspec.structs.replace(said, big=f"{verb} {said.big}")
    where = said.address if said.kind == "place" else said.href if said.kind == "site" else ""
    head = ", ".join(part for part in (f"{said.big} {said.name}".strip(), where) if part)
    reasons = ", ".join((*said.reasons, *said.caveats))
    return f"{head}: {reasons}" if reasons else head


def answer_said(release: Release, number: int, offer: Offer, language: str, door: Door) -> str:
    """An answer by its number, where there is nothing to tap."""
    return f"{number} {text_said(release, offer.text, language, door)}"


def button_said(release: Release, offer: Offer, language: str, door: Door) -> str:
    """An answer as a button: the short form where the door has no room for more."""
    return release.text(offer.text, language, "short" if door.label else "")
