"""A report that a country asks for at once: when one is owed, to whom it may go, what is said once it is.

It is staff's task and never a child's: nothing here is said to whoever asks for help. Kapea sends no report.
Somebody makes it by voice, to an office that the child chose with them, and writes down that they did.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import Enum

from kapea.core.care.case_entries import Registered, WhoAsked
from kapea.core.care.contact_reasons import ContactReason
from kapea.core.care.duty_cards import DutyCard, cards_for_role
from kapea.core.pack.model import Release

WORKS_AS = "organisation"
"""As what staff of the desk read the cards: whoever works for an organisation."""
ESCALATES_AFTER = timedelta(hours=12)
"""It is due at once. From then on supervisors have it before everything else: half of the day within which
the office itself has to act, so that the other half is left. Programme default.
"""
ABUSE_ONLINE = frozenset(
    {
        ContactReason.EXTORTION_MONEY,
        ContactReason.EXTORTION_IMAGES,
        ContactReason.GROOMING,
        ContactReason.PRESSURE_TO_SEND,
        ContactReason.IMAGE_SHARED,
        ContactReason.AI_IMAGE,
        ContactReason.MATERIAL_MADE,
        ContactReason.SHOWN_MATERIAL,
        ContactReason.LIVE_ABUSE,
    }
)
"""Sexual abuse or exploitation online. Harassment and impersonation may be it: then a worker says so."""
KNOWS_DIRECTLY = frozenset({WhoAsked.CHILD, WhoAsked.FRIEND})
"""What a child tells is taken for direct knowledge. Of what an adult brings, a worker says whether it is."""


class ReportRests(Enum):
    """On what telling the office rests: a duty alone sets no child's no aside."""

    CHILD_YES = "child_yes"
    ACTED_FIRST = "acted_first"
    """A supervisor and somebody else decided, and it is recorded."""


class ToldFirst(Enum):
    """Whether the child was told before: who, what, why and when."""

    TOLD = "told"
    TOLD_LATER = "told_later"
    """Telling would have raised the danger. It is put off, and never left out."""


class ReportRefused(ValueError):
    """It cannot be written down so; `why` is a code, for a page to say in words."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def staff_cards(release: Release, *, at: datetime) -> tuple[DutyCard, ...]:
    """The cards that staff of the desk are shown in this country."""
    return cards_for_role(release, WORKS_AS, at=at)


def urgent_card(release: Release, *, at: datetime) -> DutyCard | None:
    """The card of a duty that is due at once: the one that names offices of which any will do. None in a
    country that has none.
    """
    return next((card for card in staff_cards(release, at=at) if card.duty.offices), None)


def owes_report(release: Release, first: Registered, *, at: datetime) -> bool:
    """Whether what is known on the first day is such a duty, without anybody having to think of it."""
    if urgent_card(release, at=at) is None or first.who_asked not in KNOWS_DIRECTLY:
        return False
    return bool(ABUSE_ONLINE & set(first.reasons))


def escalates_at(began: datetime) -> datetime:
    """From when on supervisors have it before everything else."""
    return began + ESCALATES_AFTER


def check_report(
    card: DutyCard, *, kin: Collection[str], office: str, made_at: datetime, at: datetime
) -> None:
    """Raises ReportRefused unless somebody could have told that office by now: one of at least two that are
    not kin of anybody in the case, nor feared.
    """
    offices = card.offices_without(kin)
    if not offices:
        raise ReportRefused("report-ask-lead")
    if office not in {id for id, _ in offices}:
        raise ReportRefused("report-office")
    if made_at > at:
        raise ReportRefused("report-later")
