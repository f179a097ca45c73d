"""One session of a study: what has to be there before it starts, and what leads on from each state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.seating import KeptApart, SeatedPerson, seating_clashes
from kapea.core.studies.study_protocol import InstrumentVersion
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_stops import SafeguardingStop

REFERRALS_HOLD = timedelta(hours=24)
"""No referral that answers by telephone, no session."""
MOST_SESSIONS_A_DAY = 2
"""For each of the staff (default)."""


class SessionState(Enum):
    """Where a session stands."""

    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    HELD = "held"
    """A safeguarding person stopped it; a second one may let it go on."""
    STOPPED = "stopped"
    """It ended for all with the calm ending. Nothing leads back."""
    CLOSED = "closed"
    """All is entered; the transcript begins."""
    CANCELLED = "cancelled"


class SessionStep(Enum):
    """What somebody does with it."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    HOLD = "hold"
    GO_ON = "go-on"
    STOP = "stop"
    CLOSE = "close"
    CANCEL = "cancel"


S, T = SessionState, SessionStep
SESSION_STEPS: Mapping[tuple[SessionState, SessionStep], SessionState] = {
    (S.PLANNED, T.START): S.RUNNING,
    (S.PLANNED, T.CANCEL): S.CANCELLED,
    (S.PLANNED, T.HOLD): S.HELD,
    (S.RUNNING, T.PAUSE): S.PAUSED,
    (S.RUNNING, T.END): S.ENDED,
    (S.RUNNING, T.STOP): S.STOPPED,
    (S.RUNNING, T.HOLD): S.HELD,
    (S.PAUSED, T.RESUME): S.RUNNING,
    (S.PAUSED, T.END): S.ENDED,
    (S.PAUSED, T.STOP): S.STOPPED,
    (S.PAUSED, T.HOLD): S.HELD,
    (S.HELD, T.GO_ON): S.PAUSED,
    (S.HELD, T.STOP): S.STOPPED,
    (S.HELD, T.CANCEL): S.CANCELLED,
    (S.ENDED, T.CLOSE): S.CLOSED,
    (S.STOPPED, T.CLOSE): S.CLOSED,
}
"""All that there is. A session that was held before it started goes back to planned."""
FREE_STEPS = frozenset({T.PAUSE, T.RESUME, T.END, T.CANCEL})


class SessionLack(Enum):
    """What is missing before a session starts."""

    TWO_STAFF = "two-staff"
    """Two different people: a moderator and a co-moderator."""
    VETTED = "vetted"
    SIGNED_IN = "signed-in"
    RESTED = "rested"
    """One of them has had two sessions today."""
    ON_CALL = "on-call"
    """Somebody of safeguarding said today that they answer."""
    REFERRALS = "referrals"
    ROOM = "room"
    SEATS = "seats"
    """Nobody is seated, or somebody without answers, of another age, or with whom they should not sit."""
    AGREED = "agreed"
    """Somebody seated has no yes of their own, or none of their guardian's where it is owed."""


@dataclass(frozen=True, slots=True)
class StaffThere:
    """Somebody of the staff in the room. `sessions_today`: those they have led before this one."""

    account: str
    vetted: bool
    signed_in: bool
    sessions_today: int = 0


