"""How many came, for what: counts of a month that is over, in the groups that helplines count by.

A contact has one kind, one level and several reasons, so reasons add up to more than contacts. Whatever was
reported here can be sexual harm: every number is hidden below the threshold for that, and with it what would
tell a hidden one. The tables of a month never change once it is over, so no two of them can be compared.

Tables by the way, by age and of adults share one number with the table of contacts and nothing else. They
are said only where that number is, and are audited with it as known: so they tell no more together than each
by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapea.core.care.asking import AgeBand
from kapea.core.care.case_entries import CameBy
from kapea.core.care.helpline_tally import ContactKind, MonthTally, Totals, WaitGroup
from kapea.core.care.way_in import SOON
from kapea.core.evidence.count_system import TooLargeToAudit
from kapea.core.evidence.counts import (
    SENSITIVE_THRESHOLD,
    CellKey,
    Figure,
    FigureKey,
    Publication,
    PublishedCount,
    ShownCount,
)
from kapea.core.evidence.linear_program import TooManyPivots
from kapea.core.evidence.protect import SafeCounts, protect_counts
from kapea.core.evidence.tables import TOTAL, table_figures

CONTACTS, REASONS = "contacts", "reasons"
WAYS, AGES, ADULTS_ASKED, ACTS, WAITS = "ways", "ages", "adults", "acts", "waits"
"""The names of the tables of a month."""
LEAST_WAITED = 2 * SENSITIVE_THRESHOLD
"""So many waited, or nothing is said of how long: half of them are as many as may be told."""


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """What may be said of a month. Nothing at all where too few came. `half_within`: half of those who left
    something on a page waited no longer; None where that is not said. `not_kept`: tables that were not
    counted yet, or not from the first of the month.
    """

    said: Mapping[FigureKey, PublishedCount]
    half_within: WaitGroup | None = None
    not_kept: frozenset[str] = frozenset()

    def contacts(self, kind: str = TOTAL, level: str = TOTAL) -> int | None:
        """How many of a kind and a level; None where it is hidden."""
        return self._shown((CONTACTS, kind, level))

    def reason(self, reason: str = TOTAL) -> int | None:
        """How often a reason was named; None where it is hidden."""
        return self.of(REASONS, reason)

    def of(self, table: str, group: str = TOTAL) -> int | None:
        """A number of a table with one dimension; None where it is hidden."""
        return self._shown((table, group))

    def _shown(self, key: FigureKey) -> int | None:
        mark = self.said.get(key)
        return mark.count if isinstance(mark, ShownCount) else None


def month_counts(tally: MonthTally) -> MonthCounts:
    """The tables of a month, closed. Reasons are only said where contacts are: nobody has more namings of a
    reason than contacts, so a total that is hidden could else be narrowed down.
    """
    first = MonthCounts(_closed(publication_of_contacts(tally)))
    came = first.contacts()
    if came is None:
        return MonthCounts({})
    others = [
        publication_of_reasons(tally),
        part_of(WAYS, tally.ways, came),
        part_of(AGES, tally.ages, came),
        part_of(ADULTS_ASKED, tally.adults, first.contacts(ContactKind.ADULT_ABOUT_CHILD.value)),
        _by_one(ACTS, tally.acts),
    ]
    said = [_closed(each) for each in others if each is not None]
    counts = MonthCounts({key: mark for each in (first.said, *said) for key, mark in each.items()})
    return MonthCounts(counts.said, _half_within(tally, counts), _not_kept(tally, came))


def _not_kept(tally: MonthTally, came: int) -> frozenset[str]:
    if sum(tally.ways.values()) == came:
        return frozenset()
    return frozenset({WAYS, AGES, ADULTS_ASKED, ACTS, WAITS})


def _half_within(tally: MonthTally, counts: MonthCounts) -> WaitGroup | None:
    """That it is said tells that so many left something. They came by message, nobody knew their age, and
    they may all be children who asked for an answer soon: where each of these numbers is said and is as
    large, it narrows down no hidden one.
    """
    children = [counts.contacts(ContactKind.CHILD_SELF.value, level.value) or 0 for level in SOON]
    by_message = counts.of(WAYS, CameBy.MESSAGE.value) or 0
    age_not_known = counts.of(AGES, AgeBand.NOT_KNOWN.value) or 0
    waited = [group for group in WaitGroup for _ in range(tally.waits.get(group.value, 0))]
    if min(len(waited), by_message, age_not_known, sum(children)) < LEAST_WAITED:
        return None
    return waited[(len(waited) - 1) // 2]


def publication_of_contacts(tally: MonthTally) -> Publication:
    """Contacts by kind and level, with their sums."""
    counts: dict[CellKey, int | None] = {tuple(place.split("|")): n for place, n in tally.contacts.items()}
    return _publication(counts, table_figures(CONTACTS, counts, by=(0, 1)))


def publication_of_reasons(tally: MonthTally) -> Publication:
    """Reasons, with how many were named in all."""
    return _by_one(REASONS, tally.reasons)


def part_of(table: str, totals: Totals, known: int | None) -> Publication | None:
    """A table whose sum is said already. None where it is not, or where not everybody was counted for it."""
    if known is None or sum(totals.values()) != known:
        return None
    return _by_one(table, totals, {(table, TOTAL): ShownCount(known)})


def _by_one(
    table: str, totals: Totals, already: Mapping[FigureKey, PublishedCount] | None = None
) -> Publication:
    counts: dict[CellKey, int | None] = {(group,): many for group, many in totals.items()}
    return _publication(counts, table_figures(table, counts, by=(0,)), already or {})


def _publication(
    counts: dict[CellKey, int | None],
    figures: tuple[Figure, ...],
    already: Mapping[FigureKey, PublishedCount] | None = None,
) -> Publication:
    return Publication(
        counts=counts,
        figures=figures,
        thresholds=dict.fromkeys(counts, SENSITIVE_THRESHOLD),
        already=already or {},
    )


def _closed(publication: Publication) -> Mapping[FigureKey, PublishedCount]:
    try:
        found = protect_counts(publication)
    except (TooLargeToAudit, TooManyPivots):
        return {}
    return found.said if isinstance(found, SafeCounts) else {}
