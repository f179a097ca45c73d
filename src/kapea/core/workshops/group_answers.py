"""How one group of people answered an item at first and at last, over all sessions to which they came.

The same people met several times, and resemble each other: they are one cluster, however often they met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kapea.core.evidence.changed import SessionAnswers
from kapea.core.evidence.proportions import AnswerCount
from kapea.core.pack.measure_model import TWICE, Measure
from kapea.core.workshops.counted_fields import MeasuredAnswers
from kapea.core.workshops.held_workshop import HeldWorkshop


@dataclass(frozen=True, slots=True)
class GroupAnswers:
    """The first and the last time that a group was asked an item; None where there was none, or where nobody
    answered.
    """

    first: AnswerCount | None
    last: AnswerCount | None

    @property
    def both(self) -> SessionAnswers | None:
        """The two as one cluster; None where one of them is missing."""
        if self.first is None or self.last is None:
            return None
        return SessionAnswers(self.first, self.last)


Asked = tuple[int, AnswerCount]
"""In which session, and how it was answered."""


def group_answers(
    sessions: Iterable[HeldWorkshop], measures: Mapping[str, Measure]
) -> dict[str, GroupAnswers]:
    """By item, of the sessions of one group. What is asked before and after: the first `before` and the last
    `after`. What is asked once a session: the first session and the last.
    """
    ordered = sorted(sessions, key=lambda each: each.order)
    found: dict[str, GroupAnswers] = {}
    for id, measure in measures.items():
        asked = [(at, each) for at, held in enumerate(ordered) for each in held.answers if each.measure == id]
        answers = _of_twice(asked) if measure.about in TWICE else _of_once(asked)
        if answers != GroupAnswers(None, None):
            found[id] = answers
    return found


def _of_twice(asked: Sequence[tuple[int, MeasuredAnswers]]) -> GroupAnswers:
    """A last answer of a session before the first one is no change of it."""
    before = [told for at, each in asked if (told := _asked(at, each.before))]
    after = [told for at, each in asked if (told := _asked(at, each.after))]
    if not before:
        return GroupAnswers(None, after[-1][1] if after else None)
    at, first = before[0]
    later = [answers for when, answers in after if when >= at]
    return GroupAnswers(first, later[-1] if later else None)


def _of_once(asked: Sequence[tuple[int, MeasuredAnswers]]) -> GroupAnswers:
    """The last is of a later session than the first: in one session it is asked once."""
    told = [found for at, each in asked if (found := _asked(at, each.before) or _asked(at, each.after))]
    if not told:
        return GroupAnswers(None, None)
    return GroupAnswers(told[0][1], told[-1][1] if len(told) > 1 else None)


def _asked(at: int, answers: AnswerCount | None) -> Asked | None:
    return (at, answers) if answers is not None and answers.of else None
