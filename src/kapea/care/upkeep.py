"""What becomes of records by itself: those whose day has come are erased, whoever has to answer a referral is
reminded, totals are sealed anew once a secret was replaced. About once a minute, and by `kapea tidy`.
"""

from __future__ import annotations

from datetime import datetime

from kapea.care.actions import erase_case_permissions
from kapea.care.case_drafts import erase_draft_record
from kapea.care.case_erasure import erase_case, records_of_case
from kapea.care.helpline_tallies import reseal_tallies
from kapea.care.intake_erasure import erase_as_asked, erase_intake
from kapea.care.outside_records import erase_outside
from kapea.care.referral_clocks import ring_for_late_answers
from kapea.people.models import Organisation
from kapea.vault.record_retention import erase_record, records_due

ERASED_BY = "retention"
"""Who erased, in the trail: nobody, but that its time was over."""


def tidy_referrals(*, at: datetime) -> int:
    """Rings for referrals that wait too long for an answer; for how many. Where there is no organisation
    nothing is looked at.
    """
    return ring_for_late_answers(at=at) if Organisation.objects.exists() else 0


def tidy_records(*, at: datetime) -> int:
    """Erases what is kept no longer; how many records. Stopped in between, the next time does the rest.
    Where there is no organisation the key store is not opened.
    """
    if not Organisation.objects.exists():
        return 0
    reseal_tallies()
    erase_as_asked(at=at)
    due = records_due(at=at)
    for each in due:
        erase_draft_record(each.record)
        erase_with_keys(each.record, each.organisation, by=ERASED_BY, at=at)
    return len(due)


def erase_with_keys(record: str, organisation: str, *, by: str, at: datetime) -> None:
    """Erases whatever was kept under a record, a case, what somebody left, what came from
    another system; and its keys."""
    for referral in records_of_case(record):
        erase_record(referral, by=by, at=at)
    erase_case_permissions(organisation=organisation, case=record, by=by, at=at)
    erase_case(record, by=by, at=at)
    erase_intake(record, by=by, at=at, is_over=by == ERASED_BY)
    erase_outside(record, by=by, at=at)
    erase_record(record, by=by, at=at)
