"""Whether somebody may be contacted now, by the way that they said was safe. It reads no clock.

Outside the window, after thirty days, or on a day on which somebody else answered, nobody calls. Whoever
looks at a contact asks here at that very moment: an answer of a minute ago counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

HOLDS_DAYS = 30
"""How long a way to be reached is believed to be safe. Programme default."""
MOST_OTHERS = 3
"""So often somebody else answered: then another way is needed, whatever the day. Programme default."""
WEEK = frozenset(range(1, 8))


class ContactMethod(Enum):
    """How somebody wants to be reached."""

    CALL = "call"
    TEXT_MESSAGE = "text_message"
    CHAT_APP = "chat_app"


class IfOthersAnswer(Enum):
    """What is said when somebody else answers. There is nothing that tells who calls."""

    WRONG_NUMBER = "wrong_number"
    NOTHING = "nothing"
    """Whoever calls hangs up."""


class TryOutcome(Enum):
    """What became of a try. Each is written down, with no word of what was said."""

    REACHED = "reached"
    NOBODY = "nobody"
    OTHER_ANSWERED = "other_answered"
    NOT_SAFE = "not_safe"
    """They said that they cannot talk now."""


class ContactNow(Enum):
    """Whether somebody may be contacted at this moment, or why not."""

    MAY = "may"
    NOT_ALLOWED = "not_allowed"
    """There is no yes to it, or it was taken back."""
    PRESSED = "pressed"
    """A code was given that says: somebody may be forced. A supervisor looks first."""
    OVER = "over"
    OTHERS_TODAY = "others_today"
    ANOTHER_WAY = "another_way"
    """Somebody else answered too often."""
    NOT_NOW = "not_now"
    """Outside of the window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWindow:
    """When it is safe: on days of the week (1 is Monday), from one hour to another, as clocks show it in the
    country. `agreed_at`: when it was said.
    """

    days: frozenset[int]
    from_hour: int
    to_hour: int
    agreed_at: datetime

    def __post_init__(self) -> None:
        if not self.days or not self.days <= WEEK:
            raise ValueError("days: one or more, from 1 to 7")
        if not 0 <= self.from_hour < self.to_hour <= 24:
            raise ValueError("hours: the first before the last, within one day")

    def is_over(self, at: datetime) -> bool:
        """Whether it was agreed so long ago that it may not be safe any more."""
        return at >= self.agreed_at + timedelta(days=HOLDS_DAYS)

    def holds(self, there: datetime) -> bool:
        """Whether a moment of the country lies in it."""
        return there.isoweekday() in self.days and self.from_hour <= there.hour < self.to_hour


@dataclass(frozen=True, slots=True)
class ContactTried:
    """A try, and what became of it."""

    at: datetime
    outcome: TryOutcome


def contact_now(
    window: ContactWindow,
    tries: Iterable[ContactTried],
    *,
    allowed: bool,
    pressed: bool,
    time_zone: str,
    at: datetime,
) -> ContactNow:
    """Whether whoever agreed to this window may be contacted at `at`. `allowed`: their yes holds; `pressed`:
    their code was used in a way that says they may be forced. Raises ValueError for a naive `at`.
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a zone is no moment")
    zone = ZoneInfo(time_zone)
    there, made = at.astimezone(zone), [each for each in tries if each.at >= window.agreed_at]
    others = [each for each in made if each.outcome is TryOutcome.OTHER_ANSWERED]
    checks = (
        (ContactNow.NOT_ALLOWED, not allowed),
        (ContactNow.PRESSED, pressed),
        (ContactNow.OVER, window.is_over(at) or at < window.agreed_at),
        (ContactNow.OTHERS_TODAY, any(_stops_the_day(each, there, zone) for each in made)),
        (ContactNow.ANOTHER_WAY, len(others) >= MOST_OTHERS),
        (ContactNow.NOT_NOW, not window.holds(there)),
    )
    return next((why for why, stops in checks if stops), ContactNow.MAY)


def _stops_the_day(tried: ContactTried, there: datetime, zone: ZoneInfo) -> bool:
    """Somebody else answered, or it was not safe, on this day of the country."""
    stops = tried.outcome in (TryOutcome.OTHER_ANSWERED, TryOutcome.NOT_SAFE)
    return stops and tried.at.astimezone(zone).date() == there.date()
