"""What a turn does to a conversation: the new state and the effects. It needs no clock; only views do."""

from __future__ import annotations

import msgspec

from kapea.core.dialogue.effects import (
    COUNT,
    FORGET,
    ConsentedRequest,
    Effect,
    ForgetConversation,
    ReachedOutcome,
)
from kapea.core.dialogue.events import Answer, Event, Media, Move, Near, Said, Silence, Timeout
from kapea.core.dialogue.likely_tiles import forgets, is_sentence, question_of, remembering
from kapea.core.dialogue.progress import carrying, lessons_done, next_lesson, takes_code
from kapea.core.dialogue.state import MAX_PLACES, Place, State
from kapea.core.dialogue.text_input import MAX_SAID, understood
from kapea.core.dialogue.world import World
from kapea.core.learning.progress_code import is_like_code, lessons_of
from kapea.core.pack.conditions import holds
from kapea.core.pack.model import Choice, Node
from kapea.core.pack.parse.word_lists import UNSURE

MAX_SKIPS = 64
"""Nodes that stand aside one after the other; the checker proves no pack comes near."""
MAX_MISSES = 2
FLAG = "flag"
"""The key of the way to a question about danger: no answer on a screen has it."""


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
    match event:
        case Answer(key):
            return _answer(world, state, key)
        case Said(words):
            return _said(world, state, words)
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


def _brought(world: World, state: State, code: str) -> TurnResult:
    """A code that somebody brought: on to the first lesson that they have not done."""
    if (brought := lessons_of(code)) is None:
        return TurnResult(state, note="code-wrong")
    after = carrying(state, lessons_done(world, state) | brought)
    following = next_lesson(world, after)
    return TurnResult(after, note="code") if following is None else _take(world, after, following)


def _told(world: World, state: State, words: str) -> TurnResult:
    """Words that are no answer: danger is asked about, and the likeliest situations are offered first."""
    kind = _danger_named(world, state, words)
    heard = remembering(world, state, words, asked=question_of(world, state, kind))
    asked = _flagged(world, state, kind)
    if asked is not None:
        return _take(world, heard, asked)
    if heard is not state or is_sentence(words):
        return _missed(heard, "heard", MAX_MISSES)
    return _missed(state, "unreadable")


def _danger_named(world: World, state: State, words: str) -> str:
    """The kind of danger that typed words may mean, where a journey asks about any; "" for none."""
    node, facts = state.place
    flags = world.release.journeys[world.release.nodes[node].journey].flags
    if not flags or world.value(facts, world.level) == "red":
        return ""
    kind = world.flags.find(words[:MAX_SAID])
    if not kind and is_sentence(words) and node not in (world.help, *flags.values()):
        return UNSURE
    return kind


def _flagged(world: World, state: State, kind: str) -> Choice | None:
    """The way to the one question about a kind of danger. Said again there, it means yes."""
    node = state.place[0]
    target = world.release.journeys[world.release.nodes[node].journey].flags.get(kind, -1)
    if target < 0:
        return None
    return way_to_flag(world, target) if target != node else world.answers(state.place).get("yes")


def _take(world: World, state: State, choice: Choice) -> TurnResult:
    if choice.back:
        return _move(world, state, Move("back"))
    place, effects = advance(world, state.place, choice)
    if len(state.path) >= MAX_PLACES:
        state = carrying(begin(world, state.language), lessons_done(world, state))
        if not _is_urgent(world, place):
            return TurnResult(state, note="again")
    likely = "" if choice.key != FLAG and forgets(world, place[1]) else state.likely
    after = msgspec.structs.replace(state, path=(*state.path, place), misses=0, likely=likely)
    return TurnResult(after, effects)


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


def way_to_flag(world: World, target: int) -> Choice:
    """A question about danger, as the choice it is. Of all that is known only who is there is kept, and
    whether whoever hurts has power here: nobody near is named again because of a word.
    """
    return Choice(key=FLAG, say=(), to=target, keeps=kept_by_flags(world))


def kept_by_flags(world: World) -> tuple[int, ...]:
    """The facts that a question about danger keeps."""
    kept = (world.who, world.band, world.situation, world.power)
    return tuple(at for at in kept if at >= 0)


def _language(world: World, state: State, wanted: str) -> str:
    """The language asked for; without one, the next the pack has."""
    languages = world.release.languages
    if wanted in languages:
        return wanted
    return languages[(languages.index(state.language) + 1) % len(languages)] if not wanted else state.language
