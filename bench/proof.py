"""What it costs to prove a country pack."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import clock, path
from bench.figures import Section
from kapea.core.checker.check import check
from kapea.core.pack.build import Built

HOW = """\
`kapea check packs/cambodia` without the printing: the pack is built from its files, every state a person can
reach is walked, and each property is looked at. CPU seconds of one run. Then `kapea check packs/*` as a
command, two packs at a time, by the wall clock: proved anew, and when nothing has changed."""

DAY = date(2026, 11, 24)


def measure(made: Built | None = None) -> Section:
    section, done = Section("Proving a country pack", HOW), dict[str, Any]()
    building = 0.0 if made else clock.once(_keep(done, "built", path.built))
    built = made or done["built"]
    checking = clock.once(_keep(done, "report", lambda: check(built, on=DAY)))
    report = done["report"]
    section.add("full check of Cambodia, building included", building + checking, "s", bar=3, aim=2)
    if made is None:
        section.add("of that, building", building, "s")
    section.add("places (a node and the facts there)", report.places)
    section.add("states (places with each number of misses)", report.states)
    section.add("transitions", report.transitions)
    errors = sum(p.severity == "error" for p in report.problems)
    section.add("`kapea check packs/*`, all four countries, wall", _all("--fresh"), "s", bar=20)
    section.add("the same again, nothing changed, wall", _all(), "s", bar=4)
    section.add("errors found", errors, note="none" if report.ok else "the pack was being worked on")
    return section


def _all(*more: str) -> float:
    command = [
        sys.executable,
        "-m",
        "kapea",
        "check",
        "--no-warnings",
        *more,
        *(f"packs/{c}" for c in path.COUNTRIES),
    ]
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[1])
    return time.monotonic() - began


def _keep(done: dict[str, Any], name: str, make: Callable[[], Any]) -> Callable[[], None]:
    def run() -> None:
        done[name] = make()

    return run
