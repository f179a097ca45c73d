"""Editions of figures: what an organisation said of its workshops. A row is added and never changed."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.staff.roles import Relation
from kapea.people.ids import new_id
from kapea.people.models import MAX_ID, Organisation, Relations

HASH_SIGNS = 64


class EditionStands(Exception):
    """An edition is never changed: what was corrected is told in the next one."""


class FiguresEdition(models.Model):
    """One edition, from the first day of a month to the last of one. `said`, `changes`: all that it tells.
    `cells`, `came_of`, `answers_of`: what it was made from, kept so that the next one tells nothing by
    subtraction; they are on no page. `digest` also stands in the trail.
    """

    duty = DataDuty(
        Sensitivity.TOTALS,
        purpose="to tell what workshops changed, once and for good, so that no small count comes back",
        retention="as long as the programme reports on it",
        erasure="with its organisation",
    )
    relations: ClassVar[Relations] = {
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation),
    }
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    begins = models.DateField()
    ends = models.DateField()
    release = models.CharField(max_length=HASH_SIGNS)
    said = models.JSONField()
    changes = models.JSONField()
    cells = models.JSONField()
    came_of = models.JSONField()
    answers_of = models.JSONField()
    held = models.PositiveIntegerField()
    uncounted = models.PositiveIntegerField()
    earlier = models.PositiveIntegerField()
    not_said = models.JSONField()
    by = models.CharField(max_length=MAX_ID)
    published_at = models.DateTimeField()
    digest = models.CharField(max_length=HASH_SIGNS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="figures_edition_number_once"),
            models.CheckConstraint(condition=Q(begins__lt=models.F("ends")), name="figures_edition_in_order"),
        ]

    def __str__(self) -> str:
        return f"edition {self.number} of {self.organisation_id}"

    def save(self, *given: Any, **more: Any) -> None:
        """Raises EditionStands for one that is there already."""
        if not self._state.adding:
            raise EditionStands
        super().save(*given, **more)

    def delete(self, *given: Any, **more: Any) -> NoReturn:
        """Raises EditionStands."""
        raise EditionStands
