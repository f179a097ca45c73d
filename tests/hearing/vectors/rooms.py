"""A real vector process for a test, with numbers of its own making in place of a model."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.run import ROOT

from kapea.hearing.vectors.client import VectorClient
from kapea.hearing.vectors.sealing import forgetful_environment
from kapea.hearing.vectors.wire import LENGTH

STARTS = [sys.executable, "-m", "tests.hearing.vectors.fake_encoder"]


class Room:
    """The process, where it works and where it listens."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, path: Path) -> None:
        self.process, self.folder, self.path = process, folder, path

    def ask(self, words: str) -> list[float] | None:
        """As a worker asks; nothing that failed before counts."""
        return VectorClient(str(self.path)).vector_of(words)

    def answer_to(self, sent: bytes) -> bytes:
        """All that comes back for some bytes."""
        with socket.socket(socket.AF_UNIX) as there:
            there.settimeout(60)
            there.connect(str(self.path))
            there.sendall(sent)
            return b"".join(iter(lambda: there.recv(4096), b""))

    def files(self) -> dict[str, bytes]:
        """What stands in its folder, and what it said."""
        return {p.name: p.read_bytes() for p in self.folder.iterdir() if p.is_file()}


@contextmanager
def room(folder: Path, starts: list[str] = STARTS) -> Iterator[Room]:
    """A vector process in an empty folder of its own; it might leave a core file as large as it likes."""
    folder.mkdir(exist_ok=True)
    path = folder / "socket"
    environment = forgetful_environment(os.environ) | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src"), *sys.path])
    }
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(
            [*starts, str(path)], cwd=folder, env=environment, stdout=out, stderr=err, preexec_fn=_core_files
        )
    try:
        _wait_until_said(process, folder / "out")
        yield Room(process, folder, path)
    finally:
        process.kill()
        process.wait()


def _core_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def _wait_until_said(process: subprocess.Popen[bytes], out: Path) -> None:
    """It says that it listens, then seals itself; the first answer comes once it did."""
    while not out.read_bytes():
        assert process.poll() is None, (out.parent / "err").read_text()
        time.sleep(0.02)


def question(words: str) -> bytes:
    encoded = words.encode()
    return LENGTH.pack(len(encoded)) + encoded
