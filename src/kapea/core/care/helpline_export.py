"""Counts of a helpline as a table of text, for whoever reports them: codes and numbers, a row for a group.

A number that is left out is never 0: beside it stands why. What helplines count and Kapea does not is a row
of its own that says so, and so is each table of a month in which it was not counted yet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from kapea.core.care.asking import AgeBand
from kapea.core.care.case_entries import CameBy
from kapea.core.care.case_levels import LEVELS
from kapea.core.care.contact_reasons import ContactReason
from kapea.core.care.helpline_counts import (
    ACTS,
    ADULTS_ASKED,
    AGES,
    CONTACTS,
    REASONS,
    WAITS,
    WAYS,
    MonthCounts,
)
from kapea.core.care.helpline_tally import ADULTS, ContactKind, HelpAct, NotCounted
from kapea.core.evidence.tables import TOTAL

COLUMNS = ("month", "table", "group", "level", "count", "left_out_because")
HIDDEN, NOT_COLLECTED, SEALED = "hidden", "not collected", "sealed"
"""Why a number is left out: it could find somebody; nobody here is asked; the secret of then is gone."""
ALL = "all"
HALF_WAITED, OTHER = "half_waited_at_most", "other"
BY_ONE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (REASONS, tuple(each.value for each in ContactReason)),
    (WAYS, tuple(each.value for each in CameBy)),
    (AGES, tuple(each.value for each in AgeBand)),
    (ADULTS_ASKED, tuple(each.value for each in ADULTS)),
    (ACTS, tuple(each.value for each in HelpAct)),
)
"""The tables with one dimension, and their groups."""
Row = tuple[str | int, ...]


def helpline_csv(months: Iterable[tuple[str, MonthCounts | None]]) -> str:
    """Months that are over; None for one whose totals open no more."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    for month, counts in months:
        rows = _rows(counts) if counts is not None else _nothing(SEALED)
        table.writerows((month, *row) for row in rows)
    return written.getvalue()


def _rows(counts: MonthCounts) -> Iterator[Row]:
    for kind in (*(each.value for each in ContactKind), TOTAL):
        for level in (*(each.value for each in LEVELS), TOTAL):
            many = counts.contacts(kind, level)
            yield (CONTACTS, kind or ALL, level or ALL, *_number(counts, CONTACTS, many))
    for table, groups in BY_ONE:
        for group in groups:
            yield (table, group, "", *_number(counts, table, counts.of(table, group)))
    half = counts.half_within
    yield (HALF_WAITED, half.value if half else "", "", "", "" if half else _why(counts, WAITS))
    yield from _not_collected()


def _number(counts: MonthCounts, table: str, many: int | None) -> Row:
    return ("", _why(counts, table)) if many is None else (many, "")


def _why(counts: MonthCounts, table: str) -> str:
    return NOT_COLLECTED if table in counts.not_kept else HIDDEN


def _nothing(because: str) -> Iterator[Row]:
    yield (CONTACTS, ALL, ALL, "", because)
    yield from _not_collected()


def _not_collected() -> Iterator[Row]:
    for each in NotCounted:
        yield (OTHER, each.value, "", "", NOT_COLLECTED)
