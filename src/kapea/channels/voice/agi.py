"""The FastAGI protocol as Asterisk speaks it: who calls, then one command and one answer at a time.

Whatever else comes is an end, never a fault that shows itself: the caller is gone, or it is not Asterisk.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import NamedTuple

LONGEST_LINE = 8_000
"""Octets of a line, ours or theirs: Asterisk cuts longer ones in two, and answers twice."""
MOST_VARIABLES = 200
ENVIRONMENT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
"""How long a command may take that plays nothing."""
GONE = "HANGUP"
"""The line that says so, whenever it comes."""
USAGE, USAGE_ENDS = "520-", "520 End"
AT_ONCE = 0.1
"""Seconds within which a hangup follows an answer that looks like silence."""


class CallEnded(Exception):
    """The caller hung up, or the line is closed."""


class NotAsterisk(Exception):
    """What came is not the protocol, or nothing came in time."""


class AgiAnswer(NamedTuple):
    """What Asterisk answers: 200, or what is wrong with the command; the result; what stands in brackets."""

    code: int
    result: str = ""
    value: str = ""

    @property
    def number(self) -> int:
        """The result as a number; -1 where it is none, as where something failed."""
        digits = self.result.removeprefix("-")
        if self.code != 200 or not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
            return -1
        return int(self.result)


def answer_of(line: str) -> AgiAnswer:
    """Reads the line of an answer; raises CallEnded where the channel is gone, NotAsterisk for any other."""
    code, _, rest = line.partition(" ")
    if code == "511":
        raise CallEnded
    if code in ("510", "520"):
        return AgiAnswer(int(code))
    if code != "200" or not rest.startswith("result="):
        raise NotAsterisk
    result, _, more = rest.removeprefix("result=").partition(" ")
    value = more[1:-1] if more.startswith("(") and more.endswith(")") else ""
    return AgiAnswer(200, result, value)


class AgiLine:
    """One call's connection. Every wait has an end; after an exception there is nothing more to say on it."""

    def __init__(self, connection: socket.socket, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection, self._clock = connection, clock
        self._read = bytearray()

    def environment(self) -> dict[str, str]:
        """What Asterisk says of the call first; names without `agi_`. Raises CallEnded and NotAsterisk."""
        until, told = self._clock() + ENVIRONMENT_SECONDS, dict[str, str]()
        for _ in range(MOST_VARIABLES):
            line = self._line(until)
            if not line:
                return told
            name, colon, value = line.partition(":")
            if not colon or not name.startswith("agi_"):
                raise NotAsterisk
            told[name.removeprefix("agi_")] = value.strip()
        raise NotAsterisk

    def ask(self, command: str, seconds: float = ANSWER_SECONDS) -> AgiAnswer:
        """Sends a command and waits for its answer. Raises CallEnded and NotAsterisk."""
        sent = command.encode()
        if len(sent) >= LONGEST_LINE or b"\n" in sent:
            raise ValueError("a command is one short line")
        until = self._clock() + seconds
        self._send(sent + b"\n", until)
        line = self._line(until)
        explains = line.startswith(USAGE)
        while explains and not line.startswith(USAGE_ENDS):
            line = self._line(until)
        return answer_of(line)

    def look_for_hangup(self) -> None:
        """Waits a moment; raises CallEnded if the caller hung up in it."""
        try:
            self._line(self._clock() + AT_ONCE)
        except _Late:
            return
        raise NotAsterisk

    def _line(self, until: float) -> str:
        while b"\n" not in self._read:
            if len(self._read) > LONGEST_LINE:
                raise NotAsterisk
            self._receive(until)
        line, _, rest = self._read.partition(b"\n")
        self._read = bytearray(rest)
        if len(line) > LONGEST_LINE:
            raise NotAsterisk
        words = line.decode("utf-8", "replace").rstrip("\r")
        if words == GONE:
            raise CallEnded
        return words

    def _receive(self, until: float) -> None:
        try:
            self._connection.settimeout(self._left(until))
            came = self._connection.recv(4096)
        except TimeoutError as error:
            raise _Late from error
        except OSError as error:
            raise CallEnded from error
        if not came:
            raise CallEnded
        self._read += came

    def _send(self, data: bytes, until: float) -> None:
        try:
            self._connection.settimeout(self._left(until))
            self._connection.sendall(data)
        except TimeoutError as error:
            raise _Late from error
        except OSError as error:
            raise CallEnded from error

    def _left(self, until: float) -> float:
        left = until - self._clock()
        if left <= 0:
            raise _Late
        return left


class _Late(NotAsterisk):
    """Nothing came in time."""
