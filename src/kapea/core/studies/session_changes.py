"""Whom a study asks, and the sessions it holds: only where its gates and the committees let it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kapea.core.studies.ethics_approvals import MadeInStudy, PlannedUse, may_make
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.recruitment import RecruitmentRow
from kapea.core.studies.research_sessions import ResearchSession, SessionState, start_session
from kapea.core.studies.sampling_frame import group_refusal
from kapea.core.studies.session_audio import AudioMark
from kapea.core.studies.session_closing import close_session
from kapea.core.studies.session_entries import SessionEntry
from kapea.core.studies.study_gates import is_gate_open, shut_before
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding, confirmed_approvals, missing_items, session_use

PLANNERS = frozenset({StudyRole.MANAGER, StudyRole.FIELD_LEAD, StudyRole.INVESTIGATOR})
"""Who plans sessions."""
RECRUITERS = frozenset({StudyRole.FIELD_LEAD, StudyRole.DATA_STEWARD})
"""Who enters how many were asked."""


def with_session(study: StudyStanding, session: ResearchSession) -> StudyStanding:
    """The study with a session as it stands now."""
    return replace(study, sessions={**study.sessions, session.id: session})


def recruitment_refusal(
    study: StudyStanding, row: RecruitmentRow, *, by: str, at: datetime
) -> StudyRefused | None:
    """None where a row may be entered: of a stratum of the frame, where a committee allows it now."""
    current = study.protocol.current
    framed, reach = current.frame.strata.get(row.stratum), current.reach
    if not study.team.roles(by) & RECRUITERS:
        return StudyRefused("recruitment.add", StudyRefusal.NOT_YOURS)
    if not is_gate_open(study, StudyGate.ETHICS, at):
        return StudyRefused("recruitment.add", StudyRefusal.GATE_SHUT, (StudyGate.ETHICS.value,))
    if framed is None or reach is None or row.site not in reach.sites:
        return StudyRefused("recruitment.add", StudyRefusal.NOT_IN_FRAME)
    use = PlannedUse(
        made=MadeInStudy.RECRUITMENT,
        country=reach.sites[row.site],
        site=row.site,
        home=reach.home,
        band=framed.stratum.band,
        protocol_version=current.number,
    )
    return may_make(confirmed_approvals(study), use, study.day(at))


def plan_session(
    study: StudyStanding, session: ResearchSession, *, by: str, at: datetime
) -> StudyStanding | StudyRefused:
    """Writes down that there will be one: where a committee allows it now, and of a stratum that still wants
    one. A pilot is outside the sample.
    """
    if not study.team.roles(by) & PLANNERS:
        return StudyRefused("session.plan", StudyRefusal.NOT_YOURS)
    if not is_gate_open(study, StudyGate.ETHICS, at):
        return StudyRefused("session.plan", StudyRefusal.GATE_SHUT, (StudyGate.ETHICS.value,))
    use = session_use(study, session)
    if use is None or session.id in study.sessions or session.state is not SessionState.PLANNED:
        return StudyRefused("session.plan", StudyRefusal.NO_SUCH_STEP)
    refused = may_make(confirmed_approvals(study), use, study.day(at)) or _not_wanted(study, session)
    return refused or with_session(study, session)


def _not_wanted(study: StudyStanding, session: ResearchSession) -> StudyRefused | None:
    if session.pilot:
        in_sample = StudyRefused("session.plan", StudyRefusal.NO_SUCH_STEP)
        return in_sample if session.stratum else None
    others = study.sessions.values()
    counted = [one.stratum for one in others if one.state is not SessionState.CANCELLED]
    return group_refusal(study.protocol.current.frame, session.stratum, session.band, counted)


def begin_research_session(study: StudyStanding, session: str, at: datetime) -> StudyStanding | StudyRefused:
    """It starts, where its gate was opened by the two who are in the room, every earlier gate is open now,
    and all that was looked at still holds.
    """
    act, opening = "session.start", study.opening(StudyGate.SESSION, session)
    shut = shut_before(study, StudyGate.SESSION, at, session)
    if study.stop is not None:
        return StudyRefused(act, StudyRefusal.STOPPED)
    if opening is None or shut:
        return StudyRefused(act, StudyRefusal.GATE_SHUT, tuple(each.value for each in shut) or ("g5",))
    planned, checks = study.sessions[session], study.checks[session]
    if frozenset(opening.by) != {each.account for each in checks.staff}:
        return StudyRefused(act, StudyRefusal.NOT_YOURS)
    if missing := missing_items(study, StudyGate.SESSION, at, session):
        return StudyRefused(act, StudyRefusal.ITEMS_MISSING, tuple(each.value for each in missing))
    current = study.protocol.current
    tool = current.instruments[planned.tool]
    started = start_session(planned, checks, tool, current.number, at=at, zone=study.zone)
    return started if isinstance(started, StudyRefused) else with_session(study, started)


def finish_session(
    study: StudyStanding,
    session: str,
    entries: Iterable[SessionEntry],
    marks: Iterable[AudioMark],
    at: datetime,
) -> StudyStanding | StudyRefused:
    """It closes, with everybody asked again who sat in it."""
    if session not in study.checks:
        return StudyRefused("session.close", StudyRefusal.NO_SUCH_STEP)
    seats = [seat.seat for seat in study.checks[session].seats]
    closed = close_session(study.sessions[session], entries, marks, seats, at=at)
    return closed if isinstance(closed, StudyRefused) else with_session(study, closed)
