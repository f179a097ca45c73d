"""A directory without a clock: what is kept on a phone may be read on any day, so it never says open now."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from kapea.core.dialogue.world import World
from kapea.core.directory.model import Directory, Service
from kapea.core.directory.trust import FRESH_DAYS


def timeless(world: World) -> World:
    """The same release, with every service whose hours have an end, or that closes on holidays, taken as one
    of unknown hours.

    Only what never closes goes on saying so. The hours themselves are told in words, beside it.
    """
    directory = world.directory
    services = {id: _without_clock(service) for id, service in directory.services.items()}
    return World(world.release, msgspec.structs.replace(directory, services=services))


def closes(service: Service) -> bool:
    """Whether anybody knows hours of it at which it is closed."""
    return service.hours == "listed" or (service.hours == "always" and service.closed_on_holidays)


def _without_clock(service: Service) -> Service:
    if not closes(service) and not service.closed_on_holidays:
        return service
    return msgspec.structs.replace(service, hours="unknown", openings=(), closed_on_holidays=False)


def turning_days(directory: Directory, *, at: datetime) -> tuple[str, ...]:
    """The day of `at`, and each later one on which a record turns old or a test of a number runs out.

    ISO dates in order, in the directory's own time zone.
    """
    today = at.astimezone(ZoneInfo(directory.time_zone)).date().isoformat()
    days = {service.expires for service in directory.services.values()}
    tested = {phone.verified_on for s in directory.services.values() for phone in s.phones}
    days |= {(date.fromisoformat(d) + timedelta(days=FRESH_DAYS + 1)).isoformat() for d in tested if d}
    return (today, *sorted(day for day in days if day > today))


def noon(directory: Directory, day: str) -> datetime:
    """The middle of a day there, as an aware time."""
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=ZoneInfo(directory.time_zone))
