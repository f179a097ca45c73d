"""Totals for the operator: how many conversations are open, how often something was counted."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Sum

from kapea.guide.models import Conversation, Count


def open_conversations(*, at: datetime) -> int:
    """How many could still be gone on with."""
    return Conversation.objects.filter(expires_at__gt=at).count()


def times_counted(*, before: date) -> dict[tuple[str, str], int]:
    """By door and outcome, how often it was counted on the days before one."""
    rows = Count.objects.filter(day__lt=before).values_list("door", "outcome")
    return {(door, outcome): times for door, outcome, times in rows.annotate(sum=Sum("times"))}
