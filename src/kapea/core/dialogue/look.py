"""What a person meets where a conversation stands. Only contacts depend on the hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from kapea.core.dialogue.aside import aside_lines
from kapea.core.dialogue.contacts import MAX_CONTACTS, contacts_at, helpline
from kapea.core.dialogue.events import MOVES
from kapea.core.dialogue.likely_tiles import likely_here, offered_here
from kapea.core.dialogue.progress import code_at
from kapea.core.dialogue.state import State
from kapea.core.dialogue.turn import MAX_MISSES
from kapea.core.dialogue.view import Offer, Shown, View
from kapea.core.dialogue.world import World
from kapea.core.directory.hours import moment
from kapea.core.directory.match import Match
from kapea.core.pack.conditions import pick
from kapea.core.pack.model import Line, Node

MOVES_LATER = (*MOVES, "restart")
NOTES = {
    "unreadable": "word.note-unreadable",
    "heard": "word.note-heard",
    "nothing": "word.note-nothing",
    "silence": "word.note-silence",
    "media": "word.note-media",
    "timeout": "word.note-timeout",
    "again": "word.note-again",
    "aged": "word.note-aged",
    "code": "word.note-code",
    "code-wrong": "word.note-code-wrong",
}
"""What is said besides, by the note a turn leaves, or where what we know of a menu has expired: text ids."""


CODE = "word.learn-code"
"""The words said before the number of the lessons done."""


def look(world: World, state: State, *, at: datetime, note: str = "") -> View:
    """The view of where a conversation stands. After two misses, or words that were
    no answer, it names a person to talk to.
    """
    at_node, facts = state.place
    node = world.release.nodes[at_node]
    contacts = contacts_at(world, node, facts, state.language, at=at, area=state.area)
    if (state.likely or state.misses >= MAX_MISSES) and not any(c.phone for c in contacts):
        contacts = (*helpline(world, facts, state.language, at=at), *contacts)[:MAX_CONTACTS]
    view = worded(world, state, contacts, note or _aged(world, node, at))
    return msgspec.structs.replace(view, code=code_at(world, state)) if node.finishes else view


def standing_note(world: World, state: State) -> str:
    """The note of a place that is looked at again, where no turn brings one."""
    if state.thanked and not state.misses:
        return ""
    if likely_here(world, state) or (state.likely and state.place[0] == world.start):
        return "heard"
    if state.nothing:
        return "nothing"
    return "unreadable" if state.misses else ""


def _aged(world: World, node: Node, at: datetime) -> str:
    """The note where a node rests on a record that has expired by then; on the day itself it has."""
    setting = world.release.menus.get(node.screen.setting) if node.screen is not None else None
    expires = setting.upkeep.expires if setting is not None else ""
    return "aged" if expires and expires <= moment(at, world.directory.time_zone).today else ""


def worded(world: World, state: State, contacts: tuple[Match, ...] = (), note: str = "") -> View:
    """The view of a place around contacts that are already found: they alone depend on the hour."""
    view = world.views.get(state.place)
    if view is None:
        view = world.keep_view(state.place, _view(world, *state.place))
    likely = likely_here(world, state)
    return msgspec.structs.replace(
        view,
        language=state.language,
        contacts=contacts,
        offers=_offered(world, state, view.offers) if likely else view.offers,
        likely=len(likely),
        shown=(Shown(NOTES[note], "note"), *view.shown) if note else view.shown,
        moves=MOVES if len(state.path) == 1 else MOVES_LATER,
        area=state.area,
        spoken=state.spoken,
        depth=len(state.path) - 1,
    )


def _offered(world: World, state: State, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """Where only what is likely is offered, that alone; so few stand under no heading."""
    few = offered_here(world, state, offers, {offer.key: offer for offer in offers})
    return few if len(few) == len(offers) else tuple(msgspec.structs.replace(o, group="") for o in few)


def _view(world: World, at_node: int, facts: str) -> View:
    """What a place alone decides of a view, in whatever language and whoever walked there how."""
    node = world.release.nodes[at_node]
    return View(
        node=node.id,
        language="",
        level=world.value(facts, world.level),
        situation=world.value(facts, world.situation),
        who=world.value(facts, world.who),
        contacts=(),
        shown=_shown_of(world, world.lines(node, facts), facts),
        ask=next(iter(_shown_of(world, (node.ask,), facts)), None) if node.ask is not None else None,
        offers=_offers(world, node, facts),
        moves=(),
        picture=node.picture,
        kind=node.kind,
        told=node.contacts is None,
        screen=node.screen,
        asks_area=node.contacts is not None and node.contacts.next and bool(world.directory.areas),
    )


def _shown_of(world: World, lines: Iterable[Line], facts: str) -> tuple[Shown, ...]:
    has = world.has(facts)
    said = [(line, pick(line.say, facts, has)) for line in lines]
    return tuple([Shown(text, line.role, line.picture) for line, text in said if text is not None])


def _offers(world: World, node: Node, facts: str) -> tuple[Offer, ...]:
    has, out = world.has(facts), []
    for choice, say in world.choices(node, facts):
        text = pick(say, facts, has)
        if text is not None:
            aside = _shown_of(world, aside_lines(world, choice, facts), facts) if choice.minor else ()
            situation = world.release.situations.get(choice.key) if node.kind == "each" else None
            group = situation.group if situation is not None else ""
            out.append(Offer(choice.key, text, choice.picture, choice.minor, aside, group))
    return tuple(out)


def gone(state: State) -> View:
    """The empty page after stop and hide."""
    shown = (Shown("word.gone", "first"),)
    return View("stop", state.language, "green", "none", "none", (), shown, None, (), (), kind="gone")
