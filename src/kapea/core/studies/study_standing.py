"""All that a study's gates look at, and what of it is missing now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kapea.core.studies.advisory_answers import StudyAdvice
from kapea.core.studies.double_draw import DoubleDraw
from kapea.core.studies.ethics_approvals import EthicsApproval, MadeInStudy, PlannedUse, approval_gaps
from kapea.core.studies.gate_table import (
    FILLED_ROLES,
    GATE_TABLE,
    ITEM_HOLDS,
    GateItem,
    StudyGate,
)
from kapea.core.studies.research_sessions import (
    ResearchSession,
    SessionChecks,
    SessionState,
    missing_for_start,
)
from kapea.core.studies.study_protocol import StudyProtocol
from kapea.core.studies.study_roles import StudyRole, StudyTeam
from kapea.core.studies.study_stops import SafeguardingStop


@dataclass(frozen=True, slots=True)
class ItemTold:
    """Somebody said that an item is there, or is no longer. `session`: for that one only."""

    item: GateItem
    holds: bool
    by: str
    at: datetime
    session: str = ""


@dataclass(frozen=True, slots=True)
class GateOpening:
    """A gate that was opened, by whom. `shut_at`: when it shut again."""

    gate: StudyGate
    by: tuple[str, ...]
    at: datetime
    session: str = ""
    shut_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyStanding:
    """A study at one moment. `zone`: whose days count."""

    zone: str
    protocol: StudyProtocol = field(default_factory=StudyProtocol)
    team: StudyTeam = field(default_factory=StudyTeam)
    approvals: tuple[EthicsApproval, ...] = ()
    items: tuple[ItemTold, ...] = ()
    openings: tuple[GateOpening, ...] = ()
    sessions: Mapping[str, ResearchSession] = field(default_factory=dict)
    checks: Mapping[str, SessionChecks] = field(default_factory=dict)
    stop: SafeguardingStop | None = None
    advice: StudyAdvice = field(default_factory=StudyAdvice)
    draw: DoubleDraw = field(default_factory=DoubleDraw)

    def day(self, at: datetime) -> date:
        """The study's own day."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def opening(self, gate: StudyGate, session: str = "") -> GateOpening | None:
        """The last time that it was opened."""
        found = [each for each in self.openings if (each.gate, each.session) == (gate, session)]
        return found[-1] if found else None


def missing_items(
    study: StudyStanding, gate: StudyGate, at: datetime, session: str = ""
) -> tuple[GateItem, ...]:
    """What a gate needs and is not there, in the order of the table."""
    return tuple(item for item in GATE_TABLE[gate].items if not _is_there(study, item, at, session))


def _is_there(study: StudyStanding, item: GateItem, at: datetime, session: str) -> bool:
    work_out = _WORKED_OUT.get(item)
    if work_out is not None:
        return work_out(study, at, session)
    told = [each for each in study.items if (each.item, each.session) == (item, session) and each.at <= at]
    if not told:
        return False
    newest = max(each.at for each in told)
    holds = item not in ITEM_HOLDS or at - newest <= ITEM_HOLDS[item]
    return holds and all(each.holds for each in told if each.at == newest)


def confirmed_approvals(study: StudyStanding) -> tuple[EthicsApproval, ...]:
    """Those that a data steward typed and the principal investigator confirmed."""
    ever = study.team.ever
    return tuple(
        each
        for each in study.approvals
        if StudyRole.DATA_STEWARD in ever(each.typed_by) and StudyRole.INVESTIGATOR in ever(each.confirmed_by)
    )


def uses_of_protocol(study: StudyStanding) -> tuple[PlannedUse, ...]:
    """Every site, age and tool of the protocol as it is now."""
    current = study.protocol.current
    if current.reach is None:
        return ()
    return tuple(
        PlannedUse(
            made=MadeInStudy.FORM,
            country=country,
            site=site,
            home=current.reach.home,
            band=band,
            protocol_version=current.number,
            tool=tool,
        )
        for site, country in current.reach.sites.items()
        for band in current.reach.bands
        for tool in current.instruments.values()
    )


def session_use(study: StudyStanding, session: ResearchSession) -> PlannedUse | None:
    """What a session would be, with the tool as it is now. None: the protocol has no such tool or site."""
    current = study.protocol.current
    tool = current.instruments.get(session.tool)
    if tool is None or current.reach is None or current.reach.sites.get(session.site) != session.country:
        return None
    return PlannedUse(
        made=MadeInStudy.SESSION,
        country=session.country,
        site=session.site,
        home=current.reach.home,
        band=session.band,
        protocol_version=current.number,
        tool=tool,
    )


def _protocol_written(study: StudyStanding, at: datetime, session: str) -> bool:
    return not study.protocol.current.lacks


def _approved_everywhere(study: StudyStanding, at: datetime, session: str) -> bool:
    uses, approvals, day = uses_of_protocol(study), confirmed_approvals(study), study.day(at)
    return bool(uses) and not any(approval_gaps(approvals, use, day) for use in uses)


def _roles_filled(study: StudyStanding, at: datetime, session: str) -> bool:
    return all(study.team.holders({role}) for role in FILLED_ROLES)


def _piloted(study: StudyStanding, at: datetime, session: str) -> bool:
    held = study.sessions.values()
    done = {each.tool for each in held if each.pilot and each.state is SessionState.CLOSED}
    return bool(done) and set(study.protocol.current.instruments) <= done


def _session_ready(study: StudyStanding, at: datetime, session: str) -> bool:
    found, checks = study.sessions.get(session), study.checks.get(session)
    if found is None or checks is None or found.state is not SessionState.PLANNED:
        return False
    use = session_use(study, found)
    if use is None or missing_for_start(found, checks, at=at, zone=study.zone):
        return False
    return not approval_gaps(confirmed_approvals(study), use, study.day(at))


def _session_closed(study: StudyStanding, at: datetime, session: str) -> bool:
    return session in study.sessions and study.sessions[session].state is SessionState.CLOSED


def _sessions_deidentified(study: StudyStanding, at: datetime, session: str) -> bool:
    begun = {each.session for each in study.openings if each.gate is StudyGate.TRANSCRIPT}
    done = {
        each.session
        for each in study.openings
        if each.gate is StudyGate.DEIDENTIFIED and each.shut_at is None
    }
    return bool(done) and begun <= done


def _advisory_heard(study: StudyStanding, at: datetime, session: str) -> bool:
    return any(StudyRole.ADVISORY_GROUP in study.team.roles(account) for account in study.advice.agreed_by)


_WORKED_OUT: Mapping[GateItem, Callable[[StudyStanding, datetime, str], bool]] = {
    GateItem.PROTOCOL_WRITTEN: _protocol_written,
    GateItem.APPROVED_EVERYWHERE: _approved_everywhere,
    GateItem.ROLES_FILLED: _roles_filled,
    GateItem.PILOTED: _piloted,
    GateItem.SESSION_READY: _session_ready,
    GateItem.SESSION_CLOSED: _session_closed,
    GateItem.SESSIONS_DEIDENTIFIED: _sessions_deidentified,
    GateItem.ADVISORY_HEARD: _advisory_heard,
}
