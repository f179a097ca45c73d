"""Asks the vector process for the sentence vector of words. Help never hangs on it.

Whatever goes wrong there is no vector, at once or after a moment, and for some seconds nobody asks again.
It keeps no words and no connection, and logs none of either.
"""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable

from kapea.hearing.vectors.wire import LENGTH, MOST_BYTES, vector_in

log = logging.getLogger(__name__)
MOST_SECONDS = 0.3
"""Longer nobody waits, whatever the process does."""
REST_SECONDS = 5.0
"""After a failure nobody asks for so long."""
Clock = Callable[[], float]


class VectorClient:
    """Where the vector process listens, and whether it is worth asking. Safe in any thread."""

    def __init__(self, path: str, clock: Clock = time.monotonic) -> None:
        self._path, self._clock = path, clock
        self._rests_until = float("-inf")
        self._is_away = False

    def vector_of(self, words: str) -> list[float] | None:
        """The sentence vector of words; None where there is none now. It never raises."""
        if self._clock() < self._rests_until:
            return None
        try:
            question = words.encode("utf-8", "replace")
            if not 0 < len(question) <= MOST_BYTES:
                return None
            answer = _answered(self._path, question, self._clock)
        except Exception:  # a fault of any kind costs a vector, never help
            self._rests_until = self._clock() + REST_SECONDS
            self._say_once(is_away=True)
            return None
        self._say_once(is_away=False)
        return vector_in(answer)

    def _say_once(self, *, is_away: bool) -> None:
        if is_away and not self._is_away:
            log.warning("hearing: the vector process does not answer; words alone are heard")
        self._is_away = is_away


def _answered(path: str, question: bytes, clock: Clock) -> bytes:
    """What the process answers. Raises OSError, also when the time is over."""
    until = clock() + MOST_SECONDS
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as there:
        there.settimeout(MOST_SECONDS)
        there.connect(path)
        there.settimeout(_left(until, clock))
        there.sendall(LENGTH.pack(len(question)) + question)
        (length,) = LENGTH.unpack(_received(there, LENGTH.size, until, clock))
        return _received(there, length, until, clock)


def _received(there: socket.socket, length: int, until: float, clock: Clock) -> bytes:
    out = b""
    while len(out) < length:
        there.settimeout(_left(until, clock))
        part = there.recv(length - len(out))
        if not part:
            raise ConnectionError
        out += part
    return out


def _left(until: float, clock: Clock) -> float:
    left = until - clock()
    if left <= 0:
        raise TimeoutError
    return left
