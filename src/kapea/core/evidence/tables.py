"""The figures of usual tables: counts by some dimensions, with all their margins, and running totals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product

from kapea.core.evidence.counts import CellKey, Figure, FigureKey

TOTAL = ""
"""In the key of a figure: all of a dimension."""


def table_figures(name: str, cells: Collection[CellKey], *, by: Sequence[int]) -> tuple[Figure, ...]:
    """Every place of a table by these dimensions of its cells, with its margins and its total. A filter is
    the same with fewer cells and another name.
    """
    groups: dict[FigureKey, set[CellKey]] = {}
    for cell in cells:
        for place in product(*((cell[at], TOTAL) for at in by)):
            groups.setdefault((name, *place), set()).add(cell)
    return _figures(groups.items())


def running_figures(
    name: str, cells: Collection[CellKey], *, over: int, periods: Sequence[str]
) -> tuple[Figure, ...]:
    """The total up to each of these periods, in their order. `over`: which dimension of a cell says when."""
    groups = (
        ((name, period), {cell for cell in cells if cell[over] in periods[: at + 1]})
        for at, period in enumerate(periods)
    )
    return _figures((key, group) for key, group in groups if group)


def _figures(groups: Iterable[tuple[FigureKey, set[CellKey]]]) -> tuple[Figure, ...]:
    return tuple(Figure(key, frozenset(group)) for key, group in groups)
