"""Sharing protocols as rows: what two organisations agreed on before one tells the other of a child."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.staff.roles import Relation
from kapea.people.ids import new_id
from kapea.people.models import Organisation, Relations

MAX_ID, MAX_CODE, MAX_NAME = 16, 60, 80


class RecordedProtocol(models.Model):
    """One agreement: `organisation` proposed it, `partner` agreed, by a person of theirs or on paper.

    `purpose`: the kind of service, for which a permission is asked. `runs`: who runs the services of the
    partner in the directory, if it names them. `signed_by`: who signed for the partner on paper; empty where
    somebody of theirs agreed here.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to tell a partner of a child only by what both agreed on, and to know who agreed",
        retention="as long as the programme must answer for what was told under it",
        erasure="by the programme",
    )
    relations: ClassVar[Relations] = {
        Relation.ORGANISATION: lambda member: (
            Q(organisation=member.organisation) | Q(partner=member.organisation)
        ),
        Relation.MINE: lambda member: Q(organisation=member.organisation),
        Relation.REFERRED: lambda member: Q(partner=member.organisation),
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="proposed_protocols"
    )
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="protocols_with_us")
    purpose = models.CharField(max_length=MAX_CODE)
    runs = models.CharField(max_length=MAX_CODE, blank=True)
    fields = models.JSONField()
    sent_by = models.JSONField()
    kept_days = models.PositiveSmallIntegerField()
    proposed_by = models.CharField(max_length=MAX_ID)
    proposed_at = models.DateTimeField()
    agreed_on = models.DateField(null=True)
    agreed_by = models.CharField(max_length=MAX_ID, blank=True)
    signed_by = models.CharField(max_length=MAX_NAME, blank=True)
    review_on = models.DateField()
    left_on = models.DateField(null=True)
    left_by = models.CharField(max_length=MAX_ID, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "partner", "purpose"])]
        constraints = [
            models.CheckConstraint(name="care_protocol_of_two", condition=~Q(organisation=F("partner"))),
            models.CheckConstraint(
                name="care_protocol_agreed_by_somebody",
                condition=Q(agreed_on__isnull=True) | ~Q(agreed_by="", signed_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"sharing protocol {self.id}"
