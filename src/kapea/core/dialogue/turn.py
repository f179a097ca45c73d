"""What a turn does to a conversation: the new state and the effects. It needs no clock; only views do."""

from __future__ import annotations

import msgspec

from kapea.core.dialogue.danger_questions import (
    danger_named,
    flags_of,
    is_danger_the_matter,
    way_to_question,
)
from kapea.core.dialogue.effects import (
    COUNT,
    FORGET,
    ConsentedRequest,
    Effect,
    ForgetConversation,
    ReachedOutcome,
)
from kapea.core.dialogue.events import Answer, Event, Media, Move, Near, Said, Silence, Timeout
from kapea.core.dialogue.likely_tiles import (
    heard_at,
    in_another_language,
    is_forgotten,
    is_sentence,
    led_to_likely,
    remembering,
    way_to_likely,
)
from kapea.core.dialogue.progress import carrying, lessons_done, next_lesson, takes_code
from kapea.core.dialogue.state import MAX_PLACES, Place, State
from kapea.core.dialogue.text_input import understood
from kapea.core.dialogue.world import World
from kapea.core.learning.progress_code import is_like_code, lessons_of
from kapea.core.pack.conditions import holds
from kapea.core.pack.model import Choice, Node

MAX_SKIPS = 64
"""Nodes that stand aside one after the other; the checker proves no pack comes near."""
MAX_MISSES = 2


class TurnResult(msgspec.Struct, frozen=True):
    """What a turn came to. No state: nothing is kept. `note` names what is said besides (look.NOTES)."""

    state: State | None
    effects: tuple[Effect, ...] = ()
    note: str = ""


def begin(world: World, language: str, journey: str = "help", code: str = "") -> State:
    """A fresh conversation at the start of a journey, in a language the pack has or its default.

    `code` says which lessons were done before; one that is none says nothing.
    """
    release = world.release
    known = language if language in release.languages else release.default_language
    node = release.journeys[journey].start
    lessons = tuple(sorted(lessons_of(code) or ()))
    return State(release.short_hash, known, ((node, world.fresh),), lessons=lessons)


def turn(world: World, state: State, event: Event) -> TurnResult:
    """Applies one event. Same world, state and event: same result."""
    if state.nothing or state.spoken:
        state = msgspec.structs.replace(state, nothing=False, spoken="")
    return _turn(world, state, event)


def _turn(world: World, state: State, event: Event) -> TurnResult:
    match event:
        case Answer(key):
            return _answer(world, state, key)
        case Said(words, answer):
            return _said_and_answered(world, state, words, answer) if answer else _said(world, state, words)
        case Move():
            return _move(world, state, event)
        case Near(area):
            known = area if area in world.directory.areas else ""
            return TurnResult(msgspec.structs.replace(state, area=known))
        case Silence():
            return _missed(state, "silence")
        case Media():
            return TurnResult(state, note="media")
        case Timeout():
            return TurnResult(begin(world, state.language), note="timeout")


# --- answers ---------------------------------------------------------------------


def _answer(world: World, state: State, key: str) -> TurnResult:
    choice = world.answers(state.place).get(key)
    return _missed(state, "unreadable") if choice is None else _take(world, state, choice)


def _said(world: World, state: State, words: str) -> TurnResult:
    if takes_code(world, state) and is_like_code(words):
        return _brought(world, state, words)
    meant = understood(world, state, words)
    if meant is None:
        return _told(world, state, words)
    return _move(world, state, meant) if isinstance(meant, Move) else _take(world, state, meant)


def _said_and_answered(world: World, state: State, words: str, key: str) -> TurnResult:
    """Words, and an answer tapped with them: the answer is taken, and danger in the words is asked about."""
    choice = world.answers(state.place).get(key)
    if choice is None:
        return _said(world, state, words)
    heard = heard_at(world, state, words)
    state = in_another_language(world, state, heard)
    taken = _take(world, remembering(world, state, heard, words), choice)
    if (after := taken.state) is None:
        return taken
    asked = way_to_question(world, after, danger_named(world, after, heard, words))
    return taken if asked is None else _take(world, after, asked)


def _brought(world: World, state: State, code: str) -> TurnResult:
    """A code that somebody brought: on to the first lesson that they have not done."""
    if (brought := lessons_of(code)) is None:
        return TurnResult(state, note="code-wrong")
    after = carrying(state, lessons_done(world, state) | brought)
    following = next_lesson(world, after)
    return TurnResult(after, note="code") if following is None else _take(world, after, following)


def _told(world: World, state: State, words: str) -> TurnResult:
    """Words that are no answer: danger is asked about; else what they may tell of is offered."""
    heard = heard_at(world, state, words)
    state = msgspec.structs.replace(in_another_language(world, state, heard), thanked=False)
    after = remembering(world, state, heard, words)
    asked = way_to_question(world, state, danger_named(world, state, heard, words))
    if asked is not None:
        return _take(world, msgspec.structs.replace(after, thanked=bool(after.likely)), asked)
    if heard.nothing:
        return TurnResult(msgspec.structs.replace(state, nothing=True), note="nothing")
    likely = way_to_likely(world)
    if after.likely and likely is not None and not is_danger_the_matter(world, state):
        return msgspec.structs.replace(_take(world, after, likely), note="heard")
    if after is not state or is_sentence(words):
        return _missed(after, "heard", MAX_MISSES)
    return _missed(state, "unreadable")


