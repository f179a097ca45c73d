"""Writing the trail: a row in the transaction of the act it records, and the row of a reading before it.

Rows of an organisation are written one after the other: each waits for whoever recorded before it to be done
with their transaction. So record last, and keep the rest of the transaction short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from kapea.audit import queries
from kapea.audit.chain import ChainPoint, ChainRow, beginning, cut_bytes, row_hash
from kapea.audit.models import ChainCut, ChainHead, Event
from kapea.audit.shapes import check_fit

READING = "record.read"
"""Somebody opened something sealed: the act of `record_readings`."""
NEXT_END = "UPDATE audit_chainhead SET number = %s, hash = %s WHERE organisation = %s"


class OutsideTransaction(RuntimeError):
    """A row of the trail was to be written apart from what it records: one could be without the other."""


def record(
    *, action: str, subject: str, by: str, at: datetime, organisation: str = "", **detail: str | int
) -> None:
    """Adds a row to an organisation's chain, in the transaction of the caller. Ids, levels and small numbers
    only: `audit.shapes` says which.

    Raises OutsideTransaction where there is none, UnfitForTrail for a value that could be a person's.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{action}: record it in the transaction of the act: transaction.atomic()")
    check_fit(organisation=organisation, by=by, action=action, subject=subject, detail=detail)
    end = _locked_end(organisation)
    _append([ChainRow(organisation, end.number + 1, end.hash, at, by, action, subject, detail)])


class SealedReading(NamedTuple):
    """A sealed record that is about to be read: whose chain says so, its id, and for what."""

    organisation: str
    record: str
    purpose: str


def record_readings(readings: Iterable[SealedReading], *, by: str, at: datetime) -> None:
    """That `by` reads sealed records. Committed together when this returns, so call it before the opening:
    whatever fails afterwards, the rows stand.

    Raises RuntimeError inside a transaction, with which the rows could be rolled back.
    """
    by_chain: dict[str, list[SealedReading]] = {}
    for each in readings:
        by_chain.setdefault(each.organisation, []).append(each)
    with transaction.atomic(durable=True):
        for organisation in sorted(by_chain):
            _append(_reading_rows(by_chain[organisation], by, at))


def _reading_rows(readings: Iterable[SealedReading], by: str, at: datetime) -> list[ChainRow]:
    """Rows of one chain, each after the one before. Raises UnfitForTrail."""
    rows: list[ChainRow] = []
    end: ChainPoint | None = None
    for organisation, subject, purpose in readings:
        detail = {"purpose": purpose}
        check_fit(organisation=organisation, by=by, action=READING, subject=subject, detail=detail)
        end = end or _locked_end(organisation)
        row = ChainRow(organisation, end.number + 1, end.hash, at, by, READING, subject, detail)
        end = ChainPoint(row.number, row_hash(row))
        rows.append(row)
    return rows


@transaction.atomic
def cut_chain(
    *, organisation: str, before: datetime, by: str, at: datetime, sign: Callable[[bytes], str]
) -> ChainPoint | None:
    """Deletes the oldest rows of a chain, those in front of the first that is not older than `before`, and
    leaves a signed cut instead; where the chain was cut, or None where nothing is so old.

    `sign` gives the signature of what `chain.cut_bytes` says. The chain must have been verified: what was
    wrong in the part that goes can be found no more.
    """
    _locked_end(organisation)
    point = queries.last_row_before(organisation, before)
    if point is None:
        return None
    signature = sign(cut_bytes(organisation, point.number, point.hash, at=at, by=by))
    ChainCut.objects.create(
        organisation=organisation, number=point.number, hash=point.hash, at=at, by=by, signature=signature
    )
    Event.objects.filter(organisation=organisation, number__lte=point.number).delete()
    up_to = f"row-{point.number}"
    record(action="audit.cut", subject="audit", by=by, at=at, organisation=organisation, up_to=up_to)
    return point


def _locked_end(organisation: str) -> ChainPoint:
    """The end of a chain, which nobody else may move until this transaction is over."""
    mine = ChainHead.objects.select_for_update().filter(organisation=organisation)
    head = mine.first()
    if head is None:
        start = beginning(organisation)
        new = ChainHead(organisation=organisation, number=start.number, hash=start.hash)
        ChainHead.objects.bulk_create([new], ignore_conflicts=True)
        head = mine.get()
    return ChainPoint(head.number, head.hash)


def _append(rows: Sequence[ChainRow]) -> None:
    """Adds rows that follow each other to one chain, whose end the caller holds, in as many statements for
    many as for one. The end goes one further for each: the database lets it go no other way.
    """
    hashes = [row_hash(row) for row in rows]
    Event.objects.bulk_create(_event(row, hash) for row, hash in zip(rows, hashes, strict=True))
    moves = [(row.number, hash, row.organisation) for row, hash in zip(rows, hashes, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(NEXT_END, moves)


def _event(row: ChainRow, hash: str) -> Event:
    return Event(
        organisation=row.organisation,
        number=row.number,
        before=row.before,
        hash=hash,
        at=row.at,
        by=row.by,
        action=row.action,
        subject=row.subject,
        detail=dict(row.detail),
    )
