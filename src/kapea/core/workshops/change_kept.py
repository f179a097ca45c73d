"""Whether what is said of a change keeps the small counts of each group of people.

The interval of a change comes out of counts that nobody is told: how many of each group said it before, and
after. Whoever reads it knows the sums over all groups, how many groups there are, and three rounded numbers.
Which group is which stands nowhere, so any of them may be any other. A count is kept if groups that look the
same to that reader can hold one that differs by ten or more; in the larger of them, then, it is not small. To
find such groups, people are moved from one group to another, before and after alike. What comes out is worked
out anew before it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from kapea.core.evidence.changed import ChangedProportion, SessionAnswers, changed_proportion
from kapea.core.evidence.counts import SENSITIVE_THRESHOLD
from kapea.core.evidence.proportions import LEAST_WITH_PERCENT, AnswerCount

Groups = tuple[SessionAnswers, ...]


@dataclass(frozen=True, slots=True)
class SaidChange:
    """A change in points of a hundred, and between which limits it likely lies, rounded outwards."""

    points: int
    low: int
    high: int


def said_change(groups: Sequence[SessionAnswers]) -> SaidChange | None:
    """What may be said of a change; None where there are too few groups, too few answers, or where it would
    tell a small count of one of them.
    """
    found = _rounded(groups)
    return found if found is not None and _keeps_each(tuple(groups), found) else None


def _rounded(groups: Sequence[SessionAnswers]) -> SaidChange | None:
    found = changed_proportion(groups)
    if not isinstance(found, ChangedProportion) or min(found.before.of, found.after.of) < LEAST_WITH_PERCENT:
        return None
    mean, low, high = (round(100 * each, 9) for each in (found.mean_change, found.low, found.high))
    return SaidChange(round(mean), max(-100, floor(low)), min(100, ceil(high)))


def _keeps_each(groups: Groups, said: SaidChange) -> bool:
    """Whether each count that is small in some group could be another by ten or more."""
    alike = [groups, *look_alike_groups(groups, said)]
    return all(_is_kept(at, groups, alike) for at in range(4))


def _is_kept(at: int, groups: Groups, alike: Sequence[Groups]) -> bool:
    if min(_counts(group)[at] for group in groups) >= SENSITIVE_THRESHOLD:
        return True
    possible = [_counts(group)[at] for each in alike for group in each]
    return max(possible) - min(possible) >= SENSITIVE_THRESHOLD


def _counts(group: SessionAnswers) -> tuple[int, int, int, int]:
    """Who said it and who did not, before and after."""
    before, after = group.before, group.after
    return before.count, before.of - before.count, after.count, after.of - after.count


def look_alike_groups(groups: Groups, said: SaidChange) -> Iterator[Groups]:
    """For each group: as many as can be said it there, and as few, and all that is read is the same."""
    for at in range(len(groups)):
        for sign in (1, -1):
            steps = range(_room(groups[at], sign), 0, -1)
            moved = (_moved(groups, at, sign * step) for step in steps)
            found = (each for each in moved if each is not None and _rounded(each) == said)
            yield from (each for each in (next(found, None),) if each is not None)


def _room(group: SessionAnswers, sign: int) -> int:
    """How many more can say it in a group before and after alike, or how many fewer."""
    said, not_said, then, not_then = _counts(group)
    return min(not_said, not_then) if sign > 0 else min(said, then)


def _moved(groups: Groups, at: int, by: int) -> Groups | None:
    """So many more say it in one group, and as many fewer in the others, one here and one there; None where
    they have no room.
    """
    sign = 1 if by > 0 else -1
    made = list(groups)
    made[at] = _shifted(made[at], by)
    left = abs(by)
    while left:
        others = [n for n in range(len(made)) if n != at and _room(made[n], -sign)][:left]
        if not others:
            return None
        for n in others:
            made[n] = _shifted(made[n], -sign)
        left -= len(others)
    return tuple(made)


def _shifted(group: SessionAnswers, by: int) -> SessionAnswers:
    before, after = group.before, group.after
    return SessionAnswers(AnswerCount(before.count + by, before.of), AnswerCount(after.count + by, after.of))
