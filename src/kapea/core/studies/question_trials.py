"""A plan tried on people who are made up, some of whom guess: as many trials as take no long time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from kapea.core.studies.sensitive_designs import DesignKind, ListQuestion, SensitiveDesign
from kapea.core.studies.sensitive_estimates import NoEstimate
from kapea.core.studies.sensitive_simulation import (
    TRIALS,
    DrawUniform,
    SimulatedQuestion,
    simulated_anchored,
    simulated_list,
    simulated_mixed,
)

GUESSING = (Fraction(0), Fraction(1, 10), Fraction(1, 5))
"""How many answer without reading, in the trials."""
MOST_MADE_UP = 1500
"""People of one trial; what more of them would say is told by the formulas."""
LEAST_STATEMENTS = 3
_DRAWN = 60_000


@dataclass(frozen=True, slots=True)
class TriedOut:
    """What trials said. `guessing`: how many guessed; `corrected`: the anchor took them out again."""

    guessing: Fraction
    corrected: bool
    said: SimulatedQuestion | NoEstimate


@dataclass(frozen=True, slots=True)
class QuestionTrials:
    """All trials of a plan, each with so many `people`, `trials` times."""

    people: int
    trials: int
    tried: tuple[TriedOut, ...]


def question_trials(
    design: SensitiveDesign, share: Fraction, people: int, draw: DrawUniform
) -> QuestionTrials:
    """Tries a design. Nobody guesses at a list: whoever counts without reading counts something else, and
    nobody knows what.
    """
    many = min(people, MOST_MADE_UP)
    trials = min(TRIALS, _DRAWN // many)
    if isinstance(design, ListQuestion):
        said = simulated_list(made_statements(design), share, many, draw, trials=trials)
        return QuestionTrials(many, trials, (TriedOut(Fraction(0), False, said),))
    tried = [
        TriedOut(guess, False, simulated_mixed(design, share, many, draw, trials=trials, guessing=guess))
        for guess in GUESSING
    ]
    if design.kind is DesignKind.CROSSWISE:
        p = 1 - design.floor
        tried += [
            TriedOut(guess, True, simulated_anchored(p, share, many, draw, trials=trials, guessing=guess))
            for guess in GUESSING
        ]
    return QuestionTrials(many, trials, tuple(tried))


def made_statements(design: ListQuestion) -> tuple[Fraction, ...]:
    """Of how many each harmless statement would be true, so that the shorter list varies as the pilot's did:
    all alike, each true or not whatever the others are.
    """
    many = max(LEAST_STATEMENTS, ceil(4 * design.control_variance))
    inside = 1 - 4 * design.control_variance / many
    return (Fraction((1 - float(inside) ** 0.5) / 2).limit_denominator(10_000),) * many
