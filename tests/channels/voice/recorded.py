"""Recorded sessions of a real Asterisk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

SHAPES = Path(__file__).parents[1] / "shapes" / "fastagi"
SESSIONS = sorted(path.stem for path in SHAPES.glob("*.txt") if "\n[  " in path.read_text())
STEP = re.compile(r"\[ *\d+\.\d+\] ([SC]): ?(.*)")


class RecordedLine(NamedTuple):
    """A line of a session; `ours` where our end said it."""

    ours: bool
    words: str


def session(name: str) -> list[RecordedLine]:
    lines = (SHAPES / f"{name}.txt").read_text().splitlines()
    found = (STEP.fullmatch(line) for line in lines if not line.startswith("#"))
    return [RecordedLine(each[1] == "C", each[2]) for each in found if each]
