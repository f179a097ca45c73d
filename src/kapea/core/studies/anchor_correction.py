"""The crosswise share without those who did not read the question (Atsusaka and Stevenson 2021): an anchor,
true of nobody, shows how many they are. Without it guessing pulls every share towards one half.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kapea.core.studies.sensitive_designs import MixedAnswer
from kapea.core.studies.sensitive_estimates import (
    LEAST_ANSWERS,
    NoEstimate,
    SensitiveEstimate,
    share_around,
)

ANCHORED_NAME = "crosswise_anchor_corrected"
_HALF = Fraction(1, 2)


class NotAnchored(ValueError):
    """Counts that cannot be of the same people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchoredAnswers:
    """Answers to a crosswise question and, by the same people, to an anchor that is true of nobody, with the
    same harmless chance. `same`, `anchor_same`: how many said “same”; `both_same`: to both, None where only
    totals are known. Raises NotAnchored.
    """

    of: int
    same: int
    anchor_same: int
    both_same: int | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.same <= self.of and 0 <= self.anchor_same <= self.of):
            said = f"{self.same} and {self.anchor_same} of {self.of}"
            raise NotAnchored(f"{said}: count “same” among those who answered")
        if self.both_same is not None and self.both_same not in range(self.least_both, self.most_both + 1):
            can = f"between {self.least_both} and {self.most_both}"
            raise NotAnchored(f"{self.both_same} said “same” to both; {can} can have")

    @property
    def least_both(self) -> int:
        """How many must have said “same” to both."""
        return max(0, self.same + self.anchor_same - self.of)

    @property
    def most_both(self) -> int:
        """How many can have said “same” to both."""
        return min(self.same, self.anchor_same)


def attentive_share(p: Fraction, answers: AnchoredAnswers) -> Fraction:
    """g = (A − ½) / (½ − p): how many read the question. Whoever does not says “same” as often as not. Raises
    NotADesign.
    """
    read_by_all = MixedAnswer.crosswise(p).answered(Fraction(0))
    return (Fraction(answers.anchor_same, answers.of) - _HALF) / (read_by_all - _HALF)


def anchored_estimate(p: Fraction, answers: AnchoredAnswers) -> SensitiveEstimate | NoEstimate:
    """λ* = (λ̂ − ½(1 − g)) / g, and then as in any crosswise model. The standard error is by the delta method;
    where only totals are known, it is the largest that they allow. Raises NotADesign.
    """
    design = MixedAnswer.crosswise(p)
    if answers.of < LEAST_ANSWERS:
        return NoEstimate.TOO_FEW_ANSWERS
    if (attentive := attentive_share(p, answers)) <= 0:
        return NoEstimate.ANCHOR_AT_CHANCE
    cleaned = (Fraction(answers.same, answers.of) - (1 - attentive) / 2) / attentive
    return share_around(
        name=ANCHORED_NAME,
        share=(cleaned - design.floor) / design.slope,
        variance=_variance(answers),
        answers=answers.of,
    )


def _variance(answers: AnchoredAnswers) -> Fraction:
    """Of π̂ = ½ − (λ̂ − ½) / (2A − 1), to which the two formulas come down: p drops out."""
    if answers.both_same is not None:
        return _variance_with(answers, answers.both_same)
    return max(_variance_with(answers, both) for both in (answers.least_both, answers.most_both))


def _variance_with(answers: AnchoredAnswers, both: int) -> Fraction:
    said, anchor = Fraction(answers.same, answers.of), Fraction(answers.anchor_same, answers.of)
    by_said = -1 / (2 * anchor - 1)
    by_anchor = 2 * (said - _HALF) / (2 * anchor - 1) ** 2
    spread = (
        by_said**2 * said * (1 - said)
        + by_anchor**2 * anchor * (1 - anchor)
        + 2 * by_said * by_anchor * (Fraction(both, answers.of) - said * anchor)
    )
    return spread / (answers.of - 1)
