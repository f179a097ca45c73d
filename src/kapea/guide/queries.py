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


def counted_by_day(pack: str, *, before: date, most: int) -> list[tuple[date, str, str, int]]:
    """Day, door, outcome and how often, of days that are over, the newest first; not what doors count for
    their operator.
    """
    rows = Count.objects.filter(pack=pack, day__lt=before).exclude(outcome__regex=r"^(message|reply|door)\.")
    found = rows.values_list("day", "door", "outcome").annotate(sum=Sum("times"))
    return [
        (day, door, outcome, times)
        for day, door, outcome, times in found.order_by("-day", "door", "outcome")[:most]
    ]
