"""The terminal door: a view as plain text or as one JSON line, and words typed as events."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from kapea.core.dialogue.effects import Effect
from kapea.core.dialogue.events import Event, Media, Said, Silence, Timeout
from kapea.core.dialogue.look import CODE
from kapea.core.dialogue.menu_screen import dated
from kapea.core.dialogue.state import State
from kapea.core.dialogue.step import Step, begin, look, step
from kapea.core.dialogue.view import Shown, View
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match
from kapea.core.present.blocks import before_contacts, grouped
from kapea.core.present.contact import reason_words, without_breaks

EVENTS: dict[str, Event] = {
    "!silence": Silence(),
    "!picture": Media("picture"),
    "!sticker": Media("sticker"),
    "!timeout": Timeout(),
}
"""What an author types to try what is not a word: nobody speaks, a picture came, the time was up."""
MARKS = {"items": "  - {}", "do": "→ {}", "tap": "[ {} ]"}
"""How a line of each kind of block stands out in plain text; any other stands as it is."""


def event_of(words: str) -> Event:
    return EVENTS.get(words.strip(), Said(words))


def is_answer(line: str) -> bool:
    """Empty lines and lines that begin with # in a file of answers are for its reader."""
    return bool(line.strip()) and not line.startswith("#")


def play(
    world: World, language: str, answers: list[str], journey: str, *, at: datetime
) -> Iterator[tuple[str, Step]]:
    """Each answer with what it led to; the first pair is the first view. Ends when the conversation is
    left.
    """
    state: State | None = begin(world, language, journey)
    assert state is not None
    yield "", Step(state, look(world, state, at=at))
    for words in answers:
        if state is None:
            return
        taken = step(world, state, event_of(words), at=at)
        state = taken.state
        yield words, taken


# --- as text -----------------------------------------------------------------------


def view_text(world: World, view: View) -> str:
    """A view as a person with a screen of text would meet it: one kind line, contacts, words, question,
    answers.
    """
    say = _Words(world, view.language)
    opening = before_contacts(view)
    lines = _said(world, view, opening)
    if view.contacts:
        lines += [*([""] if lines else ()), *(say.contact(m) for m in view.contacts), ""]
    said = [shown for shown in view.shown if shown.role != "note" and shown not in opening]
    lines += [f"({say(shown.text)})" for shown in view.shown if shown.role == "note"]
    lines += _said(world, view, said)
    if view.code:
        lines.append(f"{say(CODE)} {view.code}")
    if view.spoken:
        lines.append(f"({view.spoken}: {world.release.text(f'word.language-{view.spoken}', view.spoken)})")
    if view.ask is not None:
        lines.append(f"? {say(view.ask.text)}")
    lines += [f"  {n}  {say(o.text)}" for n, o in enumerate(view.offers, 1)]
    return "\n".join(lines)


def _said(world: World, view: View, shown: Sequence[Shown]) -> list[str]:
    """Lines as plain text, each with the mark of its block."""
    say = _Words(world, view.language)
    return [
        MARKS.get(block.kind, "{}").format(dated(world, view, say(each.text)))
        for block in grouped(shown, view.level, bool(view.contacts))
        for each in block.lines
    ]


def contact_lines(world: World, language: str, found: Match) -> str:
    """A service on one line."""
    return _Words(world, language).contact(found)


class _Words:
    """The texts of one language, without break marks: a terminal breaks lines itself."""

    def __init__(self, world: World, language: str) -> None:
        self.release, self.language = world.release, language

    def __call__(self, id: str, form: str = "") -> str:
        return without_breaks(self.release.text(id, self.language, form))

    def contact(self, found: Match) -> str:
        """`☎ 1280  Child Helpline: free, day and night`; a place or an address where there is no number."""
        service = found.service
        where = found.phone.number if found.phone else service.website or ""
        sign = "☎" if found.phone else "⌂"
        said = (reason_words(self.release, code, self.language) for code in found.reasons)
        reasons = without_breaks(", ".join(said))
        name = self(service.name)
        if not found.phone and service.address:
            name += f", {self(service.address)}"
        return f"{sign} {where}  {name}: {reasons}".replace("  ", " ", 0 if where else 1)


# --- as JSON -----------------------------------------------------------------------


def line(world: World, turn: int, said: str, taken: Step) -> str:
    """One step as one JSON object on one line (docs/terminal.md)."""
    return json.dumps(
        {
            "turn": turn,
            "said": said,
            "view": view_object(world, taken.view),
            "effects": [_effect(e) for e in taken.effects],
        },
        ensure_ascii=False,
    )


def view_object(world: World, view: View) -> dict[str, Any]:
    say = _Words(world, view.language)
    return {
        "node": view.node,
        "language": view.language,
        "level": view.level,
        "situation": view.situation,
        "who": view.who,
        "contacts": [_contact(say, m) for m in view.contacts],
        "texts": [
            {"id": s.text, "role": s.role, "picture": s.picture, "says": dated(world, view, say(s.text))}
            for s in view.shown
        ],
        "ask": None if view.ask is None else {"id": view.ask.text, "says": say(view.ask.text)},
        "choices": [
            {"key": o.key, "id": o.text, "says": say(o.text), "short": say(o.text, "short"), "minor": o.minor}
            for o in view.offers
        ],
        "code": view.code or None,
        "likely": view.likely,
        "spoken": view.spoken,
        "moves": list(view.moves),
    }


def _contact(say: _Words, found: Match) -> dict[str, Any]:
    return {
        "service": found.service.id,
        "type": found.type,
        "name": say(found.service.name),
        "number": found.phone.number if found.phone else None,
        "website": found.service.website or None,
        "open": found.open,
        "reasons": list(found.reasons),
        "fallback": found.fallback,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    payload = msgspec.to_builtins(effect.payload)
    return {"kind": effect.kind, **{k: v for k, v in payload.items() if v and k != "type"}}
