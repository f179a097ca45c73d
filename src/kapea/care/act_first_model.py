"""That somebody asks a supervisor to pass a referral on without a yes, and what they said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.care.referral_models import MAX_CODE, MAX_ID, CaseReferral
from kapea.people.ids import new_id


class ActFirstAsked(models.Model):
    """What the worker says who asks; it decides nothing. `id` is that of the record that comes of a yes."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to have two people decide, each for themselves, what is passed on without a yes",
        retention="as long as its case",
        erasure="with its case",
        erased_by=("kapea.care.case_erasure.erase_case",),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    referral = models.ForeignKey(CaseReferral, on_delete=models.CASCADE, related_name="act_first_asked")
    ground = models.CharField(max_length=MAX_CODE)
    duty_card = models.CharField(max_length=80, blank=True)
    child_wish = models.CharField(max_length=MAX_CODE)
    told_at = models.DateTimeField(null=True)
    told_how = models.CharField(max_length=MAX_CODE, blank=True)
    tell_by = models.DateTimeField(null=True)
    not_yet_because = models.CharField(max_length=MAX_CODE, blank=True)
    asked_by = models.CharField(max_length=MAX_ID)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=MAX_ID, blank=True)
    agreed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(answered_at=None), name="care_one_asks_at_a_time"
            ),
            models.CheckConstraint(
                name="care_agreed_by_another",
                condition=Q(agreed=False) | ~Q(answered_by="") & ~Q(answered_by=models.F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"somebody asks to act first: referral {self.referral_id}"
