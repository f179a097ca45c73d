"""Erasing a case: when its day has come, or because the child wants it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kapea.audit import actions as audit
from kapea.care.case_drafts import erase_drafts_in
from kapea.care.models import Case, CaseReferral


def records_of_case(case: str) -> list[str]:
    """What has a key of its own and goes with a case: its referrals."""
    return list(CaseReferral.objects.filter(case=case).values_list("id", flat=True))


@transaction.atomic
def erase_case(case: str, *, by: str, at: datetime) -> int:
    """Deletes a case with all that stands in it, also what somebody had only begun to write; 0 where there is
    none. Its keys go by the vault, its permissions by `erase_case_permissions`.
    """
    row = Case.objects.filter(id=case).first()
    if row is None:
        return 0
    organisation = row.organisation_id
    erase_drafts_in(row)
    row.delete()
    audit.record(action="case.erase", subject=f"case:{case}", by=by, at=at, organisation=organisation)
    return 1
