"""What became of the answers of people who answered both times, linked by a code of their own: an exact test
in one session, and the difference with its interval. Nobody is named; it says *changed*, not *caused*.

Pairs are small counts. What is published of them went through `protect_counts` first: give in here only what
came out. Over several sessions the sessions are counted, not the people (`answers_of_session`, `changed`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb, sqrt

from kapea.core.evidence.changed import SessionAnswers
from kapea.core.evidence.distributions import normal_quantile
from kapea.core.evidence.proportions import CONFIDENCE, LEAST_WITH_INTERVAL, AnswerCount


class NotPairs(ValueError):
    """So many pairs cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPairs:
    """How many said it both times, only before, only after, neither time. Raises NotPairs."""

    kept: int
    lost: int
    gained: int
    neither: int

    def __post_init__(self) -> None:
        if min(self.kept, self.lost, self.gained, self.neither) < 0:
            raise NotPairs("nobody is counted less than not at all")

    @property
    def of(self) -> int:
        """How many answered both times."""
        return self.kept + self.lost + self.gained + self.neither


@dataclass(frozen=True, slots=True)
class FewPairs:
    """Fewer than ten answered both times: how many changed which way, and no more."""

    pairs: AnswerPairs


@dataclass(frozen=True, slots=True)
class ChangedPairs:
    """What changed in one session: the proportion after less the one before, its 95 % interval by the score
    of Tango (1998), and how likely changes are that lean as far to one side, if each could as well have been
    the other way (McNemar, exact).
    """

    pairs: AnswerPairs
    difference: float
    low: float
    high: float
    p: Fraction


def changed_pairs(pairs: AnswerPairs) -> ChangedPairs | FewPairs:
    """What changed among those who answered both times. Of fewer than ten, only the counts."""
    if pairs.of < LEAST_WITH_INTERVAL:
        return FewPairs(pairs)
    difference = (pairs.gained - pairs.lost) / pairs.of
    low, high = _limit(pairs, difference, -1.0), _limit(pairs, difference, 1.0)
    return ChangedPairs(pairs, difference, low, high, mcnemar_p(pairs))


def mcnemar_p(pairs: AnswerPairs) -> Fraction:
    """McNemar's test (1947), exact and two-sided: of those alone who changed. 1 where nobody did."""
    changed, fewer = pairs.gained + pairs.lost, min(pairs.gained, pairs.lost)
    tail = sum(comb(changed, many) for many in range(fewer + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**changed))


def answers_of_session(pairs: AnswerPairs) -> SessionAnswers:
    """The same people before and after, as one session among others for `changed_proportion`."""
    before, after = pairs.kept + pairs.lost, pairs.kept + pairs.gained
    return SessionAnswers(AnswerCount(before, pairs.of), AnswerCount(after, pairs.of))


def _limit(pairs: AnswerPairs, seen: float, end: float) -> float:
    """The difference farthest towards an end that the counts still allow."""
    z = normal_quantile(CONFIDENCE)
    return _farthest(lambda difference: abs(_score(pairs, difference)) <= z, seen, end)


def _farthest(holds: Callable[[float], bool], inside: float, outside: float) -> float:
    """Where it stops to hold, by halving until no number lies between."""
    while (middle := (inside + outside) / 2) not in (inside, outside):
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return inside


def _score(pairs: AnswerPairs, difference: float) -> float:
    """How far the counts lie from a difference, in standard errors under it."""
    above = pairs.gained - pairs.lost - pairs.of * difference
    variance = pairs.of * (2 * _lost_under(pairs, difference) + difference * (1 - difference))
    return above / sqrt(variance) if variance > 0 else float("inf") if above else 0.0


def _lost_under(pairs: AnswerPairs, difference: float) -> float:
    """The most likely proportion of those who lost it, were the true difference this one."""
    a = 2 * pairs.of
    b = (2 * pairs.of - pairs.gained + pairs.lost) * difference - pairs.gained - pairs.lost
    c = -pairs.lost * difference * (1 - difference)
    return max(0.0, (sqrt(max(0.0, b * b - 4 * a * c)) - b) / (2 * a))
