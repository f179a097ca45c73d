"""How many conversations are open, how often something was counted, whether one is still there."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Sum

from kapea.guide.models import Conversation, Count


def open_conversations(*, at: datetime) -> int:
    """How many could still be gone on with."""
    return Conversation.objects.filter(expires_at__gt=at).count()


def is_kept(id: str) -> Exists:
    """Whether there is a conversation whose id stands in a column of other rows, named here."""
    return Exists(Conversation.objects.filter(id=OuterRef(id)))


def conversation_is_kept(id: str) -> bool:
    """Whether there is still a conversation whose row has this id; it may have expired."""
    return Conversation.objects.filter(id=id).exists()


def times_counted(*, before: date) -> dict[tuple[str, str], int]:
    """By door and outcome, how often it was counted on the days before one."""
    rows = Count.objects.filter(day__lt=before).values_list("door", "outcome")
    return {(door, outcome): times for door, outcome, times in rows.annotate(sum=Sum("times"))}
