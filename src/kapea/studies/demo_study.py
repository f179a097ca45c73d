"""The study of trials: invented, with people of the trial in its roles, agreed by two of them, and approved
by nobody. So its ethics gate stays shut, and the page says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from django.db import transaction

from kapea.audit import actions as audit
from kapea.core.pack.model import Release
from kapea.core.staff.roles import Role
from kapea.core.studies.approval_changes import type_approval
from kapea.core.studies.ethics_approvals import EthicsApproval
from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, StudyGate
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sampling_frame import FrameStratum, FrameSurety, PlaceType, SamplingFrame, Stratum
from kapea.core.studies.study_book import BookChange, of_standing, sign_gate
from kapea.core.studies.study_changes import tell_item
from kapea.core.studies.study_protocol import ProtocolPart, StudyReach
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import ItemTold, StudyStanding
from kapea.core.studies.team_changes import give_new_role
from kapea.people.ids import new_id
from kapea.people.invitations import OPERATOR
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.people.queries import member_at_work
from kapea.studies.actions import (
    WrittenProtocol,
    change_study,
    keep_protocol_words,
    start_study,
)
from kapea.studies.models import Study
from kapea.studies.queries import book_of

CODE, PACK, SITE, TOOL = "DEMO", "cambodia", "12", "guide-12-14"
BODY, REFERENCE, DAYS = "demo-none", "DEMO-0000", (date(2026, 1, 1), date(2026, 12, 31))
BANDS = frozenset({ResearchAgeBand.FROM_12, ResearchAgeBand.ADULT})
TEAM: tuple[tuple[Role, int, tuple[StudyRole, ...]], ...] = (
    (Role.PROGRAMME_OFFICER, 0, (StudyRole.INVESTIGATOR,)),
    (Role.SUPERVISOR, 0, (StudyRole.SAFEGUARDING_LEAD,)),
    (Role.FACILITATOR, 0, (StudyRole.SAFEGUARDING_SECOND,)),
    (Role.EDITOR, 0, (StudyRole.ADVISER, StudyRole.CO_MODERATOR)),
    (Role.FACILITATOR, 1, (StudyRole.DATA_STEWARD, StudyRole.MODERATOR)),
    (Role.AUDITOR, 0, (StudyRole.OBSERVER,)),
)
"""Roles of the house, which of those who have it, and what they are in the study."""
PARTS: Mapping[ProtocolPart, str] = {
    ProtocolPart.QUESTION: "Demo: who helps, and how, when life online goes wrong (invented)",
    ProtocolPart.FRAME: "Invented. Six groups and talks: children 12 to 14, parents, people who help.",
    ProtocolPart.TOOLS: "Invented. One guide, in one language, tried by nobody.",
    ProtocolPart.DISTRESS: "Invented. The moderator stops; the safeguarding lead is called at once.",
    ProtocolPart.DISCLOSURE: "Invented. Safeguarding is told the same day; nothing is asked further.",
    ProtocolPart.REFERRALS: "Invented. No service was telephoned for this.",
    ProtocolPart.DATA_PLAN: "Invented. No recording. Texts without names are kept for a year.",
    ProtocolPart.WITHDRAWAL_DATES: "Invented. Until the report is printed.",
    ProtocolPart.FOLLOW_UP_MONEY: "Invented. Ten visits.",
}
GUIDE = "What do you like to do online? When something goes wrong for somebody, who helps, and how?"


def write_demo_study(releases: Mapping[str, Release], *, at: datetime) -> bool:
    """Writes it once, where the people are and words of its country are live; whether it did."""
    if PACK not in releases or Study.objects.filter(organisation__demo=True, code=CODE).exists():
        return False
    found = ((_member(house, number), roles) for house, number, roles in TEAM)
    team = {member: roles for member, roles in found if member is not None}
    if len(team) < len(TEAM):
        return False
    with transaction.atomic():
        _write(releases[PACK], team, at)
    return True


def erase_demo_studies(*, at: datetime) -> int:
    """Takes the studies of trials away; how many."""
    rows = list(Study.objects.filter(organisation__demo=True))
    for row in rows:
        with transaction.atomic():
            subject, organisation = f"study:{row.id}", row.organisation_id
            row.delete()
            audit.record(action="study.erase", subject=subject, by=OPERATOR, at=at, organisation=organisation)
    return len(rows)


def _member(house: Role, number: int) -> Member | None:
    rows = Membership.objects.filter(organisation__demo=True, organisation__pack=PACK, ended_at=None)
    found = list(rows.filter(role=house.value).order_by("began_at", "id")[: number + 1])
    return member_at_work(found[number].id) if len(found) > number else None


def _write(release: Release, team: Mapping[Member, tuple[StudyRole, ...]], at: datetime) -> None:
    by = {role: member for member, roles in team.items() for role in roles}
    lead, guard = by[StudyRole.INVESTIGATOR], by[StudyRole.SAFEGUARDING_LEAD]
    row = start_study(
        lead,
        code=CODE,
        country=release.country,
        zone=release.time_zone,
        role=StudyRole.INVESTIGATOR,
        at=at,
    )
    for role, member in by.items():
        if member is not lead:
            gives = guard if role is StudyRole.SAFEGUARDING_SECOND else lead
            given = partial(give_new_role, account=member.user, role=role, by=gives.user)
            _do(gives, row, "study.give", of_standing(given), at)
    _open(row, by, StudyGate.IDEA, at)
    reach = StudyReach(release.country, {SITE: release.country}, BANDS)
    written = WrittenProtocol(PARTS, {TOOL: GUIDE}, reach=reach, frame=_frame())
    _check(keep_protocol_words(lead, row, row.turn, written, at=at))
    _open(row, by, StudyGate.PROTOCOL, at)
    _type_approval(by[StudyRole.DATA_STEWARD], row, at)


def _frame() -> SamplingFrame:
    """Towns, and how many people there are nobody knows."""
    strata = (
        FrameStratum(
            id=f"town-{band.value}",
            stratum=Stratum(place=PlaceType.TOWN, band=band),
            people=None,
            surety=FrameSurety.UNKNOWN,
        )
        for band in ResearchAgeBand
        if band in BANDS
    )
    return SamplingFrame({each.id: each for each in strata})


def _open(row: Study, by: Mapping[StudyRole, Member], gate: StudyGate, at: datetime) -> None:
    """What somebody has to say for a gate is said, and each signs who has to."""
    says = by[StudyRole.DATA_STEWARD]
    for item in GATE_TABLE[gate].items:
        if item not in WORKED_OUT:
            _do(says, row, "study.say", of_standing(partial(_told, ItemTold(item, True, says.user, at))), at)
    for role in GATE_TABLE[gate].opened_by:
        _do(by[role], row, "study.sign", partial(sign_gate, gate=gate, by=by[role].user, at=at), at)


def _told(told: ItemTold, study: StudyStanding) -> StudyStanding | StudyRefused:
    return tell_item(study, told)


def _type_approval(steward: Member, row: Study, at: datetime) -> None:
    """That there is none stands where an approval would: typed, and confirmed by nobody."""
    version = book_of(row).standing.protocol.current
    none = EthicsApproval(
        id=new_id(),
        committee=BODY,
        number=REFERENCE,
        papers=frozenset(),
        from_day=DAYS[0],
        to_day=DAYS[1],
        sites=frozenset({SITE}),
        bands=BANDS,
        tools=frozenset(version.instruments.values()),
        protocols=frozenset({version.number}),
    )
    change = of_standing(lambda study: type_approval(study, none, by=steward.user))
    _do(steward, row, "study.approval", change, at)


def _do(by: Member, row: Study, did: str, change: BookChange, at: datetime) -> None:
    _check(change_study(by, row, row.turn, did, change, at=at))


def _check(refused: StudyRefused | None) -> None:
    """The invented study is right, or it is not written at all."""
    if refused is not None:
        raise ValueError(f"the study of trials: {refused.audit_code} {refused.missing}")
