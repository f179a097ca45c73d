"""What hidden answers say of everybody together: the share, its standard error, its 95 % interval. A share
below 0 or above 1 is said as it comes out, and not put right: it may mean that the design was not followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import sqrt

from kapea.core.evidence.distributions import normal_quantile
from kapea.core.evidence.proportions import CONFIDENCE, AnswerCount, wilson_interval
from kapea.core.studies.sensitive_designs import DesignKind, MixedAnswer

LEAST_ANSWERS = 2
"""Of fewer, no spread can be told."""
_ONE_LESS = (DesignKind.CROSSWISE, DesignKind.WARNER)
"""Their variance is the unbiased one, over n − 1."""


class NoEstimate(Enum):
    """Why there is no share, as the id of a word. `NO_SPREAD`: everybody said the same, which is not to be
    certain. `ANCHOR_AT_CHANCE`: the anchor was answered no better than by a coin; nobody knows who read.
    """

    TOO_FEW_ANSWERS = "too_few_answers"
    NO_SPREAD = "no_spread"
    ANCHOR_AT_CHANCE = "anchor_at_chance"
    LISTS_DO_NOT_MATCH = "lists_do_not_match"


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitiveEstimate:
    """A share, from 0 to 1, with all that it may not be shown without. `name`: the id of what was worked out;
    `low`, `high`: the 95 % interval; `answers`: how many people answered.
    """

    name: str
    share: float
    standard_error: float
    low: float
    high: float
    answers: int

    @property
    def is_a_share(self) -> bool:
        """Whether it lies from 0 to 1."""
        return 0 <= self.share <= 1


def mixed_estimate(design: MixedAnswer, answers: AnswerCount) -> SensitiveEstimate | NoEstimate:
    """π̂ = (λ̂ − floor) / slope, from how many gave the counted answer. The interval is that of λ after Wilson,
    carried over: where all answered alike the standard error is 0, and says nothing.
    """
    if answers.of < LEAST_ANSWERS:
        return NoEstimate.TOO_FEW_ANSWERS
    counted = Fraction(answers.count, answers.of)
    over = answers.of - 1 if design.kind in _ONE_LESS else answers.of
    of_counted = wilson_interval(answers)
    low, high = sorted((each - design.floor) / design.slope for each in (of_counted.low, of_counted.high))
    return SensitiveEstimate(
        name=design.kind.value,
        share=float((counted - design.floor) / design.slope),
        standard_error=sqrt(counted * (1 - counted) / (over * design.slope**2)),
        low=low,
        high=high,
        answers=answers.of,
    )


def list_estimate(treatment: Sequence[int], control: Sequence[int]) -> SensitiveEstimate | NoEstimate:
    """The mean of the longer list less that of the shorter, with Welch's standard error. Each arm: how many
    people counted 0, 1, 2 … statements; the longer list has one place more.
    """
    if len(treatment) != len(control) + 1:
        return NoEstimate.LISTS_DO_NOT_MATCH
    if min(sum(treatment), sum(control)) < LEAST_ANSWERS:
        return NoEstimate.TOO_FEW_ANSWERS
    return share_around(
        name=DesignKind.LIST.value,
        share=_mean(treatment) - _mean(control),
        variance=sum((arm_variance(arm) / sum(arm) for arm in (treatment, control)), Fraction()),
        answers=sum(treatment) + sum(control),
    )


def share_around(
    *, name: str, share: Fraction, variance: Fraction, answers: int
) -> SensitiveEstimate | NoEstimate:
    """A share with an interval as wide to both sides, by the normal distribution."""
    if not variance:
        return NoEstimate.NO_SPREAD
    error = sqrt(variance)
    half = normal_quantile(CONFIDENCE) * error
    return SensitiveEstimate(
        name=name,
        share=float(share),
        standard_error=error,
        low=float(share) - half,
        high=float(share) + half,
        answers=answers,
    )


def arm_variance(arm: Sequence[int]) -> Fraction:
    """How much the counts of an arm vary, over n − 1; of a pilot's arms, for planning. Two people or more."""
    mean = _mean(arm)
    return sum((people * (said - mean) ** 2 for said, people in enumerate(arm)), Fraction()) / (sum(arm) - 1)


def _mean(arm: Sequence[int]) -> Fraction:
    return Fraction(sum(said * people for said, people in enumerate(arm)), sum(arm))
