"""The largest value of a sum in whole numbers. People come whole, so whoever works back from published
counts looks for whole numbers too, and learns more by it than from fractions.

Branch and bound over the exact linear program: where a point is not whole, one variable is rounded down in
one branch and up in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from kapea.core.evidence.linear_program import Condition, Infeasible, LinearProgram

MOST_BRANCHES = 60
"""What is not found after so many branches counts as not there: then more is hidden than need be."""


@dataclass(frozen=True, slots=True)
class WholePoint:
    """Whole numbers that meet all conditions, and the value of the sum there."""

    value: int
    point: tuple[int, ...]


class WholeProgram:
    """Whole variables from 0 up, under conditions. Several sums can be asked for, one after the other."""

    def __init__(self, variables: int, conditions: Iterable[Condition]) -> None:
        self._variables = variables
        self._conditions = tuple(conditions)
        self._relaxed = self._program(())

    def maximise(self, weights: Mapping[int, int]) -> WholePoint | None:
        """Where the sum is largest; None where no point is found, or where nothing limits the sum."""
        best: WholePoint | None = None
        waiting: list[tuple[Condition, ...]] = [()]
        for _ in range(MOST_BRANCHES):
            if not waiting:
                break
            branch = waiting.pop()
            value, point = self._relaxed_maximum(branch, weights)
            if value is None or (best is not None and floor(value) <= best.value):
                continue
            broken = next((at for at, each in enumerate(point) if each.denominator != 1), None)
            if broken is None:
                best = WholePoint(int(value), tuple(int(each) for each in point))
            else:
                waiting += _branches(branch, broken, floor(point[broken]))
        return best

    def _relaxed_maximum(
        self, branch: tuple[Condition, ...], weights: Mapping[int, int]
    ) -> tuple[Fraction | None, tuple[Fraction, ...]]:
        """The largest value when fractions are allowed; None where there is none."""
        program = self._program(branch) if branch else self._relaxed
        if program is None:
            return None, ()
        found = program.maximise(weights)
        return found.value, found.point

    def _program(self, branch: tuple[Condition, ...]) -> LinearProgram | None:
        try:
            return LinearProgram(self._variables, (*self._conditions, *branch))
        except Infeasible:
            return None


def _branches(branch: tuple[Condition, ...], at: int, below: int) -> list[tuple[Condition, ...]]:
    return [
        (*branch, Condition({at: 1}, 0, below)),
        (*branch, Condition({at: 1}, below + 1, None)),
    ]
