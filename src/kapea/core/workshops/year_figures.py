"""Who came since the year began: sums over editions, decided together with all that those editions said.

The year less all but one of its editions is that one's own count. So a sum of the year is hidden like any
other, and an edition that hid something is looked at with everything it said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kapea.core.evidence.count_system import TooLargeToAudit
from kapea.core.evidence.counts import (
    SENSITIVE_THRESHOLD,
    CellKey,
    CountMark,
    Figure,
    FigureKey,
    Publication,
    PublishedCount,
    ShownCount,
    published_count,
)
from kapea.core.evidence.linear_program import TooManyPivots
from kapea.core.evidence.protect import SafeCounts, protect_counts
from kapea.core.workshops.attendance_figures import (
    CAME_KEY,
    DIMENSIONS,
    CountedCells,
    SaidFigures,
    attendance_figures,
)

YEAR_KEY = "year"
MOST_YEAR_CELLS = 50
"""Of a year with more, only what anybody can add up is told: to look through more takes minutes."""


@dataclass(frozen=True, slots=True)
class EditionCounts:
    """An edition: its number, the counts it was made from, which nobody is told, and what it says."""

    number: int
    cells: CountedCells
    said: SaidFigures

    @property
    def came(self) -> dict[FigureKey, PublishedCount]:
        """What it says of who came."""
        return {key: mark for key, mark in self.said.items() if key[0] == CAME_KEY}

    @property
    def of_year(self) -> dict[FigureKey, PublishedCount]:
        """What it says of places since the year began."""
        return {key: mark for key, mark in self.said.items() if key[0] == YEAR_KEY and len(key) > 1}

    @property
    def places(self) -> tuple[Figure, ...]:
        """Everything that could be said of who came, told or not."""
        return attendance_figures(self.cells, DIMENSIONS)

    @property
    def hides(self) -> bool:
        """Whether anything of who came is not told: hidden, or in a table that it does not have."""
        return not all(_is_told(self, each.key) for each in self.places)


def year_figures(editions: Sequence[EditionCounts]) -> dict[FigureKey, PublishedCount]:
    """What the last of a year's editions says of the year. Every edition tells its total, so the year does; a
    place of a table is told where each edition told it, and else where nothing small is learnt by it.
    """
    total = sum(_number(each.said[(CAME_KEY,)]) for each in editions)
    places = sorted({key for each in editions for key in each.came if len(key) > 1})
    said = {key: _sum_of_said(key, editions) for key in places}
    if open_places := [key for key in places if said[key] is CountMark.HIDDEN]:
        said |= _decided(editions, open_places)
    return {(YEAR_KEY,): published_count(total), **{(YEAR_KEY, *key[1:]): said[key] for key in places}}


def _number(mark: PublishedCount) -> int:
    return mark.count if isinstance(mark, ShownCount) else 0


def _sum_of_said(key: FigureKey, editions: Sequence[EditionCounts]) -> PublishedCount:
    """What anybody can add up, also to what a former edition said of the year. Where nobody can it is
    hidden, unless it is none at all.
    """
    true = _true_sum(key, editions)
    so_far = [at for at, each in enumerate(editions) if _is_told(each, (YEAR_KEY, *key[1:]))]
    since = editions[so_far[-1] + 1 if so_far else 0 :]
    told = all(_is_told(each, key) for each in since if key in {figure.key for figure in each.places})
    return true if told or true is CountMark.ZERO else CountMark.HIDDEN


def _true_sum(key: FigureKey, editions: Sequence[EditionCounts]) -> PublishedCount:
    cells = [each.cells[cell] for each in editions for f in each.places if f.key == key for cell in f.cells]
    counted = [count for count in cells if count is not None]
    return published_count(sum(counted) if counted else None)


def _is_told(edition: EditionCounts, key: FigureKey) -> bool:
    return edition.said.get(key, CountMark.HIDDEN) is not CountMark.HIDDEN


def _decided(
    editions: Sequence[EditionCounts], places: Sequence[FigureKey]
) -> dict[FigureKey, PublishedCount]:
    """Of the sums that nobody can add up, what is said of each; nothing where they cannot be looked through,
    or none may be said.
    """
    hiding = tuple(each for each in editions if each.hides)
    if sum(len(each.cells) for each in hiding) > MOST_YEAR_CELLS:
        return {}
    year = _OpenYear(editions, hiding)
    try:
        found = protect_counts(year.publication(places))
    except (TooLargeToAudit, TooManyPivots):
        return {}
    return year.decided(found.said, places) if isinstance(found, SafeCounts) else {}


@dataclass(frozen=True, slots=True)
class _OpenYear:
    """Those of a year's editions that hide something, as one publication. What the others said everybody
    knows: it is in no sum here, and is added afterwards.
    """

    editions: Sequence[EditionCounts]
    hiding: tuple[EditionCounts, ...]

    def publication(self, places: Sequence[FigureKey]) -> Publication:
        """What the editions and their sums of the year said, and the sums to decide."""
        counts = {(str(each.number), *cell): n for each in self.hiding for cell, n in each.cells.items()}
        figures = {figure.key: figure for figure in (*self._told_places(), *self._year_sums(places))}
        bare = Publication(counts=counts, figures=tuple(figures.values()))
        return Publication(
            counts=counts,
            figures=bare.figures,
            thresholds=dict.fromkeys(counts, SENSITIVE_THRESHOLD),
            zero_informs=False,
            already={key: mark for key, mark in self._already(bare) if key in figures},
        )

    def decided(self, said: SaidFigures, places: Sequence[FigureKey]) -> dict[FigureKey, PublishedCount]:
        """The sums to decide, whole."""
        number = self.editions[-1].number
        marks = {key: said[_sum_key(number, key)] for key in places}
        known = {
            key: sum(_number(each.said.get(key, CountMark.ZERO)) for each in self._open) for key in places
        }
        return {
            key: mark if mark is CountMark.HIDDEN else published_count(_number(mark) + known[key])
            for key, mark in marks.items()
        }

    @property
    def _open(self) -> list[EditionCounts]:
        """Those that hide nothing."""
        return [each for each in self.editions if each not in self.hiding]

    def _told_places(self) -> Iterator[Figure]:
        for each in self.hiding:
            for figure in each.places:
                if figure.key in each.said:
                    yield Figure((str(each.number), *figure.key), _cells_of(each, figure))

    def _year_sums(self, places: Sequence[FigureKey]) -> Iterator[Figure]:
        last = self.editions[-1]
        for edition in self.editions:
            named = places if edition is last else [(CAME_KEY, *key[1:]) for key in edition.of_year]
            for key in named:
                if cells := self._upto(edition.number, key):
                    yield Figure(_sum_key(edition.number, key), cells)

    def _upto(self, number: int, key: FigureKey) -> frozenset[CellKey]:
        """The cells of a place in all editions up to one."""
        upto = (each for each in self.hiding if each.number <= number)
        return frozenset(
            cell
            for each in upto
            for figure in each.places
            if figure.key == key
            for cell in _cells_of(each, figure)
        )

    def _already(self, bare: Publication) -> Iterator[tuple[FigureKey, PublishedCount]]:
        """What was said, of sums without what everybody knows. From one that was hidden because it could not
        be looked through nothing follows, where nobody is in the rest.
        """
        true = {figure.key: published_count(bare.total(figure)) for figure in bare.figures}
        for each in self.hiding:
            yield from (((str(each.number), *key), mark) for key, mark in each.came.items())
        for each in self.editions[:-1]:
            for key, mark in each.of_year.items():
                own = true.get(_sum_key(each.number, key), mark)
                if mark is not CountMark.HIDDEN:
                    yield _sum_key(each.number, key), own
                elif own is not CountMark.ZERO:
                    yield _sum_key(each.number, key), mark


def _sum_key(number: int, key: FigureKey) -> FigureKey:
    return (YEAR_KEY, str(number), *key[1:])


def _cells_of(edition: EditionCounts, figure: Figure) -> frozenset[CellKey]:
    return frozenset((str(edition.number), *cell) for cell in figure.cells)
