"""Checking a stored release with the engine of this program. Needs no database, so it may run anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kapea.core.checker.check import check
from kapea.core.checker.report import Report
from kapea.core.pack.build import Built
from kapea.core.pack.parse.journeys import EFFECTS
from kapea.core.pack.problem import ASKED_SINCE, Problem
from kapea.core.pack.stored import UnreadableRelease, read_release

EVERY_EFFECT = frozenset(EFFECTS)
ASKED_SINCE_FORMAT = {
    **dict.fromkeys(("K22", "K23", "K24", "K25", "K26", "K28", "K29"), 3),
    **dict.fromkeys(("K32", "K33"), 4),
}
"""Properties that no release of an earlier format was made for.

It is no worse than on the day before, and nobody must lose a conversation by an upgrade: what is found is
told, and what came with the program is published anew.
"""
LISTS_SINCE_FORMAT_3 = frozenset({"kin", "police", "advice", "negations", "forbids"})
"""Word lists that did not exist before: that they are too short is told as well."""


@dataclass(frozen=True, slots=True)
class ReleaseToCheck:
    """A stored release to be checked: its bytes, the day it was stored for, and which kinds of effects are
    performed here.
    """

    pack: str
    hash: str
    body: bytes
    on: date
    performs: frozenset[str] = EVERY_EFFECT


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a check. Without a report the bytes are not a release that this version reads."""

    pack: str
    hash: str
    report: Report | None
    why: str = ""
    told: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it may be served: nothing was found but what is only `told`."""
        return self.report is not None and not self.why


def prove(stored: ReleaseToCheck) -> Verdict:
    """Checks a stored release as of the day it was stored, so that only the engine makes a difference.

    It takes seconds and reads nothing else, so several may run side by side in processes of their own.
    """
    try:
        release = read_release(stored.body, stored.hash)
    except UnreadableRelease as unreadable:
        return Verdict(stored.pack, stored.hash, None, str(unreadable))
    report = check(Built(release, [], {}, release.languages), on=stored.on, performs=stored.performs)
    told = tuple(p for p in report.errors if is_asked_since(p, release.format))
    stops = [p for p in report.errors if p not in told]
    return Verdict(stored.pack, stored.hash, report, why_failed(stops), told)


def is_asked_since(found: Problem, format: int) -> bool:
    """Whether a finding is of a property, or a list, that a release of this format could not know."""
    lacks = found.reason == ASKED_SINCE or found.place.key in LISTS_SINCE_FORMAT_3
    return format < (3 if lacks else ASKED_SINCE_FORMAT.get(found.code, 0))


def why_failed(errors: Sequence[object]) -> str:
    """What a check that failed found, in a line for an operator; empty where it found nothing."""
    return f"{len(errors)} findings, first {errors[0]}" if errors else ""
