"""Conversations, sealed and short-lived, and counters that tell nothing about anyone."""

from __future__ import annotations

from django.db import models

from kapea.audit.duties import DataDuty, Sensitivity
from kapea.core.pack.model import MAX_ID

DIMENSIONS = ("day", "pack", "door", "language", "who", "band", "situation", "level", "outcome")
"""What is counted apart from each other, in the order of the table's columns."""


class Conversation(models.Model):
    """A conversation: where it is found, what it holds sealed, how far it has come, when it is swept."""

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="the way on from one answer to the next, and back",
        retention="10 idle minutes, 5 where the phone is said to be shared",
        erasure="by Leave at once; by workers within two minutes of the first view being opened again; by "
        "workers and `kapea tidy` once it has expired, then from the files too",
        erased_by=(
            "kapea.guide.actions.forget",
            "kapea.guide.actions.delete_ended",
            "kapea.guide.actions.sweep",
            "kapea.guide.upkeep.empty_log",
        ),
    )
    id = models.CharField(primary_key=True, max_length=32)
    sealed = models.BinaryField()
    turn = models.PositiveIntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return "a conversation"


class Count(models.Model):
    """How often something was reached on a local day. No event rows, no serial number, no order."""

    duty = DataDuty(
        Sensitivity.TOTALS,
        purpose="to know how many were helped with what, so that help gets better; and how doors work",
        retention="until the programme deletes it",
        erasure="by the programme, whole days at a time",
    )
    pk = models.CompositePrimaryKey(*DIMENSIONS)
    day = models.DateField()
    pack = models.CharField(max_length=MAX_ID)
    door = models.CharField(max_length=20)
    language = models.CharField(max_length=MAX_ID)
    who = models.CharField(max_length=MAX_ID)
    band = models.CharField(max_length=MAX_ID)
    situation = models.CharField(max_length=MAX_ID)
    level = models.CharField(max_length=MAX_ID)
    outcome = models.CharField(max_length=MAX_ID)
    times = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.outcome} {self.day}"
