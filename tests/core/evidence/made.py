"""Small tables and their figures, made up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from hypothesis import strategies as st

from kapea.core.evidence.counts import (
    CellKey,
    CountMark,
    Figure,
    FigureKey,
    Publication,
    PublishedCount,
    published_count,
)
from kapea.core.evidence.tables import TOTAL, table_figures

WORKED = ((20, 3, 17), (14, 12, 9), (11, 15, 24))
"""One small count, 3, in row 1 and column 2."""


def cells_of(rows: Sequence[Sequence[int | None]]) -> dict[CellKey, int | None]:
    return {
        (f"r{at}", f"c{to}"): count
        for at, row in enumerate(rows, start=1)
        for to, count in enumerate(row, start=1)
    }


def two_way(rows: Sequence[Sequence[int | None]], *, zero_informs: bool = True) -> Publication:
    """A table with its margins."""
    counts = cells_of(rows)
    return Publication(
        counts=counts, figures=table_figures("t", counts, by=(0, 1)), zero_informs=zero_informs
    )


def one_way(counts: Mapping[str, int | None], *, zero_informs: bool = True) -> Publication:
    """A list with its total."""
    cells = {(name,): count for name, count in counts.items()}
    return Publication(counts=cells, figures=table_figures("t", cells, by=(0,)), zero_informs=zero_informs)


def hiding(publication: Publication, *hidden: FigureKey) -> dict[FigureKey, PublishedCount]:
    """What a page says that hides these figures and no other."""
    return {
        figure.key: CountMark.HIDDEN if figure.key in hidden else published_count(publication.total(figure))
        for figure in publication.figures
    }


def places(*named: str) -> tuple[FigureKey, ...]:
    """Keys of figures in a two-way table: `r1c2` a cell, `r1` and `c2` margins."""
    keys = []
    for name in named:
        row, found, column = name.partition("c")
        keys.append(("t", row or TOTAL, f"c{column}" if found else TOTAL))
    return tuple(keys)


def hidden_in(said: Mapping[FigureKey, PublishedCount]) -> Collection[FigureKey]:
    return {key for key, mark in said.items() if mark is CountMark.HIDDEN}


def lone(*counts: int) -> Publication:
    """Figures that have nothing to do with each other."""
    cells = {(f"k{at}",): count for at, count in enumerate(counts)}
    return Publication(counts=cells, figures=tuple(Figure(cell, frozenset({cell})) for cell in cells))


small_tables = st.integers(2, 4).flatmap(
    lambda wide: st.lists(
        st.lists(
            st.one_of(st.integers(0, 4), st.integers(5, 40), st.integers(5, 40)),
            min_size=wide,
            max_size=wide,
        ),
        min_size=2,
        max_size=4,
    )
)
"""Tables of two to four rows, of which about one cell in three is small."""
