"""What was answered about a case, and which act-first records wait: for review, or for telling the child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from kapea.care.models import CaseConflict, RecordedActFirst, RecordedPermission
from kapea.care.rows import act_first_of_row, permission_of_row
from kapea.core.care.act_first import ActFirst
from kapea.core.care.asking import AgeBand
from kapea.core.care.permissions import CasePermissions, Permission


def case_permissions(*, organisation: str, case: str, age_band: AgeBand) -> CasePermissions:
    """All that was answered about one case of one organisation, for the core to decide by."""
    rows = RecordedPermission.objects.filter(organisation=organisation, case=case).order_by("given_at", "id")
    return CasePermissions(case=case, age_band=age_band, given=tuple(map(permission_of_row, rows)))


def case_permissions_as_told(*, organisation: str, case: str) -> CasePermissions:
    """All that was answered about one case, at the age that was said last."""
    rows = RecordedPermission.objects.filter(organisation=organisation, case=case)
    known = list(rows.order_by("given_at", "id"))
    band = AgeBand(known[-1].age_band) if known else AgeBand.NOT_KNOWN
    return CasePermissions(case=case, age_band=band, given=tuple(map(permission_of_row, known)))


def act_first_records(*, organisation: str, case: str) -> list[ActFirst]:
    """All act-first records of one case of one organisation, the oldest first."""
    rows = RecordedActFirst.objects.filter(organisation=organisation, case=case)
    return [act_first_of_row(row) for row in rows.order_by("decided_at", "id")]


def reviews_due(*, organisation: str, by: datetime) -> list[str]:
    """Ids of act-first records that nobody reviewed and that must be by then, the first due first."""
    return _ids(RecordedActFirst.objects.filter(reviewed_at=None), organisation, "review_due_at", by)


def tellings_due(*, organisation: str, by: datetime) -> list[str]:
    """Ids of act-first records whose child was not told and must be by then, the first due first."""
    return _ids(RecordedActFirst.objects.filter(told_at=None), organisation, "tell_by", by)


def _ids(rows: QuerySet[RecordedActFirst], organisation: str, due: str, by: datetime) -> list[str]:
    mine = rows.filter(organisation=organisation, **{f"{due}__lte": by})
    return list(mine.order_by(due, "id").values_list("id", flat=True))


def kept_from_any(records: Collection[RecordedActFirst]) -> dict[str, frozenset[str]]:
    """By the id of each record from whom its case is kept: by it, an answer, or as kin of somebody in it."""
    cases = {each.case for each in records}
    given, close = defaultdict[str, list[Permission]](list), defaultdict[str, set[str]](set)
    for row in RecordedPermission.objects.filter(case__in=cases).order_by("given_at", "id"):
        given[row.case].append(permission_of_row(row))
    for case, membership in CaseConflict.objects.filter(case__in=cases).values_list("case", "membership"):
        close[case].add(membership)
    return {
        each.id: CasePermissions(
            case=each.case, age_band=AgeBand.NOT_KNOWN, given=tuple(given[each.case])
        ).must_not_know()
        | close[each.case]
        | set(each.must_not_know)
        | set(each.feared)
        for each in records
    }