def _take(world: World, state: State, choice: Choice) -> TurnResult:
    if choice.back:
        return _undone(world, state, choice)
    place, effects = advance(world, state.place, choice)
    if is_forgotten(world, choice, state.place[1], place[1]):
        state = msgspec.structs.replace(state, likely="", thanked=False)
    place = _to_likely(world, state, choice, place)
    if len(state.path) >= MAX_PLACES:
        state = carrying(begin(world, state.language), lessons_done(world, state))
        if not _is_urgent(world, place):
            return TurnResult(state, note="again")
    return TurnResult(msgspec.structs.replace(state, path=(*state.path, place), misses=0), effects)


def _to_likely(world: World, state: State, choice: Choice, place: Place) -> Place:
    """Who comes to the whole list meets first what is likely after what they typed."""
    target = led_to_likely(world, state, choice, place[0])
    return place if target == place[0] else arrived(world, target, place[1])


def _undone(world: World, state: State, choice: Choice) -> TurnResult:
    """Back, as an answer. After a no to danger what was heard besides is offered."""
    asked = state.place[0] in flags_of(world, world.release.nodes[state.place[0]]).values()
    before = _move(world, state, Move("back")).state or state
    likely = way_to_likely(world)
    if asked and before.likely and likely is not None and not is_danger_the_matter(world, before):
        return _take(world, before, likely)
    return TurnResult(before)


def _is_urgent(world: World, place: Place) -> bool:
    """Whether somebody asked for help now, or is in danger: never lost, however long they were here."""
    return place[0] == world.help or (world.level >= 0 and world.value(place[1], world.level) == "red")


def _missed(state: State, note: str, times: int = 1) -> TurnResult:
    return TurnResult(msgspec.structs.replace(state, misses=min(state.misses + times, MAX_MISSES)), note=note)


def advance(world: World, place: Place, choice: Choice) -> tuple[Place, tuple[Effect, ...]]:
    """Where a choice leads, and what it brings about.

    Sets facts, goes there, and on to the next node where one does not apply.
    """
    there = arrived(world, *aimed(world, place, choice))
    return there, _consented(choice, place[1]) + _counted(world, world.release.nodes[there[0]], there[1])


def aimed(world: World, place: Place, choice: Choice) -> Place:
    """The node that a choice names, and the facts once it is made."""
    facts, target, nodes = place[1], choice.to, world.release.nodes
    if choice.keeps is not None:
        facts = world.keeping(choice.keeps, facts)
    for at, code in choice.sets:
        facts = world.put(facts, at, code)
    if (journey := nodes[target].journey) != nodes[place[0]].journey:
        facts = world.entering(journey, facts)
    return target, facts


def arrived(world: World, target: int, facts: str) -> Place:
    """Where one comes to stand who is led to a node: there, or at the first behind it that applies."""
    target = settle(world, target, facts)
    return target, _enter(world, world.release.nodes[target], facts)


def settle(world: World, target: int, facts: str) -> int:
    """Follows nodes that stand aside to the first that applies."""
    for _ in range(MAX_SKIPS):
        node = world.release.nodes[target]
        if node.other < 0 or holds(node.when, facts, world.has(facts)):
            return target
        target = node.other
    return world.help


def _enter(world: World, node: Node, facts: str) -> str:
    for at, code in node.enter:
        facts = world.put(facts, at, code)
    return world.put(facts, world.level, world.level_code(facts)) if node.enter_level else facts


def _consented(choice: Choice, facts: str) -> tuple[Effect, ...]:
    effect = choice.effect
    if effect is None or effect.consent_at < 0 or facts[effect.consent_at] not in effect.consent_code:
        return ()
    return (Effect(effect.kind, ConsentedRequest(effect.consent)),)


def _counted(world: World, node: Node, facts: str) -> tuple[Effect, ...]:
    if not node.count:
        return ()
    reached = ReachedOutcome(
        node.count,
        world.value(facts, world.who),
        world.value(facts, world.band),
        world.value(facts, world.situation),
        world.value(facts, world.level),
    )
    return (Effect(COUNT, reached),)


# --- global moves --------------------------------------------------------------------


def _move(world: World, state: State, move: Move) -> TurnResult:
    match move.kind:
        case "help":
            here = state.place[0] == world.help
            return TurnResult(state) if here else _take(world, state, way_to_help(world))
        case "back":
            path = state.path[:-1] if len(state.path) > 1 else state.path
            return TurnResult(msgspec.structs.replace(state, path=path, misses=0))
        case "language":
            language = _language(world, state, move.language)
            return TurnResult(msgspec.structs.replace(state, language=language, misses=0))
        case "restart":
            return TurnResult(begin(world, state.language))
        case "stop":
            return TurnResult(None, (Effect(FORGET, ForgetConversation()),))
        case _:
            return TurnResult(state)


def way_to_help(world: World) -> Choice:
    """The red tile, as the choice it is: from anywhere, facts and all."""
    return world.to_help


def _language(world: World, state: State, wanted: str) -> str:
    """The language asked for; without one, the next the pack has."""
    languages = world.release.languages
    if wanted in languages:
        return wanted
    return languages[(languages.index(state.language) + 1) % len(languages)] if not wanted else state.language
