"""What every message door says of a view, line by line: each shows these lines in its own way, and no other.

A line is somebody to call with name, number and reasons; a text; the question; an answer by its number. A
message holds whole lines only, so all messages fit a door as soon as each line does (K13).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kapea.core.dialogue.look import CODE
from kapea.core.dialogue.menu_screen import dated
from kapea.core.dialogue.view import Offer, View
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match
from kapea.core.doors.limits import Door
from kapea.core.pack.model import Release
from kapea.core.present.blocks import before_contacts
from kapea.core.present.contact import contact_in_words


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
        yield f"{text_said(world.release, CODE, view.language, door)} {view.code}"
    if view.ask is not None:
        yield text_said(world.release, view.ask.text, view.language, door)


def text_said(release: Release, text: str, language: str, door: Door) -> str:
    """A text as a door says it: a call what is true of calls, a message what is true of messages."""
    return release.text(text, language, door.form)


def contact_said(release: Release, found: Match, language: str, door: Door | None = None) -> str:
    """Somebody in one line: number, name, where they are, why they are named and how sure we are. Where
    answers are numbers, a number to call has its verb.
    """
    said = contact_in_words(release, found, language, brief=True)
    if door is not None and door.shows_keys and found.phone is not None:
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
