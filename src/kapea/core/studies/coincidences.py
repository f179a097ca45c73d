"""Krippendorff's alpha of any number of coders, with gaps, for names, ranks, intervals and ratios: by its
coincidence matrix, in exact arithmetic (Krippendorff 2011, “Computing Krippendorff's Alpha-Reliability”).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import accumulate, combinations

from kapea.core.studies.agreement_readings import AgreementReading, agreement_reading
from kapea.core.studies.chance_agreement import NoFigure

LEAST_RATINGS = 2
"""Of a unit: one alone can be compared with nothing."""


class NotARating(ValueError):
    """Ratings that no table holds; the message says which and how to mend it."""


class AlphaMetric(Enum):
    """What the distance between two values is: that they differ; how many lie between them in rank; their
    difference; their difference beside their sum.
    """

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlphaFigure:
    """Krippendorff's alpha, with all that it may not be shown without. `coincidences`: how often two values
    meet in a unit, each unit counting as much as it has values; `units`: those with two ratings or more;
    `left_out`: units with fewer; `ratings`: how many were compared.
    """

    metric: AlphaMetric
    value: Fraction | NoFigure
    units: int
    left_out: int
    ratings: int
    coincidences: Mapping[tuple[Fraction, Fraction], Fraction]

    @property
    def name(self) -> str:
        """Its exact name, as the id of a word."""
        return f"krippendorff_alpha_{self.metric.value}"

    @property
    def reading(self) -> AgreementReading:
        """What it allows."""
        return agreement_reading(self.value, self.units)


def krippendorff_alpha(coders: Sequence[Sequence[int | Fraction | None]], metric: AlphaMetric) -> AlphaFigure:
    """The alpha of some coders: a row for each, in it a number for each unit, None where they gave none. For
    names, number them. Raises NotARating.
    """
    units = _units(coders, metric)
    whole = [unit for unit in units if len(unit) >= LEAST_RATINGS]
    coincidences = _coincidences(whole)
    return AlphaFigure(
        metric=metric,
        value=_alpha(coincidences, metric),
        units=len(whole),
        left_out=len(units) - len(whole),
        ratings=sum(len(unit) for unit in whole),
        coincidences=coincidences,
    )


def _units(coders: Sequence[Sequence[int | Fraction | None]], metric: AlphaMetric) -> list[list[Fraction]]:
    if len({len(row) for row in coders}) > 1:
        raise NotARating("the coders' rows differ in length: write None where one of them gave nothing")
    given = [value for row in coders for value in row if value is not None]
    if metric is AlphaMetric.RATIO and min(given, default=0) < 0:
        raise NotARating("an amount is below nought, which has no ratio: take the metric of intervals")
    return [[Fraction(value) for value in unit if value is not None] for unit in zip(*coders, strict=True)]


def _coincidences(units: Sequence[Sequence[Fraction]]) -> dict[tuple[Fraction, Fraction], Fraction]:
    found: dict[tuple[Fraction, Fraction], Fraction] = {}
    for unit in units:
        values, share = Counter(unit), Fraction(1, len(unit) - 1)
        for one, ones in values.items():
            for other, others in values.items():
                if met := ones * (others - (one == other)):
                    found[one, other] = found.get((one, other), Fraction()) + met * share
    return dict(sorted(found.items()))


def _alpha(
    coincidences: Mapping[tuple[Fraction, Fraction], Fraction], metric: AlphaMetric
) -> Fraction | NoFigure:
    """1 − (n − 1) · Σ o_ck δ²_ck / Σ n_c n_k δ²_ck."""
    if not coincidences:
        return NoFigure.NO_UNITS
    counts: dict[Fraction, Fraction] = {}
    for (one, _), met in coincidences.items():
        counts[one] = counts.get(one, Fraction()) + met
    if len(counts) == 1:
        return NoFigure.ONE_VALUE_ONLY
    distance = _DISTANCES[metric](counts)
    seen = sum((met * distance(*pair) for pair, met in coincidences.items()), Fraction())
    by_chance = sum(
        (2 * counts[one] * counts[other] * distance(one, other) for one, other in combinations(counts, 2)),
        Fraction(),
    )
    return 1 - (sum(counts.values()) - 1) * seen / by_chance


_Distance = Callable[[Fraction, Fraction], Fraction]


def _nominal(counts: Mapping[Fraction, Fraction]) -> _Distance:
    return lambda one, other: Fraction(one != other)


def _ordinal(counts: Mapping[Fraction, Fraction]) -> _Distance:
    """The values from one to the other, of the two themselves half."""
    ranked = sorted(counts)
    up_to = accumulate(counts[value] for value in ranked)
    place = {value: total - counts[value] / 2 for value, total in zip(ranked, up_to, strict=True)}
    return lambda one, other: (place[one] - place[other]) ** 2


def _interval(counts: Mapping[Fraction, Fraction]) -> _Distance:
    return lambda one, other: (one - other) ** 2


def _ratio(counts: Mapping[Fraction, Fraction]) -> _Distance:
    return lambda one, other: Fraction(0) if one == other else ((one - other) / (one + other)) ** 2


_DISTANCES: Mapping[AlphaMetric, Callable[[Mapping[Fraction, Fraction]], _Distance]] = {
    AlphaMetric.NOMINAL: _nominal,
    AlphaMetric.ORDINAL: _ordinal,
    AlphaMetric.INTERVAL: _interval,
    AlphaMetric.RATIO: _ratio,
}
