"""What is wrong with a pack, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning", "note"]
Reason = Literal["", "nobody", "asked-since"]
NOBODY: Reason = "nobody"
"""It goes away once there are services to call: in a pack that is only begun it waits for them."""
ASKED_SINCE: Reason = "asked-since"
"""An older property asks for it only since releases have format 3: of an earlier one it is told."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a pack: a file's path inside it, a line from 1, and the key path there."""

    file: str
    line: int = 1
    key: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" + (f" ({self.key})" if self.key else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `code` is a property id (K06), or P01… for files that do not read.

    `reason` is what programs know it by, whatever it says: NOBODY, ASKED_SINCE.
    """

    code: str
    place: Place
    says: str
    mend: str = ""
    severity: Severity = "error"
    path: tuple[str, ...] = field(default=())
    reason: Reason = ""

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.severity} {self.code}: {self.says}"]
        if self.mend:
            lines.append(f"    mend: {self.mend}")
        lines.extend(f"    {step}" for step in self.path)
        return "\n".join(lines)


class Findings:
    """Collects problems so that one run reports them all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, code: str, place: Place, says: str, mend: str = "", severity: Severity = "error") -> None:
        self.problems.append(Problem(code, place, says, mend, severity))

    @property
    def has_errors(self) -> bool:
        return any(p.severity == "error" for p in self.problems)


def known_instead(wrong: str, free: Collection[str], known: Collection[str]) -> str:
    """How to mend a word that is not known: the nearest of `free`, where one is near, and every known one."""
    near = get_close_matches(wrong, sorted(free), n=1)
    return "".join(f"perhaps `{word}`; " for word in near) + "known: " + ", ".join(sorted(known))
