"""What staff of a role are told of their duty to report, in a country, on a day. It is never said to a child.

What no lawyer of the country confirmed is treated as a duty, and the card says to ask the lead; so is what
was confirmed and has expired since.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from kapea.core.pack.duty_model import REPORTERS, DutyToReport
from kapea.core.pack.model import Release

EVERYBODY = "anyone"
LEAST_OFFICES = 2
"""To choose from fewer is no choice."""


class DutyStatus(Enum):
    """How sure the card is."""

    CONFIRMED = "confirmed"
    TREAT_AS_DUTY = "treat_as_duty"
    EXPIRED = "expired"
    """Nobody has looked at it in time: treated as a duty."""


class NoSuchReporter(ValueError):
    """A role for which no card can be; the message names those for which there can."""


@dataclass(frozen=True, slots=True)
class DutyCard:
    """One card on one day. `asks_lead`: everything but what is confirmed. `sources`: their titles."""

    country: str
    duty: DutyToReport
    status: DutyStatus
    sources: tuple[str, ...]

    @property
    def asks_lead(self) -> bool:
        return self.status is not DutyStatus.CONFIRMED

    def offices_without(self, kin: Collection[str]) -> tuple[tuple[str, str], ...]:
        """The offices to choose from, without those marked as kin of somebody in the case. Empty where fewer
        than two are left: then the lead is asked.
        """
        left = tuple(each for each in self.duty.offices if each[0] not in kin)
        return left if len(left) >= LEAST_OFFICES else ()


def cards_for_role(release: Release, role: str, *, at: datetime) -> tuple[DutyCard, ...]:
    """The cards for a role, its own before those for everybody. None: nobody has written the rule of this
    country, and the lead is asked. Raises NoSuchReporter for a role that is not of REPORTERS: a child, say.
    """
    if role not in REPORTERS:
        raise NoSuchReporter(f"no duty is placed on “{role}”; one of {', '.join(REPORTERS)}")
    day = at.astimezone(ZoneInfo(release.time_zone)).date().isoformat()
    own = [duty for duty in release.duties.values() if role in duty.roles]
    every = [d for d in release.duties.values() if EVERYBODY in d.roles and role not in d.roles]
    return tuple(_card(release, duty, day) for duty in (*own, *every))


def confirmed_duties(release: Release, *, at: datetime) -> frozenset[str]:
    """Ids of all cards that say *confirmed* on the day of `at`."""
    every = {card for role in REPORTERS for card in cards_for_role(release, role, at=at)}
    return frozenset(card.duty.id for card in every if card.status is DutyStatus.CONFIRMED)


def _card(release: Release, duty: DutyToReport, day: str) -> DutyCard:
    titles = tuple(release.known_sources.get(source, source) for source in duty.upkeep.sources)
    return DutyCard(release.country, duty, _status(duty, day), titles)


def _status(duty: DutyToReport, day: str) -> DutyStatus:
    if duty.upkeep.expires <= day:
        return DutyStatus.EXPIRED
    return DutyStatus.CONFIRMED if duty.is_confirmed else DutyStatus.TREAT_AS_DUTY
