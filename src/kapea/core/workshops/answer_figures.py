"""What groups answered, as an edition tells it: of each item, those hoped for out of all, at first and at
last, and how much that changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from kapea.core.evidence.count_system import TooLargeToAudit
from kapea.core.evidence.counts import (
    SENSITIVE_THRESHOLD,
    CellKey,
    CountMark,
    Figure,
    FigureKey,
    Publication,
    PublishedCount,
)
from kapea.core.evidence.linear_program import TooManyPivots
from kapea.core.evidence.proportions import AnswerCount
from kapea.core.evidence.protect import SafeCounts, protect_counts
from kapea.core.pack.measure_model import AFTER, ASKED_WHEN, BEFORE, Measure
from kapea.core.workshops.change_kept import SaidChange, said_change
from kapea.core.workshops.group_answers import GroupAnswers
from kapea.core.workshops.held_workshop import CAREGIVERS, LEADERS, PUPILS

ANSWERS_KEY = "answers"
HOPED, ALL = "hoped", "all"
LEAST_GROUPS: Mapping[str, int] = {CAREGIVERS: 6, PUPILS: 10, LEADERS: 6}
"""So many groups are told together: with fewer nobody could say how sure a change is, and of classes fewer
than ten are not reported at all.
"""
WARNING = "warning"


class WhyNot(Enum):
    """Why answers of a kind are not told yet."""

    TOO_FEW_GROUPS = "too-few-groups"
    KNOWLEDGE_ALONE = "knowledge-alone"
    """Children were asked what they know, and not what they do: the one is never told without the other."""
    NOT_SAFE = "not-safe"


@dataclass(frozen=True, slots=True)
class ItemAnswers:
    """An item of a kind, as each of its groups answered it."""

    kind: str
    measure: str
    groups: tuple[GroupAnswers, ...]

    @property
    def pooled(self) -> Mapping[str, AnswerCount | None]:
        """All groups together, before and after; None where none was asked."""
        sides = {BEFORE: [each.first for each in self.groups], AFTER: [each.last for each in self.groups]}
        return {when: _added([each for each in side if each is not None]) for when, side in sides.items()}

    @property
    def is_told(self) -> bool:
        """Whether enough people answered to say anything of it."""
        asked = [each for each in self.pooled.values() if each is not None]
        return bool(asked) and all(each.of >= SENSITIVE_THRESHOLD for each in asked)

    @property
    def both(self) -> int:
        """How many groups were asked at first and at last."""
        return sum(each.both is not None for each in self.groups)


def _added(several: Sequence[AnswerCount]) -> AnswerCount | None:
    if not several:
        return None
    return AnswerCount(sum(each.count for each in several), sum(each.of for each in several))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChange:
    """How an item changed: in how many groups that were asked twice, how many were asked once, and by how
    much, where that may be said.
    """

    kind: str
    measure: str
    groups: int
    asked_once: int
    change: SaidChange | None


@dataclass(frozen=True, slots=True)
class ToldAnswers:
    """What is said of a kind's answers."""

    said: Mapping[FigureKey, PublishedCount]
    changes: tuple[ToldChange, ...]


def told_answers(
    kind: str,
    groups: Iterable[Mapping[str, GroupAnswers]],
    measures: Mapping[str, Measure],
    *,
    is_last_chance: bool,
) -> ToldAnswers | WhyNot:
    """What may be told of the answers of groups that are over. `is_last_chance`: the year ends, so fewer
    groups are told, too, without saying how sure a change is; of classes nothing.
    """
    every = tuple(groups)
    items = [each for each in _items(kind, every, measures) if each.is_told]
    twice = sum(any(answers.both for answers in group.values()) for group in every)
    if not items or (twice < LEAST_GROUPS[kind] and (kind == PUPILS or not is_last_chance)):
        return WhyNot.TOO_FEW_GROUPS
    if kind == PUPILS and not any(measures[each.measure].about == WARNING for each in items):
        return WhyNot.KNOWLEDGE_ALONE
    safe = _safe(items)
    if safe is None:
        return WhyNot.NOT_SAFE
    return ToldAnswers(safe.said, tuple(_change(each, safe.said) for each in items))


def _items(
    kind: str, groups: Sequence[Mapping[str, GroupAnswers]], measures: Collection[str]
) -> Iterator[ItemAnswers]:
    """In the order of the pack."""
    for id in measures:
        if asked := tuple(group[id] for group in groups if id in group):
            yield ItemAnswers(kind, id, asked)


def answer_publication(items: Iterable[ItemAnswers]) -> Publication:
    """Those hoped for and all, of each item, before and after. That nobody answered as hoped for tells of
    everybody who was there, so a zero is hidden like any small count.
    """
    counts: dict[CellKey, int | None] = {}
    figures: list[Figure] = []
    for item in items:
        for when in ASKED_WHEN:
            answers, place = item.pooled[when], (item.kind, item.measure, when)
            hoped, others = (*place, HOPED), (*place, "others")
            counts[hoped] = None if answers is None else answers.count
            counts[others] = None if answers is None else answers.of - answers.count
            figures.append(Figure((ANSWERS_KEY, *place, HOPED), frozenset({hoped})))
            figures.append(Figure((ANSWERS_KEY, *place, ALL), frozenset({hoped, others})))
    return Publication(
        counts=counts, figures=tuple(figures), thresholds=dict.fromkeys(counts, SENSITIVE_THRESHOLD)
    )


def _safe(items: Iterable[ItemAnswers]) -> SafeCounts | None:
    try:
        found = protect_counts(answer_publication(items))
    except (TooLargeToAudit, TooManyPivots):
        return None
    return found if isinstance(found, SafeCounts) else None


def _change(item: ItemAnswers, said: Mapping[FigureKey, PublishedCount]) -> ToldChange:
    """By how much is said only where all four counts are."""
    both = [each.both for each in item.groups if each.both is not None]
    marks = [
        said[ANSWERS_KEY, item.kind, item.measure, when, what] for when in ASKED_WHEN for what in (HOPED, ALL)
    ]
    is_open = not {CountMark.HIDDEN, CountMark.NO_DATA} & set(marks)
    return ToldChange(
        kind=item.kind,
        measure=item.measure,
        groups=item.both,
        asked_once=len(item.groups) - item.both,
        change=said_change(both) if is_open else None,
    )
