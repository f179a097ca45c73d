"""Somebody who puts everything published together, apart from our own code: with SciPy's HiGHS.

It reads what is said of figures, never what was worked out to say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from kapea.core.evidence.counts import CellKey, CountMark, FigureKey, Publication, PublishedCount, ShownCount

MOST = 10_000
"""More than this nobody believes of any count."""
EXACT = 1e-6


class Found(NamedTuple):
    """A count that should be kept, and between which numbers it must be."""

    cells: frozenset[CellKey]
    threshold: int
    low: float
    high: float

    @property
    def is_too_close(self) -> bool:
        return self.high - self.low < self.threshold - EXACT or self.high < self.threshold - EXACT


class Attacker:
    """`whole`: looks for whole numbers only."""

    def __init__(
        self, publication: Publication, said: Mapping[FigureKey, PublishedCount], *, whole: bool = False
    ) -> None:
        self.publication, self.said, self.whole = publication, said, whole
        counted = {c for f in publication.figures for c in f.cells if publication.counts[c] is not None}
        self.cells = sorted(counted)
        rows = [f for f in publication.figures if said[f.key] is not CountMark.NO_DATA]
        self.rows = np.array([self.row(figure.cells) for figure in rows])
        self.low, self.high = np.array([self.range_of(said[figure.key]) for figure in rows]).T

    def row(self, cells: frozenset[CellKey]) -> np.ndarray:
        return np.array([float(cell in cells) for cell in self.cells])

    def range_of(self, mark: PublishedCount) -> tuple[int, int]:
        if isinstance(mark, ShownCount):
            return mark.count, mark.count
        least = 0 if self.publication.zero_informs else 1
        return (0, 0) if mark is CountMark.ZERO else (least, MOST)

    def kept(self) -> Iterator[frozenset[CellKey]]:
        """What should be kept: hidden figures, and small counts of cells that the figures tell apart."""
        for figure in self.publication.figures:
            if self.said[figure.key] is CountMark.HIDDEN:
                yield figure.cells & set(self.cells)
        apart: dict[tuple[bool, ...], set[CellKey]] = {}
        for cell in self.cells:
            apart.setdefault(tuple(cell in f.cells for f in self.publication.figures), set()).add(cell)
        least = 0 if self.publication.zero_informs else 1
        for group in apart.values():
            if least <= sum(self.publication.counts[cell] or 0 for cell in group) < self.threshold(group):
                yield frozenset(group)

    def threshold(self, cells: set[CellKey] | frozenset[CellKey]) -> int:
        return max(self.publication.thresholds.get(cell, 5) for cell in cells)

    def extreme(self, cells: frozenset[CellKey], sign: int, *small: frozenset[CellKey]) -> float | None:
        """The least (1) or the largest (-1) that these cells can hold together, if those are small."""
        least = 0 if self.publication.zero_informs else 1
        rows = np.vstack([self.rows, *(self.row(each) for each in small)])
        low = np.append(self.low, [least] * len(small))
        high = np.append(self.high, [self.threshold(each) - 1 for each in small])
        if self.whole:
            found = milp(
                sign * self.row(cells),
                constraints=LinearConstraint(rows, low, high),
                bounds=Bounds(0, MOST),
                integrality=np.ones(len(self.cells)),
            )
        else:
            found = linprog(
                sign * self.row(cells),
                A_ub=np.vstack([rows, -rows]),
                b_ub=np.concatenate([high, -low]),
                bounds=(0, MOST),
                method="highs",
            )
        assert found.status in (0, 2), found.message
        return sign * found.fun if found.status == 0 else None

    def found(self) -> list[Found]:
        """Between which numbers everything is that should be kept."""
        return [
            Found(cells, self.threshold(cells), self.extreme(cells, 1) or 0, self.extreme(cells, -1) or 0)
            for cells in set(self.kept())
        ]

    def too_close(self) -> list[Found]:
        return [each for each in self.found() if each.is_too_close]

    def too_close_by_our_rules(self) -> list[Found]:
        """The same, by who also knows that something hidden is small, and tries each in turn."""
        hidden = {f.cells & set(self.cells) for f in self.publication.figures} & set(self.kept())
        return [each for each in (self.by_our_rules(cells, hidden) for cells in hidden) if each.is_too_close]

    def by_our_rules(self, cells: frozenset[CellKey], hidden: set[frozenset[CellKey]]) -> Found:
        lows = [self.extreme(cells, 1, each) for each in hidden]
        highs = [self.extreme(cells, -1, each) for each in hidden]
        low = min((each for each in lows if each is not None), default=0)
        high = max((each for each in highs if each is not None), default=0)
        return Found(cells, self.threshold(cells), low, high)
