"""How many came in a month, for whoever supervises or reports: counts that give nobody away."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.access.rows import visible_rows
from kapea.care.helpline_tallies import counted_months
from kapea.care.models import HelplineTally
from kapea.core.care.case_levels import LEVELS
from kapea.core.care.contact_reasons import ContactReason
from kapea.core.care.helpline_counts import ContactKind, MonthCounts, NotCounted
from kapea.core.evidence.counts import SENSITIVE_THRESHOLD
from kapea.core.evidence.tables import TOTAL
from kapea.web.desk.found import release_here
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

MOST_MONTHS = 12
Row = tuple[str, list[int | None]]


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """A month: rows of kinds by level, and reasons that may be said. None stands for what is hidden; without
    rows all of it is.
    """

    month: str
    is_shut: bool
    kinds: list[Row]
    reasons: list[tuple[str, int]]


@require_safe
def helpline_page(request: HttpRequest) -> HttpResponse:
    """Months that are over, the latest first."""
    member = acting_member(request)
    rows = visible_rows(member, "helpline.list", HelplineTally)
    zone = release_here(member).time_zone
    found = counted_months(rows, zone=zone, at=request_time(), most=MOST_MONTHS)
    return render_staff(
        request,
        "desk/helpline.html",
        months=[_shown(month, counts) for month, counts in found],
        levels=[level.value for level in LEVELS],
        not_counted=[each.value for each in NotCounted],
        threshold=SENSITIVE_THRESHOLD,
    )


def _shown(month: str, counts: MonthCounts | None) -> ShownMonth:
    if counts is None or counts.contacts() is None:
        return ShownMonth(month, counts is None, [], [])
    kinds = [kind.value for kind in ContactKind]
    levels = [*(level.value for level in LEVELS), TOTAL]
    rows = [(kind, [counts.contacts(kind, level) for level in levels]) for kind in (*kinds, TOTAL)]
    said = [(reason.value, counts.reason(reason.value)) for reason in ContactReason]
    return ShownMonth(month, False, rows, [(reason, many) for reason, many in said if many is not None])
