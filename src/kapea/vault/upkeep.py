"""Deleting keys whose time is over; `kapea tidy` calls it, and a start of the server locks what was open."""

from __future__ import annotations

from datetime import datetime

from kapea.vault.return_codes import delete_expired_codes
from kapea.vault.staff_keys import lock_idle
from kapea.vault.store import overwrite_deleted_keys


def tidy_keys(*, at: datetime) -> int:
    """Deletes open keys that are idle, and codes whose day is over. How many."""
    gone = lock_idle(at=at) + delete_expired_codes(at=at)
    overwrite_deleted_keys()
    return gone
