"""The largest value of a sum under linear conditions: the simplex method in whole numbers, without rounding.

Each row of the tableau is an equation and may be multiplied by any number but 0. So rows are kept whole
instead of divided, and no fraction is ever made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kapea.core.evidence.whole_rows import WholeRow, without_column

_RIGHT, _VALUE = -1, -2
"""Keys in a row beside those of variables: the right side, and the value that is to grow."""
MOST_PIVOTS = 20_000


class Infeasible(ValueError):
    """No numbers meet these conditions."""


class TooManyPivots(ValueError):
    """The program is too large to be solved here."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A weighted sum of variables lies from `low` to `high`; `high` None where nothing limits it."""

    weights: Mapping[int, int]
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Optimum:
    """The largest value, None where there is none, and a point: where it is reached, or some point."""

    value: Fraction | None
    point: tuple[Fraction, ...]


class LinearProgram:
    """Variables from 0 up, under conditions. Raises Infeasible, and TooManyPivots where it would take too
    long. Several sums can be asked for, one after the other.
    """

    def __init__(self, variables: int, conditions: Iterable[Condition]) -> None:
        self._variables = variables
        self._rows = _equations(variables, conditions)
        self._basis = _slack_basis(self._rows)
        self._pivots = 0
        self._find_start()

    def maximise(self, weights: Mapping[int, int]) -> Optimum:
        """The largest value of this sum. Raises TooManyPivots."""
        goal, bounded = self._climb(weights)
        value = Fraction(goal.get(_RIGHT, 0), goal[_VALUE]) if bounded else None
        return Optimum(value, self._point())

    def _climb(self, weights: Mapping[int, int]) -> tuple[WholeRow, bool]:
        """Pivots until nothing raises the sum, or until nothing limits it."""
        goal = {_VALUE: 1, **{column: -weight for column, weight in weights.items() if weight}}
        for row, column in zip(self._rows, self._basis, strict=True):
            if column in goal:
                goal = without_column(column, goal, row)
        stuck = 0
        while (entering := _entering(goal, is_stuck=stuck > len(self._rows))) is not None:
            at = self._leaving(entering)
            if at is None:
                return goal, False
            stuck = 0 if self._rows[at].get(_RIGHT, 0) else stuck + 1
            self._pivot(at, entering)
            goal = without_column(entering, goal, self._rows[at])
        return goal, True

    def _leaving(self, column: int) -> int | None:
        """Which row limits a variable first; of several, the one that Bland's rule takes."""
        found: tuple[Fraction, int, int] | None = None
        for at, row in enumerate(self._rows):
            if (weight := row.get(column, 0)) > 0:
                limit = (Fraction(row.get(_RIGHT, 0), weight), self._basis[at], at)
                found = limit if found is None else min(found, limit)
        return None if found is None else found[2]

    def _pivot(self, at: int, column: int) -> None:
        self._pivots += 1
        if self._pivots > MOST_PIVOTS:
            raise TooManyPivots(f"more than {MOST_PIVOTS} steps; ask for less at once")
        row = self._rows[at]
        if row[column] < 0:  # only in a row whose right side is 0
            row = self._rows[at] = {key: -weight for key, weight in row.items()}
        for other, each in enumerate(self._rows):
            if other != at and column in each:
                self._rows[other] = without_column(column, each, row)
        self._basis[at] = column

    def _find_start(self) -> None:
        """Phase one: a variable of its own stands in where a row has none yet, and all of these go to 0."""
        columns = max(self._variables, 1 + max((key for row in self._rows for key in row), default=0))
        lacking = [at for at, column in enumerate(self._basis) if column < 0]
        for extra, at in enumerate(lacking, start=columns):
            self._rows[at][extra] = 1
            self._basis[at] = extra
        goal, _ = self._climb({columns + extra: -1 for extra in range(len(lacking))})
        if goal.get(_RIGHT, 0):
            raise Infeasible("no numbers meet all conditions")
        self._leave_stand_ins(columns)

    def _leave_stand_ins(self, columns: int) -> None:
        for at, column in enumerate(self._basis):
            if column >= columns:
                own = [key for key in self._rows[at] if 0 <= key < columns]
                if own:
                    self._pivot(at, min(own))
        kept = [at for at, column in enumerate(self._basis) if column < columns]
        self._basis = [self._basis[at] for at in kept]
        self._rows = [{k: w for k, w in self._rows[at].items() if k < columns} for at in kept]

    def _point(self) -> tuple[Fraction, ...]:
        point = [Fraction(0)] * self._variables
        for row, column in zip(self._rows, self._basis, strict=True):
            if column < self._variables:
                point[column] = Fraction(row.get(_RIGHT, 0), row[column])
        return tuple(point)


def _equations(variables: int, conditions: Iterable[Condition]) -> list[WholeRow]:
    """The conditions as equations with right sides from 0 up; what is between two limits gets a variable."""
    rows: list[WholeRow] = []
    slack = variables
    for each in conditions:
        weights = {column: weight for column, weight in each.weights.items() if weight}
        if each.low == each.high:
            rows.append(_equation(weights, each.low))
            continue
        for limit, sign in ((each.low, -1), (each.high, 1)):
            if limit is not None and not _is_idle(weights, limit, sign):
                rows.append(_equation({**weights, slack: sign}, limit))
                slack += 1
    return rows


def _is_idle(weights: Mapping[int, int], limit: int, sign: int) -> bool:
    """Whether a sum of variables, which begin at 0, is above a low limit in any case."""
    return sign < 0 and limit <= 0 and all(weight > 0 for weight in weights.values())


def _equation(weights: Mapping[int, int], right: int) -> WholeRow:
    sign = -1 if right < 0 else 1
    row = {column: sign * weight for column, weight in weights.items()}
    return {**row, _RIGHT: sign * right} if right else row


def _slack_basis(rows: Sequence[WholeRow]) -> list[int]:
    """For each row a variable that stands in it alone and counts up; -1 where there is none."""
    met: dict[int, int] = {}
    for row in rows:
        for column in row:
            met[column] = met.get(column, 0) + 1
    own = ([c for c, w in row.items() if c >= 0 and w > 0 and met[c] == 1] for row in rows)
    return [max(columns, default=-1) for columns in own]


def _entering(goal: WholeRow, *, is_stuck: bool) -> int | None:
    """The variable that raises the sum most; by Bland's rule, which never goes round, where it is stuck."""
    raising = [(weight, column) for column, weight in goal.items() if column >= 0 and weight < 0]
    if not raising:
        return None
    return min(column for _, column in raising) if is_stuck else min(raising)[1]
