"""What came from systems of others, pasted by somebody here: a referral that waits for a worker, and what
claims that somebody set a consent aside, which waits for a supervisor and is never a case.

Neither holds what was pasted. A few codes are kept of it, sealed under a key of their own (`record`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.care.case_models import MAX_CODE, MAX_ID, MAX_LANGUAGE
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.exchange.exchange_question import EXCHANGED
from kapea.core.staff.roles import Relation
from kapea.people.ids import new_id
from kapea.people.models import Organisation, Relations

_ERASED = ("kapea.care.outside_records.erase_outside",)
_SYSTEMS = [each.value for each in EXCHANGED]


class OutsideReferral(models.Model):
    """A referral from elsewhere. `level` and `language` are what a person here said. The id is that of the
    case which is made of it.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to bring a referral from another system to one worker",
        retention="the days that the pack of the country says (retention.yaml: referral); until it is a case",
        erasure="when a case is made of it; else by itself",
        erased_by=_ERASED,
    )
    relations: ClassVar[Relations] = {
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation),
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    system = models.CharField(max_length=MAX_CODE)
    level = models.CharField(max_length=MAX_CODE)
    language = models.CharField(max_length=MAX_LANGUAGE)
    record = models.CharField(max_length=MAX_ID, unique=True)
    sealed = models.BinaryField()
    put_by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()
    taken_by = models.CharField(max_length=MAX_ID, blank=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "at"], name="care_outside_of")]
        constraints = [
            models.CheckConstraint(
                name="care_outside_known_codes",
                condition=Q(system__in=_SYSTEMS, level__in=[each.value for each in CaseLevel]),
            )
        ]

    def __str__(self) -> str:
        return f"a referral from elsewhere: {self.id}"


class QuarantineEntry(models.Model):
    """A record that claims that somebody set a consent aside. Nothing of it is kept but where it says so."""

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to let a supervisor ask another organisation why a child's no was set aside",
        retention="the days that the pack of the country says (retention.yaml: referral)",
        erasure="by itself",
        erased_by=_ERASED,
    )
    relations: ClassVar[Relations] = {
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation),
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    system = models.CharField(max_length=MAX_CODE)
    record = models.CharField(max_length=MAX_ID, unique=True)
    sealed = models.BinaryField()
    put_by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()
    seen_by = models.CharField(max_length=MAX_ID, blank=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "at"], name="care_quarantine_of")]
        constraints = [
            models.CheckConstraint(name="care_quarantine_system", condition=Q(system__in=_SYSTEMS))
        ]

    def __str__(self) -> str:
        return f"put aside: {self.id}"
