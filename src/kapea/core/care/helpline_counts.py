"""How many came, for what: counts of a month that is over, in the groups that helplines count by.

A contact has one kind, one level and several reasons, so reasons add up to more than contacts. Whatever was
reported here can be sexual harm: every number is hidden below the threshold for that, and with it what would
tell a hidden one. The tables of a month never change once it is over, so no two of them can be compared.

What Kapea cannot know is named as not counted, and never shown as nobody: there is no live chat here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import msgspec

from kapea.core.care.case_entries import Registered, WhoAsked
from kapea.core.care.case_levels import LEVELS, CaseLevel
from kapea.core.care.contact_reasons import ContactReason
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
"""The names of the two tables of a month."""


class ContactKind(Enum):
    """What kind of contact it was, of those that become a case."""

    CHILD_SELF = "child_self"
    CHILD_FRIEND = "child_friend"
    ADULT_ABOUT_CHILD = "adult_about_child"


class NotCounted(Enum):
    """Kinds of contact that helplines count and that leave no trace here."""

    SILENT = "silent"
    DROPPED = "dropped"
    TESTING = "testing"
    MISSED = "missed"
    INFORMATION = "information"


KIND_OF: Mapping[WhoAsked, ContactKind] = {
    WhoAsked.CHILD: ContactKind.CHILD_SELF,
    WhoAsked.FRIEND: ContactKind.CHILD_FRIEND,
    WhoAsked.CAREGIVER: ContactKind.ADULT_ABOUT_CHILD,
    WhoAsked.OTHER_ADULT: ContactKind.ADULT_ABOUT_CHILD,
}


class MonthTally(msgspec.Struct, frozen=True):
    """The true totals of a month, before anything is hidden. Every group stands in it, also with nobody: so
    its length tells nothing. `contacts`: by kind and level. `reasons`: how often each was named.
    """

    contacts: dict[str, int]
    reasons: dict[str, int]

    def with_contact(self, first: Registered, level: CaseLevel) -> MonthTally:
        """One more."""
        contacts, reasons = dict(self.contacts), dict(self.reasons)
        contacts[_place(KIND_OF[first.who_asked], level)] += 1
        for reason in set(first.reasons):
            reasons[reason.value] += 1
        return MonthTally(contacts, reasons)


def no_contacts() -> MonthTally:
    """A month in which nobody has come yet."""
    places = {_place(kind, level): 0 for kind in ContactKind for level in LEVELS}
    return MonthTally(places, {reason.value: 0 for reason in ContactReason})


def _place(kind: ContactKind, level: CaseLevel) -> str:
    return f"{kind.value}|{level.value}"


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """What may be said of a month. Nothing at all where too few came."""

    said: Mapping[FigureKey, PublishedCount]

    def contacts(self, kind: str = TOTAL, level: str = TOTAL) -> int | None:
        """How many of a kind and a level; None where it is hidden."""
        return self._shown((CONTACTS, kind, level))

    def reason(self, reason: str = TOTAL) -> int | None:
        """How often a reason was named; None where it is hidden."""
        return self._shown((REASONS, reason))

    def _shown(self, key: FigureKey) -> int | None:
        mark = self.said.get(key)
        return mark.count if isinstance(mark, ShownCount) else None


def month_counts(tally: MonthTally) -> MonthCounts:
    """The tables of a month, closed. Reasons are only said where contacts are: nobody has more namings of a
    reason than contacts, so a total that is hidden could else be narrowed down.
    """
    said = _closed(publication_of_contacts(tally))
    if (CONTACTS, TOTAL, TOTAL) not in said or not isinstance(said[CONTACTS, TOTAL, TOTAL], ShownCount):
        return MonthCounts({})
    return MonthCounts({**said, **_closed(publication_of_reasons(tally))})


def publication_of_contacts(tally: MonthTally) -> Publication:
    """Contacts by kind and level, with their sums."""
    counts: dict[CellKey, int | None] = {tuple(place.split("|")): n for place, n in tally.contacts.items()}
    return _publication(counts, table_figures(CONTACTS, counts, by=(0, 1)))


def publication_of_reasons(tally: MonthTally) -> Publication:
    """Reasons, with how many were named in all."""
    counts: dict[CellKey, int | None] = {(reason,): n for reason, n in tally.reasons.items()}
    return _publication(counts, table_figures(REASONS, counts, by=(0,)))


def _publication(counts: dict[CellKey, int | None], figures: tuple[Figure, ...]) -> Publication:
    return Publication(counts=counts, figures=figures, thresholds=dict.fromkeys(counts, SENSITIVE_THRESHOLD))


def _closed(publication: Publication) -> Mapping[FigureKey, PublishedCount]:
    try:
        found = protect_counts(publication)
    except (TooLargeToAudit, TooManyPivots):
        return {}
    return found.said if isinstance(found, SafeCounts) else {}
