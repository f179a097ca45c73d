"""An invented study, its team and what it needs, for tests: in Cambodia and Kenya, by an institution at home
in Cambodia.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from kapea.core.studies.advisory_answers import AdviceVerdict, GroupAnswer, StudyAdvice, TextGiven
from kapea.core.studies.ethics_approvals import EthicsApproval
from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, StudyGate
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_sessions import (
    ResearchSession,
    SeatYes,
    SessionChecks,
    SessionState,
    StaffThere,
)
from kapea.core.studies.sampling_frame import (
    FrameStratum,
    FrameSurety,
    PlaceType,
    SamplingFrame,
    Stratum,
    StratumGender,
)
from kapea.core.studies.seating import SeatedPerson, SeatKind
from kapea.core.studies.session_changes import plan_session, with_session
from kapea.core.studies.study_changes import amend_study, edit_study, tell_item
from kapea.core.studies.study_gates import open_gate
from kapea.core.studies.study_protocol import ProtocolChange, ProtocolPart, StudyReach
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_roles import RoleGrant, StudyRole, StudyTeam
from kapea.core.studies.study_standing import ItemTold, StudyStanding

ZONE = "Asia/Phnom_Penh"
AT = datetime(2026, 12, 1, 2, tzinfo=UTC)
"""Nine in the morning there."""
BANDS = frozenset({ResearchAgeBand.FROM_12, ResearchAgeBand.FROM_15})
SITES = {"kh-remote": "KH", "ke-town": "KE"}
TOOLS = {"guide-12-14": "digest-a", "cards": "digest-b"}
T = TypeVar("T")


def done(result: T | StudyRefused) -> T:
    assert not isinstance(result, StudyRefused), result
    return result


def account(role: StudyRole) -> str:
    return f"a-{role.value}"


def agreed_advice(at: datetime) -> StudyAdvice:
    """The group read a text without a finding, and agrees."""
    given = TextGiven("t-1", frozenset(), account(StudyRole.INVESTIGATOR), at)
    agrees = GroupAnswer("t-1", AdviceVerdict.AGREES, account(StudyRole.ADVISORY_GROUP), at)
    return StudyAdvice((given,), (agrees,))


TEAM = StudyTeam(grants=tuple(RoleGrant(account(role), role) for role in StudyRole))
INVESTIGATOR, LEAD, SECOND = (
    account(role)
    for role in (StudyRole.INVESTIGATOR, StudyRole.SAFEGUARDING_LEAD, StudyRole.SAFEGUARDING_SECOND)
)
STEWARD = account(StudyRole.DATA_STEWARD)
FRAMED = FrameStratum(
    id="remote-girls",
    stratum=Stratum(
        place=PlaceType.REMOTE, band=ResearchAgeBand.FROM_12, gender=StratumGender.GIRLS_OR_WOMEN
    ),
    people=240,
    surety=FrameSurety.GUESSED,
)
PROTOCOL = ProtocolChange(
    parts={part: f"words-of-{part.value}" for part in ProtocolPart},
    instruments=TOOLS,
    reach=StudyReach("KH", SITES, BANDS),
    frame=SamplingFrame({FRAMED.id: FRAMED}),
)


def begun_study() -> StudyStanding:
    return StudyStanding(zone=ZONE, team=TEAM)


def signers(gate: StudyGate) -> frozenset[str]:
    return frozenset(map(account, GATE_TABLE[gate].opened_by))


def with_items(study: StudyStanding, gate: StudyGate, at: datetime, session: str = "") -> StudyStanding:
    """All that somebody has to say for a gate."""
    for item in GATE_TABLE[gate].items:
        if item not in WORKED_OUT:
            study = done(tell_item(study, ItemTold(item, True, STEWARD, at, session)))
    return study


def opened(study: StudyStanding, gate: StudyGate, at: datetime, session: str = "") -> StudyStanding:
    return done(open_gate(with_items(study, gate, at, session), gate, signers(gate), at, session))


def approvals_for(study: StudyStanding, first: date = date(2026, 11, 1), last: date = date(2027, 10, 31)):
    """What each committee that is needed gave for the protocol as it is now."""
    current = study.protocol.current
    return tuple(
        EthicsApproval(
            id=f"{committee}-{current.number}",
            committee=committee,
            number=f"no. {current.number}",
            papers=frozenset({"digest-of-the-protocol"}),
            from_day=first,
            to_day=last,
            sites=frozenset(SITES),
            bands=BANDS,
            tools=frozenset(current.instruments.values()),
            protocols=frozenset({current.number}),
            typed_by=STEWARD,
            confirmed_by=INVESTIGATOR,
        )
        for committee in ("nechr", "nacosti", "ke-accredited")
    )


def approved_study(at: datetime = AT) -> StudyStanding:
    """Gates 0 to 2 are open."""
    study = opened(begun_study(), StudyGate.IDEA, at)
    study = done(edit_study(study, PROTOCOL, by=INVESTIGATOR))
    study = opened(study, StudyGate.PROTOCOL, at)
    return opened(replace(study, approvals=approvals_for(study)), StudyGate.ETHICS, at)


def checks(at: datetime = AT, seats: int = 6) -> SessionChecks:
    return SessionChecks(
        staff=(
            StaffThere(account(StudyRole.MODERATOR), True, True),
            StaffThere(account(StudyRole.CO_MODERATOR), True, True),
        ),
        on_call_at=at - timedelta(hours=1),
        referrals_at=at - timedelta(hours=2),
        room=True,
        seats=tuple(SeatYes(f"p{number}", True, True) for number in range(1, seats + 1)),
        seated=tuple(
            SeatedPerson(f"p{number}", SeatKind.CHILD, ResearchAgeBand.FROM_12)
            for number in range(1, seats + 1)
        ),
    )


def planned(id: str, *, tool: str = "guide-12-14", pilot: bool = False, **other) -> ResearchSession:
    sampled = {} if pilot else {"stratum": FRAMED.id}
    given = {"site": "kh-remote", "country": "KH", "band": ResearchAgeBand.FROM_12} | sampled | other
    return ResearchSession(id=id, tool=tool, pilot=pilot, **given)


def piloted_study(at: datetime = AT) -> StudyStanding:
    """Gates 0 to 4 are open; each tool had its pilot."""
    study = opened(approved_study(at), StudyGate.TEAM, at)
    for tool in TOOLS:
        pilot = planned(f"pilot-{tool}", tool=tool, pilot=True)
        study = done(plan_session(study, pilot, by=INVESTIGATOR, at=at))
        study = with_session(study, replace(pilot, state=SessionState.CLOSED))
    return opened(study, StudyGate.PILOT, at)


def ready_study(at: datetime = AT, id: str = "s1") -> StudyStanding:
    """A session is planned and all is looked at; its gate is still shut."""
    study = done(plan_session(piloted_study(at), planned(id), by=INVESTIGATOR, at=at))
    return replace(study, checks={**study.checks, id: checks(at)})


def amended(study: StudyStanding, digest: str, at: datetime) -> StudyStanding:
    change = ProtocolChange(instruments={"guide-12-14": digest})
    return done(amend_study(study, change, signers(StudyGate.PROTOCOL), at))
