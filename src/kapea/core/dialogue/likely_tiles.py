"""What is remembered of typed words, and the order it gives: the tiles of likely situations stand first.

It changes no place: whatever is likely, the same tiles are offered and lead where they always lead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from kapea.core.dialogue.state import MOST_LIKELY, State
from kapea.core.dialogue.world import World

T = TypeVar("T")
MOST_FIRST = 3
"""Tiles that stand before all others."""
A_SENTENCE = 12
"""Characters: whoever writes so much tells something, and is never told that it was not understood."""
SITUATIONS_TOO = ("dying", "marriage")
"""Kinds of danger that one situation is called after; who is hurt or held may have come with any."""


def is_sentence(words: str) -> bool:
    """Whether somebody wrote so much that it tells something."""
    return len(words.strip()) >= A_SENTENCE


def remembering(world: World, state: State, words: str, *, asked: str = "") -> State:
    """The state with the situations that words, and the question `asked` because of them, are most like; a
    sentence like none is something else, the last tile. The words themselves are dropped.
    """
    if world.situation < 0:
        return state
    tiles, who = world.release.tiles, world.value(state.place[1], world.who)
    among = tiles.get(who) or tuple(dict.fromkeys(id for each in tiles.values() for id in each))
    likely = world.likely.best(f"{asked} {words}".strip(), frozenset(among), MOST_LIKELY)
    likely = likely or (among[-1:] if is_sentence(words) else ())
    situations = world.facts[world.situation]
    return msgspec.structs.replace(state, likely="".join(map(situations.code, likely))) if likely else state


def question_of(world: World, state: State, kind: str) -> str:
    """The words of the question about a kind of danger that is a situation too; "" for any other kind.

    Who is asked about dying and says no may have written in no words of that situation. Its tile, which says
    what the question says, is to stand first all the same.
    """
    node = world.release.nodes[state.place[0]]
    target = world.release.journeys[node.journey].flags.get(kind, -1) if kind in SITUATIONS_TOO else -1
    ask = world.release.nodes[target].ask if target >= 0 else None
    text = world.pick(ask.say, state.place[1]) if ask is not None else None
    return world.release.text(text, state.language) if text is not None else ""


def forgets(world: World, facts: str) -> bool:
    """Whether a situation is chosen, so that what was likely is over."""
    return (
        world.situation >= 0 and world.value(facts, world.situation) != world.facts[world.situation].values[0]
    )


def likely_here(world: World, state: State) -> tuple[str, ...]:
    """The likely situations that have a tile where a conversation stands, the likeliest first."""
    if not state.likely or world.release.nodes[state.place[0]].kind != "each":
        return ()
    situations, offered = world.facts[world.situation], world.answers(state.place)
    ids = {code: situations.value(code) for code in state.likely}
    return tuple(dict.fromkeys(id for id in ids.values() if id in offered))[:MOST_FIRST]


def likely_first(world: World, state: State, each: Sequence[T], key: Callable[[T], str]) -> tuple[T, ...]:
    """Answers offered here, those of likely situations first, otherwise in their order."""
    likely = likely_here(world, state)
    return tuple(sorted(each, key=lambda a: likely.index(key(a)) if key(a) in likely else len(likely)))
