"""What waits and what was given up, for the operator: numbers and reasons, nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from kapea.outbox.models import PARKED, WAITING, QueuedReply


@dataclass(frozen=True, slots=True)
class Standing:
    """How many replies of a door wait, how many were given up, and why."""

    waiting: int
    parked: int
    reasons: dict[str, int]


def standing_of_door(door: str) -> Standing:
    """How a door stands now."""
    mine = QueuedReply.objects.filter(door=door)
    parked = mine.filter(status=PARKED).values_list("reason").annotate(times=Count("id")).order_by("-times")
    reasons = dict(parked)
    return Standing(mine.filter(status=WAITING).count(), sum(reasons.values()), reasons)
