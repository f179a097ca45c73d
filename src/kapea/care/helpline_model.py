"""How many came in a month, in the groups of helplines: totals, sealed under the deployment's secret."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.staff.roles import Relation
from kapea.people.models import Organisation, Relations

MAX_MONTH = 7


class HelplineTally(models.Model):
    """The totals of an organisation and a month. Sealed, since a small one beside the row of a case of that
    month would tell its reason.
    """

    duty = DataDuty(
        Sensitivity.TOTALS,
        purpose="to say how many came, for what and what was done, in groups so large that nobody is found",
        retention="until the programme deletes it",
        erasure="by the programme, whole months at a time",
    )
    relations: ClassVar[Relations] = {
        Relation.ORGANISATION: lambda member: Q(organisation=member.organisation),
    }
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    month = models.CharField(max_length=MAX_MONTH)
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month"], name="care_one_tally_of_a_month")
        ]

    def __str__(self) -> str:
        return f"the contacts of {self.month}"
