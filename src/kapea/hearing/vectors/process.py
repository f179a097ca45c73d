"""The vector process: words come in by a socket of this machine, numbers go out, and nothing else ever does.

One question a connection, one after the other. It loads what it needs, gives up everything else
(`sealing.py`), and only then reads its first question. It says nothing of what it reads, to nobody; what it
read is overwritten before the next.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from kapea.hearing.vectors.sealing import NotSealed, forgetful_environment, give_everything_up
from kapea.hearing.vectors.wire import EMPTY, FAILED, GARBLED, LENGTH, LONG, MOST_BYTES, NUMBERS

MOST_WAITING = 64
READ_SECONDS = 0.2
"""A question that is not there by then is given up: others wait behind it."""
UNUSABLE, NOT_NOW = 2, 3
"""How it ends where the socket cannot be used, and where it could not be sealed."""
Encode = Callable[[str], Sequence[float]]


class NoSocket(RuntimeError):
    """The process cannot listen there; the message says why, and what to do."""


def command_of(path: Path) -> tuple[list[str], dict[str, str]]:
    """What to run for a vector process that listens at a path, and in which environment."""
    words = [sys.executable, "-m", "kapea.hearing.vectors.process", str(path)]
    return words, forgetful_environment(os.environ) | {"PYTHONPATH": os.pathsep.join(sys.path)}


def run_process(path: Path, load: Callable[[], Encode]) -> int:
    """Listens until it is ended. `load` gives what turns words into numbers, ready to be used."""
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    try:
        encode = load()
        encode("ready")  # what is loaded only when first used is loaded now, or never
        listener = _listening(path)
        _say(sys.stdout, f"Sentence vectors are given at {path}.")
        give_everything_up(keep=listener.fileno())
    except NoSocket as error:
        return _refused(str(error), UNUSABLE)
    except NotSealed as error:
        return _refused(f"Nothing is read here, because it would not be safe: {error}.", NOT_NOW)
    room = _Room(encode)
    while True:
        with suppress(OSError):
            room.answer(listener.accept()[0])


def _say(to: TextIO, sentence: str) -> None:
    with suppress(OSError):
        to.write(f"{sentence}\n")
        to.flush()


def _refused(sentence: str, code: int) -> int:
    _say(sys.stderr, sentence)
    return code


def _listening(path: Path) -> socket.socket:
    """A socket at a path, for this account alone. One that a dead process left is replaced."""
    _make_way(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    except OSError as error:
        raise NoSocket(f"Nothing can listen at {path} ({error.strerror or error}). Name another.") from error
    finally:
        os.umask(before)
    listener.listen(MOST_WAITING)
    return listener


def _make_way(path: Path) -> None:
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise NoSocket(f"{path} is no socket, and stays as it is. Name another.")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as other:
            try:
                other.connect(str(path))
            except ConnectionRefusedError:
                path.unlink()
                return
        raise NoSocket(f"Another process answers at {path}. End it first, or name another.")


class _Room:
    """Where a question is read and an answer written: the same bytes each time, overwritten each time."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._words, self._numbers = bytearray(MOST_BYTES), bytearray(NUMBERS.size)

    def answer(self, peer: socket.socket) -> None:
        """Reads a question and answers it; whoever sends nothing, or is gone, gets none."""
        patience = struct.pack("ll", 0, int(READ_SECONDS * 1e6))
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        try:
            with peer:
                answer = self._answer_to(peer)
                peer.sendall(LENGTH.pack(len(answer)))
                peer.sendall(answer)
        finally:
            self._words[:], self._numbers[:] = bytes(MOST_BYTES), bytes(NUMBERS.size)

    def _answer_to(self, peer: socket.socket) -> bytes | bytearray:
        until, head = time.monotonic() + READ_SECONDS, bytearray(LENGTH.size)
        _read(peer, memoryview(head), until)
        (length,) = LENGTH.unpack(head)
        if not 0 < length <= MOST_BYTES:
            return LONG if length else EMPTY
        words = memoryview(self._words)[:length]
        _read(peer, words, until)
        if not _waits(peer):
            raise ConnectionError
        return self._encoded(words)

    def _encoded(self, words: memoryview) -> bytes | bytearray:
        try:
            NUMBERS.pack_into(self._numbers, 0, *self._encode(str(words, "utf-8")))
        except UnicodeDecodeError:
            return GARBLED
        except Exception:  # whatever an encoder meets, its words are said to nobody
            return FAILED
        return self._numbers


def _read(peer: socket.socket, into: memoryview, until: float) -> None:
    """Fills bytes from a connection. Raises OSError where they do not come, or not in time."""
    at = 0
    while at < len(into):
        got = peer.recv_into(into[at:])
        if not got or time.monotonic() > until:
            raise ConnectionError
        at += got


def _waits(peer: socket.socket) -> bool:
    """Whether somebody still waits for the answer: who gave up costs those behind them no time."""
    try:
        return bool(peer.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except BlockingIOError:
        return True


def main() -> int:
    from kapea.hearing.vectors.encoder import vector_of_one

    return run_process(Path(sys.argv[1]), lambda: vector_of_one)


if __name__ == "__main__":
    sys.exit(main())
