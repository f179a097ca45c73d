"""What is remembered of typed words, and what it leads to: at most three tiles, “Is it one of these?”

Words are dropped; the situations they may tell of are kept until one is chosen or none fits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from kapea.core.dialogue.state import State
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Choice, Node
from kapea.core.pack.parse.journeys import NONE
from kapea.core.understanding.listening import MOST_SITUATIONS, Heard

T = TypeVar("T")
MAX_SAID = 500
"""Characters of typed words that are looked at, before and after they are composed; the rest is dropped."""
A_SENTENCE = 12
"""Characters: whoever writes so much tells something, and is never told that it was not understood."""
A_LONG_LINE = 24
"""Characters of which nothing was understood after which danger is asked about all the same."""
HEARD = "heard"
"""The key of the way to the tiles of what was heard: no answer on a screen has it."""


def is_sentence(words: str) -> bool:
    """Whether somebody wrote so much that it tells something."""
    return len(words.strip()) >= A_SENTENCE


def is_long(words: str) -> bool:
    return len(words.strip()) >= A_LONG_LINE


def heard_at(world: World, state: State, words: str) -> Heard:
    """What is heard in words where a conversation stands: of situations those that have a tile there."""
    return world.listener.hear(listened_to(words), frozenset(among_tiles(world, state)))


def listened_to(words: str) -> str:
    """As much of typed words as is listened to."""
    return words[:MAX_SAID]


def among_tiles(world: World, state: State) -> tuple[str, ...]:
    """The situations that may be offered, in order; all that have a tile, while nobody said who is there."""
    tiles = world.release.tiles
    if world.situation < 0:
        return ()
    who = world.value(state.place[1], world.who)
    return tiles.get(who) or tuple(dict.fromkeys(id for each in tiles.values() for id in each))


def remembering(world: World, state: State, heard: Heard, words: str) -> State:
    """The state with what was heard; the situation first that the kind of danger asked about is called after.
    A sentence that is like none is something else, the last tile.
    """
    if world.situation < 0 or heard.nothing:
        return state
    tiles = among_tiles(world, state)
    named = world.release.journeys["help"].flag_situations.get(heard.kind, "")
    first = (named,) if named in tiles else ()
    likely = tuple(dict.fromkeys((*first, *heard.situations)))[:MOST_SITUATIONS]
    if not likely and is_sentence(words):
        likely = tiles[-1:]
    codes = "".join(map(world.facts[world.situation].code, likely))
    return msgspec.structs.replace(state, likely=codes) if codes else state


def in_another_language(world: World, state: State, heard: Heard) -> State:
    """The state with the language that words were in, where the pack has it and it is not the one shown."""
    is_other = heard.language in world.release.languages and heard.language != state.language
    return msgspec.structs.replace(state, spoken=heard.language) if is_other else state


def likely_situations(world: World, state: State) -> tuple[str, ...]:
    """What is remembered, the likeliest first."""
    return tuple(map(world.facts[world.situation].value, state.likely)) if state.likely else ()


def likely_here(world: World, state: State) -> tuple[str, ...]:
    """The likely situations that have a tile where a conversation stands, the likeliest first."""
    if not state.likely or world.release.nodes[state.place[0]].kind != "each":
        return ()
    offered, likely = world.answers(state.place), dict.fromkeys(likely_situations(world, state))
    return tuple(id for id in likely if id in offered and id != NONE)[:MOST_SITUATIONS]


def offered_here(world: World, state: State, each: Sequence[T], keys: Mapping[str, T]) -> tuple[T, ...]:
    """Of the answers at a place those that are offered: where only what is likely is, that, and none of it.

    Where nothing is remembered all are.
    """
    likely = likely_here(world, state)
    if not likely or not world.release.nodes[state.place[0]].likely:
        return tuple(each)
    return (*(keys[id] for id in likely), *(keys[key] for key in (NONE,) if key in keys))


def way_to_likely(world: World) -> Choice | None:
    """The way to the tiles of what was heard, as the choice it is; None where the pack has no such place."""
    target = world.release.journeys["help"].heard
    kept = tuple(at for at in (world.who, world.power) if at >= 0)
    return Choice(key=HEARD, say=(), to=target, keeps=kept) if target >= 0 else None


def ways_to_likely(world: World, node: Node) -> tuple[Choice, ...]:
    """How what is likely is come to from a node: by words; where the whole list would stand, also by an
    answer that leads to the list.
    """
    typed = way_to_likely(world)
    if typed is None:
        return ()
    return (typed, Choice(key=HEARD, say=(), to=typed.to)) if is_list(node) else (typed,)


def led_to_likely(world: World, state: State, choice: Choice, target: int) -> int:
    """Where a choice leads that would lead to the whole list: first to what is likely, if anything is."""
    heard = world.release.journeys["help"].heard
    leads = heard >= 0 and bool(state.likely) and choice.key != NONE
    return heard if leads and is_list(world.release.nodes[target]) else target


def is_list(node: Node) -> bool:
    """Whether a node has the whole list of situations."""
    return node.kind == "each" and not node.likely


def is_forgotten(world: World, choice: Choice, before: str, after: str) -> bool:
    """Whether what was heard is over: none of it was it, or another worry begins."""
    if choice.key == NONE:
        return True
    unknown = world.facts[world.situation].values[0] if world.situation >= 0 else ""
    another = world.value(before, world.situation) != unknown == world.value(after, world.situation)
    return another and choice.key != HEARD
