"""How a change of the directory goes: proposed by one, approved by another, proved, live, or ended."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class EditState(Enum):
    """Where a proposed change stands. `stopped`: the checker found that it would break something."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    LIVE = "live"
    REFUSED = "refused"
    STOPPED = "stopped"
    TAKEN_BACK = "taken-back"
    OVERTAKEN = "overtaken"
    PAST = "past"


class EditStep(Enum):
    """What is done with it."""

    APPROVE = "approve"
    REFUSE = "refuse"
    TAKE_BACK = "take-back"
    OVERTAKE = "overtake"
    PUBLISH = "publish"
    STOP = "stop"
    REPLACE = "replace"


class NoSuchEditStep(ValueError):
    """Somebody was quicker: it does not stand where this could be done."""


_NEXT: Mapping[tuple[EditState, EditStep], EditState] = {
    (EditState.PROPOSED, EditStep.APPROVE): EditState.APPROVED,
    (EditState.PROPOSED, EditStep.REFUSE): EditState.REFUSED,
    (EditState.PROPOSED, EditStep.TAKE_BACK): EditState.TAKEN_BACK,
    (EditState.PROPOSED, EditStep.OVERTAKE): EditState.OVERTAKEN,
    (EditState.APPROVED, EditStep.TAKE_BACK): EditState.TAKEN_BACK,
    (EditState.APPROVED, EditStep.PUBLISH): EditState.LIVE,
    (EditState.APPROVED, EditStep.STOP): EditState.STOPPED,
    (EditState.LIVE, EditStep.STOP): EditState.STOPPED,
    (EditState.LIVE, EditStep.REPLACE): EditState.PAST,
}


def next_edit_state(state: EditState, step: EditStep) -> EditState:
    """Where it stands afterwards. Raises NoSuchEditStep."""
    try:
        return _NEXT[state, step]
    except KeyError:
        raise NoSuchEditStep(f"{state.value}: {step.value}") from None
