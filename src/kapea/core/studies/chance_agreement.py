"""Agreement of two coders beyond chance, in exact arithmetic: Cohen's kappa (1960), and Krippendorff's alpha
for names without gaps. What cannot be worked out is said by name; it is never a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from kapea.core.studies.coded_units import CodePair, CodesThere


class NoFigure(Enum):
    """Why there is no figure, as the id of a word. `ONE_VALUE_ONLY`: everything bears the same value, so that
    nothing could have differed and nothing is known. `SEVERAL_CODES`: a unit has several of one coder; the
    lines of families and codes say more.
    """

    NO_UNITS = "no_units"
    ONE_VALUE_ONLY = "one_value_only"
    SEVERAL_CODES = "several_codes"


PairCounts = Mapping[CodePair, int]
"""How many units bear which codes of the first coder and which of the second."""


@dataclass(frozen=True, slots=True)
class CodeMargins:
    """All of a table that the figures rest on. `agreeing`: on how many units both gave the same; `first` and
    `second`: how many units bear which codes of each coder.
    """

    agreeing: int
    first: Mapping[CodesThere, int]
    second: Mapping[CodesThere, int]

    @property
    def units(self) -> int:
        """How many units."""
        return sum(self.first.values())


def code_margins(pairs: PairCounts) -> CodeMargins:
    """The margins of a table."""
    first: Counter[CodesThere] = Counter()
    second: Counter[CodesThere] = Counter()
    agreeing = 0
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
        agreeing += count if one == other else 0
    return CodeMargins(agreeing, first, second)


def observed_agreement(margins: CodeMargins) -> Fraction | NoFigure:
    """Po: the share of units on which both gave the same."""
    return Fraction(margins.agreeing, units) if (units := margins.units) else NoFigure.NO_UNITS


def cohen_chance(margins: CodeMargins) -> Fraction | NoFigure:
    """Pe = Σ p_A(c) · p_B(c): how often two coders with these habits would give the same by chance."""
    same = sum(count * margins.second.get(value, 0) for value, count in margins.first.items())
    return Fraction(same, units**2) if (units := margins.units) else NoFigure.NO_UNITS


def krippendorff_chance(margins: CodeMargins) -> Fraction | NoFigure:
    """1 − De = Σ n_c (n_c − 1) / (N (N − 1)) over the N = 2n values: how often two of them are the same,
    whoever gave them.
    """
    values = Counter(margins.first)
    values.update(margins.second)
    every = values.total()
    same = sum(count * (count - 1) for count in values.values())
    return Fraction(same, every * (every - 1)) if every else NoFigure.NO_UNITS


def cohen_kappa(margins: CodeMargins) -> Fraction | NoFigure:
    """κ = (Po − Pe) / (1 − Pe)."""
    return beyond_chance(observed_agreement(margins), cohen_chance(margins))


def nominal_alpha(margins: CodeMargins) -> Fraction | NoFigure:
    """α = 1 − Do / De, where Do = 1 − Po."""
    return beyond_chance(observed_agreement(margins), krippendorff_chance(margins))


def beyond_chance(observed: Fraction | NoFigure, by_chance: Fraction | NoFigure) -> Fraction | NoFigure:
    """How much of what chance leaves open was agreed on: 1 is all of it, 0 no more than by chance."""
    if isinstance(observed, NoFigure) or isinstance(by_chance, NoFigure):
        return NoFigure.NO_UNITS
    return NoFigure.ONE_VALUE_ONLY if by_chance == 1 else (observed - by_chance) / (1 - by_chance)
