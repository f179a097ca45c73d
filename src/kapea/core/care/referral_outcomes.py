"""What became of referrals to a service, as counts: by what the child said, not by what the service says.

A small count could tell of one child, and two counts that differ by one tell of the one between them. So
months that are not over are not counted, few are not told, and more are told in steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from kapea.core.care.referral_codes import ChildSays, ReferralState
from kapea.core.evidence.counts import SENSITIVE_THRESHOLD

STEP = SENSITIVE_THRESHOLD
"""Fewer are not told; more are told as the step that they reached."""


class ReferralOutcome(Enum):
    """How a referral ended."""

    CONFIRMED = "confirmed"
    """The child said that they got it."""
    NOT_HAPPENED = "not_happened"
    DECLINED = "declined"
    LAPSED = "lapsed"


_OF_STATE = {
    ReferralState.NOT_HAPPENED: ReferralOutcome.NOT_HAPPENED,
    ReferralState.DECLINED: ReferralOutcome.DECLINED,
    ReferralState.LAPSED: ReferralOutcome.LAPSED,
}


def how_it_ended(state: ReferralState, says: ChildSays | None) -> ReferralOutcome | None:
    """How a referral ended; None while it goes on, where the child stopped it, and where nobody could ask
    them: what a service says of itself is not counted for it.
    """
    if state is ReferralState.CONFIRMED:
        return ReferralOutcome.CONFIRMED if says is ChildSays.YES else None
    return _OF_STATE.get(state)


def told_outcomes(counts: Mapping[ReferralOutcome, int]) -> Mapping[ReferralOutcome, int]:
    """What may be told of counts, in the order of the outcomes: at least so many, and nothing of few."""
    return {each: n - n % STEP for each in ReferralOutcome if (n := counts.get(each, 0)) >= STEP}


def counted_until(at: datetime, time_zone: str) -> datetime:
    """The beginning of this month in the country: what ended since is not counted yet."""
    return at.astimezone(ZoneInfo(time_zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
