"""Is a service open? Answered in the directory's own time zone, and never `open` unless somebody said so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from kapea.core.directory.model import Directory, Opening, Service

OpenState = Literal["open", "closed", "unknown"]
DAY = 24 * 60


class Moment(msgspec.Struct, frozen=True):
    """A time as the clock on the wall there says it: ISO date, weekday 1 to 7, minute after midnight."""

    today: str
    yesterday: str
    weekday: int
    minute: int


def moment(at: datetime, time_zone: str) -> Moment:
    """`at` seen from `time_zone`. Raises ValueError for a naive `at`, which names no moment at all."""
    if at.utcoffset() is None:
        raise ValueError("`at` needs a time zone")
    there = at.astimezone(ZoneInfo(time_zone))
    day = there.date()
    yesterday = day - timedelta(days=1)
    return Moment(day.isoformat(), yesterday.isoformat(), day.isoweekday(), there.hour * 60 + there.minute)


def opening_now(service: Service, now: Moment, holidays: tuple[str, ...]) -> OpenState:
    """A holiday can only close. In a year without listed holidays, what closes on them is never open."""
    if service.closed_on_holidays and now.today in holidays:
        return "closed"
    if service.hours not in ("always", "listed"):
        return "unknown"
    if service.hours == "listed" and not any(_covers(o, now, service, holidays) for o in service.openings):
        return "closed"
    if service.closed_on_holidays and not _year_is_listed(now.today, holidays):
        return "unknown"
    return "open"


def _covers(opening: Opening, now: Moment, service: Service, holidays: tuple[str, ...]) -> bool:
    if opening.opens < opening.closes:
        return now.weekday in opening.weekdays and opening.opens <= now.minute < opening.closes
    if now.weekday in opening.weekdays and now.minute >= opening.opens:
        return True
    # The hours after midnight belong to the evening before: no evening, no night.
    yesterday = 7 if now.weekday == 1 else now.weekday - 1
    began = yesterday in opening.weekdays and not (service.closed_on_holidays and now.yesterday in holidays)
    return began and now.minute < opening.closes


def _year_is_listed(today: str, holidays: tuple[str, ...]) -> bool:
    return any(day[:4] == today[:4] for day in holidays)


def boundaries(services: Iterable[Service]) -> tuple[int, ...]:
    """Every minute of the week (0 is Monday 00:00) at which some service opens or closes, and 0, in order.

    Between two of them nothing changes, so a checker that looks at each of them has seen the whole week.
    """
    edges = {0}
    for service in services:
        for opening in service.openings:
            ends = opening.closes + (DAY if opening.closes <= opening.opens else 0)
            for weekday in opening.weekdays:
                start = (weekday - 1) * DAY
                edges |= {(start + opening.opens) % (7 * DAY), (start + ends) % (7 * DAY)}
    return tuple(sorted(edges))


def slot(edges: tuple[int, ...], now: Moment) -> tuple[str, int]:
    """The day and the interval between two `boundaries` that `now` lies in.

    One need has one answer for the whole of a slot, so a caller may keep answers by (need, slot).
    """
    return now.today, bisect_right(edges, (now.weekday - 1) * DAY + now.minute)


def moments(directory: Directory, *, on: date) -> tuple[datetime, ...]:
    """One aware time inside each opening interval: the week of `on`, each holiday and the day after it."""
    edges = boundaries(directory.services.values())
    zone = ZoneInfo(directory.time_zone)
    week = {on - timedelta(days=on.weekday()) + timedelta(days=n) for n in range(7)}
    feasts = {date.fromisoformat(day) for day in directory.holidays}
    days = week | feasts | {day + timedelta(days=1) for day in feasts}
    minutes = sorted({0} | {edge % DAY for edge in edges})
    return tuple(
        datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
        for day in sorted(days)
        for minute in minutes
    )
