"""From nothing to the first answer, and what a worker holds in memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.figures import Section
from bench.server import Server
from bench.site import surroundings

HOW = """\
A new Python process imports the program, reads the live release out of the database and answers the first
view in Khmer over WSGI; then 200 requests are made of it, reading and answering by turns. “Four packs” are
the four countries in their five languages, all held at once, their danger words ready. `kapea serve` is the
whole command, its server and its one worker, to the first answer on its socket. Wall seconds suffer from
whoever else is busy; CPU seconds hardly do."""

MODULE = (sys.executable, "-m", "bench.first")


def new(home: Path, publishings: int = 30) -> Path:
    """A folder with a database in which four countries are live, and releases wait to be published."""
    _run(home, "new", str(publishings))
    return home


def measure(home: Path, server: Server | None = None, rounds: int = 3) -> Section:
    section, runs = Section("Start and memory", HOW), [_first(home) for _ in range(rounds)]

    def middle(key: str) -> float:
        return statistics.median(run[key] for run in runs)

    section.add("start to first answer, wall", middle("wall"), "s", bar=2, aim=1)
    section.add("start to first answer, CPU", middle("cpu"), "s", bar=2, aim=1)
    if server is not None:
        section.add("`kapea serve` to first answer, wall", server.seconds, "s", bar=2, aim=1)
        section.add("`kapea serve` to first answer, CPU of its two processes", server.cpu, "s", bar=2, aim=1)
    section.add("resident after the first answer", middle("first"), "MB")
    section.add("resident after 200 requests", middle("later"), "MB", bar=150, aim=90)
    section.add("resident with four packs in five languages", middle("packs"), "MB", bar=150, aim=90)
    note = "each read, and a conversation begun in it"
    section.add("the same after thirty publishings", middle("published"), "MB", bar=150, aim=90, note=note)
    if server is not None:
        for _ in range(200):
            server.get("/km/")
        section.add(
            "the worker of `kapea serve` after 200 more requests", server.memory(), "MB", bar=150, aim=90
        )
    return section


def _first(home: Path) -> dict[str, Any]:
    began = time.time()
    told: dict[str, Any] = json.loads(_run(home))
    return told | {"wall": told["at"] - began}


def _run(home: Path, *rest: str) -> bytes:
    env = {**os.environ, **surroundings(home)}
    return subprocess.run([*MODULE, str(home), *rest], env=env, check=True, stdout=subprocess.PIPE).stdout
