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
from kapea.core.care.helpline_counts import ACTS, ADULTS_ASKED, AGES, REASONS, WAITS, WAYS, MonthCounts
from kapea.core.care.helpline_export import BY_ONE, helpline_csv
from kapea.core.care.helpline_tally import ContactKind, NotCounted, WaitGroup
from kapea.core.evidence.counts import SENSITIVE_THRESHOLD
from kapea.core.evidence.tables import TOTAL
from kapea.web.desk.found import release_here
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

MOST_MONTHS = 12
Row = tuple[str, list[int | None]]
WORDS = {
    WAYS: ("case-came-by", "came-by-"),
    AGES: ("case-age-band", "age-band-"),
    ADULTS_ASKED: ("helpline-adults", "who-asked-"),
    ACTS: ("helpline-acts", "help-act-"),
}
"""What a table is called, and how the words of its groups begin."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of a month: its heading, how the words of its groups begin, and its groups. None is hidden."""

    heading: str
    begins: str
    is_kept: bool
    groups: list[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """A month: rows of kinds by level, reasons that may be said, tables by one thing, and in what time half
    of those were taken who left something. None stands for what is hidden; without rows all of it is.
    """

    month: str
    is_shut: bool
    kinds: list[Row]
    reasons: list[tuple[str, int]]
    tables: list[ShownTable]
    waited: WaitGroup | None = None
    is_wait_kept: bool = True


@require_safe
def helpline_page(request: HttpRequest) -> HttpResponse:
    """Months that are over, the latest first."""
    return render_staff(
        request,
        "desk/helpline.html",
        months=[_shown(month, counts) for month, counts in _months(request)],
        levels=[level.value for level in LEVELS],
        not_counted=[each.value for each in NotCounted],
        threshold=SENSITIVE_THRESHOLD,
    )


@require_safe
def helpline_table(request: HttpRequest) -> HttpResponse:
    """The same as a table to take along."""
    response = HttpResponse(helpline_csv(_months(request)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return response


def _months(request: HttpRequest) -> list[tuple[str, MonthCounts | None]]:
    member = acting_member(request)
    rows = visible_rows(member, "helpline.list", HelplineTally)
    zone = release_here(member).time_zone
    return counted_months(rows, zone=zone, at=request_time(), most=MOST_MONTHS)


def _shown(month: str, counts: MonthCounts | None) -> ShownMonth:
    if counts is None or counts.contacts() is None:
        return ShownMonth(month, counts is None, [], [], [])
    kinds = [kind.value for kind in ContactKind]
    levels = [*(level.value for level in LEVELS), TOTAL]
    rows = [(kind, [counts.contacts(kind, level) for level in levels]) for kind in (*kinds, TOTAL)]
    said = [(reason.value, counts.reason(reason.value)) for reason in ContactReason]
    return ShownMonth(
        month,
        False,
        rows,
        [(reason, many) for reason, many in said if many is not None],
        [_table(counts, name, groups) for name, groups in BY_ONE if name != REASONS],
        counts.half_within,
        WAITS not in counts.not_kept,
    )


def _table(counts: MonthCounts, name: str, groups: tuple[str, ...]) -> ShownTable:
    heading, begins = WORDS[name]
    numbers = [(group, counts.of(name, group)) for group in groups]
    return ShownTable(heading, begins, name not in counts.not_kept, numbers)
