"""Verifying chains as they stand in the database, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from kapea.audit import queries
from kapea.audit.chain import ChainPoint, ChainRow, beginning, cut_bytes
from kapea.audit.models import Event
from kapea.audit.walk import OWN_NOTE, ChainWalk, FaultKind, TrailFault, WalkedRow, name_moved_rows

BATCH = 5_000
FIELDS = ("id", "number", "hash", "before", "at", "by", "action", "subject", "detail")
NO_NUMBER = 0
UNREADABLE = (TypeError, ValueError, AttributeError)
"""What Django raises for a column that holds what it never wrote."""
IsSigned = Callable[[bytes, str], bool]
"""Whether a signature, in hexadecimal digits, of these bytes is ours."""


def verify_chains(
    organisations: Sequence[str],
    *,
    is_signed: IsSigned,
    heads: Mapping[str, Sequence[ChainPoint]] | None = None,
) -> list[ChainWalk]:
    """Walks the chains of organisations to their ends. `heads`: what each chain must have had at some
    numbers, by organisation. A signature of a cut is looked at, too.
    """
    walks = [_walked(each, (heads or {}).get(each, ()), is_signed) for each in organisations]
    name_moved_rows(walks)
    return walks


def _walked(organisation: str, heads: Sequence[ChainPoint], is_signed: IsSigned) -> ChainWalk:
    start, faults = _start(organisation, is_signed)
    note = queries.heads().get(organisation)  # before any row: rows that come meanwhile are behind it
    points = [*heads, ChainPoint(note.number, note.hash, OWN_NOTE)] if note is not None else heads
    walk = ChainWalk(organisation, start, points)
    walk.faults[:0] = faults
    for row in _rows(organisation):
        walk.meet(row)
    walk.end(queries.heads().get(organisation))
    return walk


def _start(organisation: str, is_signed: IsSigned) -> tuple[ChainPoint, list[TrailFault]]:
    """Where a chain goes on from: its latest cut that is signed, else its beginning."""
    faults = list[TrailFault]()
    for cut in queries.cuts(organisation):
        said = cut_bytes(organisation, cut.number, cut.hash, at=cut.at, by=cut.by)
        if is_signed(said, cut.signature):
            return ChainPoint(cut.number, cut.hash), faults
        says = f"cut away on {cut.at:%Y-%m-%d} as it is said, but no key that is known here signed that"
        faults.append(TrailFault(FaultKind.UNSIGNED, organisation, 1, cut.number, says))
    return beginning(organisation), faults


def _rows(organisation: str) -> Iterator[WalkedRow]:
    """The rows in the order of their numbers; of those with one number, in the order they were put in."""
    mine = Event.objects.filter(organisation=organisation).order_by("number", "id")
    rest = mine
    while batch := _batch(organisation, rest[:BATCH]):
        yield from (row for _, row in batch)
        id, last = batch[-1]
        if last.number == NO_NUMBER:  # SQLite has what is no number behind all that are
            return
        rest = mine.filter(number__gte=last.number).exclude(number=last.number, id__lte=id)


def _batch(organisation: str, rows: QuerySet[Event]) -> list[tuple[int, WalkedRow]]:
    """Rows with their ids. Where one cannot be read, each is read by itself."""
    try:
        return [_walked_row(organisation, row) for row in rows.values_list(*FIELDS)]
    except UNREADABLE:
        return [_read_alone(organisation, *row) for row in rows.values_list("id", "number", "hash")]


def _read_alone(organisation: str, id: int, number: object, hash: str) -> tuple[int, WalkedRow]:
    try:
        return _walked_row(organisation, Event.objects.filter(id=id).values_list(*FIELDS).get())
    except UNREADABLE:
        return id, WalkedRow(number if isinstance(number, int) else NO_NUMBER, hash, None)


def _walked_row(organisation: str, values: tuple[Any, ...]) -> tuple[int, WalkedRow]:
    id, number, hash, before, *rest = values
    if not isinstance(number, int):
        raise TypeError("a number that is none")
    return id, WalkedRow(number, hash, ChainRow(organisation, number, before, *rest))
