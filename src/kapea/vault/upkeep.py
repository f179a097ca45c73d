"""Deleting keys whose time is over; `kapea tidy` calls it, and a start of the server locks what was open."""

from __future__ import annotations

from datetime import datetime

from kapea.vault.link_keys import destroy_old_link_keys
from kapea.vault.return_codes import delete_expired_codes
from kapea.vault.staff_keys import lock_idle
from kapea.vault.store import overwrite_deleted_keys


def tidy_keys(*, at: datetime) -> int:
    """Deletes open keys that are idle, codes whose day is over, keys of some hours. How many."""
    gone = lock_idle(at=at) + delete_expired_codes(at=at) + destroy_old_link_keys(at=at)
    overwrite_deleted_keys()
    return gone
