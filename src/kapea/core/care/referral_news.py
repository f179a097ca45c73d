"""What a person hears of a referral by their return code, and what they may answer. Codes and days alone.

Nothing of it says for what the referral was, to whom it went or who else is in it: somebody may be looking
over their shoulder. The name of the next service, which the words of a no speak of, is said by a worker, or
behind the second question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kapea.core.care.referral_codes import ChildSays, ReferralNews, ReferralState, ReferralStep
from kapea.core.care.referral_table import UNDER_WAY, ReferralMove
from kapea.core.care.referrals import OPEN_REFERRAL, Referral

NEWS_AT: Mapping[ReferralState, ReferralNews] = {
    ReferralState.DRAFT: ReferralNews.BEING_PREPARED,
    ReferralState.READY: ReferralNews.BEING_PREPARED,
    ReferralState.SENT: ReferralNews.SENT,
    ReferralState.RECEIVED: ReferralNews.RECEIVED,
    ReferralState.ACCEPTED: ReferralNews.ACCEPTED,
    ReferralState.DECLINED: ReferralNews.DECLINED,
    ReferralState.STARTED: ReferralNews.STARTED,
    ReferralState.DONE_BY_SERVICE: ReferralNews.DID_YOU_GET_IT,
    ReferralState.CONFIRMED: ReferralNews.CONFIRMED,
    ReferralState.NOT_HAPPENED: ReferralNews.WE_ASK_THEM,
    ReferralState.REVOKED: ReferralNews.STOPPED,
    ReferralState.LAPSED: ReferralNews.WE_FIND_ANOTHER,
}
"""What is heard where nothing newer was: there is no state of which nothing is said."""

PHRASE_OF: Mapping[ReferralNews, str] = {ReferralNews.DECLINED: "PH-57", ReferralNews.STOPPED: "PH-58"}
"""The reviewed phrase that a worker says for it."""

STEP_OF: Mapping[ChildSays, ReferralStep] = {
    ChildSays.YES: ReferralStep.CONFIRM,
    ChildSays.NOT_YET: ReferralStep.WAIT_LONGER,
    ChildSays.NOBODY_CAME: ReferralStep.SAY_NOBODY_CAME,
}


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One thing that became of it, on a day of the country."""

    news: ReferralNews
    on: date


@dataclass(frozen=True, slots=True)
class NewsHeard:
    """All that a person hears of one referral, the oldest first, and what they may answer now. `may_stop`:
    they can take it back; nothing is asked for it.
    """

    items: tuple[NewsItem, ...]
    answers: tuple[ChildSays, ...]
    may_stop: bool


@dataclass(frozen=True, slots=True)
class ReferralTurn:
    """A move that was made, and when."""

    move: ReferralMove
    at: datetime


def news_heard(
    referral: Referral, turns: Iterable[ReferralTurn], *, began: datetime, time_zone: str
) -> NewsHeard | None:
    """What a person hears. `turns`: all moves of it, in order; `began`: when it was begun. None while the
    child has not been told that it is made: then a page would tell before whoever acts first does.
    """
    if not referral.told_of_it:
        return None
    zone = ZoneInfo(time_zone)
    told = [(ReferralNews.BEING_PREPARED, began)]
    told += [(turn.move.tells, turn.at) for turn in turns if turn.move.tells is not None]
    items = tuple(NewsItem(news, at.astimezone(zone).date()) for news, at in told)
    return NewsHeard(_without_repeats(items), answers_at(referral.state), may_stop(referral.state))


def answers_at(state: ReferralState) -> tuple[ChildSays, ...]:
    """What may be answered here, in the order in which it is offered. Before the service says that it is done
    nobody is asked, and who waits in vain can say so.
    """
    if state is ReferralState.DONE_BY_SERVICE:
        return (ChildSays.YES, ChildSays.NOT_YET, ChildSays.NOBODY_CAME)
    return (ChildSays.NOBODY_CAME,) if state in UNDER_WAY else ()


def may_stop(state: ReferralState) -> bool:
    """Whether it can still be taken back."""
    return state in OPEN_REFERRAL


def _without_repeats(items: Iterable[NewsItem]) -> tuple[NewsItem, ...]:
    """The same thing twice running on one day is one."""
    kept: list[NewsItem] = []
    for item in items:
        if not kept or kept[-1] != item:
            kept.append(item)
    return tuple(kept)
