"""What is to be published, as sums over the smallest groups counted, and what may stand for a count.

The program gives counts of groups and says which of them each figure adds up. It never gives a figure's
value: that is worked out here, so a total is the true one or is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

THRESHOLD = 5
"""A count below it is not published (SG-46)."""
SENSITIVE_THRESHOLD = 10
"""For sexual harm, children under 12, disability, LGBTQIA+, one school or centre."""

CellKey = tuple[str, ...]
"""What a group that was counted has in common, dimension by dimension: a month, an area, an age band."""
FigureKey = tuple[str, ...]
"""Of which table a figure is, and where in it."""


class NotAPublication(ValueError):
    """What was to be published contradicts itself; the message names the place, never a count."""


class CountMark(Enum):
    """What stands in place of a number. Each is told apart from the others, in text and for a screen reader.
    There is none that says “fewer than five”: such a mark tells the count within four.
    """

    HIDDEN = "hidden"
    NO_DATA = "no data"
    ZERO = "0"


@dataclass(frozen=True, slots=True)
class ShownCount:
    """A count that is said, from 1 up."""

    count: int

    def __post_init__(self) -> None:
        if self.count < 1:
            raise NotAPublication("a count that is shown begins at 1; nobody is CountMark.ZERO")


PublishedCount = ShownCount | CountMark


@dataclass(frozen=True, slots=True)
class Figure:
    """One place of a table: the sum of these cells."""

    key: FigureKey
    cells: frozenset[CellKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """All that is, was or can be read together: tables, their filters, months, former editions.

    `counts`: people in each cell, None where nobody counted; such a cell is in no sum. `thresholds`: of cells
    whose threshold is not 5; a sum has the highest of its cells. `zero_informs`: whether it tells something
    of a group that nobody of it was counted; then a zero is hidden as other small counts are. `already`: what
    was said of a figure in a former edition and cannot be taken back. What was corrected since stands in
    cells of its own: those added, those taken out.
    """

    counts: Mapping[CellKey, int | None]
    figures: tuple[Figure, ...]
    thresholds: Mapping[CellKey, int] = field(default_factory=dict)
    zero_informs: bool = True
    already: Mapping[FigureKey, PublishedCount] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if faults := (*self._count_faults(), *self._figure_faults(), *self._already_faults()):
            raise NotAPublication("; ".join(faults))

    def total(self, figure: Figure) -> int | None:
        """The true count of a figure; None where nobody counted any of it."""
        counted = [count for cell in figure.cells if (count := self.counts[cell]) is not None]
        return sum(counted) if counted else None

    def threshold(self, cells: Iterable[CellKey]) -> int:
        """From which count on these cells together may be said."""
        return max(self.thresholds.get(cell, THRESHOLD) for cell in cells)

    def _count_faults(self) -> list[str]:
        faults = [f"counts: less than nobody in {cell}" for cell, n in self.counts.items() if n and n < 0]
        low = [cell for cell, threshold in self.thresholds.items() if threshold < THRESHOLD]
        return [*faults, *(f"thresholds: below {THRESHOLD} for {cell}" for cell in low)]

    def _figure_faults(self) -> list[str]:
        keys = [figure.key for figure in self.figures]
        twice = {key for key in keys if keys.count(key) > 1}
        faults = [f"figures: {key} twice" for key in sorted(twice)]
        for figure in self.figures:
            if not figure.cells or not figure.cells <= self.counts.keys():
                faults.append(f"figures: {figure.key} adds up cells that are not in counts")
        return faults

    def _already_faults(self) -> list[str]:
        if self._figure_faults():
            return []
        figures = {figure.key: figure for figure in self.figures}
        faults = [f"already: no figure {key}" for key in self.already if key not in figures]
        for key in figures.keys() & self.already.keys():
            if not self._is_as_said(figures[key], self.already[key]):
                faults.append(f"already: {key} is not as it was said; give corrections cells of their own")
        return faults

    def _is_as_said(self, figure: Figure, said: PublishedCount) -> bool:
        true = published_count(self.total(figure))
        if said is CountMark.HIDDEN:
            return self.zero_informs or true is not CountMark.ZERO
        return said == true


def published_count(total: int | None) -> PublishedCount:
    """What is said of a count that is not hidden."""
    if total is None:
        return CountMark.NO_DATA
    return ShownCount(total) if total else CountMark.ZERO
