"""When a service has to answer a referral, and what follows when it does not, or says no.

The spans are the programme's own: no country of ours sets any. Hours run day and night; days end as they end
in the country.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kapea.core.care.case_clocks import ClockBasis, Due, Span
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import DeclineReason, ReferralClock, ReferralState
from kapea.core.care.referrals import Referral

_A_DAY, _THREE_DAYS = Span(days=1), Span(days=3)
RECEIVED_WITHIN: Mapping[CaseLevel, Span] = {
    CaseLevel.RED: Span(hours=0.5),
    CaseLevel.ORANGE: Span(hours=4),
    CaseLevel.YELLOW: _A_DAY,
    CaseLevel.GREEN: _A_DAY,
}
DECIDED_WITHIN: Mapping[CaseLevel, Span] = {
    CaseLevel.RED: Span(hours=2),
    CaseLevel.ORANGE: Span(hours=24),
    CaseLevel.YELLOW: _THREE_DAYS,
    CaseLevel.GREEN: _THREE_DAYS,
}
"""Both from when it was sent."""
NEWS_WITHIN = (Span(days=14), Span(days=30))
"""The first after it was accepted, the others after the last."""
ANSWERED_BY_VOICE = frozenset({CaseLevel.RED})
"""Somebody telephones, and hears the answer. A message is not enough."""

CLOCK_OF: Mapping[ReferralState, ReferralClock] = {
    ReferralState.SENT: ReferralClock.RECEIVED,
    ReferralState.RECEIVED: ReferralClock.DECIDED,
    ReferralState.ACCEPTED: ReferralClock.NEWS,
    ReferralState.STARTED: ReferralClock.NEWS,
}
"""Which answer is waited for; in other states none is."""


def answer_due(
    clock: ReferralClock, level: CaseLevel, begins: datetime, *, time_zone: str, turn: int = 0
) -> Due:
    """Until when an answer is due that is waited for since `begins`. `turn`: how many news there were."""
    ends = _span(clock, level, turn).ends(begins, ZoneInfo(time_zone))
    return Due(ends, ClockBasis.PROGRAMME_DEFAULT)


def next_answer_due(referral: Referral, *, time_zone: str) -> Due | None:
    """The answer that this referral waits for; None where it waits for none. After a reminder they have, from
    then on, as long as the level gives for receiving, and no less than they had before it.
    """
    clock = CLOCK_OF.get(referral.state)
    if clock is None or referral.waits_since is None:
        return None
    due = answer_due(clock, referral.level, referral.waits_since, time_zone=time_zone, turn=referral.news)
    if not was_reminded(referral) or referral.reminded_at is None or due.at is None:
        return due
    again = RECEIVED_WITHIN[referral.level].ends(referral.reminded_at, ZoneInfo(time_zone))
    return Due(max(due.at, again), due.basis)


def was_reminded(referral: Referral) -> bool:
    """Whether somebody was reminded of the answer that is waited for now."""
    return _since(referral.reminded_at, referral)


def was_rung(referral: Referral) -> bool:
    """Whether the supervisor was rung for the answer that is waited for now."""
    return _since(referral.rung_at, referral)


def _since(moment: datetime | None, referral: Referral) -> bool:
    waits = referral.waits_since
    return moment is not None and waits is not None and moment >= waits


def _span(clock: ReferralClock, level: CaseLevel, turn: int) -> Span:
    match clock:
        case ReferralClock.RECEIVED:
            return RECEIVED_WITHIN[level]
        case ReferralClock.DECIDED:
            return DECIDED_WITHIN[level]
        case ReferralClock.NEWS:
            return NEWS_WITHIN[min(turn, len(NEWS_WITHIN) - 1)]


# --- after a no ------------------------------------------------------------------------------


OTHER_ORGANISATION = frozenset({DeclineReason.CONFLICT_OF_INTEREST, DeclineReason.NOT_SAFE_HERE})
"""Another door of the same house would be no other."""


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service that could be asked, and who runs it: ids of the directory, of organisations."""

    service: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextServiceTask:
    """Somebody asks the child whether another service may be asked. Made for every no, and every silence.

    `declined_by`: the service that is not asked again. `propose`: the next; None where none is left, and then
    a supervisor looks for one. It is never sent there by itself: each organisation has a yes of its own.
    """

    referral: str
    declined_by: str
    because: DeclineReason | None
    propose: ServiceChoice | None

    @property
    def is_for_supervisor(self) -> bool:
        return self.propose is None


def after_decline(
    referral: Referral,
    because: DeclineReason | None,
    choices: Sequence[ServiceChoice],
    *,
    tried: Collection[str],
    kept_from: Collection[str],
) -> NextServiceTask:
    """The task that a no leaves. `because`: None where nobody answered. `choices`: in the order in which they
    fit. `tried`: services that were asked for this need before. `kept_from`: services and organisations that
    must not know, are kin or are feared.
    """
    never = {referral.service, *tried, *kept_from}
    never |= {referral.organisation} if because in OTHER_ORGANISATION else set()
    fit = (each for each in choices if never.isdisjoint({each.service, each.organisation}))
    return NextServiceTask(
        referral=referral.id, declined_by=referral.service, because=because, propose=next(fit, None)
    )
