"""One turn of a conversation, as a pure function. What is explored, tested and served is this same
function.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime

import msgspec

from kapea.core.dialogue.contacts import MAX_CONTACTS, contacts_at, helpline
from kapea.core.dialogue.events import MOVES, Answer, Event, Media, Move, Said, Silence, Timeout
from kapea.core.dialogue.state import MAX_PLACES, Place, State
from kapea.core.dialogue.view import Done, Offer, Shown, View
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match
from kapea.core.pack.catalogue import ZERO_WIDTH
from kapea.core.pack.model import Choice, Line, Node
from kapea.core.pack.texts import holds

MAX_SKIPS = 64
"""Nodes that stand aside one after the other; the checker proves no pack comes near."""
MAX_MISSES = 2
MAX_SAID = 500
"""Characters of typed words that are looked at; the rest is dropped unread."""

NOTES = {
    "unreadable": "word.note-unreadable",
    "silence": "word.note-silence",
    "media": "word.note-media",
    "timeout": "word.note-timeout",
    "again": "word.note-again",
}
_DIGITS = {ord(c): str(unicodedata.digit(c)) for c in "០១២៣៤៥៦៧៨៩०१२३४५६७८९"}


class Step(msgspec.Struct, frozen=True):
    """What a turn leaves: the new state (None: nothing is kept), the view, the effects."""

    state: State | None
    view: View
    effects: tuple[Done, ...] = ()


def begin(world: World, language: str, journey: str = "help") -> State:
    """A fresh conversation at the start of a journey, in a language the pack has or its default."""
    release = world.release
    known = language if language in release.languages else release.default_language
    node = release.journeys[journey].start
    return State(release.short_hash, known, ((node, world.fresh),))


def look(world: World, state: State, *, at: datetime, note: str = "") -> View:
    """The view of where a conversation stands, without a turn."""
    return _view(world, state, at, note)


def step(world: World, state: State, event: Event, *, at: datetime) -> Step:
    """Applies one event. Same world, state, event and time: same result."""
    match event:
        case Answer(key):
            return _answer(world, state, key, at)
        case Said(words):
            return _said(world, state, words, at)
        case Move():
            return _move(world, state, event, at)
        case Silence():
            return _missed(world, state, "silence", at)
        case Media():
            return Step(state, _view(world, state, at, "media"))
        case Timeout():
            fresh = begin(world, state.language)
            return Step(fresh, _view(world, fresh, at, "timeout"))


# --- answers ---------------------------------------------------------------------


def _answer(world: World, state: State, key: str, at: datetime) -> Step:
    node, facts = _here(world, state)
    for choice, _ in world.choices(node, facts):
        if choice.key == key:
            return _take(world, state, choice, at)
    return _missed(world, state, "unreadable", at)


def _take(world: World, state: State, choice: Choice, at: datetime) -> Step:
    place, effects = advance(world, state.place, choice)
    if len(state.path) >= MAX_PLACES:
        fresh = begin(world, state.language)
        return Step(fresh, _view(world, fresh, at, "again"))
    after = msgspec.structs.replace(state, path=(*state.path, place), misses=0)
    return Step(after, _view(world, after, at), effects)


def advance(world: World, place: Place, choice: Choice) -> tuple[Place, tuple[Done, ...]]:
    """Where a choice leads and what it brings about: sets facts, goes there, stands aside where a node
    does not apply.
    """
    node, facts = world.release.nodes[place[0]], place[1]
    effects = _consented(choice, facts)
    if choice.keeps is not None:
        facts = "".join(c if i in choice.keeps else world.fresh[i] for i, c in enumerate(facts))
    for at, code in choice.sets:
        facts = world.put(facts, at, code)
    target = choice.to
    if world.release.nodes[target].journey != node.journey:
        facts = world.entering(world.release.nodes[target].journey, facts)
    target = settle(world, target, facts)
    facts = _enter(world, world.release.nodes[target], facts)
    return (target, facts), effects + _counted(world, world.release.nodes[target], facts)


def settle(world: World, target: int, facts: str) -> int:
    """Follows nodes that stand aside to the first that applies."""
    has = world.has(facts)
    for _ in range(MAX_SKIPS):
        node = world.release.nodes[target]
        if node.other < 0 or holds(node.when, facts, has):
            return target
        target = node.other
    return world.help


def _enter(world: World, node: Node, facts: str) -> str:
    for at, code in node.enter:
        facts = world.put(facts, at, code)
    return world.put(facts, world.level, world.level_code(facts)) if node.enter_level else facts


def _consented(choice: Choice, facts: str) -> tuple[Done, ...]:
    effect = choice.effect
    if effect is None or effect.consent_at < 0 or facts[effect.consent_at] not in effect.consent_code:
        return ()
    return (Done(effect.kind, consent=effect.consent),)


def _counted(world: World, node: Node, facts: str) -> tuple[Done, ...]:
    if not node.count:
        return ()
    return (
        Done(
            "count",
            node.count,
            world.value(facts, world.who),
            world.value(facts, world.band),
            world.value(facts, world.situation),
            world.value(facts, world.level),
        ),
    )


def _missed(world: World, state: State, note: str, at: datetime) -> Step:
    after = msgspec.structs.replace(state, misses=min(state.misses + 1, MAX_MISSES))
    return Step(after, _view(world, after, at, note))


# --- typed words -------------------------------------------------------------------


def plain(words: str) -> str:
    """Words as they are compared: composed, small, western digits, no break marks, single spaces."""
    text = unicodedata.normalize("NFKC", words[:MAX_SAID]).replace(ZERO_WIDTH, "").translate(_DIGITS)
    return " ".join(text.casefold().split()).strip(" .!?។")


def _said(world: World, state: State, words: str, at: datetime) -> Step:
    said = plain(words)
    node, facts = _here(world, state)
    choices = world.choices(node, facts)
    if said.isdecimal() and 1 <= int(said[:3]) <= len(choices):
        return _take(world, state, choices[int(said[:3]) - 1][0], at)
    for choice, say in choices:
        if said and said in _labels(world, state.language, world.pick(say, facts), choice.key):
            return _take(world, state, choice, at)
    return _reserved(world, state, said, [c for c, _ in choices], at)


def _labels(world: World, language: str, text: str | None, key: str) -> set[str]:
    """What may be typed for a choice: its label, its short form, and a key that is a word (S02, yes)."""
    keys = set() if key.isdecimal() else {plain(key)}
    if text is None:
        return keys
    return keys | {plain(world.release.text(text, language, form)) for form in ("", "short")}


def _reserved(world: World, state: State, said: str, choices: list[Choice], at: datetime) -> Step:
    for language in dict.fromkeys((state.language, *world.release.languages)):
        lint = world.release.lint.get(language)
        for word, spellings in (lint.reserved if lint else {}).items():
            if said in spellings and (word in MOVES or word == "restart"):
                return _move(world, state, Move(word), at)
            if said in spellings and any(c.key == word for c in choices):
                return _take(world, state, next(c for c in choices if c.key == word), at)
    for language in world.release.languages:
        if said == language or said == plain(world.release.text(f"word.language-{language}", language)):
            return _move(world, state, Move("language", language), at)
    return _missed(world, state, "unreadable", at)


# --- global moves --------------------------------------------------------------------


def _move(world: World, state: State, move: Move, at: datetime) -> Step:
    match move.kind:
        case "help":
            return _help(world, state, at)
        case "back":
            path = state.path[:-1] if len(state.path) > 1 else state.path
            after = msgspec.structs.replace(state, path=path, misses=0)
        case "language":
            after = msgspec.structs.replace(state, language=_language(world, state, move.language), misses=0)
        case "restart":
            after = begin(world, state.language)
        case "stop":
            return Step(None, _gone(world, state), (Done("forget"),))
        case _:
            after = state
    return Step(after, _view(world, after, at))


def _help(world: World, state: State, at: datetime) -> Step:
    if state.place[0] == world.help:
        return Step(state, _view(world, state, at))
    return _take(world, state, way_to_help(world), at)


def way_to_help(world: World) -> Choice:
    """The red tile, as the choice it is: from anywhere, facts and all."""
    return Choice(key="help", say=(), to=world.help)


def _language(world: World, state: State, wanted: str) -> str:
    """The language asked for; without one, the next the pack has."""
    languages = world.release.languages
    if wanted in languages:
        return wanted
    return languages[(languages.index(state.language) + 1) % len(languages)] if not wanted else state.language


def _gone(world: World, state: State) -> View:
    shown = (Shown("word.gone", "first"),)
    return View("stop", state.language, "green", "none", "none", (), shown, None, (), (), kind="gone")


# --- the view ---------------------------------------------------------------------------


def _here(world: World, state: State) -> tuple[Node, str]:
    node, facts = state.place
    return world.release.nodes[node], facts


def _view(world: World, state: State, at: datetime, note: str = "") -> View:
    node, facts = _here(world, state)
    contacts = contacts_at(world, node, facts, state.language, at=at)
    if state.misses >= MAX_MISSES and not any(c.phone for c in contacts):
        contacts = (*helpline(world, facts, state.language, at=at), *contacts)[:MAX_CONTACTS]
    return worded(world, state, contacts, note)


def worded(world: World, state: State, contacts: tuple[Match, ...] = (), note: str = "") -> View:
    """The view of a place around contacts that are already found: they alone depend on the hour."""
    node, facts = _here(world, state)
    shown = [s for line in world.lines(node, facts) if (s := _shown(world, line, facts)) is not None]
    if note:
        shown.insert(0, Shown(NOTES[note], "note"))
    return View(
        node=node.id,
        language=state.language,
        level=world.value(facts, world.level),
        situation=world.value(facts, world.situation),
        who=world.value(facts, world.who),
        contacts=contacts,
        shown=tuple(shown),
        ask=_shown(world, node.ask, facts) if node.ask is not None else None,
        offers=_offers(world, node, facts),
        moves=MOVES if len(state.path) == 1 else (*MOVES, "restart"),
        picture=node.picture,
        depth=len(state.path) - 1,
        kind=node.kind,
    )


def _shown(world: World, line: Line, facts: str) -> Shown | None:
    text = world.pick(line.say, facts)
    return None if text is None else Shown(text, line.role, line.picture)


def _offers(world: World, node: Node, facts: str) -> tuple[Offer, ...]:
    out = []
    for choice, say in world.choices(node, facts):
        text = world.pick(say, facts)
        if text is not None:
            out.append(Offer(choice.key, text, choice.picture, choice.minor))
    return tuple(out)
