"""A breaker for each database: when it did not answer, nobody else waits for it for a moment.

Then one request tries. So a database that is away costs one visitor a wait, and everybody else nothing, and
when it is back it is noticed by itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db.utils import OperationalError

REST_SECONDS = 1.0
"""How long a database is left alone after it failed to answer."""


class DatabaseAway(OperationalError):
    """The database failed a moment ago and is left alone; nothing was asked of it."""


class Breaker:
    """Knows of one database whether it answered last time. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._rests_until: float | None = None
        self._trying: int | None = None

    def check(self) -> None:
        """Returns where the database may be asked; raises DatabaseAway where it is left alone."""
        if self._rests_until is None:
            return
        with self._lock:
            if self._rests_until is None or self._trying == threading.get_ident():
                return
            if self._clock() < self._rests_until:
                raise DatabaseAway("the database did not answer a moment ago")
            self._trying, self._rests_until = threading.get_ident(), self._clock() + REST_SECONDS

    def failed(self) -> None:
        """It could not be reached, or did not answer in time."""
        with self._lock:
            self._trying, self._rests_until = None, self._clock() + REST_SECONDS

    def answered(self) -> None:
        """It answered."""
        if self._rests_until is not None:
            with self._lock:
                self._trying = self._rests_until = None


_breakers: dict[str, Breaker] = {}


def breaker_of(alias: str) -> Breaker:
    """The breaker of a database of the settings, in this process."""
    return _breakers.setdefault(alias, Breaker())


def reset() -> None:
    """Forgets every failure."""
    for each in _breakers.values():
        each.answered()
