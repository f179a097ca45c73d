"""A proportion of people: how sure it is, and in what form it may be said. A few are never a percentage.

A count that is said with its proportion is published too: where it is about children, only counts that came
out of `protect_counts` go in here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt

from kapea.core.evidence.distributions import beta_quantile, normal_quantile

CONFIDENCE = 0.95
LEAST_WITH_INTERVAL = 10
LEAST_WITH_PERCENT = 30
LEAST_WITH_DECIMAL = 200


class NotAProportion(ValueError):
    """So many of so many cannot be."""


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many of those who answered: `count` of `of`. Raises NotAProportion."""

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of:
            raise NotAProportion(f"{self.count} of {self.of}: count those who said so, of all who answered")


@dataclass(frozen=True, slots=True)
class ProportionInterval:
    """Between which proportions, from 0 to 1, the true one likely lies."""

    low: float
    high: float


def wilson_interval(answers: AnswerCount) -> ProportionInterval:
    """The 95 % interval of a proportion after Wilson (1927). Raises NotAProportion where nobody answered."""
    count, of = answers.count, _somebody(answers)
    z = normal_quantile(CONFIDENCE)
    middle = (count + z * z / 2) / (of + z * z)
    half = z * sqrt(count * (of - count) / of + z * z / 4) / (of + z * z)
    low = middle - half if count else 0.0
    high = middle + half if count < of else 1.0
    return ProportionInterval(max(0.0, low), min(1.0, high))


def clopper_pearson_interval(answers: AnswerCount) -> ProportionInterval:
    """The 95 % interval that is never too narrow (Clopper and Pearson 1934): for claims that something is
    safe. Raises NotAProportion where nobody answered.
    """
    count, of = answers.count, _somebody(answers)
    tail = (1 - CONFIDENCE) / 2
    low = beta_quantile(tail, count, of - count + 1) if count else 0.0
    high = 1 - beta_quantile(tail, of - count, count + 1) if count < of else 1.0
    return ProportionInterval(low, high)


def _somebody(answers: AnswerCount) -> int:
    if not answers.of:
        raise NotAProportion("nobody answered; say that, in place of a proportion")
    return answers.of


# --- in what form a proportion may be said ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoAnswers:
    """There is no proportion."""


@dataclass(frozen=True, slots=True)
class SaidCount:
    """Fewer than 10 answered: only “3 of 7”."""

    answers: AnswerCount


@dataclass(frozen=True, slots=True)
class SaidCountInterval:
    """10 to 29 answered: “3 of 12, likely between 8 % and 54 %”, the limits in whole percent."""

    answers: AnswerCount
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class SaidPercent:
    """30 to 199 answered: the proportion and its limits in whole percent."""

    answers: AnswerCount
    percent: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class SaidTenths:
    """200 or more answered: the proportion and its limits in tenths of a percent."""

    answers: AnswerCount
    tenths: int
    low: int
    high: int


SaidProportion = NoAnswers | SaidCount | SaidCountInterval | SaidPercent | SaidTenths
"""All forms in which a proportion may be said. None has a place for more than may be said."""


def said_proportion(answers: AnswerCount) -> SaidProportion:
    """The form for so many answers. Limits are rounded outwards, so that they hold as they are said."""
    if not answers.of:
        return NoAnswers()
    if answers.of < LEAST_WITH_INTERVAL:
        return SaidCount(answers)
    if answers.of < LEAST_WITH_PERCENT:
        return SaidCountInterval(answers, *_limits(answers, 100))
    if answers.of < LEAST_WITH_DECIMAL:
        return SaidPercent(answers, _rounded(answers, 100), *_limits(answers, 100))
    return SaidTenths(answers, _rounded(answers, 1000), *_limits(answers, 1000))


def _rounded(answers: AnswerCount, whole: int) -> int:
    """Halves are rounded up."""
    return (2 * whole * answers.count + answers.of) // (2 * answers.of)


def _limits(answers: AnswerCount, whole: int) -> tuple[int, int]:
    interval = wilson_interval(answers)
    return floor(interval.low * whole), ceil(interval.high * whole)
