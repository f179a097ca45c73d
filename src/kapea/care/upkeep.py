"""Records whose day has come are erased, cases with all that stands in them, and whoever has to answer a
referral is reminded: about once a minute, and by `kapea tidy`.
"""

from __future__ import annotations

from datetime import datetime

from kapea.care.actions import erase_case_permissions
from kapea.care.case_erasure import erase_case, records_of_case
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
    due = records_due(at=at)
    for each in due:
        for record in records_of_case(each.record):
            erase_record(record, by=ERASED_BY, at=at)
        erase_case_permissions(organisation=each.organisation, case=each.record, by=ERASED_BY, at=at)
        erase_case(each.record, by=ERASED_BY, at=at)
        erase_record(each.record, by=ERASED_BY, at=at)
    return len(due)
