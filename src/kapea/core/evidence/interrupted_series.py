"""Whether a monthly figure changed its level when something began, beside one that should not have changed.

A straight line before and after (segmented regression by least squares, Wagner 2002), in exact arithmetic. A
mean of the months before is no comparison, since the figure may have been rising. It says *changed*, and the
control and the placebo say how far to believe it; the cause is not in the numbers. Write down what you expect
before you look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import sqrt

from kapea.core.evidence.distributions import t_quantile
from kapea.core.evidence.proportions import CONFIDENCE

LEAST_PERIODS = 12
"""On each side; of fewer no trend can be told."""
LAG = 2
"""How many periods back a period is taken to resemble those before (Newey and West 1987)."""
_TERMS = 4
_LEVEL = 2

_Matrix = list[list[Fraction]]


class TooFewPeriods(ValueError):
    """There are too few periods, or the control has others; the message says how many are needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLevel:
    """The lines: where they begin, the trend a period, how the level changed at the break, how the trend
    changed. `errors`: standard errors of these four, by least squares; `robust_errors`: for periods that
    resemble their neighbours. `low`, `high`: the 95 % interval of the change of level. `durbin_watson`: near
    2 where neighbours do not resemble each other; in short series it says little.
    """

    start: float
    trend: float
    level_change: float
    trend_change: float
    errors: tuple[float, ...]
    robust_errors: tuple[float, ...]
    low: float
    high: float
    durbin_watson: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSeries:
    """`outcome`, and never without the rest. `control`: the same of a figure that should not have changed;
    `difference`: of the outcome less the control; `placebo`: of the outcome before the break alone, broken
    where nothing happened, and so near nothing.
    """

    outcome: ChangedLevel
    control: ChangedLevel
    difference: ChangedLevel
    placebo: ChangedLevel


def changed_series(outcome: Sequence[int], control: Sequence[int], *, before: int) -> ChangedSeries:
    """What changed after the first `before` periods. Raises TooFewPeriods."""
    if len(outcome) != len(control):
        raise TooFewPeriods("the control needs a figure for each period of the outcome, and no other")
    if min(before, len(outcome) - before) < LEAST_PERIODS:
        raise TooFewPeriods(f"{LEAST_PERIODS} periods before and {LEAST_PERIODS} after are needed")
    return ChangedSeries(
        outcome=_changed_level(outcome, before),
        control=_changed_level(control, before),
        difference=_changed_level([a - b for a, b in zip(outcome, control, strict=True)], before),
        placebo=_changed_level(outcome[:before], before // 2),
    )


def _changed_level(figures: Sequence[int], before: int) -> ChangedLevel:
    rows = [_row(at, before) for at in range(len(figures))]
    inverse = _inverse(_products(rows, rows))
    line = _times(inverse, _products(rows, [[Fraction(figure)] for figure in figures]))
    start, trend, level, trend_change = (float(term[0]) for term in line)
    left = [
        figure - sum((a * b[0] for a, b in zip(row, line, strict=True)), Fraction())
        for row, figure in zip(rows, figures, strict=True)
    ]
    freedom = len(figures) - _TERMS
    variance = sum((each * each for each in left), Fraction()) / freedom
    errors = tuple(sqrt(variance * inverse[at][at]) for at in range(_TERMS))
    half = t_quantile(CONFIDENCE, freedom) * errors[_LEVEL]
    return ChangedLevel(
        start=start,
        trend=trend,
        level_change=level,
        trend_change=trend_change,
        errors=errors,
        robust_errors=_robust_errors(rows, left, inverse),
        low=level - half,
        high=level + half,
        durbin_watson=_durbin_watson(left),
    )


def _row(at: int, before: int) -> list[Fraction]:
    """What a period brings: one, its number from 1, whether it is after the break, and how long after."""
    after = at >= before
    return [Fraction(1), Fraction(at + 1), Fraction(after), Fraction(at - before if after else 0)]


def _robust_errors(rows: _Matrix, left: Sequence[Fraction], inverse: _Matrix) -> tuple[float, ...]:
    """Newey and West's, scaled for as many periods as there are."""
    scores = [[each * value for value in row] for row, each in zip(rows, left, strict=True)]
    middle = _products(scores, scores)
    for lag in range(1, LAG + 1):
        weight = 1 - Fraction(lag, LAG + 1)
        ahead = _products(scores[lag:], scores[:-lag])
        for i in range(_TERMS):
            for j in range(_TERMS):
                middle[i][j] += weight * (ahead[i][j] + ahead[j][i])
    spread = _times(_times(inverse, middle), inverse)
    scale = Fraction(len(rows), len(rows) - _TERMS)
    return tuple(sqrt(scale * spread[at][at]) for at in range(_TERMS))


def _durbin_watson(left: Sequence[Fraction]) -> float:
    steps = sum(((b - a) ** 2 for a, b in pairwise(left)), Fraction())
    squares = sum((each * each for each in left), Fraction())
    return float(steps / squares) if squares else 2.0


def _products(one: _Matrix, other: _Matrix) -> _Matrix:
    """The transpose of one times the other."""
    return _times([list(column) for column in zip(*one, strict=True)], other)


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    columns = list(zip(*other, strict=True))
    return [
        [sum((a * b for a, b in zip(row, column, strict=True)), Fraction()) for column in columns]
        for row in one
    ]


def _inverse(matrix: _Matrix) -> _Matrix:
    """By elimination. The matrix is positive definite, so no pivot is 0."""
    size = len(matrix)
    rows = [[*row, *(Fraction(at == other) for other in range(size))] for at, row in enumerate(matrix)]
    for at in range(size):
        pivot = [value / rows[at][at] for value in rows[at]]
        rows = [
            pivot if other == at else [a - row[at] * b for a, b in zip(row, pivot, strict=True)]
            for other, row in enumerate(rows)
        ]
    return [row[size:] for row in rows]
