"""What people of the team do to a study between its gates: write, amend, say what is there, stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kapea.core.studies.gate_table import WORKED_OUT, StudyGate
from kapea.core.studies.research_sessions import ResearchSession, SessionState
from kapea.core.studies.session_closing import hold_session
from kapea.core.studies.study_gates import gate_signers, shut_gates, shut_lapsed_gates
from kapea.core.studies.study_protocol import ProtocolChange, amend_protocol, edit_protocol
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import ALONE, SAFEGUARDING, RoleGrant, StudyRole, grant_study_role
from kapea.core.studies.study_standing import ItemTold, StudyStanding
from kapea.core.studies.study_stops import lift_stop, safeguarding_stop

WRITERS = frozenset({StudyRole.INVESTIGATOR, StudyRole.MANAGER})
"""Who writes the protocol and gives roles."""


def edit_study(study: StudyStanding, change: ProtocolChange, *, by: str) -> StudyStanding | StudyRefused:
    """Goes on writing the protocol. No tool comes in before it is decided that children have to be asked."""
    if not study.team.roles(by) & WRITERS:
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
    if study.stop is not None:
        return StudyRefused("protocol.amend", StudyRefusal.STOPPED)
    if study.opening(StudyGate.END) is not None:
        return StudyRefused("protocol.amend", StudyRefusal.NO_SUCH_STEP)
    amended = amend_protocol(study.protocol, change, at)
    if isinstance(amended, StudyRefused):
        return amended
    return shut_gates(replace(study, protocol=amended), {StudyGate.ETHICS}, at)


def tell_item(study: StudyStanding, told: ItemTold) -> StudyStanding | StudyRefused:
    """Somebody of the team says that an item is there, or no longer: then what it holds open shuts at once.
    What is worked out nobody says.
    """
    roles = study.team.roles(told.by)
    if not roles or roles <= ALONE:
        return StudyRefused("item", StudyRefusal.NOT_YOURS)
    if told.item in WORKED_OUT:
        return StudyRefused("item", StudyRefusal.NO_SUCH_STEP)
    telling = replace(study, items=(*study.items, told))
    return telling if told.holds else shut_lapsed_gates(telling, told.at)[0]


def give_role(study: StudyStanding, grant: RoleGrant, *, by: str) -> StudyStanding | StudyRefused:
    """Gives a role. Once somebody is of safeguarding, only they choose another, and nobody while the study is
    stopped: else whoever was stopped could name the one who lets it go on.
    """
    guards = study.team.holders(SAFEGUARDING)
    choosers = guards or study.team.holders(WRITERS)
    may = by in choosers if grant.role in SAFEGUARDING else study.team.roles(by) & WRITERS
    if not may:
        return StudyRefused("role.grant", StudyRefusal.NOT_YOURS)
    if grant.role in SAFEGUARDING and study.stop is not None:
        return StudyRefused("role.grant", StudyRefusal.STOPPED)
    team = grant_study_role(study.team, grant, by=by)
    return team if isinstance(team, StudyRefused) else replace(study, team=team)


def stop_study(study: StudyStanding, *, by: str, at: datetime) -> StudyStanding | StudyRefused:
    """Every gate is shut from now on, and every session that runs is held."""
    stop = safeguarding_stop(study.team, study.stop, by=by, at=at)
    if isinstance(stop, StudyRefused):
        return stop
    sessions = {id: _held(each, study, by, at) for id, each in study.sessions.items()}
    return replace(study, stop=stop, sessions=sessions)


def _held(session: ResearchSession, study: StudyStanding, by: str, at: datetime) -> ResearchSession:
    if session.state not in (SessionState.RUNNING, SessionState.PAUSED):
        return session
    held = hold_session(session, study.team, by=by, at=at)
    return session if isinstance(held, StudyRefused) else held


def restart_study(study: StudyStanding, *, by: str) -> StudyStanding | StudyRefused:
    """Gates stand again as they did. A session that was held waits until it is let go on by itself."""
    return lift_stop(study.team, study.stop, by=by) or replace(study, stop=None)
