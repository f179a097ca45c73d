"""The true totals of a month at a helpline, before anything is hidden; and what is no part of them.

Nothing is asked for their sake: they count what a case is opened with, what was done and how long somebody
waited. What Kapea does not know is named as not counted, and never shown as nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import Enum

import msgspec

from kapea.core.care.asking import AgeBand
from kapea.core.care.case_entries import CameBy, Registered, WhoAsked
from kapea.core.care.case_levels import LEVELS, CaseLevel
from kapea.core.care.contact_reasons import ContactReason


class ContactKind(Enum):
    """What kind of contact it was, of those that become a case."""

    CHILD_SELF = "child_self"
    CHILD_FRIEND = "child_friend"
    ADULT_ABOUT_CHILD = "adult_about_child"


class NotCounted(Enum):
    """What helplines count and Kapea does not: kinds of contact that leave no trace here, and two things that
    nobody here is asked.
    """

    SILENT = "silent"
    DROPPED = "dropped"
    TESTING = "testing"
    MISSED = "missed"
    """Of calls and chats. What was left on a page and never taken is counted: `HelpAct.UNANSWERED`."""
    INFORMATION = "information"
    SEX = "sex"
    """A field for it would tell on children whom it does not fit, and no help depends on it."""
    WHO_HARMED = "who_harmed"
    """How whoever harmed them stands to the child. Workers read it in the case, in the child's own words."""


class HelpAct(Enum):
    """What was done in a month, for whoever came then or before. One case can have several."""

    REFERRED = "referred"
    """Sent to a service, with a yes or by acting first."""
    REPORTED = "reported"
    """To an office."""
    REACHED = "reached"
    """Spoken with by the safe way that they left."""
    ANSWERED = "answered"
    """Written to; they hear it with their code."""
    UNANSWERED = "unanswered"
    """Left on a page, and nobody took it until its day to be erased: the month of that day."""


class WaitGroup(Enum):
    """How long something lay that somebody left on a page, until a worker made a case of it."""

    TWO_HOURS = "two_hours"
    ONE_DAY = "one_day"
    THREE_DAYS = "three_days"
    LONGER = "longer"


LONGEST_OF: Mapping[WaitGroup, timedelta] = {
    WaitGroup.TWO_HOURS: timedelta(hours=2),
    WaitGroup.ONE_DAY: timedelta(days=1),
    WaitGroup.THREE_DAYS: timedelta(days=3),
}
"""Up to and with these. Groups of ours: no source names any."""
KIND_OF: Mapping[WhoAsked, ContactKind] = {
    WhoAsked.CHILD: ContactKind.CHILD_SELF,
    WhoAsked.FRIEND: ContactKind.CHILD_FRIEND,
    WhoAsked.CAREGIVER: ContactKind.ADULT_ABOUT_CHILD,
    WhoAsked.OTHER_ADULT: ContactKind.ADULT_ABOUT_CHILD,
}
ADULTS = tuple(who for who, kind in KIND_OF.items() if kind is ContactKind.ADULT_ABOUT_CHILD)
Totals = dict[str, int]


class MonthTally(msgspec.Struct, frozen=True):
    """Every group stands in it, also with nobody: so its length tells nothing. `contacts`: by kind and level.
    `reasons`: how often each was named. `ways`: how they came. `ages`: of the child. `adults`: who asked, of
    those who are no child. `acts`: what was done. `waits`: of what was left on pages. A month that began
    before the last five were counted has none of them, or fewer than came.
    """

    contacts: Totals
    reasons: Totals
    ways: Totals = {}
    ages: Totals = {}
    adults: Totals = {}
    acts: Totals = {}
    waits: Totals = {}

    def with_contact(
        self, first: Registered, level: CaseLevel, waited: timedelta | None = None
    ) -> MonthTally:
        """One more. `waited`: how long what they left on a page lay there, if they did."""
        adults = [first.who_asked.value] if first.who_asked in ADULTS else []
        return MonthTally(
            contacts=_more(self.contacts, [contact_place(KIND_OF[first.who_asked], level)]),
            reasons=_more(self.reasons, {reason.value for reason in first.reasons}),
            ways=_more(self.ways, [first.came_by.value]),
            ages=_more(self.ages, [first.age_band.value]),
            adults=_more(self.adults, adults),
            acts=self.acts,
            waits=_more(self.waits, [] if waited is None else [wait_group(waited).value]),
        )

    def with_act(self, act: HelpAct) -> MonthTally:
        """Something more was done."""
        return msgspec.structs.replace(self, acts=_more(self.acts, [act.value]))


def no_contacts() -> MonthTally:
    """A month in which nobody has come yet."""
    return MonthTally(
        contacts={contact_place(kind, level): 0 for kind in ContactKind for level in LEVELS},
        reasons=_none_of(ContactReason),
        ways=_none_of(CameBy),
        ages=_none_of(AgeBand),
        adults=_none_of(ADULTS),
        acts=_none_of(HelpAct),
        waits=_none_of(WaitGroup),
    )


def wait_group(waited: timedelta) -> WaitGroup:
    """Of somebody who waited so long."""
    return next((group for group, most in LONGEST_OF.items() if waited <= most), WaitGroup.LONGER)


def contact_place(kind: ContactKind, level: CaseLevel) -> str:
    """Under what a contact is counted."""
    return f"{kind.value}|{level.value}"


def _none_of(groups: Iterable[Enum]) -> Totals:
    return {group.value: 0 for group in groups}


def _more(totals: Totals, groups: Iterable[str]) -> Totals:
    return {**totals, **{group: totals.get(group, 0) + 1 for group in groups}}
