"""One run of the tests: its folder, and what its processes make once and share."""

from __future__ import annotations

import atexit
import fcntl
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
_AT_THE_END: list[Callable[[], None]] = []


def _folder() -> Path:
    """The folder of this run: the first process makes it and takes it away, its children inherit it."""
    if "KAPEA_TEST_HOME" not in os.environ:
        os.environ["KAPEA_TEST_HOME"] = tempfile.mkdtemp(prefix="kapea-test-")
        atexit.register(_end, os.getpid())
    return Path(os.environ["KAPEA_TEST_HOME"])


def _end(first: int) -> None:
    if os.getpid() != first:  # a forked child inherits this and must leave the folder alone
        return
    for last in _AT_THE_END:
        last()
    shutil.rmtree(HOME, ignore_errors=True)


def at_the_end(last: Callable[[], None]) -> None:
    """Has the first process do something before the folder goes; registered on import, in every process."""
    _AT_THE_END.append(last)


HOME = _folder()
ROOT = Path(__file__).parents[1]


@contextmanager
def locked(name: str) -> Iterator[Path]:
    """Holds a lock among the processes of this run; gives the path that stands for the name."""
    path = HOME / "shared" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path


def shared(name: str, make: Callable[[], T]) -> T:
    """What `make` gives: made by the first process that asks, read from a file by all others."""
    with locked(name) as path:
        if not path.exists():
            made = make()
            part = path.with_name(f"{path.name}.part")
            part.write_bytes(pickle.dumps(made))
            part.replace(path)
            return made
    value: T = pickle.loads(path.read_bytes())
    return value


def shared_folder(name: str, make: Callable[[Path], None]) -> Path:
    """A folder that `make` fills once in this run. Copy it; do not write into it."""
    with locked(name) as path:
        if not path.exists():
            part = path.with_name(f"{path.name}.part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            make(part)
            part.rename(path)
    return path
