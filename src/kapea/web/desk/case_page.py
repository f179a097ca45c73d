"""A case, opened: what is due and on what that rests, what can be done, and what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.access.rows import visible_row, visible_rows
from kapea.care.case_handover import who_may_take
from kapea.care.case_queries import (
    OpenedEntry,
    case_has,
    closing_asked,
    closing_facts,
    dues_of,
    keep_granted,
    newest,
)
from kapea.care.case_saving import hands_of
from kapea.care.models import Case, CaseConflict, CaseReferral, CaseTransfer
from kapea.care.report_tasks import open_report
from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked
from kapea.core.care.case_closing import ClosingLacks, closing_lacks
from kapea.core.care.case_drafts import DraftForm
from kapea.core.care.case_entries import EntryKind, Registered
from kapea.core.care.case_levels import LEVELS, LoweredBecause
from kapea.core.care.case_states import CaseHand, CaseNeed, CaseStep, move_of, steps_from
from kapea.core.staff.roles import Role
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.vault.record_keys import CannotOpen
from kapea.web.desk.colleagues import others_at_work
from kapea.web.desk.draft_places import draft_place
from kapea.web.desk.entry_words import EntryLines, entry_lines
from kapea.web.desk.forms import NOTES
from kapea.web.desk.found import OpenCase, moment_in, open_here, short_name
from kapea.web.desk.reach_strip import reach_strip
from kapea.web.desk.reporting import shown_duties
from kapea.web.office.countries import country_of
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

ASK_KEEP = "word.ask-keep"
"""The words in which it is asked whether what was told may be written down."""
WITH_PAGES = frozenset({CaseStep.ASK_TO_CLOSE, CaseStep.CLOSE})
"""Steps that take more than one tap."""

BACK = frozenset({CaseStep.RETURN_PLAN, CaseStep.KEEP_OPEN})
"""Steps that lead no further."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """What is due: the word of the clock, when in the country's own time, and on what that rests."""

    clock: str
    at: str
    is_over: bool
    basis: str
    sources: tuple[str, ...]
    rests_on: str


@dataclass(frozen=True, slots=True)
class StepButton:
    """A step that could be taken, and what it still lacks."""

    step: str
    lacks: tuple[str, ...]

    @property
    def leads_on(self) -> bool:
        """Whether it is what somebody would do next."""
        return not self.lacks and CaseStep(self.step) not in BACK


@require_safe
def read_case(request: HttpRequest, id: str) -> HttpResponse:
    """The page of a case."""
    return case_page(request, id)


def case_page(request: HttpRequest, id: str, fault: str = "", status: int = 409) -> HttpResponse:
    """The page, and what went wrong if something did."""
    member = acting_member(request)
    try:
        found = open_here(request, "cases.read", id)
    except CannotOpen:
        return _shut(request, member, id)
    entries, at = found.entries(), request_time()
    names = _names(found.row, entries)
    return render_staff(
        request,
        "desk/case.html",
        status if fault else 200,
        fault=fault,
        case=found.row,
        draft=draft_place(request, found.row, DraftForm.NOTE, ZoneInfo(found.release.time_zone)),
        duties=shown_duties(found.release, language_of(request), at=at),
        owes=open_report(found.row) is not None,
        country=country_of(found.release.id, language_of(request)).name,
        name=short_name(id),
        called=_called(entries),
        owner=names.get(found.row.owner_id, ""),
        mine=found.row.owner_id == member.id,
        supervises=CaseHand.SUPERVISOR in hands_of(member, found.row),
        may_keep=keep_granted(found.row, at=at),
        reach=reach_strip(found, entries, at=at),
        ask_keep=found.release.text(ASK_KEEP, found.row.language),
        band=_band(entries),
        dues=_dues(found, at),
        steps=_steps(found, member, at),
        referrals=_referrals(member, found.row),
        lines=_lines(request, found, entries, names),
        asked=closing_asked(found.row),
        stands_against=[each.value for each in _against(found, member, at)],
        lower=found.row.lower_level,
        may_answer_lower=_may_answer_lower(found.row, member),
        choices=_choices(),
        form_id=new_id(),
        workers=[(each.id, each.user.name) for each in who_may_take(found.row)],
        offered=CaseTransfer.objects.filter(case=found.row, answered_at=None).exists(),
        conflicts=_conflicts(found.row),
        colleagues=others_at_work(found.row.organisation_id, but=found.row.owner_id),
        supervisors=_supervisors(found.row, member),
        levels=[level.value for level in LEVELS],
    )


