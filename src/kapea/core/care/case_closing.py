"""What closing a case takes: a reason of the list, somebody else's yes, nothing left open, and a way back.

There is no reason for a family that settled it, or took a complaint back: neither ends what a child needs.
An approval is for one wish to close: where that is asked again, or the case is more urgent since, it lapses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from kapea.core.care.asking import require_opaque
from kapea.core.care.case_contents import NotAskedBecause
from kapea.core.care.case_levels import CaseLevel

TRIES, TRIED_OVER = 3, timedelta(days=14)
"""So often somebody tries to reach a child, on so many days apart, before they count as not to be reached."""
RED_WITHIN = timedelta(days=90)
"""A case that was in danger so recently is closed by two."""


class ClosingReason(Enum):
    """Why a case is closed."""

    GOALS_MET = "goals_met"
    CHILD_ASKED = "child_asked"
    OTHER_HELP = "other_help"
    TRANSFERRED = "transferred"
    TURNED_18_WITH_PLAN = "turned_18_with_plan"
    CANNOT_REACH = "cannot_reach"
    DIED = "died"
    OPENED_IN_ERROR = "opened_in_error"


class ClosingLacks(Enum):
    """What still stands against closing."""

    ASKED = "asked"
    """Nobody has asked for it, or it became more urgent since."""
    REFERRALS_ANSWERED = "referrals_answered"
    """A referral is open: somebody waits for its answer."""
    CHILD_VIEW = "child_view"
    """What the child thinks of it, or why they were not asked."""
    WAY_BACK = "way_back"
    """The child was told how to come back."""
    THREE_TRIES = "three_tries"
    """Three safe tries on three days, over fourteen."""
    NOT_RED = "not_red"
    """In danger nobody is given up as not to be reached."""
    TAKEN_OVER = "taken_over"
    """Somebody by name has taken the case over: until then it is held here."""
    OUTSIDE_REVIEW = "outside_review"
    """A child died: somebody outside the organisation was asked to look at what was done."""
    OTHER_APPROVER = "other_approver"
    """Whoever agreed asked for it, or holds the case: somebody else has to."""
    SECOND_APPROVAL = "second_approval"
    """A second supervisor has to agree as well."""


NOBODY_TO_ASK = frozenset({ClosingReason.DIED, ClosingReason.CANNOT_REACH, ClosingReason.OPENED_IN_ERROR})
"""Nobody is there who could say what they think, or be told the way back."""
TWO_APPROVE = NOBODY_TO_ASK
"""What no child is asked about, two see: a case that somebody would rather not have is no error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingAsked:
    """That somebody asked to close a case. `view_written`: what the child thinks of it stands there; else
    `not_heard` says why not. `aftercare`: the child wishes to be asked later how it is. `taken_over`: whoever
    holds it now has said so. `outside_review`: it was asked for.
    """

    by: str
    at: datetime
    reason: ClosingReason
    view_written: bool = False
    not_heard: NotAskedBecause | None = None
    way_back_told: bool = False
    aftercare: bool = False
    taken_over: bool = False
    outside_review: bool = False

    def __post_init__(self) -> None:
        require_opaque("by", self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFacts:
    """What closing depends on, in this episode. `owner`: who holds the case. `raised_at`: when its level last
    went up; `red_until`: when it was last red, if it ever was. `tries`: when somebody tried in vain to reach
    the child by the safe way, since they were last reached. `approvals`: memberships of those who agreed to
    this wish to close, with who closes it among them. `report_owed`: somebody has to report it, and nobody
    did: two see that, and no case is held open for ever where no office can be told.
    """

    asked: ClosingAsked | None
    level: CaseLevel
    red_until: datetime | None
    open_referrals: int
    tries: Sequence[datetime]
    approvals: frozenset[str]
    time_zone: str
    owner: str = ""
    raised_at: datetime | None = None
    report_owed: bool = False


def closing_lacks(facts: ClosingFacts, *, at: datetime) -> tuple[ClosingLacks, ...]:
    """What still stands against closing now; nothing where a supervisor of the case may close it."""
    asked = facts.asked
    if asked is None or (facts.raised_at is not None and facts.raised_at >= asked.at):
        return (ClosingLacks.ASKED,)
    reason, others = asked.reason, facts.approvals - {asked.by, facts.owner}
    gives_up = reason is ClosingReason.CANNOT_REACH
    needs_two = needs_two_approvals(facts, asked, at=at)
    asks = reason not in NOBODY_TO_ASK
    stands = {
        ClosingLacks.REFERRALS_ANSWERED: facts.open_referrals > 0,
        ClosingLacks.CHILD_VIEW: asks and not _is_heard(asked),
        ClosingLacks.WAY_BACK: asks and not asked.way_back_told,
        ClosingLacks.THREE_TRIES: gives_up and not _tried_enough(facts, at),
        ClosingLacks.NOT_RED: gives_up and facts.level is CaseLevel.RED,
        ClosingLacks.TAKEN_OVER: reason is ClosingReason.TRANSFERRED and not asked.taken_over,
        ClosingLacks.OUTSIDE_REVIEW: reason is ClosingReason.DIED and not asked.outside_review,
        ClosingLacks.OTHER_APPROVER: not needs_two and bool(facts.approvals) and not others,
        ClosingLacks.SECOND_APPROVAL: needs_two and len(others) < 2,
    }
    return tuple(what for what, is_so in stands.items() if is_so)


def needs_two_approvals(facts: ClosingFacts, asked: ClosingAsked, *, at: datetime) -> bool:
    """Whether a second supervisor has to agree as well."""
    recent = facts.level is CaseLevel.RED or (
        facts.red_until is not None and at - facts.red_until < RED_WITHIN
    )
    return recent or facts.report_owed or asked.reason in TWO_APPROVE


def _is_heard(asked: ClosingAsked) -> bool:
    """Whether the child's view is there, or why not. Nobody says that a child asked who did not hear them."""
    if asked.reason is ClosingReason.CHILD_ASKED:
        return asked.view_written
    return asked.view_written or asked.not_heard is not None


def _tried_enough(facts: ClosingFacts, at: datetime) -> bool:
    zone = ZoneInfo(facts.time_zone)
    days = sorted({each.astimezone(zone).date() for each in facts.tries if each <= at})
    return len(days) >= TRIES and days[-1] - days[0] >= TRIED_OVER
