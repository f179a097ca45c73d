"""Outcomes waiting to be counted, in this worker's memory: totals only, without an order or an hour.

Turns add to it and write nothing. `upkeep` takes all of it every few minutes and adds it to the day's
counters. A worker that is killed takes a few minutes' totals with it; that is the price of a database in
which no count stands beside a conversation (docs/adr/0003).
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from kapea.core.doors import limits

DOOR_NAMES = frozenset(door.name for door in limits.DOORS)


class CountedOutcome(NamedTuple):
    """What is counted apart from each other: the columns of the counter's key, in order."""

    day: date
    pack: str
    door: str
    language: str
    who: str
    band: str
    situation: str
    level: str
    outcome: str


class Tally:
    """Totals by outcome; right with any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._totals: Counter[CountedOutcome] = Counter()

    def add(self, outcome: CountedOutcome, times: int = 1) -> None:
        """Adds to a total. ValueError for a door that `core.doors` does not know."""
        if outcome.door not in DOOR_NAMES:
            raise ValueError(f"no door {outcome.door!r}: one of {', '.join(sorted(DOOR_NAMES))}")
        with self._lock:
            self._totals[outcome] += times

    def take(self) -> Mapping[CountedOutcome, int]:
        """All totals; from here on they are the caller's to write, or to put back with `add`."""
        with self._lock:
            taken, self._totals = self._totals, Counter()
        return taken

    def __len__(self) -> int:
        return len(self._totals)


tally = Tally()
"""The tally of this worker."""
