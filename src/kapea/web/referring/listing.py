"""The lists of referrals: ids, levels, states and days alone. Late ones first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.access.rows import visible_rows
from kapea.care.act_first_asking import still_to_be_told, waits_for_second
from kapea.care.exchange_partners import takes_from_outside
from kapea.care.models import CaseReferral, OutsideReferral, QuarantineEntry, ReferralTodo
from kapea.care.outside_records import waiting_outside
from kapea.core.care.referral_answers import CLOCK_OF
from kapea.core.care.referral_codes import ReferralClock, ReferralState
from kapea.core.care.referrals import OPEN_REFERRAL
from kapea.web.desk.found import moment_in, release_here, short_name
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A referral as a list shows it. `clock`: which answer is waited for, until `due`."""

    id: str
    code: str
    case: str
    level: str
    state: str
    clock: str
    due: str
    is_over: bool
    was_rung: bool
    is_open: bool
    mine: bool


@require_safe
def all_referrals(request: HttpRequest) -> HttpResponse:
    """Those of whoever asks, and of those whom they supervise; and what is left to do of them."""
    member, at = acting_member(request), request_time()
    zone = ZoneInfo(release_here(member).time_zone)
    rows = visible_rows(member, "referrals.list", CaseReferral).select_related("case")
    lines = referral_lines(
        rows.order_by(F("due_at").asc(nulls_last=True), "-began_at")[:MOST_LISTED], zone, at, member.id
    )
    todos = visible_rows(member, "referrals.todo", ReferralTodo).select_related("referral").order_by("at")
    from_outside = visible_rows(member, "outside.list", OutsideReferral)
    outside_waits = waiting_outside(from_outside, at=at).exists()
    return render_staff(
        request,
        "referring/referrals.html",
        outside=takes_from_outside() or outside_waits,
        outside_waits=outside_waits,
        quarantine=visible_rows(member, "quarantine.list", QuarantineEntry).filter(seen_at=None).exists(),
        acts_first=[
            *((each.id, each.code, "act-first-asked") for each in waits_for_second(rows)),
            *((each.id, each.code, "act-first-tell") for each in still_to_be_told(rows)),
        ],
        todos=[(each.referral_id, each.referral.code, each.task) for each in todos[:MOST_LISTED]],
        open=[each for each in lines if each.is_open],
        ended=[each for each in lines if not each.is_open],
    )


def referral_lines(
    rows: Iterable[CaseReferral], zone: ZoneInfo, at: datetime, member: str
) -> list[ReferralLine]:
    """Referrals as a list shows them."""
    return [
        ReferralLine(
            id=row.id,
            code=row.code,
            case=short_name(row.case_id),
            level=row.level,
            state=row.state,
            clock=clock_of(row.is_at),
            due=moment_in(zone, row.due_at) if row.due_at else "",
            is_over=row.due_at is not None and row.due_at <= at,
            was_rung=was_rung_now(row),
            is_open=row.is_at in OPEN_REFERRAL,
            mine=row.case.owner_id == member,
        )
        for row in rows
    ]


def clock_of(state: ReferralState) -> str:
    """Which answer is waited for; empty where none is."""
    clock: ReferralClock | None = CLOCK_OF.get(state)
    return clock.value if clock is not None else ""


def was_rung_now(row: CaseReferral) -> bool:
    """Whether a supervisor was rung for the answer that is waited for now."""
    return row.rung_at is not None and row.waits_since is not None and row.rung_at >= row.waits_since
