"""Checking a stored release with the engine of this program. Needs no database, so it may run anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kapea.core.checker.check import check
from kapea.core.checker.report import Report
from kapea.core.pack.build import Built
from kapea.core.pack.parse.journeys import EFFECTS
from kapea.core.pack.stored import UnreadableRelease, read_release

EVERY_EFFECT = frozenset(EFFECTS)


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

    @property
    def passed(self) -> bool:
        return self.report is not None and self.report.ok


def prove(stored: ReleaseToCheck) -> Verdict:
    """Checks a stored release as of the day it was stored, so that only the engine makes a difference.

    It takes seconds and reads nothing else, so several may run side by side in processes of their own.
    """
    try:
        release = read_release(stored.body, stored.hash)
    except UnreadableRelease as unreadable:
        return Verdict(stored.pack, stored.hash, None, str(unreadable))
    report = check(Built(release, [], {}, release.languages), on=stored.on, performs=stored.performs)
    return Verdict(stored.pack, stored.hash, report, why_failed(report.errors))


def why_failed(errors: Sequence[object]) -> str:
    """What a check that failed found, in a line for an operator; empty where it found nothing."""
    return f"{len(errors)} findings, first {errors[0]}" if errors else ""
