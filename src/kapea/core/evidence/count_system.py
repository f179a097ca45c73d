"""A publication as arithmetic: unknown counts, sums of them, and between which numbers each is said to be.

Cells that are in the same figures cannot be told apart by anybody, so they are one unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kapea.core.evidence.counts import (
    CellKey,
    CountMark,
    FigureKey,
    Publication,
    PublishedCount,
    ShownCount,
)
from kapea.core.evidence.whole_rows import solved_columns

MOST_UNKNOWNS = 200
MOST_SUMS = 400

CountPart = frozenset[int]
"""Numbers of unknowns that are added up."""


class TooLargeToAudit(ValueError):
    """So much cannot be looked through at once, so it is not published; the message says what to do."""


@dataclass(frozen=True, slots=True)
class CountRange:
    """Between which numbers a figure is said to be; `high` None where nothing limits it."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSystem:
    """`counts`, `thresholds`, `cells`: of each unknown. `parts`: of each figure that has data. `solved`: the
    unknowns that one could work out if every figure were shown.
    """

    counts: tuple[int, ...]
    thresholds: tuple[int, ...]
    cells: tuple[frozenset[CellKey], ...]
    parts: Mapping[FigureKey, CountPart]
    zero_informs: bool
    solved: frozenset[int]

    @property
    def least_hidden(self) -> int:
        """The smallest count that a hidden figure may have: everybody knows whether zeros are hidden."""
        return 0 if self.zero_informs else 1

    def total(self, part: CountPart) -> int:
        return sum(self.counts[unknown] for unknown in part)

    def threshold(self, part: CountPart) -> int:
        return max(self.thresholds[unknown] for unknown in part)

    def is_small(self, part: CountPart) -> bool:
        """Whether this many must not be said."""
        return self.would_be_small(part, self.total(part))

    def would_be_small(self, part: CountPart, count: int) -> bool:
        return self.least_hidden <= count < self.threshold(part)

    def cells_of(self, part: CountPart) -> frozenset[CellKey]:
        return frozenset(cell for unknown in part for cell in self.cells[unknown])


def count_system(publication: Publication) -> CountSystem:
    """Raises TooLargeToAudit."""
    groups = _groups(publication)
    parts = {
        figure.key: part
        for figure in publication.figures
        if (part := frozenset(at for at, group in enumerate(groups) if group <= figure.cells))
    }
    if len(groups) > MOST_UNKNOWNS or len(set(parts.values())) > MOST_SUMS:
        raise TooLargeToAudit(
            f"{len(groups)} groups in {len(set(parts.values()))} sums, and no more than {MOST_UNKNOWNS} in "
            f"{MOST_SUMS} can be looked through: publish broader groups"
        )
    return CountSystem(
        counts=tuple(sum(publication.counts[cell] or 0 for cell in group) for group in groups),
        thresholds=tuple(publication.threshold(group) for group in groups),
        cells=tuple(groups),
        parts=parts,
        zero_informs=publication.zero_informs,
        solved=solved_columns(sorted(set(parts.values()), key=sorted)),
    )


def _groups(publication: Publication) -> list[frozenset[CellKey]]:
    """The counted cells, those together that are in the same figures."""
    members: dict[CellKey, list[int]] = {}
    for at, figure in enumerate(publication.figures):
        for cell in figure.cells:
            if publication.counts[cell] is not None:
                members.setdefault(cell, []).append(at)
    groups: dict[tuple[int, ...], set[CellKey]] = {}
    for cell in sorted(members):
        groups.setdefault(tuple(members[cell]), set()).add(cell)
    return [frozenset(group) for group in groups.values()]


def said_range(said: PublishedCount | CountRange, system: CountSystem) -> CountRange:
    """Between which numbers a figure is, for whoever reads this of it."""
    match said:
        case CountRange():
            return said
        case ShownCount(count):
            return CountRange(count, count)
        case CountMark.HIDDEN:
            return CountRange(system.least_hidden, None)
        case _:
            return CountRange(0, 0)


def told_ranges(
    system: CountSystem, said: Mapping[FigureKey, PublishedCount | CountRange]
) -> dict[CountPart, CountRange]:
    """Between which numbers each sum is, by all that is said of it; without those of which nothing is."""
    told: dict[CountPart, CountRange] = {}
    for key, each in said.items():
        if key in system.parts:
            part, new = system.parts[key], said_range(each, system)
            told[part] = _both(told[part], new) if part in told else new
    return told


def _both(one: CountRange, other: CountRange) -> CountRange:
    highs = [each.high for each in (one, other) if each.high is not None]
    return CountRange(max(one.low, other.low), min(highs, default=None))


def hidden_parts(told: Mapping[CountPart, CountRange]) -> Iterable[CountPart]:
    return (part for part, said in told.items() if said.high is None)
