"""What is looked at before a session starts, and the steps of it, each by whom it is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import Enum

from kapea.core.studies.research_sessions import (
    ResearchSession,
    SessionChecks,
    SessionState,
    SessionStep,
    StaffThere,
    step_session,
)
from kapea.core.studies.seating import ApartBecause, KeptApart
from kapea.core.studies.session_changes import PLANNERS, with_session
from kapea.core.studies.session_closing import go_on_with_session, hold_session
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import SAFEGUARDING, StudyRole
from kapea.core.studies.study_standing import StudyStanding

IN_ROOM = frozenset({StudyRole.MODERATOR, StudyRole.CO_MODERATOR})


class SessionCheck(Enum):
    """What somebody says before. Nobody says it for another."""

    HERE = "here"
    """I am in the room."""
    NOT_HERE = "not-here"
    ON_CALL = "on-call"
    """I answer today."""
    REFERRALS = "referrals"
    """I telephoned each service of the list, and they answer."""
    ROOM = "room"
    """I looked: heard by none, seen by one, the door is not locked."""


C = SessionCheck
WHO_CHECKS: Mapping[SessionCheck, frozenset[StudyRole]] = {
    C.HERE: IN_ROOM,
    C.NOT_HERE: IN_ROOM,
    C.ON_CALL: SAFEGUARDING,
    C.REFERRALS: IN_ROOM | SAFEGUARDING | {StudyRole.FIELD_LEAD},
    C.ROOM: IN_ROOM,
}


def next_session_code(study: StudyStanding) -> str:
    """The code of the session that is planned next: `s1`, `s2`. None is used twice."""
    return f"s{max((int(each.removeprefix('s')) for each in study.sessions), default=0) + 1}"


def say_session_check(
    study: StudyStanding, session: str, check: SessionCheck, *, by: str, at: datetime, vetted: bool
) -> StudyStanding | StudyRefused:
    """Somebody says what they looked at, while it is planned. `vetted`: whether their organisation vetted
    them.
    """
    found = study.sessions.get(session)
    if not study.team.roles(by) & WHO_CHECKS[check]:
        return StudyRefused("session.check", StudyRefusal.NOT_YOURS)
    if found is None or found.state is not SessionState.PLANNED:
        return StudyRefused("session.check", StudyRefusal.NO_SUCH_STEP)
    checks = study.checks.get(session, SessionChecks())
    if check is C.ON_CALL:
        return with_checks(study, session, replace(checks, on_call_at=at))
    if check is C.REFERRALS:
        return with_checks(study, session, replace(checks, referrals_at=at))
    if check is C.ROOM:
        return with_checks(study, session, replace(checks, room=True))
    others = tuple(each for each in checks.staff if each.account != by)
    there = (StaffThere(by, vetted, True, sessions_led(study, by, at)),) if check is C.HERE else ()
    return with_checks(study, session, replace(checks, staff=(*others, *there)))


def with_checks(study: StudyStanding, session: str, checks: SessionChecks) -> StudyStanding:
    """The study with what was looked at before a session as it is now."""
    return replace(study, checks={**study.checks, session: checks})


def sessions_led(study: StudyStanding, account: str, at: datetime) -> int:
    """How many sessions of this study somebody was in the room of, on the day of a moment."""
    day = study.day(at)
    return sum(
        any(each.account == account for each in study.checks[code].staff)
        for code, session in study.sessions.items()
        if code in study.checks and session.started_at is not None and study.day(session.started_at) == day
    )


def flag_apart(
    study: StudyStanding, session: str, pair: frozenset[str], because: ApartBecause, *, by: str
) -> StudyStanding | StudyRefused:
    """Says that two who are seated must not sit together; the session does not start while both sit there."""
    found, checks = study.sessions.get(session), study.checks.get(session, SessionChecks())
    if not study.team.roles(by) & (IN_ROOM | {StudyRole.FIELD_LEAD}):
        return StudyRefused("seat.apart", StudyRefusal.NOT_YOURS)
    seated = {each.seat for each in checks.seated}
    if found is None or found.state is not SessionState.PLANNED or len(pair) != 2 or not pair <= seated:
        return StudyRefused("seat.apart", StudyRefusal.NO_SUCH_STEP)
    flagged = tuple(dict.fromkeys((*checks.apart, KeptApart(pair, because))))
    return with_checks(study, session, replace(checks, apart=flagged))


def step_research_session(
    study: StudyStanding, session: str, step: SessionStep, *, by: str, at: datetime
) -> StudyStanding | StudyRefused:
    """Pause, resume, end by those in the room; cancelling by those who plan."""
    may = PLANNERS if step is SessionStep.CANCEL else IN_ROOM
    if not study.team.roles(by) & may:
        return StudyRefused(f"session.{step.value}", StudyRefusal.NOT_YOURS)
    return _changed(study, session, step_session(study.sessions[session], step, at=at))


def hold_research_session(
    study: StudyStanding, session: str, *, by: str, at: datetime
) -> StudyStanding | StudyRefused:
    """A safeguarding person holds it with one act."""
    return _changed(study, session, hold_session(study.sessions[session], study.team, by=by, at=at))


def let_session_go_on(
    study: StudyStanding, session: str, *, by: str, at: datetime
) -> StudyStanding | StudyRefused:
    """Another safeguarding person lets it go on; not in a study that is stopped as a whole."""
    if study.stop is not None:
        return StudyRefused("session.go-on", StudyRefusal.STOPPED)
    return _changed(study, session, go_on_with_session(study.sessions[session], study.team, by=by, at=at))


def _changed(
    study: StudyStanding, session: str, changed: ResearchSession | StudyRefused
) -> StudyStanding | StudyRefused:
    return changed if isinstance(changed, StudyRefused) else with_session(study, changed)
