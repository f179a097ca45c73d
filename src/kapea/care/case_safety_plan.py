"""The safety plan of a case: opened only when somebody asks for it, and each time the trail says so.

A written plan can reach whoever harms the child, by a search, a court or a shared screen. So it stands in no
other page, is not printed, and nothing sends it. Taking it out as a file is for a supervisor who does not
hold the case, and has a row of its own.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kapea.care.case_queries import open_entry
from kapea.care.case_saving import must_hold, record_case, write_entry
from kapea.care.models import Case, CaseEntry
from kapea.core.care.case_entries import EntryKind, SafetyPlanEntry
from kapea.people.member import Member
from kapea.vault.record_wraps import RecordKey

PLAN_READING = "case.read-safety-plan"
PLAN_FILE_READING = "case.export-safety-plan"
"""Somebody looks at it; somebody takes it out of here."""


def read_safety_plan(by: Member, case: Case, key: RecordKey, *, at: datetime) -> SafetyPlanEntry | None:
    """As it stands now; None where none is written. The trail says that they look before it opens.

    Raises RuntimeError inside a transaction, with whose end the row could go.
    """
    return _opened(by, case, key, PLAN_READING, at)


def export_safety_plan(by: Member, case: Case, key: RecordKey, *, at: datetime) -> SafetyPlanEntry | None:
    """The same, to take it out of here: another row of the trail."""
    return _opened(by, case, key, PLAN_FILE_READING, at)


def write_safety_plan(
    by: Member, row: Case, key: RecordKey, content: SafetyPlanEntry, *, at: datetime
) -> None:
    """Anew, as a whole; the one before stays sealed. Raises CaseRefused for whoever does not hold it."""
    must_hold(by, row)
    write_entry(by, row, key, EntryKind.SAFETY_PLAN, content, at)


def _opened(by: Member, case: Case, key: RecordKey, action: str, at: datetime) -> SafetyPlanEntry | None:
    last = _plans(case).order_by("-at", "-id").first()
    if last is None:
        return None
    with transaction.atomic(durable=True):
        record_case(action, by, case, at)
    content = open_entry(last, key).content
    assert isinstance(content, SafetyPlanEntry)
    return content


def _plans(case: Case) -> QuerySet[CaseEntry]:
    return CaseEntry.objects.filter(case=case, kind=EntryKind.SAFETY_PLAN.value)
