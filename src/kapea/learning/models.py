"""Workshops of an organisation, who leads them, and what was counted in the room. No field holds a name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.staff.roles import Relation
from kapea.core.workshops.workshop_states import WorkshopState
from kapea.learning.edition_model import FiguresEdition
from kapea.learning.phone_models import LinkedAnswers, PairedCount, PhonePart, SentForm
from kapea.learning.training_models import TrainingCertificate, TrainingHours
from kapea.people.ids import new_id
from kapea.people.models import Membership, Organisation, Relations

__all__ = [
    "EnteredCount",
    "Facilitation",
    "FiguresEdition",
    "LinkedAnswers",
    "PairedCount",
    "PhonePart",
    "SentForm",
    "TrainingCertificate",
    "TrainingHours",
    "Workshop",
]
MAX_ID, MAX_PLACE, MAX_FIELD, MAX_ENTRY = 16, 80, 120, 40
STATES = [(state.value, state.value) for state in WorkshopState]


class Workshop(models.Model):
    """One session. `plan`, `area` are ids of the pack's, `release` the words that it is led with, `fields`
    what is counted in it. `group`: sessions of the same people have the same one. `prints`: what is to be
    printed for it.
    """

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to plan a workshop, and to know which were held",
        retention="as long as the programme reports on it",
        erasure="by the programme",
    )
    relations: ClassVar[Relations] = {
        Relation.MINE: lambda member: Q(facilitations__membership=member.id),
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation),
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    plan = models.CharField(max_length=MAX_PLACE)
    release = models.CharField(max_length=64)
    fields = models.JSONField(default=list)
    area = models.CharField(max_length=MAX_PLACE)
    on = models.DateField()
    begins = models.TimeField(null=True)
    group = models.CharField(max_length=MAX_ID)
    prints = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=STATES, default=WorkshopState.PLANNED.value)
    planned_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "on"])]

    def __str__(self) -> str:
        return f"workshop {self.id}"

    @property
    def standing(self) -> WorkshopState:
        """Where it stands."""
        return WorkshopState(self.state)


class Facilitation(models.Model):
    """Somebody leads a workshop, with others."""

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to say who leads a workshop, so that only they enter its numbers",
        retention="as long as its workshop",
        erasure="with its workshop",
    )
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="facilitations")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "membership"], name="leads_it_once")]

    def __str__(self) -> str:
        return f"{self.membership_id} leads {self.workshop_id}"


class EnteredCount(models.Model):
    """A number that a facilitator entered. `over` are the ids of those it was written over."""

    duty = DataDuty(
        Sensitivity.TOTALS,
        purpose="to know how many came and how groups answered, without a name",
        retention="as long as its workshop",
        erasure="with its workshop",
    )
    id = models.CharField(primary_key=True, max_length=MAX_ENTRY)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="entries")
    field = models.CharField(max_length=MAX_FIELD)
    value = models.PositiveSmallIntegerField()
    over = models.JSONField(default=list)
    by = models.CharField(max_length=MAX_ID)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.field} of {self.workshop_id}"
