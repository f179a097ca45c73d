"""Cases as lists show them, a page at a time. An organisation may have ten thousand open ones, and ten times
as many that are closed: a page reads no more rows than it shows, whatever stands behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from kapea.access.rows import visible_rows
from kapea.care.models import Case
from kapea.core.care.case_levels import LEVELS
from kapea.core.staff.roles import Role
from kapea.people.member import Member

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of a list; `has_more`: there are pages behind it."""

    rows: list[Case]
    has_more: bool


def listed_cases(member: Member) -> QuerySet[Case]:
    """All that a member may see in a list.

    Of a supervisor it is said twice that they are of one organisation: so a database reads them in the order
    of the list, and not all of them to put them in order.
    """
    rows = visible_rows(member, "cases.list", Case)
    return rows.filter(organisation=member.organisation) if member.role is Role.SUPERVISOR else rows


def open_cases(visible: QuerySet[Case], page: int) -> CasePage:
    """Open ones, the most urgent first, and of those the oldest. Pages count from 1."""
    skip, wanted, rows = (page - 1) * A_PAGE, A_PAGE + 1, list[Case]()
    still_open = visible.filter(closed_at=None)
    for level in LEVELS:
        of_level = still_open.filter(level=level.value).order_by("registered_at", "id")
        rows += of_level[skip : skip + wanted - len(rows)]
        if len(rows) == wanted:
            break
        skip = 0 if rows or not skip else max(0, skip - of_level.count())
    return CasePage(rows[:A_PAGE], len(rows) > A_PAGE)


def due_cases(visible: QuerySet[Case]) -> CasePage:
    """Those in which something is due, the most overdue first."""
    rows = list(visible.exclude(due_at=None).order_by("due_at", "id")[: A_PAGE + 1])
    return CasePage(rows[:A_PAGE], len(rows) > A_PAGE)


def closed_cases(visible: QuerySet[Case], page: int) -> CasePage:
    """Closed ones, the last first. Pages count from 1."""
    closed = visible.exclude(closed_at=None).order_by("-closed_at", "-id")
    skip = (page - 1) * A_PAGE
    rows = list(closed[skip : skip + A_PAGE + 1])
    return CasePage(rows[:A_PAGE], len(rows) > A_PAGE)
