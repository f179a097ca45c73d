"""Load by `wrk`, which knows nothing of us: requests a second, and how long the slow ones took."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
SCRIPT = Path(__file__).with_suffix(".lua")


@dataclass(frozen=True, slots=True)
class Entry:
    """A request that is sent in its turn; without a body it is a GET."""

    path: str
    headers: dict[str, str]
    body: str = ""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What came of it: requests a second, milliseconds, and how many were refused or broke off."""

    rate: float
    p50: float
    p99: float
    answered: int
    failed: int


def is_here() -> bool:
    """Whether `wrk` is installed; `scripts/system` does that."""
    return shutil.which("wrk") is not None


def send(
    port: int, entries: Iterable[Entry], folder: Path, *, seconds: float, people: int = 16, first: int = 0
) -> Traffic:
    """Sends `entries` one after the other, again and again, over a connection for each of `people`.

    `first`: where it is given, each `@` of a body is a number, another in each request, from this one on.
    """
    told = folder / "entries.lua"
    told.write_text(f"return {{{','.join(_lua(each) for each in entries)}}}", encoding="utf-8")
    words = ["wrk", "-t1", f"-c{people}", f"-d{seconds:g}s", "--latency", "--timeout", "20s"]
    made = subprocess.run(
        [
            *words,
            "-s",
            str(SCRIPT),
            f"http://127.0.0.1:{port}/",
            "--",
            str(told),
            *([str(first)] if first else []),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    return read(made.stdout)


def read(said: str) -> Traffic:
    """What `wrk` says, as numbers."""
    rate, answered = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    assert rate, said
    assert answered, said
    refused = [int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", said)]
    for line in re.findall(r"Socket errors: (.*)", said):
        refused += [int(n) for n in re.findall(r"\d+", line)]
    p50, p99 = _slow(said, 50), _slow(said, 99)
    return Traffic(float(rate.group(1)), p50, p99, int(answered.group(1)), sum(refused))


def _slow(said: str, share: int) -> float:
    found = re.search(rf"^\s+{share}%\s+([\d.]+)(us|ms|s|m)\s*$", said, re.M)
    assert found, said
    return float(found.group(1)) * MILLISECONDS[found.group(2)]


def _lua(entry: Entry) -> str:
    headers = ",".join(f"[{_quoted(name)}]={_quoted(value)}" for name, value in entry.headers.items())
    return f"{{path={_quoted(entry.path)},headers={{{headers}}},body={_quoted(entry.body)}}}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
