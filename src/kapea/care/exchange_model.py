"""That a referral was taken out for a system of somebody else: which, by whom, when. Never what was in it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.care.referral_models import MAX_CODE, MAX_ID, CaseReferral
from kapea.core.care.exchange.exchange_question import EXCHANGED
from kapea.people.ids import new_id


class ReferralExport(models.Model):
    """One file that was taken out. While their yes stands nobody asks for anything back."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to tell a child which systems of others have their referral, and to ask those to delete it",
        retention="as long as its case",
        erasure="with its case",
        erased_by=("kapea.care.case_erasure.erase_case",),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    referral = models.ForeignKey(CaseReferral, on_delete=models.CASCADE, related_name="exports")
    system = models.CharField(max_length=MAX_CODE)
    by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="care_export_known_system",
                condition=Q(system__in=[each.value for each in EXCHANGED]),
            )
        ]

    def __str__(self) -> str:
        return f"a file of referral {self.referral_id}"
