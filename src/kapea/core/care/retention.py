"""Until when a record is kept: days after the last thing was done with it, by the pack of the country."""

from __future__ import annotations

from datetime import datetime, timedelta

from kapea.core.pack.model import Release
from kapea.core.pack.retention_model import RETAINED

DAYS_UNSAID = 30
"""Where a pack says nothing: short, since what nobody decided to keep is not kept."""


class NotRetained(KeyError):
    """No record is of that kind; the message names those there are."""


def retention_days(release: Release, kind: str) -> int:
    """For how many days a record of a kind is kept in this country. Raises NotRetained."""
    if kind not in RETAINED:
        raise NotRetained(f"no record is a “{kind}”; one of {', '.join(RETAINED)}")
    kept = release.retention.get(kind)
    return DAYS_UNSAID if kept is None else kept.days


def is_programme_default(release: Release, kind: str) -> bool:
    """Whether the days of a kind rest on no source."""
    kept = release.retention.get(kind)
    return kept is None or kept.is_programme_default


def erase_at(release: Release, kind: str, *, last_done: datetime) -> datetime:
    """When a record is erased with which nothing more is done. Raises NotRetained."""
    return last_done + timedelta(days=retention_days(release, kind))
