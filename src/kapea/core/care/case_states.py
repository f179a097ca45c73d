"""A case from the first day to the last: its states, and the one table of what leads from one to the next.

Each move names who makes it, at which levels, what must be there, and which clocks it starts. What the table
does not name is refused, whoever asks and by whatever way. A level that goes up never takes back what helps:
the state stays, and what the higher level asks for is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kapea.core.care.case_clocks import CaseClock
from kapea.core.care.case_levels import EVERY_LEVEL, PRESSING, CaseLevel


class CaseState(Enum):
    """Where a case stands."""

    REGISTERED = "registered"
    ASSESSED = "assessed"
    PLANNED = "planned"
    IN_ACTION = "in_action"
    REVIEWED = "reviewed"
    CLOSED = "closed"


class CaseStep(Enum):
    """What somebody does with a case as a whole."""

    ASSESS = "assess"
    PLAN = "plan"
    APPROVE_PLAN = "approve_plan"
    RETURN_PLAN = "return_plan"
    """A supervisor does not agree to it, and says what is missing. An approval that was given lapses."""
    BEGIN = "begin"
    ACT_FIRST = "act_first"
    """In danger: help comes before paper, by whoever is there. What was skipped is due within a day."""
    REVIEW = "review"
    CONTINUE = "continue"
    """The plan holds: go on with it."""
    ASK_TO_CLOSE = "ask_to_close"
    KEEP_OPEN = "keep_open"
    """The wish to close is taken back, or refused."""
    CLOSE = "close"
    REOPEN = "reopen"
    """A new episode: no approval, no permission and no try of the one before holds in it."""


class CaseHand(Enum):
    """As what somebody acts on a case."""

    OWNER = "owner"
    """The one worker who holds it."""
    SUPERVISOR = "supervisor"
    """Supervises the owner, or stands in for whoever does. Never the owner."""


class CaseNeed(Enum):
    """What must be there before a move."""

    KEEP = "keep"
    """A yes to keeping what was told; or somebody acted first, in danger."""
    ASSESSMENT = "assessment"
    PLAN = "plan"
    APPROVAL = "approval"
    """A supervisor agreed to the plan as it stands now: one that was changed since is a new one."""
    REVIEW = "review"
    """One that was written since the plan last began."""
    MAY_CLOSE = "may_close"
    """Nothing stands against it: see `case_closing`."""
    CLOSING_ASKED = "closing_asked"


@dataclass(frozen=True, slots=True)
class CaseMove:
    """One row of the table. `ends` is None where the case stays in its state. `pressing`: what must be there
    besides, where a supervisor agrees to what is planned.
    """

    step: CaseStep
    begins: frozenset[CaseState]
    ends: CaseState | None
    by: frozenset[CaseHand]
    needs: tuple[CaseNeed, ...] = ()
    pressing: tuple[CaseNeed, ...] = ()
    levels: frozenset[CaseLevel] = EVERY_LEVEL
    starts: tuple[CaseClock, ...] = ()

    def needs_at(self, level: CaseLevel) -> tuple[CaseNeed, ...]:
        """What must be there before it, at a level."""
        return (*self.needs, *self.pressing) if level in PRESSING else self.needs


OPEN = frozenset(CaseState) - {CaseState.CLOSED}
OWNER, SUPERVISOR = frozenset({CaseHand.OWNER}), frozenset({CaseHand.SUPERVISOR})
CALM = EVERY_LEVEL - PRESSING
NEW_EPISODE = (CaseClock.FIRST_ACTION, CaseClock.ASSESSMENT, CaseClock.SUPERVISOR_REVIEW)
"""The clocks that start when a case is registered, and when it is opened again."""
RAISED = (CaseClock.FIRST_ACTION,)
"""The clocks that start when a level goes up: somebody acts anew, as soon as the new level asks."""

TABLE: tuple[CaseMove, ...] = (
    CaseMove(
        CaseStep.ASSESS,
        OPEN - {CaseState.ASSESSED},
        CaseState.ASSESSED,
        OWNER,
        (CaseNeed.KEEP, CaseNeed.ASSESSMENT),
        starts=(CaseClock.PLAN,),
    ),
    CaseMove(
        CaseStep.PLAN,
        frozenset({CaseState.ASSESSED, CaseState.REVIEWED}),
        CaseState.PLANNED,
        OWNER,
        (CaseNeed.KEEP, CaseNeed.ASSESSMENT, CaseNeed.PLAN),
        levels=CALM,
        starts=(CaseClock.FOLLOW_UP,),
    ),
    CaseMove(
        CaseStep.APPROVE_PLAN,
        frozenset({CaseState.ASSESSED, CaseState.REVIEWED, CaseState.PLANNED}),
        CaseState.PLANNED,
        SUPERVISOR,
        (CaseNeed.KEEP, CaseNeed.ASSESSMENT, CaseNeed.PLAN),
        levels=PRESSING,
        starts=(CaseClock.FOLLOW_UP,),
    ),
    CaseMove(
        CaseStep.APPROVE_PLAN,
        frozenset({CaseState.IN_ACTION}),
        None,
        SUPERVISOR,
        (CaseNeed.KEEP, CaseNeed.ASSESSMENT, CaseNeed.PLAN),
        levels=PRESSING,
    ),
    CaseMove(
        CaseStep.RETURN_PLAN,
        OPEN - {CaseState.REGISTERED},
        None,
        SUPERVISOR,
        (CaseNeed.PLAN,),
        levels=PRESSING,
    ),
    CaseMove(
        CaseStep.BEGIN,
        frozenset({CaseState.PLANNED}),
        CaseState.IN_ACTION,
        OWNER,
        (CaseNeed.KEEP, CaseNeed.PLAN),
        pressing=(CaseNeed.APPROVAL,),
    ),
    CaseMove(
        CaseStep.ACT_FIRST,
        OPEN,
        CaseState.IN_ACTION,
        OWNER | SUPERVISOR,
        levels=frozenset({CaseLevel.RED}),
        starts=(CaseClock.ASSESSMENT,),
    ),
    CaseMove(
        CaseStep.REVIEW,
        frozenset({CaseState.PLANNED, CaseState.IN_ACTION}),
        CaseState.REVIEWED,
        OWNER,
        (CaseNeed.KEEP, CaseNeed.REVIEW),
        starts=(CaseClock.FOLLOW_UP,),
    ),
    CaseMove(
        CaseStep.CONTINUE,
        frozenset({CaseState.REVIEWED}),
        CaseState.IN_ACTION,
        OWNER,
        (CaseNeed.KEEP, CaseNeed.PLAN),
        pressing=(CaseNeed.APPROVAL,),
    ),
    CaseMove(CaseStep.ASK_TO_CLOSE, OPEN, None, OWNER),
    CaseMove(CaseStep.KEEP_OPEN, OPEN, None, OWNER | SUPERVISOR, (CaseNeed.CLOSING_ASKED,)),
    CaseMove(
        CaseStep.CLOSE,
        OPEN,
        CaseState.CLOSED,
        SUPERVISOR,
        (CaseNeed.CLOSING_ASKED, CaseNeed.MAY_CLOSE),
        starts=(CaseClock.AFTER_CLOSING,),
    ),
    CaseMove(
        CaseStep.REOPEN,
        frozenset({CaseState.CLOSED}),
        CaseState.REGISTERED,
        OWNER | SUPERVISOR,
        starts=NEW_EPISODE,
    ),
)


class NoSuchMove(ValueError):
    """The step does not lead from here, or not at this level, or not by this hand."""


class MoveLacks(ValueError):
    """Something must come first; `needs` names it."""

    def __init__(self, needs: tuple[CaseNeed, ...]) -> None:
        self.needs = needs
        super().__init__(f"first: {', '.join(need.value for need in needs)}")


def move_of(state: CaseState, step: CaseStep, level: CaseLevel, hands: frozenset[CaseHand]) -> CaseMove:
    """The row of the table. Raises NoSuchMove."""
    for move in TABLE:
        if move.step is step and state in move.begins and level in move.levels and move.by & hands:
            return move
    raise NoSuchMove(f"{step.value} does not lead from {state.value}, at this level and for you")


def moved(
    state: CaseState,
    step: CaseStep,
    level: CaseLevel,
    hands: frozenset[CaseHand],
    has: Mapping[CaseNeed, bool],
) -> CaseState:
    """Where a step leads. `has`: which needs are met. Raises NoSuchMove, MoveLacks."""
    move = move_of(state, step, level, hands)
    if missing := tuple(need for need in move.needs_at(level) if not has.get(need, False)):
        raise MoveLacks(missing)
    return move.ends or state


def steps_from(state: CaseState, level: CaseLevel, hands: frozenset[CaseHand]) -> tuple[CaseStep, ...]:
    """What somebody could do here, in the order of the table, once all that it needs is there."""
    return tuple(
        move.step for move in TABLE if state in move.begins and level in move.levels and move.by & hands
    )


def hands_on_case(member: str, *, owner: str, supervises: bool) -> frozenset[CaseHand]:
    """As what a member acts on a case. Ids of memberships; nobody approves what is their own. `supervises`:
    the owner; or they stand in, where nobody does, or somebody who left, or the owner alone.
    """
    if member == owner:
        return OWNER
    return SUPERVISOR if supervises else frozenset()
