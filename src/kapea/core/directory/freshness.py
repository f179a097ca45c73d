"""How fresh an entry that people keep is: what is due to be dialled, what sinks, what leaves, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum

import msgspec

from kapea.core.directory.model import Phone, Service
from kapea.core.directory.phones import digits
from kapea.core.directory.trust import FRESH_DAYS, is_expired, live_gaps

MOST_DAYS_AHEAD = 366
"""An entry is looked at again within a year, whatever its editor thinks of it."""
CAPACITY_DAYS = 7
"""A week after the day on which it was said, nobody can rely on it that a bed is free."""
_LESS_SURE_FIRST = ("STALE", "C2", "C3", "OWN", "C3+")


class DialResult(Enum):
    """What came of dialling a number. `changed`: somebody else answers there now."""

    ANSWERED = "answered"
    NO_ANSWER = "no-answer"
    CHANGED = "changed"


class Dialled(msgspec.Struct, frozen=True):
    """That a named person dialled a number of a service on a day. `by` is an id, `on` an ISO date."""

    service: str
    number: str
    by: str
    on: str
    result: DialResult


class DueDial(msgspec.Struct, frozen=True):
    """A number that somebody should dial; `last` is what came of it the last time, if anybody tried."""

    service: Service
    phone: Phone
    last: Dialled | None
    days: int | None
    """Since it last answered; None where nobody knows of a day."""


def latest(dials: Iterable[Dialled]) -> Mapping[tuple[str, str], Dialled]:
    """The last dial of each number of each service. Of one day the later one given counts."""
    found: dict[tuple[str, str], Dialled] = {}
    for each in dials:
        key = (each.service, digits(each.number))
        if key not in found or found[key].on <= each.on:
            found[key] = each
    return found


def with_dials(service: Service, last: Mapping[tuple[str, str], Dialled]) -> Service:
    """The service with what was found by dialling: a number that answered says by whom and when."""
    phones = tuple(_with_dial(service.id, phone, last) for phone in service.phones)
    return msgspec.structs.replace(service, phones=phones)


def _with_dial(service: str, phone: Phone, last: Mapping[tuple[str, str], Dialled]) -> Phone:
    dial = last.get((service, digits(phone.number)))
    if dial is None or dial.on < phone.verified_on:
        return phone
    if dial.result is DialResult.ANSWERED:
        return msgspec.structs.replace(phone, verified_by=dial.by, verified_on=dial.on)
    return msgspec.structs.replace(phone, verified_by="", verified_on="")


def sinks(service: Service, today: str) -> bool:
    """Whether an entry with numbers stands behind whatever else fits: none answered in the last 30 days."""
    since = (date.fromisoformat(today) - timedelta(days=FRESH_DAYS)).isoformat()
    return bool(service.phones) and all(phone.verified_on < since for phone in service.phones)


def leaves(service: Service, today: str, *, live: bool) -> bool:
    """Whether an entry is served no more: its day has come; in a live pack also, nobody has dialled it."""
    gaps = live_gaps(service, date.fromisoformat(today)) if live else ()
    return is_expired(service, today) or bool(gaps)


def due_dials(
    services: Iterable[Service], last: Mapping[tuple[str, str], Dialled], today: str
) -> tuple[DueDial, ...]:
    """Numbers that were not dialled in the last 30 days or did not answer: first what did not answer, then
    what we are least sure of, then the oldest.
    """
    found = (_due(service, phone, last, today) for service in services for phone in service.phones)
    return tuple(sorted((each for each in found if each is not None), key=_rank_of_due))


def _due(
    service: Service, phone: Phone, last: Mapping[tuple[str, str], Dialled], today: str
) -> DueDial | None:
    dial = last.get((service.id, digits(phone.number)))
    days = None
    if phone.verified_on:
        days = (date.fromisoformat(today) - date.fromisoformat(phone.verified_on)).days
    failed = dial is not None and dial.result is not DialResult.ANSWERED
    if dial is not None and dial.on == today:
        return None
    return DueDial(service, phone, dial, days) if failed or days is None or days > FRESH_DAYS else None


def _rank_of_due(due: DueDial) -> tuple[bool, int, bool, int, str, str]:
    failed = due.last is not None and due.last.result is not DialResult.ANSWERED
    known = due.service.confidence in _LESS_SURE_FIRST
    sure = _LESS_SURE_FIRST.index(due.service.confidence) if known else 0
    return (not failed, sure, due.days is not None, -(due.days or 0), due.service.id, due.phone.number)


def is_capacity_fresh(said_on: str, today: str) -> bool:
    """Whether what was said of open places on a day still counts."""
    until = (date.fromisoformat(said_on) + timedelta(days=CAPACITY_DAYS)).isoformat()
    return said_on <= today < until
