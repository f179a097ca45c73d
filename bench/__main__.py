"""`python -m bench [PART ...] [--quick] [--keep]`: all parts write results.md; some are only printed, or with
`--keep` renew their own sections of it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench import figures

RESULTS = Path(__file__).with_name("results.md")
PARTS = (
    "engine",
    "hearing",
    "web",
    "wire",
    "start",
    "proof",
    "scale",
    "load",
    "traffic",
    "chats",
    "trail",
    "vault",
    "staff",
    "cases",
    "directory",
    "agreement",
    "coding",
)


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="kapea-bench-") as folder:
        home = Path(folder, "here")
        home.mkdir()
        from bench import site

        site.prepare(home)
        return _measure(asked, Path(folder))


def _measure(asked: argparse.Namespace, folder: Path) -> int:
    from bench import (
        agreement,
        cases,
        chats,
        clock,
        coding,
        directory,
        engine,
        figures,
        hearing,
        load,
        machine,
        proof,
        scale,
        server,
        soak,
        staff,
        start,
        traffic,
        trail,
        vault,
        web,
        wire,
    )

    effort = clock.Effort(3, 0.1) if asked.quick else clock.USUAL
    people = scale.CONVERSATIONS[:2] if asked.quick else scale.CONVERSATIONS
    served = Path(folder, "served")

    def with_server(measure: Callable[[server.Server], figures.Section]) -> figures.Section:
        with server.serving(served) as running:
            return measure(running)

    how: dict[str, Callable[[], figures.Section]] = {
        "engine": lambda: engine.measure(effort, peers=not asked.quick),
        "hearing": lambda: hearing.measure(effort),
        "web": lambda: web.measure(effort),
        "wire": lambda: with_server(wire.measure),
        "start": lambda: with_server(lambda running: start.measure(served, running)),
        "proof": proof.measure,
        "scale": lambda: scale.measure(effort, people),
        "load": lambda: load.measure(effort),
        "vault": lambda: vault.measure(effort, **({"many": 100} if asked.quick else {})),
        "staff": lambda: staff.measure(effort),
        "cases": lambda: cases.measure(effort, **({"many": 100} if asked.quick else {})),
        "directory": lambda: directory.measure(effort, **({"many": 1_000} if asked.quick else {})),
        "agreement": lambda: agreement.measure(effort, **({"sessions": 100} if asked.quick else {})),
        "coding": lambda: coding.measure(effort, **({"sessions": 100} if asked.quick else {})),
        "traffic": lambda: traffic.measure(
            Path(folder, "traffic"), **({"seconds": 1, "rounds": 1} if asked.quick else {})
        ),
        "chats": lambda: chats.measure(
            Path(folder, "chats"),
            effort,
            conversations=people,
            **({"seconds": 1.0, "workers": (1, 2)} if asked.quick else {}),
        ),
        "trail": lambda: trail.measure(effort, 5_000 if asked.quick else trail.ROWS),
    }
    parts = [part for part in PARTS if not asked.parts or part in asked.parts]
    if {"wire", "start"} & set(parts):
        served.mkdir()
        start.new(served)
    sections = [_one(part, how[part]) for part in parts]
    told = figures.page(machine.lines(), sections)
    print(told)
    if not asked.parts and not asked.quick:
        kept = figures.kept_section(RESULTS.read_text(encoding="utf-8"), soak.TITLE)
        RESULTS.write_text(f"{told}\n{kept}".rstrip() + "\n", encoding="utf-8")
    elif asked.keep and not asked.quick:
        results = RESULTS.read_text(encoding="utf-8")
        for section in sections:
            results = figures.with_section(results, figures.measured_alone(section, machine.lines()))
        RESULTS.write_text(results, encoding="utf-8")
    return 0


def _one(part: str, measure: Callable[[], figures.Section]) -> figures.Section:
    started = time.perf_counter()
    print(f"{part} …", file=sys.stderr, end=" ", flush=True)
    section = measure()
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
    return section


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="short rounds, no peers")
    parser.add_argument("--keep", action="store_true", help="write these parts into results.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
