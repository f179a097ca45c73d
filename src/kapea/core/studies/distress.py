"""When a session stops for all, and what is done afterwards. The report holds no content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from kapea.core.studies.research_sessions import ResearchSession, SessionState, SessionStep, session_after
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import SAFEGUARDING, StudyRole, StudyTeam

SETTLES_WITHIN = timedelta(minutes=5)
REPORT_WITHIN = timedelta(hours=24)
FOLLOW_UP_DAYS = (1, 7)
"""Days after it, in the study's own days (default)."""


class DistressReason(Enum):
    """Why a session stops."""

    CANNOT_SETTLE = "cannot-settle"
    """One who cannot settle within five minutes."""
    TWO_DISTRESSED = "two-distressed"
    AGGRESSION = "aggression"
    SUSPECT_NEAR = "suspect-near"
    """Somebody who was named is in the room or the building."""
    STAFF_SAYS = "staff-says"


@dataclass(frozen=True, slots=True, kw_only=True)
class DistressSeen:
    """What the two of the staff see. `longest`: for how long somebody has not settled."""

    distressed: int = 0
    longest: timedelta = timedelta(0)
    aggression: bool = False
    suspect_near: bool = False
    staff_says: bool = False


@dataclass(frozen=True, slots=True)
class DistressFollowUp:
    """Somebody looks after those who wish it, on a day."""

    session: str
    days_after: int
    due_on: date


@dataclass(frozen=True, slots=True)
class DistressReport:
    """What the safeguarding lead is told by `due_at`, and the committee if it harmed. There is no field for
    what was said, by whom, or how anybody is.
    """

    session: str
    reason: DistressReason
    stopped_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DistressStop:
    """The session as it ended for all, and what has to be done now. What was said until then stays as far as
    consent goes.
    """

    session: ResearchSession
    report: DistressReport
    follow_ups: tuple[DistressFollowUp, ...]


def distress_reason(seen: DistressSeen) -> DistressReason | None:
    """Why a session has to stop now; None: support, look, and go on or leave with company."""
    rules = {
        DistressReason.SUSPECT_NEAR: seen.suspect_near,
        DistressReason.AGGRESSION: seen.aggression,
        DistressReason.TWO_DISTRESSED: seen.distressed >= 2,
        DistressReason.CANNOT_SETTLE: seen.distressed >= 1 and seen.longest >= SETTLES_WITHIN,
        DistressReason.STAFF_SAYS: seen.staff_says,
    }
    return next((reason for reason, is_so in rules.items() if is_so), None)


STOPPERS = frozenset({StudyRole.MODERATOR, StudyRole.CO_MODERATOR}) | SAFEGUARDING
"""Each of them alone."""


def stop_for_distress(
    session: ResearchSession,
    reason: DistressReason,
    team: StudyTeam,
    *,
    by: str,
    at: datetime,
    zone: str,
) -> DistressStop | StudyRefused:
    """Ends it for all with the calm ending. Nothing leads back, and nobody is asked why."""
    if not team.roles(by) & STOPPERS:
        return StudyRefused("session.stop", StudyRefusal.NOT_YOURS)
    if session.state is SessionState.HELD and session.started_at is None:
        return StudyRefused("session.stop", StudyRefusal.NO_SUCH_STEP)
    stopped = session_after(session, SessionStep.STOP, at=at)
    if isinstance(stopped, StudyRefused):
        return stopped
    day = at.astimezone(ZoneInfo(zone)).date()
    follow_ups = tuple(DistressFollowUp(session.id, n, day + timedelta(days=n)) for n in FOLLOW_UP_DAYS)
    return DistressStop(stopped, DistressReport(session.id, reason, at, at + REPORT_WITHIN), follow_ups)
