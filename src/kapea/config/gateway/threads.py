"""A few threads that answer, and a short line before them. Who would wait too long is told at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue


class Job:
    """A request in line. Exactly one of them gets it: a thread that answers, or the clock that gives up."""

    __slots__ = ("_taken", "work")

    def __init__(self, work: Callable[[], None]) -> None:
        self.work, self._taken = work, threading.Lock()

    def take(self) -> bool:
        """Whether the caller is the first to ask."""
        return self._taken.acquire(blocking=False)


class Threads:
    """`count` threads, and at most `most_waiting` jobs in line."""

    def __init__(self, count: int, most_waiting: int) -> None:
        self._most, self._line = most_waiting, SimpleQueue[Job]()
        for number in range(count):
            threading.Thread(target=self._serve, name=f"answers-{number}", daemon=True).start()

    def offer(self, job: Job) -> bool:
        """Puts a job in line; False when the line is full."""
        if self._line.qsize() >= self._most:
            return False
        self._line.put(job)
        return True

    def _serve(self) -> None:
        while True:
            job = self._line.get()
            if job.take():
                job.work()
            del job  # while it waits for the next, a thread must not hold what somebody typed
