"""How sure an agreement is: worked out anew over sessions drawn again and again (bootstrap, Efron 1979).
Sessions are drawn and not segments, since what is said in one session resembles itself.

Where the draws come from is the caller's: the same draws give the same interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import ceil, floor

from kapea.core.evidence.changed import LEAST_SESSIONS
from kapea.core.evidence.proportions import CONFIDENCE
from kapea.core.studies.agreement import WORKED_OUT, AgreementFigure
from kapea.core.studies.chance_agreement import NoFigure
from kapea.core.studies.coded_units import CodePair

ROUNDS = 1000
LEAST_ROUNDS_WITH_FIGURE = CONFIDENCE
"""Of the rounds, how large a share must give a figure; else what is left is a chosen part."""

DrawBelow = Callable[[int], int]
"""Draws a number from 0 up to and without the one given, each as likely as any other."""


class NoInterval(Enum):
    """Why there is no interval, as the id of a word."""

    NO_FIGURE = "no_figure"
    TOO_FEW_SESSIONS = "too_few_sessions"
    TOO_FEW_ROUNDS = "too_few_rounds_with_a_figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementInterval:
    """Between which figures 95 % of the rounds lie. `sessions`: how many were drawn from; `rounds`: how many
    rounds gave a figure.
    """

    low: Fraction
    high: Fraction
    sessions: int
    rounds: int


def agreement_interval(
    figure: AgreementFigure, draw: DrawBelow, *, rounds: int = ROUNDS
) -> AgreementInterval | NoInterval:
    """The 95 % interval of a figure over its sessions, by percentiles. With fewer than six sessions, or where
    more than one round in twenty gives no figure, there is none.
    """
    if isinstance(figure.value, NoFigure):
        return NoInterval.NO_FIGURE
    sessions = figure.table.sessions
    if len(sessions) < LEAST_SESSIONS:
        return NoInterval.TOO_FEW_SESSIONS
    drawn = (WORKED_OUT[figure.measure](_drawn(sessions, draw)) for _ in range(rounds))
    found = sorted(value for value in drawn if not isinstance(value, NoFigure))
    if len(found) < max(1, LEAST_ROUNDS_WITH_FIGURE * rounds):
        return NoInterval.TOO_FEW_ROUNDS
    low, high = percentile_limits(found)
    return AgreementInterval(low=low, high=high, sessions=len(sessions), rounds=len(found))


def _drawn(sessions: Sequence[Counter[CodePair]], draw: DrawBelow) -> Counter[CodePair]:
    pairs: Counter[CodePair] = Counter()
    for at, times in Counter(draw(len(sessions)) for _ in sessions).items():
        for pair, count in sessions[at].items():
            pairs[pair] += times * count
    return pairs


def percentile_limits(ordered: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Between which of some figures, in their order, 95 % lie; the limits are rounded outwards."""
    tail = (1 - CONFIDENCE) / 2 * (len(ordered) - 1)
    return ordered[floor(tail)], ordered[ceil(len(ordered) - 1 - tail)]
