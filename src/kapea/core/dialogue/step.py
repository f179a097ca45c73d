"""One turn of a conversation, as a pure function. What is explored, tested and served is this function."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kapea.core.dialogue.effects import Effect
from kapea.core.dialogue.events import Event
from kapea.core.dialogue.look import gone, look
from kapea.core.dialogue.state import State
from kapea.core.dialogue.turn import begin, turn
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World

__all__ = ["Step", "begin", "look", "step"]


class Step(msgspec.Struct, frozen=True):
    """What a turn leaves: the new state (None: nothing is kept), the view, the effects."""

    state: State | None
    view: View
    effects: tuple[Effect, ...] = ()


def step(world: World, state: State, event: Event, *, at: datetime) -> Step:
    """Applies one event and looks. Same world, state, event and time: same result."""
    taken = turn(world, state, event)
    if taken.state is None:
        return Step(None, gone(state), taken.effects)
    return Step(taken.state, look(world, taken.state, at=at, note=taken.note), taken.effects)
