"""Everything that is due in a case, and what of it is due first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from kapea.core.care.case_clocks import CaseClock, ClockBasis, Due, due
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.case_states import CaseState
from kapea.core.pack.model import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTimes:
    """When what was done. None: not in this episode. `raised`: when its level last went up; `acted`: since
    then. `follow_ups` and `aftercare_done`: how often. `look_again_on`: the day that the plan or the last
    review names. `aftercare`: the child wished it.
    """

    state: CaseState
    level: CaseLevel
    began: datetime
    raised: datetime | None = None
    acted: datetime | None = None
    acted_first: datetime | None = None
    assessed: datetime | None = None
    planned: datetime | None = None
    followed_up: datetime | None = None
    follow_ups: int = 0
    look_again_on: date | None = None
    supervised: datetime | None = None
    closed: datetime | None = None
    aftercare: bool = False
    aftercare_done: int = 0


@dataclass(frozen=True, slots=True)
class CaseDue:
    """What is due, and when."""

    clock: CaseClock
    due: Due


def case_dues(release: Release, times: CaseTimes, *, at: datetime) -> tuple[CaseDue, ...]:
    """All that is due, what is due first before the rest."""
    found = [
        CaseDue(clock, due(release, clock, times.level, begins, at=at, turn=turn))
        for clock, begins, turn in _running(times)
    ]
    found += _named_day(release, times)
    return tuple(sorted((each for each in found if each.due.at is not None), key=_moment))


def _moment(each: CaseDue) -> tuple[datetime, str]:
    assert each.due.at is not None
    return each.due.at, each.clock.value


def _running(times: CaseTimes) -> Iterator[tuple[CaseClock, datetime, int]]:
    """Each clock that runs, since when, and how often it has been done."""
    if times.state is CaseState.CLOSED:
        if times.aftercare and times.closed is not None:
            yield CaseClock.AFTER_CLOSING, times.closed, times.aftercare_done
        return
    if times.acted is None:
        yield CaseClock.FIRST_ACTION, times.raised or times.began, 0
    if times.assessed is None:
        yield CaseClock.ASSESSMENT, times.acted_first or times.began, 0
    elif times.planned is None:
        yield CaseClock.PLAN, times.assessed, 0
    else:
        yield CaseClock.FOLLOW_UP, times.followed_up or times.planned, times.follow_ups
    yield CaseClock.SUPERVISOR_REVIEW, times.supervised or times.began, 0


def _named_day(release: Release, times: CaseTimes) -> list[CaseDue]:
    """The day that somebody agreed with the child: it is kept also where the clock gives longer."""
    if times.look_again_on is None or times.state is CaseState.CLOSED:
        return []
    ends = datetime.combine(times.look_again_on, time.max, ZoneInfo(release.time_zone))
    if times.followed_up is not None and times.followed_up >= ends:
        return []
    return [CaseDue(CaseClock.FOLLOW_UP, Due(ends, ClockBasis.SOURCE))]
