"""An edition as it is kept: plain values that go into a table and come out the same, and their digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from kapea.core.evidence.counts import (
    CellKey,
    CountMark,
    FigureKey,
    PublishedCount,
    ShownCount,
    published_count,
)
from kapea.core.workshops.answer_figures import ToldChange
from kapea.core.workshops.change_kept import SaidChange

StoredRow = Sequence[str | int | None]
"""A key, and what stands there as its last."""
MARKS: Mapping[str, CountMark] = {mark.value: mark for mark in (CountMark.HIDDEN, CountMark.NO_DATA)}


def stored_figures(said: Mapping[FigureKey, PublishedCount]) -> list[list[str | int]]:
    """A number is a count, 0 too; what is hidden and what has no data are words."""
    return [[*key, _stored_mark(said[key])] for key in sorted(said)]


def _stored_mark(mark: PublishedCount) -> str | int:
    if isinstance(mark, ShownCount):
        return mark.count
    return 0 if mark is CountMark.ZERO else mark.value


def read_figures(rows: Iterable[StoredRow]) -> dict[FigureKey, PublishedCount]:
    """What an edition says, by figure."""
    return {tuple(map(str, row[:-1])): _read_mark(row[-1]) for row in rows}


def _read_mark(stored: str | int | None) -> PublishedCount:
    return published_count(stored) if isinstance(stored, int) else MARKS[str(stored)]


def stored_cells(cells: Mapping[CellKey, int | None]) -> list[list[str | int | None]]:
    """The counts that nobody is told."""
    return [[*key, cells[key]] for key in sorted(cells)]


def read_cells(rows: Iterable[StoredRow]) -> dict[CellKey, int | None]:
    """The counts by their cells."""
    return {tuple(map(str, row[:-1])): None if row[-1] is None else int(row[-1]) for row in rows}


def stored_changes(changes: Iterable[ToldChange]) -> list[list[str | int | None]]:
    """Each as kind, item, groups, groups that were asked once, and three points or nothing."""
    return [[each.kind, each.measure, each.groups, each.asked_once, *_points(each)] for each in changes]


def _points(told: ToldChange) -> tuple[int | None, ...]:
    return (told.change.points, told.change.low, told.change.high) if told.change else (None, None, None)


def read_changes(rows: Iterable[StoredRow]) -> tuple[ToldChange, ...]:
    """The changes that were told, in their order."""
    return tuple(
        ToldChange(
            kind=str(kind),
            measure=str(measure),
            groups=int(groups or 0),
            asked_once=int(once or 0),
            change=None if points[0] is None else SaidChange(*(int(each or 0) for each in points)),
        )
        for kind, measure, groups, once, *points in rows
    )


def edition_digest(record: Mapping[str, object]) -> str:
    """Of all that an edition says and was made from: who has it sees whether anything was changed since."""
    encoded = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(encoded.encode()).hexdigest()
