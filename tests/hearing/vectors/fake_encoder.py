"""Numbers that stand in for those of a model, made of words alone; some make it try what it must not.

It runs inside the vector process of a test, so what it comes to is told in numbers: the first is 0 where it
could do what it tried, else the number of the system's refusal.
"""

from __future__ import annotations

import ctypes
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kapea.core.pack.hearing_model import VECTOR_SIZE
from kapea.hearing.vectors.process import run_process

TURNED = bytes(range(256)).translate(bytes(each ^ 0x55 for each in range(256)))
"""Every byte as another: what is looked for in memory must not be there because it is looked for."""
WRITABLE = re.compile(rb"^([0-9a-f]+)-([0-9a-f]+) rw", re.M)
KEPT: list[str] = []


def open_socket() -> None:
    socket.socket(socket.AF_INET).close()


def connect_nearby() -> None:
    with socket.socket(socket.AF_UNIX) as there:
        there.connect("/run/systemd/journal/stdout")


ATTEMPTS: dict[str, Callable[[], object]] = {
    "read a file": lambda: os.close(os.open("/etc/hostname", os.O_RDONLY)),
    "write a file": lambda: os.close(os.open("found.txt", os.O_WRONLY | os.O_CREAT)),
    "make a folder": lambda: os.mkdir("found"),
    "open a socket": open_socket,
    "connect nearby": connect_nearby,
    "begin a process": lambda: os.fork() or os._exit(0),
    "become a program": lambda: os.execv("/bin/true", ["true"]),
    "begin a program": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "make a pipe": os.pipe,
    "end another": lambda: os.kill(os.getppid(), 0),
}


def numbers_of(words: str) -> list[float]:
    """The same numbers for the same words, each between 0 and 1."""
    return [((sum(words.encode()) * (n + 1)) % 97) / 97 for n in range(VECTOR_SIZE)]


def outcome(attempt: Callable[[], object]) -> float:
    try:
        attempt()
    except OSError as error:
        return float(error.errno or -1)
    return 0.0


def load() -> Callable[[str], list[float]]:
    maps = os.open("/proc/self/maps", os.O_RDONLY)

    def encode(words: str) -> list[float]:
        if words in ATTEMPTS:
            return [outcome(ATTEMPTS[words]), *[0.0] * (VECTOR_SIZE - 1)]
        if words.startswith("seek "):
            return [float(times_in_memory(maps, words[5:])), *[0.0] * (VECTOR_SIZE - 1)]
        if words.startswith("say "):
            sys.stdout.write(words)
            sys.stderr.write(words)
            sys.stdout.flush()
        if words.startswith("keep "):
            KEPT.append(words + "!")
        if words.startswith("sleep "):
            time.sleep(float(words[6:]))
        if words.startswith("fail "):
            raise ValueError(words)
        if words == "abort":
            os.abort()
        if words == "fall":
            ctypes.string_at(8)
        return numbers_of(words)

    return encode


def times_in_memory(maps: int, turned: str) -> int:
    """How often words are in the memory of this process; they are given in hexadecimal, turned."""
    os.lseek(maps, 0, os.SEEK_SET)
    told = b"".join(iter(lambda: os.read(maps, 65536), b""))
    sought = bytes.fromhex(turned)
    return sum(_times(int(a, 16), int(b, 16), sought) for a, b in WRITABLE.findall(told))


def _times(begins: int, ends: int, sought: bytes) -> int:
    return ctypes.string_at(begins, ends - begins).translate(TURNED).count(sought)


if __name__ == "__main__":
    signal.alarm(600)
    sys.exit(run_process(Path(sys.argv[1]), load))
