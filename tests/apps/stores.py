"""Where worlds come from in tests: releases in memory that can be slow, away or counted."""

from __future__ import annotations

import threading
from collections import Counter

from django.db import DatabaseError

from kapea.content import worlds as registry
from kapea.core.pack.model import decode_release, encode_release


class Store:
    """Releases in memory, given out anew each time as a database would; it counts and can fail."""

    def __init__(self, *releases) -> None:
        self.stored, self.pointer, self.read = {}, {}, Counter()
        self.away, self.good = False, None
        self.publish(*releases)

    def publish(self, *releases):
        for release in releases:
            self.stored[release.hash] = encode_release(release)
            self.pointer[release.id] = release.hash

    def live_hash(self, pack):
        if self.away:
            raise DatabaseError
        return self.pointer.get(pack)

    def release(self, hash):
        if self.away:
            raise DatabaseError
        self.read[hash[:12]] += 1
        found = next((body for name, body in list(self.stored.items()) if name.startswith(hash)), None)
        return decode_release(found) if found is not None else None

    def stand_in(self, pack, *, instead_of):
        return self.good


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float = registry.LOOK_EVERY_SECONDS) -> None:
        self.now += seconds


class Asking:
    """Somebody who asks in a thread of their own, so that a test can see them kept waiting."""

    def __init__(self, ask) -> None:
        self._gave = []
        self._thread = threading.Thread(target=lambda: self._gave.append(ask()), daemon=True)
        self._thread.start()

    def answer_within(self, seconds):
        self._thread.join(seconds)
        return self._gave[0] if self._gave else None


class Slow(Store):
    """A store that is slow enough for others to come meanwhile."""

    def __init__(self, *releases) -> None:
        super().__init__(*releases)
        self.reading, self.may_read = threading.Event(), threading.Event()
        self.may_read.set()

    def release(self, hash):
        self.reading.set()
        assert self.may_read.wait(600)
        threading.Event().wait(0.05)
        return super().release(hash)


def together(number, do, finally_=lambda: None):
    """Does something in several threads at once; what each gave. The first error of any is raised."""
    gave, wrong, barrier = [None] * number, [], threading.Barrier(number)

    def run(at):
        try:
            barrier.wait()
            gave[at] = do(at)
        except BaseException as error:
            wrong.append(error)
            finally_()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in wrong:
        raise error
    return gave
