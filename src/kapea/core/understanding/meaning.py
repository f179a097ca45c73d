"""What the numbers say of a sentence vector: for each output a sum over all numbers of the vector.

A sentence vector says where the meaning of a whole sentence lies, whatever its words. It is given from
outside, or there is none: nothing here makes one.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from math import isfinite
from operator import mul

from kapea.core.pack.hearing_model import VECTOR_SIZE, Meaning

VectorOf = Callable[[str], Sequence[float] | None]
"""Gives the sentence vector of words; None where there is none now."""


class MeaningWeighing:
    """The second layer made ready. Safe in any thread; nothing of it changes."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        rows, width = array("b", meaning.rows), len(meaning.constants)
        self._columns = tuple(rows[output::width] for output in range(width))

    def sums(self, vector: Sequence[float]) -> list[float]:
        """What each output comes to."""
        step = self.meaning.step
        weighed = (sum(map(mul, column, vector)) for column in self._columns)
        return [c + step * each for c, each in zip(self.meaning.constants, weighed, strict=True)]


def is_vector(given: Sequence[float] | None) -> bool:
    """Whether what was given is a sentence vector: as many numbers as one has, all of them finite."""
    return given is not None and len(given) == VECTOR_SIZE and all(map(isfinite, given))
