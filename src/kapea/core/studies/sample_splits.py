"""Counts of those who took part that cut across all tables: by whom they were reached, and of what they are.

Nothing but the total ties such a count to the tables, so it needs no table of its own: it is enough that
neither it nor the rest is small, and that the total is so large that a hidden one can be many numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.evidence.counts import (
    SENSITIVE_THRESHOLD,
    THRESHOLD,
    CountMark,
    PublishedCount,
    ShownCount,
    published_count,
)
from kapea.core.studies.study_people import ReachedBy, ReachedWhom

THRESHOLD_OF: Mapping[ReachedWhom, int] = {ReachedWhom.DISABILITY: SENSITIVE_THRESHOLD}


def split_marks(total: PublishedCount, counts: Mapping[ReachedBy, int]) -> dict[ReachedBy, PublishedCount]:
    """By whom those of a stratum were reached. Of fewer than ten all is hidden, nobody too: with the total
    known, what is hidden would leave fewer than five numbers.
    """
    shown = isinstance(total, ShownCount) and total.count >= 2 * THRESHOLD
    if shown and all(_is_none_or_enough(each, THRESHOLD) for each in counts.values()):
        return {by: published_count(count) for by, count in counts.items()}
    return dict.fromkeys(counts, CountMark.HIDDEN)


def reached_mark(total: PublishedCount, count: int, whom: ReachedWhom) -> PublishedCount:
    """How many of all were of one kind. That nobody was is said in any case: nothing can be said of them.
    Neither these nor the others may be few.
    """
    return part_mark(total, count, THRESHOLD_OF.get(whom, THRESHOLD))


def part_mark(total: PublishedCount, count: int, least: int = THRESHOLD) -> PublishedCount:
    """How many of all have something that cuts across the tables. Neither these nor the others may be fewer
    than `least`, unless they are nobody.
    """
    if not count:
        return CountMark.ZERO
    if not isinstance(total, ShownCount) or total.count < 2 * least or count < least:
        return CountMark.HIDDEN
    return ShownCount(count) if _is_none_or_enough(total.count - count, least) else CountMark.HIDDEN


def _is_none_or_enough(count: int, least: int) -> bool:
    return count == 0 or count >= least
