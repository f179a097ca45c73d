"""What people of the team do to a study between its gates: write, amend, say what is there, plan, stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kapea.core.studies.ethics_approvals import may_make
from kapea.core.studies.gate_table import WORKED_OUT, StudyGate
from kapea.core.studies.research_sessions import ResearchSession, SessionState
from kapea.core.studies.study_gates import gate_signers, is_gate_open, shut_gates
from kapea.core.studies.study_protocol import ProtocolChange, amend_protocol, edit_protocol
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import ALONE, StudyRole
from kapea.core.studies.study_standing import ItemTold, StudyStanding, confirmed_approvals, session_use
from kapea.core.studies.study_stops import lift_stop, safeguarding_stop

PLANNERS = frozenset({StudyRole.MANAGER, StudyRole.FIELD_LEAD, StudyRole.INVESTIGATOR})
"""Who plans sessions."""


def edit_study(study: StudyStanding, change: ProtocolChange, *, by: str) -> StudyStanding | StudyRefused:
    """Goes on writing the protocol. No tool comes in before it is decided that children have to be asked."""
    if not study.team.roles(by) & {StudyRole.INVESTIGATOR, StudyRole.MANAGER}:
        return StudyRefused("protocol.edit", StudyRefusal.NOT_YOURS)
    if change.instruments and study.opening(StudyGate.IDEA) is None:
        return StudyRefused("protocol.edit", StudyRefusal.GATE_SHUT, (StudyGate.IDEA.value,))
    edited = edit_protocol(study.protocol, change)
    return edited if isinstance(edited, StudyRefused) else replace(study, protocol=edited)


def amend_study(
    study: StudyStanding, change: ProtocolChange, by: Iterable[str], at: datetime
) -> StudyStanding | StudyRefused:
    """A version more of the protocol, by those who agreed to the first; the ethics gate shuts."""
    if gate_signers(study, StudyGate.PROTOCOL, by) is None:
        return StudyRefused("protocol.amend", StudyRefusal.NOT_YOURS)
    if study.stop is not None or study.opening(StudyGate.END) is not None:
        return StudyRefused("protocol.amend", StudyRefusal.STOPPED)
    amended = amend_protocol(study.protocol, change, at)
    if isinstance(amended, StudyRefused):
        return amended
    return shut_gates(replace(study, protocol=amended), {StudyGate.ETHICS}, at)


def tell_item(study: StudyStanding, told: ItemTold) -> StudyStanding | StudyRefused:
    """Somebody of the team says that an item is there, or no longer. What is worked out nobody says."""
    roles = study.team.roles(told.by)
    if not roles or roles <= ALONE:
        return StudyRefused("item", StudyRefusal.NOT_YOURS)
    if told.item in WORKED_OUT:
        return StudyRefused("item", StudyRefusal.NO_SUCH_STEP)
    return replace(study, items=(*study.items, told))


def plan_session(
    study: StudyStanding, session: ResearchSession, *, by: str, at: datetime
) -> StudyStanding | StudyRefused:
    """Writes down that there will be one: only where a committee allowed it, here, now and for this age."""
    if not study.team.roles(by) & PLANNERS:
        return StudyRefused("session.plan", StudyRefusal.NOT_YOURS)
    if not is_gate_open(study, StudyGate.ETHICS, at):
        return StudyRefused("session.plan", StudyRefusal.GATE_SHUT, (StudyGate.ETHICS.value,))
    use = session_use(study, session)
    if use is None or session.id in study.sessions or session.state is not SessionState.PLANNED:
        return StudyRefused("session.plan", StudyRefusal.NO_SUCH_STEP)
    refused = may_make(confirmed_approvals(study), use, study.day(at))
    return refused or with_session(study, session)


def with_session(study: StudyStanding, session: ResearchSession) -> StudyStanding:
    """The study with a session as it stands now."""
    return replace(study, sessions={**study.sessions, session.id: session})


def stop_study(study: StudyStanding, *, by: str, at: datetime) -> StudyStanding | StudyRefused:
    """Every gate is shut from now on."""
    stop = safeguarding_stop(study.team, study.stop, by=by, at=at)
    return stop if isinstance(stop, StudyRefused) else replace(study, stop=stop)


def restart_study(study: StudyStanding, *, by: str) -> StudyStanding | StudyRefused:
    """Gates stand again as they did."""
    return lift_stop(study.team, study.stop, by=by) or replace(study, stop=None)
