"""A question tried out on people who are made up: what the answers would say, how far off, how often the
interval holds. The draws are the caller's, so that the same draws show the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean, stdev

from kapea.core.evidence.proportions import AnswerCount
from kapea.core.studies.anchor_correction import AnchoredAnswers, anchored_estimate
from kapea.core.studies.sensitive_designs import MixedAnswer
from kapea.core.studies.sensitive_estimates import (
    NoEstimate,
    SensitiveEstimate,
    list_estimate,
    mixed_estimate,
)

TRIALS = 500

DrawUniform = Callable[[], float]
"""Draws a number from 0 up to and without 1, each as likely as any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedQuestion:
    """What the trials said. `mean`: of their shares; `spread`: their standard deviation; `held`: in how many
    the interval held the true share; `trials`: how many gave a share, of those that were made.
    """

    mean: float
    spread: float
    held: int
    trials: int


def simulated_mixed(
    design: MixedAnswer,
    true_share: Fraction,
    people: int,
    draw: DrawUniform,
    *,
    trials: int = TRIALS,
    guessing: Fraction = Fraction(0),
) -> SimulatedQuestion | NoEstimate:
    """A question whose answer is mixed with chance. `guessing`: how many answer without reading."""

    answer, true_of, guess = _answerer(design, draw), float(true_share), float(guessing)

    def trial() -> SensitiveEstimate | NoEstimate:
        said = [answer(draw() < true_of, draw() < guess) for _ in range(people)]
        return mixed_estimate(design, AnswerCount(sum(said), people))

    return _simulated(trial, true_share, trials)


def simulated_anchored(
    p: Fraction,
    true_share: Fraction,
    people: int,
    draw: DrawUniform,
    *,
    trials: int = TRIALS,
    guessing: Fraction = Fraction(0),
) -> SimulatedQuestion | NoEstimate:
    """A crosswise question and its anchor; who guesses, guesses at both."""
    answer = _answerer(MixedAnswer.crosswise(p), draw)
    true_of, guess = float(true_share), float(guessing)

    def person() -> tuple[bool, bool]:
        guesses = draw() < guess
        return answer(draw() < true_of, guesses), answer(False, guesses)

    def trial() -> SensitiveEstimate | NoEstimate:
        said = [person() for _ in range(people)]
        answers = AnchoredAnswers(
            of=people,
            same=sum(same for same, _ in said),
            anchor_same=sum(anchor for _, anchor in said),
            both_same=sum(same and anchor for same, anchor in said),
        )
        return anchored_estimate(p, answers)

    return _simulated(trial, true_share, trials)


def simulated_list(
    statements: Sequence[Fraction],
    true_share: Fraction,
    people: int,
    draw: DrawUniform,
    *,
    trials: int = TRIALS,
) -> SimulatedQuestion | NoEstimate:
    """A list. `statements`: of how many each harmless one is true."""

    harmless = [float(share) for share in statements]

    def arm(many: int, shares: Sequence[float]) -> list[int]:
        counts = [0] * (len(shares) + 1)
        for _ in range(many):
            counts[sum(draw() < share for share in shares)] += 1
        return counts

    def trial() -> SensitiveEstimate | NoEstimate:
        longer = arm(people // 2, (*harmless, float(true_share)))
        return list_estimate(longer, arm(people - people // 2, harmless))

    return _simulated(trial, true_share, trials)


def _answerer(design: MixedAnswer, draw: DrawUniform) -> Callable[[bool, bool], bool]:
    """Whether somebody gives the counted answer: by a coin if they guess, else as the design has it."""
    if_not, if_true = (float(design.answered(Fraction(share))) for share in (0, 1))

    def answer(is_true: bool, guesses: bool) -> bool:
        return draw() < (0.5 if guesses else if_true if is_true else if_not)

    return answer


def _simulated(
    trial: Callable[[], SensitiveEstimate | NoEstimate], true_share: Fraction, trials: int
) -> SimulatedQuestion | NoEstimate:
    made = [trial() for _ in range(trials)]
    found = [each for each in made if isinstance(each, SensitiveEstimate)]
    if len(found) < 2:
        return next((each for each in made if isinstance(each, NoEstimate)), NoEstimate.TOO_FEW_ANSWERS)
    return SimulatedQuestion(
        mean=fmean(each.share for each in found),
        spread=stdev(each.share for each in found),
        held=sum(each.low <= true_share <= each.high for each in found),
        trials=len(found),
    )
