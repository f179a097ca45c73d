"""That somebody has to report what they know of a case, and whether it was done. To whom, and what the child
was told, stands sealed in an entry.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.care.case_models import MAX_ID, Case
from kapea.people.ids import new_id


class ReportTask(models.Model):
    """A report that is owed. From `escalates_at` on, supervisors have it before everything else."""

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to see to it that what has to be reported at once is not forgotten",
        retention="as long as its case",
        erasure="with its case",
        erased_by=("kapea.care.case_erasure.erase_case",),
    )
    id = models.CharField(primary_key=True, max_length=MAX_ID, default=new_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    began_at = models.DateTimeField()
    escalates_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=MAX_ID, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(done_at=None), name="care_one_report_at_a_time"
            ),
            models.CheckConstraint(
                name="care_report_done_by_somebody",
                condition=Q(done_at=None, done_by="") | (Q(done_at__isnull=False) & ~Q(done_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"a report of case {self.case_id}"
