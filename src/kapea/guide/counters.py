"""Adding a batch of totals to the days' counters, so that the table never tells what came when.

A day that is touched is written anew, whole and in a random order, in a transaction of its own: every row of
it was then written at the same moment, whichever of them grew. Rows keep no number, no order (migration 2).
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db import connection, transaction

from kapea.guide.tally import CountedOutcome

READ = (
    "SELECT day, pack, door, language, who, band, situation, level, outcome, times "
    "FROM guide_count WHERE day = %s"
)
WRITE = (
    "INSERT INTO guide_count (day, pack, door, language, who, band, situation, level, outcome, times) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
CLEAR = "DELETE FROM guide_count WHERE day = %s"
ALONE = "LOCK TABLE guide_count IN SHARE ROW EXCLUSIVE MODE"
"""PostgreSQL only: two workers write one after the other. On SQLite every writer is alone already."""


def add_totals(totals: Mapping[CountedOutcome, int]) -> None:
    """Adds totals to the counters of their days, or raises DatabaseError and changes nothing."""
    if not totals:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(ALONE)
        sums = Counter(dict(totals))
        for touched in {outcome.day for outcome in totals}:
            cursor.execute(READ, (touched,))
            sums.update({CountedOutcome(_day(day), *key): times for day, *key, times in cursor.fetchall()})
            cursor.execute(CLEAR, (touched,))
        rows = [(*outcome, times) for outcome, times in sums.items()]
        secrets.SystemRandom().shuffle(rows)
        cursor.executemany(WRITE, rows)


def _day(value: date | str) -> date:
    """SQLite gives a day back as text when it is asked past the ORM."""
    return value if isinstance(value, date) else date.fromisoformat(value)