def _shut(request: HttpRequest, member: Member, id: str) -> HttpResponse:
    """Somebody may know of it, and their keys do not open it yet."""
    row = visible_row(member, "cases.read", Case, id)
    owner = Membership.objects.select_related("user").get(id=row.owner_id)
    return render_staff(
        request, "desk/shut.html", 409, name=short_name(id), level=row.level, owner=owner.user.name
    )


def _called(entries: list[OpenedEntry]) -> str:
    first = newest(entries, EntryKind.REGISTERED)
    return first.called if isinstance(first, Registered) else ""


def _band(entries: list[OpenedEntry]) -> str:
    first = newest(entries, EntryKind.REGISTERED)
    return first.age_band.value if isinstance(first, Registered) else ""


def _dues(found: OpenCase, at: datetime) -> list[DueLine]:
    zone = ZoneInfo(found.release.time_zone)
    return [
        DueLine(
            clock=each.clock.value,
            at=moment_in(zone, each.due.at),
            is_over=each.due.is_over(at),
            basis=each.due.basis.value,
            sources=each.due.sources,
            rests_on=each.due.rests_on,
        )
        for each in dues_of(found.row, found.release, at=at)
        if each.due.at is not None
    ]


def _steps(found: OpenCase, member: Member, at: datetime) -> list[StepButton]:
    row, hands = found.row, hands_of(member, found.row)
    has = case_has(row, may_close=not _against(found, member, at), at=at)
    made = []
    for step in steps_from(row.standing, row.urgency, hands):
        if step not in WITH_PAGES and (step is not CaseStep.KEEP_OPEN or has[CaseNeed.CLOSING_ASKED]):
            needs = move_of(row.standing, step, row.urgency, hands).needs_at(row.urgency)
            made.append(StepButton(step.value, tuple(need.value for need in needs if not has[need])))
    return made


def _against(found: OpenCase, member: Member, at: datetime) -> tuple[ClosingLacks, ...]:
    return closing_lacks(closing_facts(found.row, found.release, and_by=member.id), at=at)


def _may_answer_lower(row: Case, member: Member) -> bool:
    return row.lower_level is not None and row.lower_level["by"] != member.id


def _lines(
    request: HttpRequest, found: OpenCase, entries: list[OpenedEntry], names: Mapping[str, str]
) -> list[EntryLines]:
    said, zone = staff_words(language_of(request)), ZoneInfo(found.release.time_zone)
    return [entry_lines(each, said, names.get(each.by, ""), moment_in(zone, each.at)) for each in entries]


def _names(row: Case, entries: list[OpenedEntry]) -> dict[str, str]:
    """Of colleagues who wrote in it, or hold it, by their memberships."""
    ids = {row.owner_id, *(each.by for each in entries)}
    found = Membership.objects.filter(id__in=ids).select_related("user")
    return {each.id: each.user.name for each in found}


def _referrals(member: Member, row: Case) -> list[tuple[str, str, str]]:
    """Its referrals, the newest first: where each stands, and no word of what was sent."""
    rows = visible_rows(member, "referrals.list", CaseReferral).filter(case=row).order_by("-began_at", "id")
    return [(each.id, each.code, each.state) for each in rows]


def _conflicts(row: Case) -> list[tuple[str, str]]:
    found = CaseConflict.objects.filter(case=row).select_related("membership__user")
    return [(each.membership_id, each.membership.user.name) for each in found]


def _supervisors(row: Case, member: Member) -> list[tuple[str, str]]:
    """Who else could look at it before it is closed."""
    at_work = Membership.objects.filter(
        organisation=row.organisation_id, role=Role.SUPERVISOR.value, ended_at=None
    )
    others = at_work.exclude(id__in=[row.owner_id, member.id]).select_related("user")
    return [(each.id, each.user.name) for each in others]


def _choices() -> dict[str, list[str]]:
    lists = {
        "asked_of": AskedOf,
        "answer": ConsentAnswer,
        "age_band": AgeBand,
        "how": HowAsked,
        "lowered": LoweredBecause,
    }
    return {name: [each.value for each in codes] for name, codes in lists.items()} | {
        "notes": [each.value for each in NOTES]
    }
