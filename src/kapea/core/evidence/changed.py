"""What changed between before and after, over sessions whose answers name nobody. It says *changed*; what
caused it no figure here can tell, since nobody was left without the session.

People of one session resemble each other, so the sessions are counted and not the answers: one session, one
difference. These are figures for the programme itself. Sessions are small: what is published of them goes
through `protect_counts` first, as counts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import floor, lcm, sqrt

from kapea.core.evidence.distributions import t_quantile
from kapea.core.evidence.proportions import CONFIDENCE, AnswerCount

LEAST_SESSIONS = 6
"""With fewer, an interval would rest on next to nothing: only the sessions themselves are shown."""
MOST_SESSIONS_FLIPPED = 30
"""Of more, not every pattern of signs can be looked at."""


@dataclass(frozen=True, slots=True)
class SessionAnswers:
    """How many said it in one session, before and after. The two counts may be of different people: whoever
    left early or came late is in one of them only.
    """

    before: AnswerCount
    after: AnswerCount

    @property
    def changed_by(self) -> Fraction:
        """The proportion after less the proportion before."""
        return Fraction(self.after.count, self.after.of) - Fraction(self.before.count, self.before.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedBySession:
    """Too few sessions for an interval: each session's change, and no more.

    `left_out`: sessions in which nobody answered before, or nobody after.
    """

    changes: tuple[float, ...]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedProportion:
    """How a proportion changed. `before`, `after`: all answers together. `mean_change`: of the sessions, each
    as much as any other, with the standard deviation between sessions and the 95 % interval by Student's t.
    `p`: of all patterns of signs of the changes, how many lead as far from 0 as these; None where there are
    too many patterns. `changes`: of each session.
    """

    before: AnswerCount
    after: AnswerCount
    mean_change: float
    deviation: float
    low: float
    high: float
    p: Fraction | None
    changes: tuple[float, ...]
    left_out: int


def changed_proportion(sessions: Iterable[SessionAnswers]) -> ChangedProportion | ChangedBySession:
    """What changed over these sessions; of fewer than six, only what changed in each."""
    every = tuple(sessions)
    whole = [each for each in every if each.before.of and each.after.of]
    changes = [each.changed_by for each in whole]
    left_out = len(every) - len(whole)
    told = tuple(float(change) for change in changes)
    if len(changes) < LEAST_SESSIONS:
        return ChangedBySession(changes=told, left_out=left_out)
    mean = sum(changes, Fraction()) / len(changes)
    deviation = sqrt(sum((change - mean) ** 2 for change in changes) / (len(changes) - 1))
    half = t_quantile(CONFIDENCE, len(changes) - 1) * deviation / sqrt(len(changes))
    return ChangedProportion(
        before=pooled([each.before for each in whole]),
        after=pooled([each.after for each in whole]),
        mean_change=float(mean),
        deviation=deviation,
        low=float(mean) - half,
        high=float(mean) + half,
        p=sign_flip_p(changes),
        changes=told,
        left_out=left_out,
    )


def pooled(answers: Sequence[AnswerCount]) -> AnswerCount:
    """All answers together."""
    return AnswerCount(sum(each.count for each in answers), sum(each.of for each in answers))


def sign_flip_p(changes: Sequence[Fraction]) -> Fraction | None:
    """How many of all patterns of signs lead to a sum as far from 0 as the one seen: an exact test, in which
    nothing but the signs is left to chance. None for more than 30 changes.
    """
    if len(changes) > MOST_SESSIONS_FLIPPED:
        return None
    scale = lcm(*(change.denominator for change in changes))
    steps = [int(change * scale) for change in changes]
    far = abs(sum(steps))
    return Fraction(2 ** len(steps) - _patterns_nearer(steps, far), 2 ** len(steps))


def _patterns_nearer(steps: Sequence[int], far: int) -> int:
    """How many patterns of signs lead to a sum nearer to 0: each sum of one half with those of the other."""
    half = len(steps) // 2
    first, second = _signed_sums(steps[:half]), sorted(_signed_sums(steps[half:]))
    return sum(max(0, bisect_left(second, far - each) - bisect_right(second, -far - each)) for each in first)


def _signed_sums(steps: Sequence[int]) -> list[int]:
    return [sum(signed) for signed in product(*((step, -step) for step in steps))]


def design_effect(per_session: float, correlation: float) -> float:
    """By how much answers of one session, which resemble each other, count less. `per_session`: mean number
    of answers; `correlation`: how alike they are, from 0 to 1 (ICC).
    """
    return 1 + (per_session - 1) * correlation


def effective_answers(answers: int, effect: float) -> int:
    """As how many answers that owe each other nothing these count, rounded down."""
    return floor(answers / effect)
