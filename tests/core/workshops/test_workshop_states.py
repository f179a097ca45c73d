"""From plan to figures: what leads where, and that nothing is closed while two numbers stand in a field."""

from __future__ import annotations

from itertools import product

import pytest

from kapea.core.workshops.workshop_states import (
    STEPS,
    NoSuchStep,
    NumbersDiffer,
    WorkshopState,
    WorkshopStep,
    next_state,
    takes_numbers,
)


@pytest.mark.parametrize(("state", "step"), list(product(WorkshopState, WorkshopStep)))
def test_what_the_table_does_not_hold_leads_nowhere(state, step):
    if (state, step) in STEPS:
        assert next_state(state, step) is STEPS[state, step]
        return
    with pytest.raises(NoSuchStep, match=state.value):
        next_state(state, step)


def test_it_is_not_closed_while_two_numbers_stand_in_a_field():
    with pytest.raises(NumbersDiffer) as told:
        next_state(WorkshopState.RUNNING, WorkshopStep.CLOSE, differ=["b.y", "a.x"])
    assert told.value.fields == ("a.x", "b.y")
    assert next_state(WorkshopState.RUNNING, WorkshopStep.CLOSE) is WorkshopState.CLOSED


def test_numbers_are_entered_while_it_runs():
    assert [state for state in WorkshopState if takes_numbers(state)] == [WorkshopState.RUNNING]


def test_whatever_was_closed_can_be_opened_again_and_closed():
    again = next_state(WorkshopState.CLOSED, WorkshopStep.OPEN_AGAIN)
    assert next_state(again, WorkshopStep.CLOSE) is WorkshopState.CLOSED


def test_what_was_called_off_can_be_planned_again():
    again = next_state(WorkshopState.CANCELLED, WorkshopStep.OPEN_AGAIN)
    assert again is WorkshopState.PLANNED
