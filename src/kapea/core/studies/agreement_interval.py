"""How sure an agreement is: worked out anew over sessions drawn again and again (bootstrap, Efron 1979).
Sessions are drawn and not segments, since what is said in one session resembles itself.

Where the draws come from is the caller's: the same draws give the same interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import ceil, floor
from struct import Struct

from kapea.core.evidence.changed import LEAST_SESSIONS
from kapea.core.evidence.proportions import CONFIDENCE
from kapea.core.studies.agreement import WORKED_OUT, AgreementFigure
from kapea.core.studies.chance_agreement import CodeMargins, NoFigure, code_margins
from kapea.core.studies.coded_units import CodePair, CodesThere

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
    worked_out, packed = WORKED_OUT[figure.measure], PackedMargins(sessions)
    drawn = (worked_out(packed.drawn(draw)) for _ in range(rounds))
    found = sorted(value for value in drawn if not isinstance(value, NoFigure))
    if len(found) < max(1, LEAST_ROUNDS_WITH_FIGURE * rounds):
        return NoInterval.TOO_FEW_ROUNDS
    low, high = percentile_limits(found)
    return AgreementInterval(low=low, high=high, sessions=len(sessions), rounds=len(found))


class PackedMargins:
    """The margins of sessions, each as one whole number with 64 bits for each count: to add sessions up, a
    thousand times, is then to add numbers. No count of characters of all sessions comes near 64 bits.
    """

    def __init__(self, sessions: Sequence[Counter[CodePair]]) -> None:
        margins = [code_margins(pairs) for pairs in sessions]
        self._values = sorted({value for each in margins for value in (*each.first, *each.second)})
        self._format = Struct(f"<{1 + 2 * len(self._values)}Q")
        self._packed = [int.from_bytes(self._format.pack(*self._counts(each)), "little") for each in margins]

    def _counts(self, margins: CodeMargins) -> Iterator[int]:
        yield margins.agreeing
        yield from (margins.first.get(value, 0) for value in self._values)
        yield from (margins.second.get(value, 0) for value in self._values)

    def drawn(self, draw: DrawBelow) -> CodeMargins:
        """As many sessions as there are, drawn one by one, as one table."""
        times = Counter(draw(len(self._packed)) for _ in self._packed)
        total = sum(many * self._packed[at] for at, many in times.items())
        agreeing, *counts = self._format.unpack(total.to_bytes(self._format.size, "little"))
        first, second = counts[: len(self._values)], counts[len(self._values) :]
        return CodeMargins(agreeing, _there(self._values, first), _there(self._values, second))


def _there(values: Sequence[CodesThere], counts: Sequence[int]) -> dict[CodesThere, int]:
    return {value: count for value, count in zip(values, counts, strict=True) if count}


def percentile_limits(ordered: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """Between which of some figures, in their order, 95 % lie; the limits are rounded outwards."""
    tail = (1 - CONFIDENCE) / 2 * (len(ordered) - 1)
    return ordered[floor(tail)], ordered[ceil(len(ordered) - 1 - tail)]
