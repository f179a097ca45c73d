"""Gives up everything that a process does not need to turn words into numbers, for good.

After it there is no disk, no network, no other program, no picture of the memory for anybody to find. What
cannot be given up on a machine ends the start, not the promise.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import socket
from collections.abc import Mapping

from kapea.hearing.vectors.system_calls import SECCOMP, filter_program

SPARE_FILES = 2
"""Open files beyond those there are: a connection, and one that is just being closed."""
_SET_DUMPABLE, _NO_NEW_RIGHTS = 4, 38
_SET_FILTER, _FOR_ALL_THREADS = 1, 1
FORGETFUL = {
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Settings of a process that overwrites memory as soon as it is let go of, and works in one thread."""


class NotSealed(RuntimeError):
    """This machine does not let a process give up what it must; the message says what."""


def forgetful_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of the vector process: none of our settings, and what makes it forget."""
    return {k: v for k, v in environment.items() if not k.startswith("KAPEA_")} | FORGETFUL


def give_everything_up(keep: int) -> None:
    """Gives everything up but one open file. Raises NotSealed where the system refuses, or did not do it."""
    machine = platform.machine()
    if machine not in SECCOMP:
        raise NotSealed(f"there is no filter for {machine}, only for {', '.join(SECCOMP)}")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _say_nothing_more()
    _leave_no_picture()
    _open_nothing_more(keep)
    _ask_for_nothing_more(machine)
    _try_it()


def _say_nothing_more() -> None:
    """Whatever would still be written, by whomever, goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nowhere, each)
    os.close(nowhere)


def _leave_no_picture() -> None:
    """No core dump, also none to a program that collects them; nobody of the same account looks in."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _control(_SET_DUMPABLE, 0)


def _open_nothing_more(keep: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    most = keep + 1 + SPARE_FILES
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _ask_for_nothing_more(machine: str) -> None:
    """The filter, on every thread there is. It cannot be taken off again."""
    _control(_NO_NEW_RIGHTS, 1)
    lines = filter_program(machine)
    room = ctypes.create_string_buffer(lines, len(lines))
    program = _Program(len(lines) // 8, ctypes.addressof(room))
    system = ctypes.CDLL(None, use_errno=True)
    asked = map(ctypes.c_long, (SECCOMP[machine], _SET_FILTER, _FOR_ALL_THREADS))
    if system.syscall(*asked, ctypes.byref(program)) != 0:
        raise NotSealed(f"the system takes no filter ({os.strerror(ctypes.get_errno())})")


class _Program(ctypes.Structure):
    _fields_ = [("lines", ctypes.c_ushort), ("first", ctypes.c_void_p)]


def _control(what: int, value: int) -> None:
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(what, ctypes.c_ulong(value), *[ctypes.c_ulong(0)] * 3) != 0:
        raise NotSealed(f"the system refuses it ({os.strerror(ctypes.get_errno())})")


def _try_it() -> None:
    for attempt in (lambda: os.open(os.devnull, os.O_RDONLY), lambda: socket.socket(socket.AF_INET).close()):
        try:
            attempt()
        except PermissionError:
            continue
        raise NotSealed("the filter is there, and lets things through")
