"""Whether somebody answers here, as pages ask it: looked up twice a minute, and no page fails by it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import Error as AnyDatabaseError

from kapea.care.answering_desks import Answering, answering_in, has_codes

LOOKED_AT_FOR = 30.0
Offer = tuple[tuple[Answering, ...], bool]
"""Who answers now, and whether somebody may have a code."""
NOBODY: Offer = ((), False)


class OfferedAnswers:
    """What is known of a pack, for half a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._known: dict[str, tuple[float, Offer]] = {}

    def of(self, pack: str, *, at: datetime) -> Offer:
        """Who answers in a country, and whether there may be codes. Nobody, where none can be looked up.

        One looks; whoever asks meanwhile is told what was known. A database that does not answer is not asked
        again before its time: else each page would wait for it.
        """
        now = self._clock()
        with self._lock:
            looked, known = self._known.get(pack, (-LOOKED_AT_FOR, NOBODY))
            if now - looked < LOOKED_AT_FOR:
                return known
            self._known[pack] = (now, known)
        found = self._looked_up(pack, at)
        with self._lock:
            self._known[pack] = (now, found)
        return found

    def _looked_up(self, pack: str, at: datetime) -> Offer:
        try:
            return answering_in(pack, at=at), has_codes(pack)
        except AnyDatabaseError:
            return NOBODY

    def clear(self) -> None:
        with self._lock:
            self._known.clear()


offered = OfferedAnswers()
