"""A worker's day on one page: what is due, in which order, and what is offered. No detail of anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.access.rows import visible_rows
from kapea.care.case_queries import open_by_level
from kapea.care.intake_taking import waiting
from kapea.care.models import Case, CaseTransfer, CodeAlert, Intake, LeftWords
from kapea.core.care.case_levels import LEVELS, MOST_POINTS, load_points
from kapea.core.care.case_states import CaseState
from kapea.web.desk.found import moment_in, release_here, short_name
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

MOST_LISTED = 100
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
    due = _visible(request).exclude(due_at=None).order_by("due_at", "id")
    offers = visible_rows(member, "transfers.answer", CaseTransfer).select_related("case").order_by("at")
    return render_staff(
        request,
        "desk/today.html",
        409 if fault else 200,
        fault=fault,
        rows=case_rows(due[:MOST_LISTED], member.id, zone, at),
        more=max(0, due.count() - MOST_LISTED),
        left=_left(request, at),
        alerts=_alerts(request, zone),
        wrote=_wrote(request),
        offers=[(each.id, short_name(each.case_id), each.case.level) for each in offers],
        points=load_points(open_by_level(member.id)),
        most=MOST_POINTS,
    )


@require_safe
def all_cases(request: HttpRequest) -> HttpResponse:
    """All that whoever asks may open, the most urgent first; closed ones last."""
    member, at = acting_member(request), request_time()
    zone = ZoneInfo(release_here(member).time_zone)
    found = _visible(request).order_by(F("closed_at").desc(nulls_first=True), "registered_at", "id")
    rows = case_rows(found[: MOST_LISTED * 5], member.id, zone, at)
    order = {level.value: n for n, level in enumerate(LEVELS)}
    is_open = [each for each in rows if each.state != CaseState.CLOSED.value]
    return render_staff(
        request,
        "desk/cases.html",
        open=sorted(is_open, key=lambda each: order[each.level]),
        closed=[each for each in rows if each.state == CaseState.CLOSED.value],
    )


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


def _left(request: HttpRequest, at: datetime) -> list[LeftRow]:
    """What somebody left and nobody has taken: how urgent, and since when; nothing else of it."""
    rows = waiting(visible_rows(acting_member(request), "intakes.list", Intake), at=at)
    order = {level.value: n for n, level in enumerate(LEVELS)}
    found = sorted(rows.order_by("left_at", "id")[:MOST_LISTED], key=lambda each: order[each.level])
    return [
        LeftRow(each.id, each.level, int((at - each.left_at).total_seconds() // 3600), each.due_at <= at)
        for each in found
    ]


def _wrote(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Cases, closed ones too, whose person left something since that nobody has read."""
    unread = LeftWords.objects.values("intake")
    found = _visible(request).filter(id__in=unread).order_by("id")
    return [(each.id, short_name(each.id), each.level) for each in found[:MOST_LISTED]]


def _alerts(request: HttpRequest, zone: ZoneInfo) -> list[tuple[str, str, str, str]]:
    """Codes that were used as somebody who is forced would: which case, when."""
    member = acting_member(request)
    rows = visible_rows(member, "alerts.list", CodeAlert).filter(seen_at=None).order_by("at", "id")
    return [
        (each.id, short_name(each.intake_id), each.kind, moment_in(zone, each.at))
        for each in rows[:MOST_LISTED]
    ]


def _visible(request: HttpRequest) -> QuerySet[Case]:
    return visible_rows(acting_member(request), "cases.list", Case)
