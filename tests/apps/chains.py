"""Chains for tests of the trail: rows in memory, rows in the database, and what a walk says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from tests.packs import AT

from kapea.audit import actions, queries, verify
from kapea.audit.chain import ChainPoint, ChainRow, beginning, row_hash
from kapea.audit.walk import ChainWalk, WalkedRow, name_moved_rows

Named = set[tuple[str, str, int, int]]
"""Faults: kind, organisation, from number, to number."""


def chained(rows: Iterable[ChainRow], start: ChainPoint | None = None) -> list[WalkedRow]:
    """Rows as the program writes them: numbered, each with the hash of the one before, hashed."""
    made = list[WalkedRow]()
    for row in rows:
        end = start or beginning(row.organisation)
        start = ChainPoint(
            end.number + 1, row_hash(linked := replace(row, number=end.number + 1, before=end.hash))
        )
        made.append(WalkedRow(start.number, start.hash, linked))
    return made


def end_of(rows: Sequence[WalkedRow]) -> ChainPoint:
    return ChainPoint(rows[-1].number, rows[-1].hash, "the head of yesterday")


def walked(
    rows: Iterable[WalkedRow], *, organisation: str = "a", points: Iterable[ChainPoint] = (), note: ChainPoint
) -> ChainWalk:
    """The walk along rows in the order of their numbers, as they are read; `note` is the database's own."""
    walk = ChainWalk(organisation, beginning(organisation), [*points, note])
    for row in sorted(rows, key=lambda row: row.number):
        walk.meet(row)
    walk.end(note)
    return walk


def named(*walks: ChainWalk) -> Named:
    """What the walks found, once moved rows are named."""
    name_moved_rows(walks)
    return {(f.kind.value, f.organisation, f.number, f.last) for walk in walks for f in walk.faults}


def write(count: int, organisation: str = "a") -> None:
    """So many rows, one an hour, by two members of staff about three records."""
    for n in range(count):
        with transaction.atomic():
            actions.record(
                action="record.change",
                subject=f"record-{n % 3}",
                by=f"staff-{n % 2}",
                at=AT + timedelta(hours=n),
                organisation=organisation,
                level="orange",
                times=n,
            )


def found(
    organisations: Sequence[str] | None = None, *, heads: dict[str, list[ChainPoint]] | None = None
) -> Named:
    """What is wrong in the database; signatures of cuts count where they are `signed`."""
    wanted = queries.organisations() if organisations is None else organisations
    walks = verify.verify_chains(wanted, is_signed=lambda _, signature: signature == "signed", heads=heads)
    return named(*walks)
