"""Conversations, sealed and short-lived, and counters that tell nothing about anyone."""

from __future__ import annotations

from django.db import models


class Conversation(models.Model):
    """A conversation: where it is found, what it holds sealed, how far it has come, when it is swept.

    Personal data: none readable. Kept: 30 idle minutes. Erased: by leaving, by expiry, by deleting the row.
    """

    id = models.CharField(primary_key=True, max_length=32)
    sealed = models.BinaryField()
    turn = models.PositiveIntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return "a conversation"


class Count(models.Model):
    """How often something was reached on a day. No event rows: nothing can be linked by order.

    Personal data: none. Kept: until the programme deletes it.
    """

    day = models.DateField()
    pack = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    who = models.CharField(max_length=20)
    band = models.CharField(max_length=10)
    situation = models.CharField(max_length=10)
    level = models.CharField(max_length=10)
    outcome = models.CharField(max_length=20)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "day",
                    "pack",
                    "channel",
                    "language",
                    "who",
                    "band",
                    "situation",
                    "level",
                    "outcome",
                ],
                name="one_counter_for_each_combination",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.day}"
