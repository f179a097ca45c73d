"""What of a study was handed out to others, and of which seats it repeats words."""

from __future__ import annotations

from django.db import models

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.studies.session_models import ERASED_BY, MAX_KIND
from kapea.studies.study_models import MAX_DIGEST, Study


class StudyHandedOut(models.Model):
    """A paper that left, or an archive. `quotes`: ids of its quotes, each with the seats whose words it
    repeats. `seats`: of whom an archive holds words.
    """

    duty = DataDuty(
        Sensitivity.CODES,
        purpose="to tell whoever withdraws, honestly, that words of theirs left already",
        retention="as long as its study; seats until they withdraw",
        erasure="by withdrawing, and with its study",
        erased_by=(
            *ERASED_BY,
            "kapea.studies.held_outputs.drop_printed_quotes",
            "kapea.studies.held_outputs.drop_archived_seat",
        ),
    )
    id = models.BigAutoField(primary_key=True)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="handed_out")
    kind = models.CharField(max_length=MAX_KIND)
    digest = models.CharField(max_length=MAX_DIGEST)
    quotes = models.JSONField(default=dict)
    seats = models.JSONField(default=list)
    handed_out_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} of {self.study_id}"