@dataclass(frozen=True, slots=True)
class SeatYes:
    """What holds for one seat after both answers are put together: a child's no wins over any yes."""

    seat: str
    take_part: bool
    audio: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChecks:
    """What was looked at before. Moments; None: not yet."""

    staff: tuple[StaffThere, ...] = ()
    on_call_at: datetime | None = None
    referrals_at: datetime | None = None
    room: bool = False
    seats: tuple[SeatYes, ...] = ()
    seated: tuple[SeatedPerson, ...] = ()
    apart: tuple[KeptApart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResearchSession:
    """A session. `tool` is the name of its instrument; `used` the version of it, and `protocol_version` that
    of the protocol, as they were when it started. `stratum`: of the frame; a pilot is of none. `translated`:
    it is coded in another language.
    """

    id: str
    site: str
    country: str
    band: ResearchAgeBand
    tool: str
    stratum: str = ""
    pilot: bool = False
    translated: bool = True
    state: SessionState = SessionState.PLANNED
    used: InstrumentVersion | None = None
    protocol_version: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    held: SafeguardingStop | None = None


def missing_for_start(
    session: ResearchSession, checks: SessionChecks, *, at: datetime, zone: str
) -> tuple[SessionLack, ...]:
    """What has to be there first, in the order in which it is done. `zone`: whose day counts."""
    accounts = [each.account for each in checks.staff]
    found = {
        SessionLack.TWO_STAFF: len(accounts) == 2 and len(set(accounts)) == 2,
        SessionLack.VETTED: all(each.vetted for each in checks.staff),
        SessionLack.SIGNED_IN: all(each.signed_in for each in checks.staff),
        SessionLack.RESTED: all(each.sessions_today < MOST_SESSIONS_A_DAY for each in checks.staff),
        SessionLack.ON_CALL: _same_day(checks.on_call_at, at, zone),
        SessionLack.REFERRALS: _within(checks.referrals_at, at, REFERRALS_HOLD),
        SessionLack.ROOM: checks.room,
        SessionLack.SEATS: _is_seated(session, checks),
        SessionLack.AGREED: all(seat.take_part for seat in checks.seats),
    }
    return tuple(lack for lack, is_there in found.items() if not is_there)


def _same_day(done: datetime | None, at: datetime, zone: str) -> bool:
    if done is None or done > at:
        return False
    here = ZoneInfo(zone)
    return done.astimezone(here).date() == at.astimezone(here).date()


def _within(done: datetime | None, at: datetime, holds: timedelta) -> bool:
    return done is not None and timedelta(0) <= at - done <= holds


def _is_seated(session: ResearchSession, checks: SessionChecks) -> bool:
    """Each seat has its answers, all are of the session's age, and nobody sits with whom they should not."""
    answered = sorted(seat.seat for seat in checks.seats)
    people = sorted(person.seat for person in checks.seated)
    ages = {person.band for person in checks.seated}
    return (
        bool(people)
        and answered == people
        and ages == {session.band}
        and not seating_clashes(checks.seated, checks.apart)
    )


def start_session(
    session: ResearchSession,
    checks: SessionChecks,
    tool: InstrumentVersion,
    protocol_version: int,
    *,
    at: datetime,
    zone: str,
) -> ResearchSession | StudyRefused:
    """It begins, with the tool and the protocol as they are now. Its gate is asked first: see `open_gate`."""
    stepped = session_after(session, SessionStep.START, at=at)
    if isinstance(stepped, StudyRefused):
        return stepped
    if lacks := missing_for_start(session, checks, at=at, zone=zone):
        return StudyRefused("session.start", StudyRefusal.ITEMS_MISSING, tuple(lack.value for lack in lacks))
    return replace(stepped, used=tool, protocol_version=protocol_version, started_at=at)


def step_session(
    session: ResearchSession, step: SessionStep, *, at: datetime
) -> ResearchSession | StudyRefused:
    """A step that asks for nothing else: pause, resume, end, cancel. The others have their own functions."""
    if step not in FREE_STEPS:
        return StudyRefused(f"session.{step.value}", StudyRefusal.NO_SUCH_STEP)
    return session_after(session, step, at=at)


def session_after(
    session: ResearchSession, step: SessionStep, *, at: datetime
) -> ResearchSession | StudyRefused:
    """Where a step leads, for the function that has asked all else that it takes."""
    after = SESSION_STEPS.get((session.state, step))
    if after is None:
        return StudyRefused(f"session.{step.value}", StudyRefusal.NO_SUCH_STEP)
    if step is SessionStep.GO_ON and session.started_at is None:
        after = SessionState.PLANNED
    ends = after in (SessionState.ENDED, SessionState.STOPPED)
    return replace(session, state=after, ended_at=at if ends else session.ended_at)
