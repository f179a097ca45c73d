"""A session that is held, goes on, or closes: what each asks for besides the step itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kapea.core.studies.research_sessions import ResearchSession, SessionState, SessionStep, session_after
from kapea.core.studies.session_audio import AudioMark, recorded_parts
from kapea.core.studies.session_entries import SessionEntry, missing_assent, session_entries
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import StudyTeam
from kapea.core.studies.study_stops import lift_stop, safeguarding_stop


def hold_session(
    session: ResearchSession, team: StudyTeam, *, by: str, at: datetime
) -> ResearchSession | StudyRefused:
    """A safeguarding person stops it with one act."""
    stop = safeguarding_stop(team, session.held, by=by, at=at)
    if isinstance(stop, StudyRefused):
        return stop
    held = session_after(session, SessionStep.HOLD, at=at)
    return held if isinstance(held, StudyRefused) else replace(held, held=stop)


def go_on_with_session(
    session: ResearchSession, team: StudyTeam, *, by: str, at: datetime
) -> ResearchSession | StudyRefused:
    """Another safeguarding person lets it go on: to its pause, or to being planned."""
    if refused := lift_stop(team, session.held, by=by):
        return refused
    going = session_after(session, SessionStep.GO_ON, at=at)
    return going if isinstance(going, StudyRefused) else replace(going, held=None)


def close_session(
    session: ResearchSession,
    entries: Iterable[SessionEntry],
    marks: Iterable[AudioMark],
    seats: Iterable[str],
    *,
    at: datetime,
) -> ResearchSession | StudyRefused:
    """All is entered: at each point everybody who was there answered, and no sound runs."""
    closed = session_after(session, SessionStep.CLOSE, at=at)
    if isinstance(closed, StudyRefused):
        return closed
    parts = recorded_parts(marks)
    stopped = session.state is SessionState.STOPPED
    missing = missing_assent(session_entries(entries), seats, stopped=stopped, audio=bool(parts))
    if parts and parts[-1].ends is None:
        missing = (*missing, "audio-runs")
    return StudyRefused("session.close", StudyRefusal.ITEMS_MISSING, missing) if missing else closed
