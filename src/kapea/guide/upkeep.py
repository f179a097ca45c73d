"""What a worker does beside its turns: writes the tally, deletes what has expired, empties the log, and once
a day writes down where the trail stands.

One small thread a worker wakes about once a minute, so that none of this costs a turn or stands beside one in
the files. `start` is called where a worker starts to serve, `stop` (also at exit) writes what is left.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from multiprocessing.util import Finalize
from typing import Protocol

from django.db import Error as AnyDatabaseError
from django.db import connection, connections

from kapea.guide import actions, counters
from kapea.guide.tally import tally
from kapea.vault.audit_heads import DailyHeads
from kapea.vault.signing import UnusableSigningKey

log = logging.getLogger(__name__)
CHANCE = secrets.SystemRandom()
ROUND_SECONDS = 60.0
FLUSH_SECONDS = 300.0
"""A batch holds what so many seconds brought, give or take half: no count tells its minute."""
MOST_WAITING = 500
"""Under load a batch is written sooner: so many different totals hide each other well enough."""
CHECKPOINT_WAITS_MS = 500
"""How long emptying the log waits for readers and writers; when that is too short, the next round does it."""


def flush() -> None:
    """Adds the tally to the counters. What cannot be written now waits for the next time."""
    totals = tally.take()
    try:
        counters.add_totals(totals)
    except AnyDatabaseError:
        for outcome, times in totals.items():
            tally.add(outcome, times)
        log.warning("guide: %d totals could not be written; they wait", len(totals))


def clean(*, at: datetime) -> int:
    """Deletes what has ended or expired, and then takes deleted rows out of the files as well; how many had
    expired.
    """
    actions.delete_ended()
    gone = actions.sweep(at=at)
    empty_log()
    return gone


def empty_log() -> bool:
    """Leaves nothing of deleted rows in the write-ahead log of SQLite; True when it is empty now.

    On PostgreSQL deleted rows are given free for others to overwrite; its own log is not ours to empty.
    """
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            if not connection.in_atomic_block:
                cursor.execute("VACUUM guide_conversation, guide_count")
            return True
        cursor.execute(f"PRAGMA busy_timeout = {CHECKPOINT_WAITS_MS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return bool(cursor.fetchone()[0] == 0)
        finally:
            waits = connection.settings_dict["OPTIONS"].get("timeout", 5)
            cursor.execute(f"PRAGMA busy_timeout = {int(waits * 1000)}")


class Tidy(Protocol):
    """Deletes what is over at a moment; how many. Another room's."""

    def __call__(self, *, at: datetime) -> int: ...


class UpkeepThread:
    """The thread of one worker. `clock` and `now` are given so that tests need not wait."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.fromtimestamp(time.time(), UTC),
    ) -> None:
        self._clock, self._now = clock, now
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._flush_at = self._next_flush()
        self._heads = DailyHeads()
        self._tidies: Sequence[Tidy] = ()

    def _next_flush(self) -> float:
        return self._clock() + FLUSH_SECONDS * CHANCE.uniform(0.5, 1.5)

    def round(self) -> None:
        """One round: the tally when it is due, always what has expired and what of other rooms is over, once
        a day the heads of the trail. No failure ends the thread.
        """
        try:
            if self._clock() >= self._flush_at or len(tally) > MOST_WAITING:
                flush()
                self._flush_at = self._next_flush()
            clean(at=self._now())
        except AnyDatabaseError:
            log.warning("guide: the database did not answer an upkeep round; the next one tries again")
        for tidy in self._tidies:
            self._tidy(tidy)
        self._write_heads()

    def _tidy(self, tidy: Tidy) -> None:
        """Apart: a key store that is away is no reason to keep a conversation longer."""
        try:
            tidy(at=self._now())
        except AnyDatabaseError:
            log.warning("guide: what is over is not all deleted yet: a database does not answer")

    def _write_heads(self) -> None:
        try:
            self._heads.write(at=self._now())
        except UnusableSigningKey as error:
            log.warning("guide: the heads of the trail are not written: %s", error)
        except (AnyDatabaseError, OSError) as error:
            log.warning("guide: the heads of the trail are not written yet: %s", type(error).__name__)

    def start(self, *, tidies: Sequence[Tidy] = ()) -> None:
        """Begins the rounds. `tidies` are what else is deleted in each. Again: nothing more."""
        if self._thread is None:
            self._tidies = tidies
            self._ending.clear()
            self._thread = threading.Thread(target=self._run, name="kapea-upkeep", daemon=True)
            self._thread.start()
            Finalize(None, self.stop, exitpriority=10)

    def stop(self, timeout: float = 5.0) -> None:
        """Ends the rounds and writes what is left of the tally. Again: nothing more."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._ending.set()
            thread.join(timeout)

    def _run(self) -> None:
        while not self._ending.wait(ROUND_SECONDS * CHANCE.uniform(0.5, 1.5)):
            self._alone(self.round)
        self._alone(flush)

    @staticmethod
    def _alone(work: Callable[[], None]) -> None:
        """Does a piece of work on connections of its own; a fault of ours in it must not end the rounds."""
        try:
            work()
        except Exception:
            log.exception("guide: an upkeep round failed; the next one tries again")
        finally:
            connections.close_all()


_upkeep = UpkeepThread()
start, stop = _upkeep.start, _upkeep.stop
"""Begin and end the upkeep of this worker."""
