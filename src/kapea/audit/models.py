"""Who did what to the programme's own things, and when. Never anything about a person who asked for help.

Ids are text, not foreign keys: deleting something can neither erase nor block its trail.
"""

from __future__ import annotations

from django.db import models

from kapea.audit.duties import DataDuty, Sensitivity


class Event(models.Model):
    """One act of staff: `by` is the account name of an operator, never a visitor."""

    duty = DataDuty(
        Sensitivity.STAFF,
        purpose="to answer for what was published, when, and by whom",
        retention="as long as the programme must answer for it",
        erasure="by the programme, whole rows at a time",
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
