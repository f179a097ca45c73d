"""Who may press now, and what was pressed already: so that printing never takes the pages of others."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable

from kapea.core.paper.belief import Unprintable
from kapea.core.paper.printed import Printed, encode_printed

PLACES = 2
"""Requests of a worker that may be at the press: one pressing, one waiting. A worker has more threads."""
MOST_BYTES = 8 << 20
"""Of files that a worker remembers: every piece of a country in its languages, and some."""


class Busy(RuntimeError):
    """All places are taken: come again soon."""


class PressQueue:
    """Files of pieces. The same piece has the same bytes, so what was pressed is remembered for a while."""

    def __init__(
        self,
        press: Callable[[bytes], bytes],
        *,
        places: int = PLACES,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._press, self._most = press, most_bytes
        self._places, self._one, self._lock = threading.Semaphore(places), threading.Lock(), threading.Lock()
        self._files: OrderedDict[bytes, bytes | str] = OrderedDict()
        self._held = 0

    def remembered(self, made: Printed) -> bytes | None:
        """The file of a piece, if it was pressed lately. Raises Unprintable where it could not be."""
        return self._find(_name(encode_printed(made)))

    def pressed(self, made: Printed) -> bytes:
        """The file of a piece. Raises Unprintable, PressFailed, or Busy, and then at once."""
        encoded = encode_printed(made)
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            with self._one:
                return self._find(_name(encoded)) or self._press_now(encoded)
        finally:
            self._places.release()

    def _find(self, name: bytes) -> bytes | None:
        with self._lock:
            found = self._files.get(name)
            if found is None:
                return None
            self._files.move_to_end(name)
        if isinstance(found, str):
            raise Unprintable(found)
        return found

    def _press_now(self, encoded: bytes) -> bytes:
        try:
            made = self._press(encoded)
        except Unprintable as refused:
            self._remember(_name(encoded), str(refused))
            raise
        self._remember(_name(encoded), made)
        return made

    def _remember(self, name: bytes, made: bytes | str) -> None:
        with self._lock:
            self._files[name] = made
            self._held += len(made)
            while self._held > self._most and self._files:
                self._held -= len(self._files.popitem(last=False)[1])

    def clear(self) -> None:
        """Forgets every file."""
        with self._lock:
            self._files.clear()
            self._held = 0


def _name(encoded: bytes) -> bytes:
    return hashlib.sha256(encoded).digest()
