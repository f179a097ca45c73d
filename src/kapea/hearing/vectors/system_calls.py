"""What a sealed process may still ask of the system, and the filter that says so to the system.

A list of what is allowed, by number for each kind of machine: whatever is not named is refused, also what
systems learn one day. No file can be opened, nothing connected to, no program and no process begun, no
signal sent.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from errno import EPERM

SECCOMP: Mapping[str, int] = {"x86_64": 317, "aarch64": 277}
"""The number of the call that sets a filter."""
_MACHINE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_ALLOWED = """
read 0 63, write 1 64, close 3 57, fstat 5 80, lseek 8 62, mmap 9 222, mprotect 10 226, munmap 11 215,
brk 12 214, rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, sched_yield 24 124,
mremap 25 216, madvise 28 233, nanosleep 35 101, getpid 39 172, sendto 44 206, recvfrom 45 207,
getsockname 51 204, setsockopt 54 208, getsockopt 55 209, exit 60 93, gettid 186 178, futex 202 98,
restart_syscall 219 128, clock_gettime 228 113, clock_nanosleep 230 115, exit_group 231 94, accept4 288 242,
getrandom 318 278, rseq 334 293
"""
"""Each with its number on x86_64, then on aarch64."""
_NUMBER, _ARCHITECTURE = 0, 4
"""Where they stand in what the system shows a filter."""
_LOAD, _IS, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | EPERM, 0x80000000


def allowed_numbers(machine: str) -> tuple[int, ...]:
    """The numbers of what is allowed on a kind of machine."""
    column = list(SECCOMP).index(machine) + 1
    return tuple(int(each.split()[column]) for each in _ALLOWED.split(","))


def filter_program(machine: str) -> bytes:
    """The filter, as the system reads it: another kind of calls ends the process, any other call fails."""
    numbers = allowed_numbers(machine)
    lines = [(_LOAD, 0, 0, _ARCHITECTURE), (_IS, 1, 0, _MACHINE[machine]), (_RETURN, 0, 0, _KILL)]
    lines += [(_LOAD, 0, 0, _NUMBER)]
    lines += [(_IS, len(numbers) - n, 0, number) for n, number in enumerate(numbers)]
    lines += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
