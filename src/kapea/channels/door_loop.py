"""The loop that sends by one door, beside a worker: so many at once, and the next as soon as one is done.

Each door has a loop, so that a provider which does not answer holds up nobody who writes by another.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing.util import Finalize
from queue import Empty, SimpleQueue

from django.db import Error as AnyDatabaseError
from django.db import connections

from kapea.channels.channel import Delivered, Outcome
from kapea.channels.delivery import AT_ONCE, Delivery, Sent
from kapea.outbox.actions import Reply

log = logging.getLogger(__name__)
IDLE_SECONDS = 1.0
"""How long the loop sleeps when nothing is due, unless it is woken."""


class DoorLoop:
    """Sends by one of the doors of a delivery, in a thread of its own."""

    def __init__(self, delivery: Delivery, door: str) -> None:
        self._delivery, self._door = delivery, door
        self._news = SimpleQueue[tuple[Reply, Outcome] | None]()
        self._ending = threading.Event()
        self._in_hand = 0
        self._delivered: list[Sent] = []
        self._refused: list[tuple[Reply, Outcome]] = []
        self._thread = threading.Thread(target=self.run, name=f"kapea-send-{door}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something may be due now."""
        self._news.put(None)

    def end(self) -> None:
        """Takes nothing more in hand; what is, is finished."""
        self._ending.set()
        self.wake()

    def join(self, timeout: float) -> None:
        """Waits so many seconds for its end."""
        self._thread.join(timeout)

    def run(self) -> None:
        """Sends until `end`."""
        with ThreadPoolExecutor(AT_ONCE, f"kapea-send-{self._door}") as pool:
            while not self._ending.is_set():
                self._tried(partial(self._turn, pool))
                self._hears(IDLE_SECONDS)
        self._hears(0)
        self._tried(self._settles)
        connections.close_all()

    def _tried(self, does: Callable[[], object]) -> None:
        try:
            does()
        except AnyDatabaseError:
            log.warning("channels: the database did not answer; what waits is sent later")
            connections.close_all()
        except Exception:
            log.exception("channels: a round of sending went wrong; what waits is sent later")

    def _turn(self, pool: ThreadPoolExecutor) -> None:
        """Writes down what is done, and takes what is due in its place."""
        self._delivery.tidy()
        for reply in self._settles(AT_ONCE - self._in_hand):
            self._in_hand += 1
            sent = pool.submit(self._delivery.send, reply)
            sent.add_done_callback(partial(self._tells, reply))

    def _settles(self, most: int = 0) -> list[Reply]:
        """What was taken in hand now, at most so many. What could not be written down is kept for later."""
        while self._refused:
            self._delivery.settle(*self._refused[-1])
            self._refused.pop()
        if not most and not self._delivered:
            return []
        due = self._delivery.take([self._door], most, after=self._delivered)
        self._delivered.clear()
        return due

    def _tells(self, reply: Reply, sent: Future[Outcome]) -> None:
        self._news.put((reply, sent.result()))

    def _hears(self, seconds: float) -> None:
        """Waits for news, and takes in all there are by then."""
        with suppress(Empty):
            self._takes_in(self._news.get(timeout=seconds) if seconds else self._news.get_nowait())
            while True:
                self._takes_in(self._news.get_nowait())

    def _takes_in(self, news: tuple[Reply, Outcome] | None) -> None:
        if news is None:
            return
        reply, outcome = news
        self._in_hand -= 1
        if isinstance(outcome, Delivered):
            self._delivered.append((reply, outcome))
        else:
            self._refused.append((reply, outcome))


class DoorLoops:
    """The loops of one process: one for each door that is set up."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._loops: dict[str, DoorLoop] = {}

    def wake(self, door: str) -> None:
        """Something may be due by a door now."""
        if loop := self._loops.get(door):
            loop.wake()

    def start(self) -> None:
        """Begins to send. Again, or without a door: nothing more."""
        if self._loops or not self._delivery.doors:
            return
        self._loops = {door: DoorLoop(self._delivery, door) for door in self._delivery.doors}
        for loop in self._loops.values():
            loop.start()
        Finalize(None, self.stop, exitpriority=11)

    def stop(self, timeout: float = 5.0) -> None:
        """Ends the loops; what is in hand is finished. Again: nothing more."""
        loops, self._loops = self._loops.values(), {}
        for loop in loops:
            loop.end()
        for loop in loops:
            loop.join(timeout)
