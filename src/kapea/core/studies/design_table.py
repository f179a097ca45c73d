"""Every way of asking beside the one that somebody thinks of, for the people there are."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kapea.core.studies.sensitive_designs import ListQuestion, MixedAnswer, SensitiveDesign
from kapea.core.studies.sensitive_questions import QuestionPlan, half_width_of, people_needed, planned_share

USUAL_DESIGNS: tuple[SensitiveDesign, ...] = (
    MixedAnswer.direct(),
    MixedAnswer.unrelated(Fraction(7, 10), Fraction(1, 10)),
    MixedAnswer.crosswise(Fraction(3, 20)),
    MixedAnswer.forced(Fraction(1, 6), Fraction(1, 6)),
    MixedAnswer.warner(Fraction(1, 4)),
    ListQuestion(Fraction(848, 1000), Fraction(647, 1000)),
)
"""One of each kind, with chances that others have used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignLine:
    """A way of asking: how many must answer for the wished half-width, how far off it is with those there
    are (from 0 to 1), and whether they are enough. `is_chosen`: it is the plan's own.
    """

    design: SensitiveDesign
    needed: int
    half_width: float
    fits: bool
    is_chosen: bool


def design_table(plan: QuestionPlan) -> tuple[DesignLine, ...]:
    """One line for each kind; of the plan's kind it is the plan's own."""
    return tuple(
        _line(plan, plan.design if usual.kind is plan.design.kind else usual) for usual in USUAL_DESIGNS
    )


def _line(plan: QuestionPlan, design: SensitiveDesign) -> DesignLine:
    share = planned_share(plan.expected)
    needed = people_needed(design, share, plan.half_width, effect=plan.effect)
    return DesignLine(
        design=design,
        needed=needed,
        half_width=half_width_of(design, share, plan.people, effect=plan.effect),
        fits=plan.people >= needed,
        is_chosen=design == plan.design,
    )
