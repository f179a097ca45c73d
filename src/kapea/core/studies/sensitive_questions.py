"""Planning a question that people may not answer truly: how many must be asked, how far off the answer may
be, and why it may not be asked so.

Hiding each answer costs size. A chosen sample has no margin at all, and in a small one no design reaches what
people wish for: then ask how people speak of it, and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import ceil, sqrt

from kapea.core.evidence.distributions import normal_quantile
from kapea.core.evidence.proportions import CONFIDENCE
from kapea.core.studies.sensitive_designs import DesignKind, ListQuestion, MixedAnswer, SensitiveDesign

USUAL_EFFECT = Fraction(2)
"""By how much people of one place, who resemble each other, must be more."""
RAREST_PLANNED = Fraction(1, 10)
"""Whoever guesses a rarer share would need fewer people the bolder they guess: it is planned as this one."""
LEAST_ON_DISCIPLINE = 600


class NotAQuestionPlan(ValueError):
    """Sizes that cannot be; the message says which."""


class QuestionTopic(Enum):
    """What is asked about: what was done to the person, how carers discipline, anything else."""

    OWN_ABUSE = "own_abuse"
    CARERS_DISCIPLINE = "carers_discipline"
    OTHER = "other"


class PlanRefusal(Enum):
    """Why a question may not be asked so, as the id of a word."""

    CHILDREN = "children"
    IN_GROUP = "in_group"
    OWN_ABUSE = "own_abuse"
    PURPOSIVE_SAMPLE = "purposive_sample"
    TOO_FEW_PEOPLE = "too_few_people"
    UNREHEARSED = "non_readers_without_rehearsal"
    BIAS_NOT_STATED = "expected_bias_not_stated"
    PRECISION_LOST = "bias_smaller_than_precision_lost"
    DISCIPLINE_TOO_FEW = "carers_discipline_under_600"
    DISCIPLINE_NO_PILOT = "carers_discipline_without_pilot"
    DISCIPLINE_NO_ANCHOR = "carers_discipline_without_anchor"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPlan:
    """What somebody wishes to ask. `people`: how many will answer; `half_width`: how far off the answer may
    be; `expected`: the share that is thought likely; `effect`: the design effect of the sample, 1 if simple
    random; `expected_bias`: by how much a direct question would be off, None where nobody said. Shares and
    widths from 0 to 1. Raises NotAQuestionPlan.
    """

    design: SensitiveDesign
    people: int
    half_width: Fraction
    expected: Fraction
    topic: QuestionTopic
    of_children: bool
    in_group: bool
    is_random_sample: bool
    has_non_readers: bool
    was_rehearsed: bool
    was_piloted: bool
    has_anchor: bool
    expected_bias: Fraction | None = None
    effect: Fraction = USUAL_EFFECT

    def __post_init__(self) -> None:
        if self.people < 2:
            raise NotAQuestionPlan(f"{self.people} people: an answer of fewer than two is somebody's own")
        if not 0 < self.half_width < 1 or not 0 <= self.expected <= 1:
            raise NotAQuestionPlan("give shares and half-widths as parts of one: 5 points are 0.05")
        if self.effect < 1:
            raise NotAQuestionPlan(f"design effect {self.effect}: it is 1 if simple random, else more")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedQuestion:
    """What a plan comes to. `needed`: how many must answer for the wished half-width; `needed_direct`: were
    it asked directly; `half_width`, `half_width_direct`: with the people there are; `refusals`: each reason
    against it.
    """

    needed: int
    needed_direct: int
    half_width: float
    half_width_direct: float
    refusals: tuple[PlanRefusal, ...]

    @property
    def is_allowed(self) -> bool:
        """Whether nothing stands against it."""
        return not self.refusals


def planned_question(plan: QuestionPlan) -> PlannedQuestion:
    """The sizes, and every reason against it."""
    rarest = planned_share(plan.expected)
    needed, direct = (
        people_needed(design, rarest, plan.half_width, effect=plan.effect) for design in _compared(plan)
    )
    wide, wide_direct = (
        half_width_of(design, rarest, plan.people, effect=plan.effect) for design in _compared(plan)
    )
    against = {
        PlanRefusal.CHILDREN: plan.of_children,
        PlanRefusal.IN_GROUP: plan.in_group,
        PlanRefusal.OWN_ABUSE: plan.topic is QuestionTopic.OWN_ABUSE,
        PlanRefusal.PURPOSIVE_SAMPLE: not plan.is_random_sample,
        PlanRefusal.TOO_FEW_PEOPLE: plan.people < needed,
    }
    if plan.design.kind is not DesignKind.DIRECT:
        against |= _against_hiding(plan, lost=wide - wide_direct) | _against_discipline(plan)
    return PlannedQuestion(
        needed=needed,
        needed_direct=direct,
        half_width=wide,
        half_width_direct=wide_direct,
        refusals=tuple(reason for reason, holds in against.items() if holds),
    )


def planned_share(expected: Fraction) -> Fraction:
    """The share as it is planned: none is rarer, or nearer to everybody, than `RAREST_PLANNED`."""
    return min(max(expected, RAREST_PLANNED), 1 - RAREST_PLANNED)


def _compared(plan: QuestionPlan) -> tuple[SensitiveDesign, SensitiveDesign]:
    return plan.design, MixedAnswer.direct()


def _against_hiding(plan: QuestionPlan, *, lost: float) -> dict[PlanRefusal, bool]:
    bias = plan.expected_bias
    return {
        PlanRefusal.UNREHEARSED: plan.has_non_readers and not plan.was_rehearsed,
        PlanRefusal.BIAS_NOT_STATED: bias is None,
        PlanRefusal.PRECISION_LOST: bias is not None and abs(bias) < lost,
    }


def _against_discipline(plan: QuestionPlan) -> dict[PlanRefusal, bool]:
    asked = plan.topic is QuestionTopic.CARERS_DISCIPLINE
    return {
        PlanRefusal.DISCIPLINE_TOO_FEW: asked and plan.people < LEAST_ON_DISCIPLINE,
        PlanRefusal.DISCIPLINE_NO_PILOT: asked and not plan.was_piloted,
        PlanRefusal.DISCIPLINE_NO_ANCHOR: asked and not plan.has_anchor,
    }


def people_needed(
    design: SensitiveDesign, share: Fraction, half_width: Fraction, *, effect: Fraction = Fraction(1)
) -> int:
    """How many must answer so that the 95 % interval is no wider to each side, where the question is true of
    this share. A list needs two equal arms. The number for a simple random sample is rounded up, then
    multiplied. Nothing hidden needs fewer than a direct question.
    """
    by_width = Fraction(normal_quantile(CONFIDENCE)) ** 2 / half_width**2
    simple = ceil(by_width * share * (1 - share))
    if isinstance(design, ListQuestion):
        simple = max(simple, 2 * ceil(by_width * (design.treatment_variance + design.control_variance)))
    else:
        simple = max(simple, ceil(by_width * design.variance(share)))
    return ceil(simple * effect)


def half_width_of(
    design: SensitiveDesign, share: Fraction, people: int, *, effect: Fraction = Fraction(1)
) -> float:
    """How far the 95 % interval reaches to each side with so many people; a list's in two arms, as equal as
    they can be. Nothing hidden is surer than a direct question.
    """
    variance = share * (1 - share) / people
    if isinstance(design, ListQuestion):
        arms = (people // 2, people - people // 2)
        variance = max(variance, design.treatment_variance / arms[0] + design.control_variance / arms[1])
    else:
        variance = max(variance, design.variance(share) / people)
    return normal_quantile(CONFIDENCE) * sqrt(variance * effect)
