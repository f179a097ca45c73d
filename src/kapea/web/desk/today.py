"""A worker's day on one page: what is due, in which order, and what is offered. No detail of anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.access.rows import visible_rows
from kapea.care.case_lists import closed_cases, due_cases, listed_cases, open_cases
from kapea.care.case_queries import open_by_level
from kapea.care.intake_taking import waiting
from kapea.care.models import Case, CaseTransfer, CodeAlert, Intake, LeftWords
from kapea.care.report_tasks import reports_of
from kapea.core.care.case_levels import LEVELS, MOST_POINTS, load_points
from kapea.web.desk.draft_places import begun_drafts
from kapea.web.desk.found import moment_in, release_here, short_name
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

PAGE_NUMBER = re.compile("[1-9][0-9]{0,4}")
MOST_LEFT = 100
DESK = "/staff/desk/"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as a list shows it: an id, a level, a state, what is due. `mine`: whoever looks holds it."""

    id: str
    name: str
    level: str
    state: str
    clock: str
    due: str
    is_over: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class LeftRow:
    """Something that was left, as everybody who may take it sees it. `hours`: how long it waits."""

    id: str
    level: str
    hours: int
    is_over: bool


@require_safe
def day_page(request: HttpRequest) -> HttpResponse:
    """What is due, the most overdue first; and cases that somebody offers."""
    return shown_day(request)


def shown_day(request: HttpRequest, fault: str = "") -> HttpResponse:
    """The day, and what went wrong if something did."""
    member, at = acting_member(request), request_time()
    zone = ZoneInfo(release_here(member).time_zone)
    due = due_cases(listed_cases(member))
    offers = visible_rows(member, "transfers.answer", CaseTransfer).select_related("case").order_by("at")
    return render_staff(
        request,
        "desk/today.html",
        409 if fault else 200,
        fault=fault,
        rows=case_rows(due.rows, member.id, zone, at),
        more=due.has_more,
        left=_left(request, at),
        alerts=_alerts(request, zone),
        wrote=_wrote(request),
        offers=[(each.id, short_name(each.case_id), each.case.level) for each in offers],
        begun=begun_drafts(request, zone),
        reports=_reports(request, zone, at),
        points=load_points(open_by_level(member.id)),
        most=MOST_POINTS,
    )


@require_safe
def all_cases(request: HttpRequest) -> HttpResponse:
    """All that whoever asks may open, the most urgent first; closed ones on pages of their own."""
    member, at = acting_member(request), request_time()
    zone = ZoneInfo(release_here(member).time_zone)
    closed, page = request.GET.get("closed") == "yes", _page_asked(request)
    found = (closed_cases if closed else open_cases)(listed_cases(member), page)
    return render_staff(
        request,
        "desk/cases.html",
        rows=case_rows(found.rows, member.id, zone, at),
        closed=closed,
        before=page - 1,
        next=page + 1 if found.has_more else 0,
    )


def _page_asked(request: HttpRequest) -> int:
    """Which page of a list an address asks for; the first for whatever is no number."""
    said = request.GET.get("page", "")
    return int(said) if PAGE_NUMBER.fullmatch(said) else 1


def case_rows(found: Iterable[Case], member: str, zone: ZoneInfo, at: datetime) -> list[CaseRow]:
    """Cases as a list shows them."""
    return [
        CaseRow(
            id=row.id,
            name=short_name(row.id),
            level=row.level,
            state=row.state,
            clock=row.due_clock,
            due=moment_in(zone, row.due_at) if row.due_at else "",
            is_over=row.due_at is not None and row.due_at <= at,
            mine=row.owner_id == member,
        )
        for row in found
    ]


def _reports(request: HttpRequest, zone: ZoneInfo, at: datetime) -> list[tuple[str, str, str]]:
    """Reports that are owed: the id and the name of each case, and since when."""
    member = acting_member(request)
    found = reports_of(listed_cases(member), mine=member.id, at=at)
    return [(each.case_id, short_name(each.case_id), moment_in(zone, each.began_at)) for each in found]


def _left(request: HttpRequest, at: datetime) -> list[LeftRow]:
    """What somebody left and nobody has taken: how urgent, and since when; nothing else of it."""
    rows = waiting(visible_rows(acting_member(request), "intakes.list", Intake), at=at)
    order = {level.value: n for n, level in enumerate(LEVELS)}
    found = sorted(rows.order_by("left_at", "id")[:MOST_LEFT], key=lambda each: order[each.level])
    return [
        LeftRow(each.id, each.level, int((at - each.left_at).total_seconds() // 3600), each.due_at <= at)
        for each in found
    ]


def _wrote(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Cases, closed ones too, whose person left something since that nobody has read."""
    member = acting_member(request)
    unread = list(
        LeftWords.objects.filter(intake__organisation=member.organisation).values_list("intake", flat=True)
    )
    found = listed_cases(member).filter(id__in=unread).order_by("id") if unread else ()
    return [(each.id, short_name(each.id), each.level) for each in found[:MOST_LEFT]]


def _alerts(request: HttpRequest, zone: ZoneInfo) -> list[tuple[str, str, str, str]]:
    """Codes that were used as somebody who is forced would: which case, when."""
    member = acting_member(request)
    rows = visible_rows(member, "alerts.list", CodeAlert).filter(seen_at=None).order_by("at", "id")
    return [
        (each.id, short_name(each.intake_id), each.kind, moment_in(zone, each.at))
        for each in rows[:MOST_LEFT]
    ]
