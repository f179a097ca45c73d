"""Reports that are owed: begun by themselves or by a worker, made by whoever holds the case or supervises."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from kapea.care.case_saving import CaseRefused, hands_of, record_case, write_entry
from kapea.care.helpline_tallies import count_act
from kapea.care.models import Case, ReportTask
from kapea.core.care.case_entries import EntryKind, ReportEntry
from kapea.core.care.duty_cards import DutyCard
from kapea.core.care.helpline_tally import HelpAct
from kapea.core.care.reporting import ReportRefused, check_report, escalates_at
from kapea.people.member import Member
from kapea.vault.record_wraps import RecordKey


def open_report(case: Case) -> ReportTask | None:
    """The report that is still owed; None where there is none."""
    return ReportTask.objects.filter(case=case, done_at=None).first()


def begin_report(by: Member, row: Case, *, at: datetime) -> None:
    """From now on one is owed. Once more changes nothing. The caller holds a transaction."""
    made = {"began_at": at, "escalates_at": escalates_at(at)}
    if ReportTask.objects.get_or_create(case=row, done_at=None, defaults=made)[1]:
        record_case("case.owe-report", by, row, at)


def write_report(by: Member, row: Case, key: RecordKey, content: ReportEntry, *, at: datetime) -> None:
    """Which offices are left out, as kin of somebody in the case or as feared. Raises CaseRefused."""
    if not hands_of(by, row):
        raise CaseRefused("not-yours")
    write_entry(by, row, key, EntryKind.REPORT, content, at)


def finish_report(
    by: Member, row: Case, key: RecordKey, content: ReportEntry, card: DutyCard, *, zone: str, at: datetime
) -> None:
    """It is made: to whom, when, and what the child was told. Raises CaseRefused, also where none is owed."""
    task = ReportTask.objects.select_for_update().filter(case=row, done_at=None).first()
    if task is None or content.made_at is None:
        raise CaseRefused("report-none")
    try:
        check_report(card, kin=content.kin, office=content.office, made_at=content.made_at, at=at)
    except ReportRefused as refused:
        raise CaseRefused(refused.why) from refused
    write_report(by, row, key, content, at=at)
    task.done_at, task.done_by = at, by.id
    task.save(update_fields=["done_at", "done_by"])
    record_case("case.report", by, row, at)
    count_act(row.organisation_id, HelpAct.REPORTED, zone=zone, at=at)


def reports_of(cases: QuerySet[Case], *, mine: str, at: datetime) -> QuerySet[ReportTask]:
    """The reports that are owed: of one's own cases at once, of those of others once they climb.

    Few are owed, and an organisation has many cases: it is looked whether those few are among them.
    """
    few = list(ReportTask.objects.filter(done_at=None).values_list("case", flat=True))
    visible = list(cases.filter(id__in=few).values_list("id", flat=True)) if few else []
    owed = ReportTask.objects.filter(case__in=visible, done_at=None).select_related("case")
    return (owed.filter(case__owner=mine) | owed.filter(escalates_at__lte=at)).order_by("began_at", "id")


def left_out(entries: Collection[ReportEntry]) -> frozenset[str]:
    """The offices that were last left out. `entries`: the newest first."""
    return frozenset(next((each.kin for each in entries), ()))
