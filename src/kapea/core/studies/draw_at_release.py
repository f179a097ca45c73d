"""The draw of a study when the text of one of its sessions is released: out of how the study stands."""

from __future__ import annotations

from dataclasses import replace

from kapea.core.studies.double_draw import DoubleDraw, SessionKind, SessionToDraw, session_drawn
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.research_sessions import ResearchSession
from kapea.core.studies.study_standing import StudyStanding


def kind_by_seats(seats: int) -> SessionKind:
    """One person is talked with; more are a group."""
    return SessionKind.GROUP if seats > 1 else SessionKind.INTERVIEW


def drawn_at_release(study: StudyStanding, seed: str, session: str, kind: SessionKind) -> DoubleDraw:
    """The draw with this session in it. What was released before there was a draw stays with two."""
    found = study.sessions[session]
    if _was_released(study, session):
        return study.draw
    asked = SessionToDraw(session, kind, found.stratum, _is_first_held(study, found))
    return session_drawn(study.draw, seed, asked)


def with_draw(study: StudyStanding, drawn: DoubleDraw) -> StudyStanding:
    """The study with its draw."""
    return replace(study, draw=drawn)


def _was_released(study: StudyStanding, session: str) -> bool:
    return any((each.gate, each.session) == (StudyGate.DEIDENTIFIED, session) for each in study.openings)


def _is_first_held(study: StudyStanding, session: ResearchSession) -> bool:
    return not any(
        _began_before(each, session)
        for each in study.sessions.values()
        if each.stratum == session.stratum and not each.pilot
    )


def _began_before(other: ResearchSession, session: ResearchSession) -> bool:
    if other.started_at is None or session.started_at is None:
        return False
    return (other.started_at, int(other.id[1:])) < (session.started_at, int(session.id[1:]))
