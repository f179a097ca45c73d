"""Agreement of two coders beyond chance, in exact arithmetic: Cohen's kappa (1960), and Krippendorff's alpha
for names without gaps. What cannot be worked out is said by name; it is never a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
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


def observed_agreement(pairs: PairCounts) -> Fraction | NoFigure:
    """Po: the share of units on which both gave the same."""
    agreeing = sum(count for (first, second), count in pairs.items() if first == second)
    return Fraction(agreeing, units) if (units := sum(pairs.values())) else NoFigure.NO_UNITS


def cohen_chance(pairs: PairCounts) -> Fraction | NoFigure:
    """Pe = Σ p_A(c) · p_B(c): how often two coders with these habits would give the same by chance."""
    first: Counter[CodesThere] = Counter()
    second: Counter[CodesThere] = Counter()
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
    same = sum(count * second[value] for value, count in first.items())
    return Fraction(same, units**2) if (units := sum(pairs.values())) else NoFigure.NO_UNITS


def krippendorff_chance(pairs: PairCounts) -> Fraction | NoFigure:
    """1 − De = Σ n_c (n_c − 1) / (N (N − 1)) over the N = 2n values: how often two of them are the same,
    whoever gave them.
    """
    values: Counter[CodesThere] = Counter()
    for pair, count in pairs.items():
        for value in pair:
            values[value] += count
    every = values.total()
    same = sum(count * (count - 1) for count in values.values())
    return Fraction(same, every * (every - 1)) if every else NoFigure.NO_UNITS


def cohen_kappa(pairs: PairCounts) -> Fraction | NoFigure:
    """κ = (Po − Pe) / (1 − Pe)."""
    return beyond_chance(observed_agreement(pairs), cohen_chance(pairs))


def nominal_alpha(pairs: PairCounts) -> Fraction | NoFigure:
    """α = 1 − Do / De, where Do = 1 − Po."""
    return beyond_chance(observed_agreement(pairs), krippendorff_chance(pairs))


def beyond_chance(observed: Fraction | NoFigure, by_chance: Fraction | NoFigure) -> Fraction | NoFigure:
    """How much of what chance leaves open was agreed on: 1 is all of it, 0 no more than by chance."""
    if isinstance(observed, NoFigure) or isinstance(by_chance, NoFigure):
        return NoFigure.NO_UNITS
    return NoFigure.ONE_VALUE_ONLY if by_chance == 1 else (observed - by_chance) / (1 - by_chance)
