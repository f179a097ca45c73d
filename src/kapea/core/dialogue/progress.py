"""Which lessons somebody did: those whose end they came to in this conversation, and those of a code.

Nothing of it is a fact of the path, so it multiplies no place and decides nothing that is said.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from kapea.core.dialogue.state import State
from kapea.core.dialogue.world import World
from kapea.core.learning.progress_code import progress_code
from kapea.core.pack.model import Choice, LearningUnit
from kapea.core.pack.parse.learning_units import LESSON, MENU


def units(world: World, kind: str) -> dict[str, LearningUnit]:
    """What a pack has of a kind, by journey, in the order of their numbers."""
    return {id: unit for id, unit in world.release.units.items() if unit.kind == kind}


def lessons_done(world: World, state: State) -> frozenset[int]:
    """The numbers of the lessons done. Back takes back what it walks past."""
    ended = (world.release.nodes[node].finishes for node, _ in state.path)
    return frozenset(state.lessons) | {number for number in ended if number}


def code_at(world: World, state: State) -> str:
    """The code of the lessons done: what somebody may write down where one ends."""
    return progress_code(lessons_done(world, state))


def carrying(state: State, lessons: Collection[int]) -> State:
    """The conversation, knowing that these lessons were done."""
    return msgspec.structs.replace(state, lessons=tuple(sorted(lessons)))


def takes_code(world: World, state: State) -> bool:
    """Whether a code may be said here: where lessons are offered."""
    return world.release.nodes[state.place[0]].journey == MENU


def next_lesson(world: World, state: State) -> Choice | None:
    """The way to the first lesson that is not done; None where all are."""
    done = lessons_done(world, state)
    for id, unit in units(world, LESSON).items():
        if unit.number not in done:
            return Choice(key=MENU, say=(), to=world.release.journeys[id].start)
    return None
