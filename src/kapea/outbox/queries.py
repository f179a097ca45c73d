"""What waits and what was given up, for the operator: numbers and reasons, nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from kapea.outbox.models import LIVES, PARKED, SHUT, WAITING, QueuedReply


@dataclass(frozen=True, slots=True)
class Standing:
    """How many replies of a door wait, since when the oldest, how many were refused before and why; how many
    were given up, and why.
    """

    waiting: int = 0
    oldest: timedelta = timedelta(0)
    waits_because: dict[str, int] = field(default_factory=dict)
    parked: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def is_shut(self) -> bool:
        """Whether something waits because the provider of the door refuses us."""
        return any(reason.startswith(SHUT) for reason in self.waits_because)


def standing_of_door(door: str, *, at: datetime) -> Standing:
    """How a door stands now."""
    mine = QueuedReply.objects.filter(door=door)
    waiting, parked = mine.filter(status=WAITING), mine.filter(status=PARKED)
    ends = waiting.aggregate(Min("expires_at"))["expires_at__min"]
    oldest = max(timedelta(0), at - (ends - LIVES)) if ends is not None else timedelta(0)
    why = {reason: times for reason, times in _by_reason(waiting).items() if reason}
    reasons = _by_reason(parked)
    return Standing(waiting.count(), oldest, why, sum(reasons.values()), reasons)


def _by_reason(rows: QuerySet[QueuedReply]) -> dict[str, int]:
    return dict(rows.values_list("reason").annotate(times=Count("id")).order_by("-times", "reason"))
