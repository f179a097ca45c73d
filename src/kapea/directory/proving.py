"""Laying entries over a pack and proving what comes of it, in memory: nothing is stored here.

Proving takes its time. So all of what waits is tried together first; only where that fails it is halved,
until it is known what breaks something. What was proved once is not proved again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from kapea.core.checker.report import Report
from kapea.core.directory.freshness import Dialled, leaves
from kapea.core.pack.assets import Breaker
from kapea.core.pack.build import Built
from kapea.core.pack.model import Release
from kapea.core.pack.overlay import LaidOver, overlaid
from kapea.core.pack.overlay_record import OverlayRecord, entry_of
from kapea.core.pack.problem import Problem
from kapea.directory.models import DirectoryEdit

Prove = Callable[[Built], Report]
"""The checker, as of the day on which entries are laid over."""
Stopped = tuple[DirectoryEdit, tuple[Problem, ...]]
Tried = tuple[tuple[str, ...], frozenset[str]]
"""The ids of changes, and those left out."""


class PackFails(RuntimeError):
    """What is live does not pass its check today, with or without entries; the message is for operators."""


@dataclass(frozen=True, slots=True)
class OverlayOutcome:
    """What may be served, and with which changes; `stopped` are those that would break something, with why;
    `kept` are ids of entries whose day has come and without which nobody would be there.
    """

    built: Built
    report: Report
    taken: tuple[DirectoryEdit, ...]
    stopped: tuple[Stopped, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(slots=True)
class OverlayTrial:
    """A pack, a day and what was found by dialling: tries entries on it."""

    base: Release
    today: str
    dials: tuple[Dialled, ...]
    breakers: dict[str, Breaker]
    prove: Prove
    _served: Sequence[DirectoryEdit] = ()
    _own: frozenset[tuple[str, str]] | None = None
    _proved: dict[Tried, tuple[Built, Report]] = field(default_factory=dict)

    def outcome(self, served: Sequence[DirectoryEdit], waiting: Sequence[DirectoryEdit]) -> OverlayOutcome:
        """The most of the changes that can be served. Raises PackFails."""
        self._served = served
        if (tried := self._with_leaving([*served, *waiting])) is not None:
            return tried
        certain: list[DirectoryEdit] = []
        stopped = [*self._sort_out(certain, served), *self._sort_out(certain, waiting)]
        last = self._with_leaving(certain)
        if last is None:
            raise PackFails(f"{self.base.id} does not pass its check today: run `kapea check`")
        return OverlayOutcome(last.built, last.report, last.taken, tuple(stopped), last.kept)

    def _sort_out(self, certain: list[DirectoryEdit], edits: Sequence[DirectoryEdit]) -> list[Stopped]:
        """Adds to what is certain what breaks nothing beside it; what does, with why. Of many of which
        one does, few sets are proved.
        """
        if not edits:
            return []
        problems = self._caused(*self._laid(_standing([*certain, *edits]), frozenset()))
        if not problems:
            certain += edits
            return []
        if len(edits) == 1:
            return [(edits[0], problems)]
        half = len(edits) // 2
        return [*self._sort_out(certain, edits[:half]), *self._sort_out(certain, edits[half:])]

    def _with_leaving(self, edits: Sequence[DirectoryEdit]) -> OverlayOutcome | None:
        """All of them, without those whose day has come; with them, where nobody would be there otherwise."""
        standing = _standing(edits)
        built, _ = self._overlaid(standing, frozenset())
        over = self._leaving(built)
        for left in (over, frozenset[str]()) if over else (over,):
            built, report = self._laid(standing, left)
            if not self._caused(built, report):
                if report.errors:
                    raise PackFails(f"{self.base.id} does not pass its check today: {report.errors[0]}")
                return OverlayOutcome(built, report, tuple(standing), kept=tuple(sorted(over - left)))
        return None

    def _leaving(self, built: Built) -> frozenset[str]:
        if built.release is None:
            return frozenset()
        services, live = built.release.directory.services, self.base.live
        ids = {entry_of(place) for place in built.places.values()} & services.keys()
        return frozenset(id for id in ids if leaves(services[id], self.today, live=live))

    def _laid(self, edits: Sequence[DirectoryEdit], left: frozenset[str]) -> tuple[Built, Report]:
        """What comes of it, and what the checker finds there; proved the first time only."""
        tried = (tuple(edit.id for edit in edits), left)
        if tried not in self._proved:
            built, problems = self._overlaid(edits, left)
            reads = built.release is not None
            self._proved[tried] = built, self.prove(built) if reads else Report(self.base.id, problems)
        return self._proved[tried]

    def _overlaid(
        self, edits: Sequence[DirectoryEdit], left: frozenset[str]
    ) -> tuple[Built, tuple[Problem, ...]]:
        records = tuple(_without_left(edit.entry, left) for edit in edits)
        built = overlaid(self.base, LaidOver(records, self.dials, self.today), self.breakers)
        return built, tuple(each for each in built.problems if each.severity == "error")

    def _caused(self, built: Built, report: Report) -> tuple[Problem, ...]:
        """Errors that were not there before. Nothing more is proved where there are none, or where entries do
        not even fit together: what is live does.
        """
        if not report.errors or built.release is None:
            return report.errors
        if self._own is None:
            self._own = frozenset((each.code, each.says) for each in self._before())
        return tuple(each for each in report.errors if (each.code, each.says) not in self._own)

    def _before(self) -> Sequence[Problem]:
        """What the pack by itself has today; nothing where what is served of it passes."""
        _, served = self._laid(_standing(self._served), frozenset())
        if not served.errors:
            return ()
        return self.prove(Built(self.base, [], {}, self.base.languages)).errors


def _without_left(record: OverlayRecord, left: frozenset[str]) -> OverlayRecord:
    return msgspec.structs.replace(record, is_closed=True) if record.id in left else record


def _standing(edits: Sequence[DirectoryEdit]) -> list[DirectoryEdit]:
    """The last change of each service, in their order."""
    by_service = {edit.service: edit for edit in edits}
    return [edit for edit in edits if by_service[edit.service] is edit]


def prove_on(today: str) -> Prove:
    """The checker as of a day. Read in only here: a worker never holds it."""
    from kapea.content.check_stored import EVERY_EFFECT
    from kapea.core.checker.check import check

    return lambda built: check(built, on=date.fromisoformat(today), performs=EVERY_EFFECT)
