"""What it costs to prove a country pack."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bench import clock, path
from bench.figures import Section
from kapea.core.checker.check import check
from kapea.core.pack.build import Built

HOW = """\
`kapea check` as a command that remembers nothing: Python starts, the pack is built from its files, every
state a person can reach is walked, each property is looked at, what was found is printed. CPU seconds of the
whole process, user and system, the least of three. Then the same for Cambodia inside a process that has the
word cutter loaded; and `kapea check packs/*`, two packs at a time, by the wall clock: proved anew, and when
nothing has changed."""

DAY = date(2026, 11, 24)


def measure(made: Built | None = None, countries: Sequence[str] = path.COUNTRIES, rounds: int = 3) -> Section:
    section, done = Section("Proving a country pack", HOW), dict[str, Any]()
    for country in countries:
        spent = min(_spent(country) for _ in range(rounds))
        section.add(f"`kapea check --fresh packs/{country}`, whole process", spent, "s", bar=5, aim=4)
    building = 0.0 if made else clock.once(_keep(done, "built", path.built))
    built = made or done["built"]
    checking = clock.once(_keep(done, "report", lambda: check(built, on=DAY)))
    report = done["report"]
    section.add("full check of Cambodia in a process, building included", building + checking, "s")
    if made is None:
        section.add("of that, building", building, "s")
    section.add("places (a node and the facts there)", report.places)
    section.add("states (places with each number of misses)", report.states)
    section.add("transitions", report.transitions)
    errors = sum(p.severity == "error" for p in report.problems)
    many = "all four countries" if len(countries) == len(path.COUNTRIES) else "fewer of them"
    section.add(f"`kapea check packs/*`, {many}, wall", _all(countries, "--fresh"), "s", bar=20)
    section.add("the same again, nothing changed, wall", _all(countries), "s", bar=4)
    section.add("errors found", errors, note="none" if report.ok else "the pack was being worked on")
    return section


def _all(countries: Sequence[str], *more: str) -> float:
    began = time.monotonic()
    _run(*more, *(f"packs/{country}" for country in countries))
    return time.monotonic() - began


def _spent(country: str) -> float:
    """CPU seconds of a process of its own, as the system counts them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run("--fresh", f"packs/{country}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _run(*words: str) -> None:
    command = [sys.executable, "-m", "kapea", "check", "--no-warnings", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[1])


def _keep(done: dict[str, Any], name: str, make: Callable[[], Any]) -> Callable[[], None]:
    def run() -> None:
        done[name] = make()

    return run
