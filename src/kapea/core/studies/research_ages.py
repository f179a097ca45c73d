"""The ages by which a study seats people: three bands of children, and adults. No younger child is asked."""

from __future__ import annotations

from enum import Enum


class ResearchAgeBand(Enum):
    """The band of whoever takes part."""

    FROM_9 = "9-11"
    FROM_12 = "12-14"
    FROM_15 = "15-17"
    ADULT = "18+"


CHILD_BANDS = frozenset(ResearchAgeBand) - {ResearchAgeBand.ADULT}
LEAST_AGES = (
    (18, ResearchAgeBand.ADULT),
    (15, ResearchAgeBand.FROM_15),
    (12, ResearchAgeBand.FROM_12),
    (9, ResearchAgeBand.FROM_9),
)
"""The age in years from which a band begins, the highest first."""


def research_band(age: int) -> ResearchAgeBand | None:
    """The band of an age in whole years; None under 9, where no instrument of a study is meant for."""
    return next((band for least, band in LEAST_AGES if age >= least), None)
