"""A workshop from plan to honest figures: its states, and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum


class WorkshopState(Enum):
    """Where a workshop stands."""

    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"
    """Its numbers stand, and may be published."""
    CANCELLED = "cancelled"
    """It was called off."""


class WorkshopStep(Enum):
    """What somebody does with it."""

    BEGIN = "begin"
    CLOSE = "close"
    OPEN_AGAIN = "open_again"
    """A number was wrong, a phone brings one late, or it took place after all."""
    CANCEL = "cancel"


STEPS: Mapping[tuple[WorkshopState, WorkshopStep], WorkshopState] = {
    (WorkshopState.PLANNED, WorkshopStep.BEGIN): WorkshopState.RUNNING,
    (WorkshopState.PLANNED, WorkshopStep.CANCEL): WorkshopState.CANCELLED,
    (WorkshopState.RUNNING, WorkshopStep.CLOSE): WorkshopState.CLOSED,
    (WorkshopState.CLOSED, WorkshopStep.OPEN_AGAIN): WorkshopState.RUNNING,
    (WorkshopState.CANCELLED, WorkshopStep.OPEN_AGAIN): WorkshopState.PLANNED,
}
"""All that there is. What a phone brings once it is closed waits there, until it is opened again."""


class NoSuchStep(ValueError):
    """The step does not lead from here."""


class NumbersDiffer(ValueError):
    """Two numbers stand in some fields; `fields` names them."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        super().__init__("two numbers stand in some fields: say which hold, then close it")


def next_state(state: WorkshopState, step: WorkshopStep, *, differ: Collection[str] = ()) -> WorkshopState:
    """Where a step leads. `differ`: the fields in which two numbers stand. NoSuchStep, NumbersDiffer."""
    after = STEPS.get((state, step))
    if after is None:
        raise NoSuchStep(f"{step.value} does not lead from {state.value}")
    if step is WorkshopStep.CLOSE and differ:
        raise NumbersDiffer(tuple(sorted(differ)))
    return after


def takes_numbers(state: WorkshopState) -> bool:
    """Whether numbers may be entered."""
    return state is WorkshopState.RUNNING
