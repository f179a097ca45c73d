"""Records whose day has come are erased, cases with all that stands in them, and what a secret of before has
sealed is sealed anew: about once a minute, and by `kapea tidy`.
"""

from __future__ import annotations

from datetime import datetime

from kapea.care.actions import erase_case_permissions
from kapea.care.case_drafts import erase_draft_record
from kapea.care.case_erasure import erase_case
from kapea.care.helpline_tallies import reseal_tallies
from kapea.people.models import Organisation
from kapea.vault.record_retention import erase_record, records_due

ERASED_BY = "retention"
"""Who erased, in the trail: nobody, but that its time was over."""


def tidy_records(*, at: datetime) -> int:
    """Erases what is kept no longer; how many records. Stopped in between, the next time does the rest.
    Where there is no organisation the key store is not opened.
    """
    if not Organisation.objects.exists():
        return 0
    reseal_tallies()
    due = records_due(at=at)
    for each in due:
        erase_case_permissions(organisation=each.organisation, case=each.record, by=ERASED_BY, at=at)
        erase_case(each.record, by=ERASED_BY, at=at)
        erase_draft_record(each.record)
        erase_record(each.record, by=ERASED_BY, at=at)
    return len(due)
