"""Why raw words are opened in need, by two people, for an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

GLASS_HOLDS = timedelta(hours=1)
"""So long somebody waits for a second person, and so long they may read then (default)."""


class GlassReason(Enum):
    """A closed list: nobody writes down what they expect to read."""

    DANGER_NOW = "danger-now"
    """Somebody may be in danger, and what was said tells how."""
    WITHDRAWAL = "withdrawal"
    """Somebody withdraws, and it is not clear which words are theirs."""
    FAULT_IN_TEXT = "fault-in-text"
    """What was released cannot be what was said."""


def glass_holds(since: datetime | None, at: datetime) -> bool:
    """Whether the hour from a moment on is not over."""
    return since is not None and since <= at < since + GLASS_HOLDS
