"""Equations in whole numbers, as weights by the number of a variable, and taking a variable out of one."""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd

WholeRow = dict[int, int]


def without_column(column: int, row: WholeRow, pivot: WholeRow) -> WholeRow:
    """A row from which a variable is taken out by means of another row, in which its weight is above 0. What
    comes out is the same equation times a number above 0, as small as it can be.
    """
    factor, by = row[column], pivot[column]
    left = {key: weight * by for key, weight in row.items()}
    for key, weight in pivot.items():
        if new := left.get(key, 0) - factor * weight:
            left[key] = new
        else:
            left.pop(key, None)
    shared = gcd(*left.values())
    return left if shared <= 1 else {key: weight // shared for key, weight in left.items()}


def solved_columns(sums: Iterable[Iterable[int]]) -> frozenset[int]:
    """Which variables have one value only once these sums of them are known, whatever signs they may have."""
    solved: dict[int, WholeRow] = {}
    for columns in sums:
        row = dict.fromkeys(columns, 1)
        for column in solved.keys() & row.keys():
            if column in row:
                row = without_column(column, row, solved[column])
        if row:
            _add(solved, row)
    return frozenset(column for column, row in solved.items() if len(row) == 1)


def _add(solved: dict[int, WholeRow], row: WholeRow) -> None:
    column = min(row)
    if row[column] < 0:
        row = {key: -weight for key, weight in row.items()}
    for other, each in solved.items():
        if column in each:
            solved[other] = without_column(column, each, row)
    solved[column] = row
