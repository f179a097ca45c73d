"""The study of trials: invented, with people of the trial in its roles, agreed by two of them, and approved
by nobody. So its ethics gate stays shut, and the page says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import partial

from django.db import transaction

from kapea.audit import actions as audit
from kapea.core.pack.model import Release
from kapea.core.studies.approval_changes import type_approval
from kapea.core.studies.ethics_approvals import EthicsApproval
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sampling_frame import SamplingFrame
from kapea.core.studies.saturation import SaturationPlan
from kapea.core.studies.study_book import of_standing
from kapea.core.studies.study_protocol import ProtocolPart, StudyReach
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.team_changes import give_new_role
from kapea.people.ids import new_id
from kapea.people.invitations import OPERATOR
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.people.queries import member_at_work
from kapea.studies.actions import (
    WrittenProtocol,
    keep_protocol_words,
    start_study,
)
from kapea.studies.coding_acts import fix_saturation_plan
from kapea.studies.coding_state import double_coding
from kapea.studies.demo_gates import (
    DemoTeam,
    do_in_demo,
    open_demo_gate,
    require_taken,
    write_demo_history,
)
from kapea.studies.demo_sessions import demo_strata, write_demo_sessions
from kapea.studies.draw_rows import set_double_share
from kapea.studies.models import Study
from kapea.studies.queries import book_of
from kapea.studies.trail_names import StudyDeed
from kapea.vault.record_retention import erase_record

CODE, PACK, SITE, TOOL = "DEMO", "cambodia", "12", "guide-12-14"
BODY, REFERENCE, DAYS = "demo-none", "DEMO-0000", (date(2026, 1, 1), date(2026, 12, 31))
BANDS = frozenset({ResearchAgeBand.FROM_12, ResearchAgeBand.FROM_15, ResearchAgeBand.ADULT})
R = StudyRole
TEAM: Mapping[str, tuple[StudyRole, ...]] = {
    "Chenda (demo)": (R.INVESTIGATOR,),
    "Dara (demo)": (R.SAFEGUARDING_LEAD, R.LAST_READER),
    "Bopha (demo)": (R.SAFEGUARDING_SECOND, R.ADJUDICATOR, R.WITNESS, R.LAST_READER),
    "Veasna (demo)": (R.ADVISER, R.CO_MODERATOR),
    "Rith (demo)": (R.DATA_STEWARD, R.MODERATOR),
    "Maly (demo)": (R.OBSERVER,),
    "Piseth (demo)": (R.CODER_A, R.ANALYST),
    "Nary (demo)": (R.CODER_B, R.AUTHOR),
    "Theary (demo)": (R.ADVISORY_GROUP,),
}
"""Whoever of the invented people is in the study, and as what. Theary speaks for an invented group of
children; who codes and writes never saw raw words.
"""
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
PLAN = SaturationPlan(base=4, run=2, threshold=Fraction(1, 20))
"""How saturation is measured, fixed before the first session as the house wants it. Invented as the rest."""
SHARE = 100
"""Of its few sessions two code every one: the corpus has what both made of each."""
GUIDE = "What do you like to do online? When something goes wrong for somebody, who helps, and how?"


def write_demo_study(releases: Mapping[str, Release], *, at: datetime) -> bool:
    """Writes it once, where the people are and words of its country are live; whether it did."""
    if PACK not in releases or demo_study_row() is not None:
        return False
    if not (people := _people()):
        return False
    with transaction.atomic():
        _write(releases[PACK], people, at)
    return True


def erase_demo_studies(*, at: datetime) -> int:
    """Takes the studies of trials away; how many."""
    rows = list(Study.objects.filter(organisation__demo=True))
    for row in rows:
        records = {*row.sealed_texts.values_list("record", flat=True)}
        for record in records | {*row.tablet_keys.values_list("record", flat=True)}:
            erase_record(record, by=OPERATOR, at=at)
        with transaction.atomic():
            subject, organisation = f"study:{row.id}", row.organisation_id
            row.delete()
            audit.record(
                action=StudyDeed.ERASE, subject=subject, by=OPERATOR, at=at, organisation=organisation
            )
    return len(rows)


def demo_study_row() -> Study | None:
    """The study of trials, where it is written."""
    return Study.objects.filter(organisation__demo=True, code=CODE).first()


def demo_team() -> DemoTeam:
    """Of each role, who holds it in the study of trials; nobody where they are not all at work."""
    people = _people()
    return _by_role(people) if people else {}


def _by_role(people: Mapping[str, Member]) -> DemoTeam:
    return {role: people[called] for called, roles in TEAM.items() for role in roles}


def _people() -> Mapping[str, Member]:
    """Whoever is in the study, by the name they bear in the trial; nobody where one is missing."""
    here = Membership.objects.filter(organisation__demo=True, organisation__pack=PACK, ended_at=None)
    found = here.filter(user__name__in=TEAM).order_by("-began_at", "-id")
    ids = dict(found.values_list("user__name", "id"))
    people = {called: member for called, id in ids.items() if (member := member_at_work(id)) is not None}
    return people if people.keys() == TEAM.keys() else {}


def _write(release: Release, people: Mapping[str, Member], at: datetime) -> None:
    by = _by_role(people)
    lead = by[R.INVESTIGATOR]
    row = start_study(
        lead, code=CODE, country=release.country, zone=release.time_zone, role=R.INVESTIGATOR, at=at
    )
    _give_roles(row, people, by, at)
    open_demo_gate(row, by, StudyGate.IDEA, at)
    reach = StudyReach(release.country, {SITE: release.country}, BANDS)
    frame = SamplingFrame({each.id: each for each in demo_strata()})
    written = WrittenProtocol(PARTS, {TOOL: GUIDE}, reach=reach, frame=frame)
    require_taken(keep_protocol_words(lead, row, row.turn, written, at=at))
    open_demo_gate(row, by, StudyGate.PROTOCOL, at)
    _type_approval(by[R.DATA_STEWARD], row, at)
    fix_saturation_plan(lead, row, book_of(row).standing, PLAN, at=at)
    state = double_coding(row, book_of(row).standing)
    set_double_share(by[R.ADJUDICATOR], row, state, SHARE, at=at)
    write_demo_sessions(row, release, (by[R.DATA_STEWARD].user, lead.user), at=at)
    write_demo_history(row, by, at)


def _give_roles(row: Study, people: Mapping[str, Member], by: DemoTeam, at: datetime) -> None:
    """Safeguarding gives the roles of safeguarding once somebody is of it; the investigator the others."""
    lead, guard = by[R.INVESTIGATOR], by[R.SAFEGUARDING_LEAD]
    for called, roles in TEAM.items():
        for role in roles:
            if role is not R.INVESTIGATOR:
                gives = guard if role is R.SAFEGUARDING_SECOND else lead
                given = partial(give_new_role, account=people[called].user, role=role, by=gives.user)
                do_in_demo(gives, row, StudyDeed.GIVE, of_standing(given), at)


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
    do_in_demo(steward, row, StudyDeed.APPROVAL, change, at)
