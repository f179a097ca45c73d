"""Who came, as an edition tells it: in all, by area, by audience, by broad group, and never by two of these.

The people of one area, audience and broad group are a cell. Each workshop is at one school, pagoda or centre,
so each count is kept as one of a single centre: below ten it is not told, wherever it comes from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from kapea.core.evidence.count_system import TooLargeToAudit
from kapea.core.evidence.counts import (
    SENSITIVE_THRESHOLD,
    CellKey,
    Figure,
    FigureKey,
    Publication,
    PublishedCount,
    ShownCount,
)
from kapea.core.evidence.linear_program import TooManyPivots
from kapea.core.evidence.protect import SafeCounts, protect_counts
from kapea.core.workshops.held_workshop import HeldWorkshop

CAME_KEY = "came"
DIMENSIONS = ("area", "audience", "group")
"""Of a cell, in their order; each is a table of its own."""
NOT_COUNTED = ""
"""In place of a broad group where nobody counted who came."""
CountedCells = Mapping[CellKey, int | None]
SaidFigures = Mapping[FigureKey, PublishedCount]


def attendance_cells(workshops: Iterable[HeldWorkshop]) -> dict[CellKey, int | None]:
    """How many came, by area, audience and broad group; None where a workshop was held and nobody counted."""
    cells: dict[CellKey, int | None] = {}
    counted: dict[CellKey, int] = defaultdict(int)
    for held in workshops:
        if held.came is None:
            cells[held.area, held.audience, NOT_COUNTED] = None
        for group, many in (held.came or {}).items():
            counted[held.area, held.audience, group] += many
    return cells | counted


def attendance_figures(cells: Iterable[CellKey], tables: Iterable[str]) -> tuple[Figure, ...]:
    """The total, and each place of these tables."""
    every = frozenset(cells)
    return Figure((CAME_KEY,), every), *_places(every, tables)


def _places(cells: frozenset[CellKey], tables: Iterable[str]) -> Iterator[Figure]:
    for table in tables:
        at = DIMENSIONS.index(table)
        for place in sorted({cell[at] for cell in cells} - {NOT_COUNTED}):
            yield Figure((CAME_KEY, table, place), frozenset(cell for cell in cells if cell[at] == place))


def attendance_publication(
    cells: CountedCells, tables: Iterable[str], already: SaidFigures | None = None
) -> Publication:
    """A zero tells nothing here: that no man came to a workshop is no secret of anybody."""
    return Publication(
        counts=cells,
        figures=attendance_figures(cells, tables),
        thresholds=dict.fromkeys(cells, SENSITIVE_THRESHOLD),
        zero_informs=False,
        already=already or {},
    )


def safe_attendance(cells: CountedCells) -> SafeCounts | None:
    """What may be said of who came, in as many tables as can be. The total is always said, so that what it is
    added to says no more; None where that cannot be: then nothing is told of these workshops yet.
    """
    if not cells:
        return None
    publication = attendance_publication(cells, ())
    total = publication.total(publication.figures[0])
    if total is None or total < SENSITIVE_THRESHOLD:
        return None
    already: SaidFigures = {(CAME_KEY,): ShownCount(total)}
    found = (_protected(attendance_publication(cells, tables, already)) for tables in _fewer_and_fewer())
    return next((safe for safe in found if safe is not None), None)


def _fewer_and_fewer() -> Iterator[tuple[str, ...]]:
    """All tables, then without one of them, and so on. The audience is given up last: answers lean on it."""
    for many in range(len(DIMENSIONS), -1, -1):
        kept = combinations(DIMENSIONS, many)
        yield from sorted(kept, key=lambda tables: "audience" not in tables)


def _protected(publication: Publication) -> SafeCounts | None:
    try:
        found = protect_counts(publication)
    except (TooLargeToAudit, TooManyPivots):
        return None
    return found if isinstance(found, SafeCounts) else None


def told_tables(said: Iterable[FigureKey]) -> tuple[str, ...]:
    """Which tables of who came are in it."""
    names = {key[1] for key in said if len(key) == 3 and key[0] == CAME_KEY}
    return tuple(each for each in DIMENSIONS if each in names)
