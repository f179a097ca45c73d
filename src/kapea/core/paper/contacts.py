"""Who stands on paper: the directory's own matches, told so that they stay true at every hour.

What a record says of today (open now, closed now) is left out; what is past its day is not printed at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from kapea.core.directory.hours import moment
from kapea.core.directory.match import Match, Need, match
from kapea.core.directory.next_lines import EMERGENCY
from kapea.core.directory.phones import phone_words
from kapea.core.directory.trust import is_expired
from kapea.core.pack.model import Release
from kapea.core.pack.parse.materials import EVERY, NOW
from kapea.core.present.contact import BETWEEN, contact_in_words, reason_words, site_host

MOST_NOW = 3
MOST_OF_A_KIND = 3
NOT_PUT_UP = frozenset({"OVERSIGHT", "SWALLOWED"})
"""Left out of the page of all: it hangs in offices, before those complained of, and where children wait."""
TOLD = ("free", "not-free", "no-credit", "sms-too")
"""What of the directory's reasons is said on paper too, after the hours."""


class PaperContact(msgspec.Struct, frozen=True):
    """Somebody to call, write or go to. `big` is the number, else the name; `until` an ISO date or empty."""

    service: str
    big: str
    name: str
    place: str
    reasons: tuple[str, ...]
    caveats: tuple[str, ...]
    is_number: bool
    until: str


class PaperContacts(msgspec.Struct, frozen=True):
    """People under one heading; the heading is empty where only those to call now are named."""

    heading: str
    people: tuple[PaperContact, ...]


def groups(
    release: Release, wanted: tuple[str, ...], language: str, *, at: datetime
) -> tuple[PaperContacts, ...]:
    """Those whom a material names. Raises LookupError with the kind of service that nobody answers to."""
    if wanted == (EVERY,):
        kinds = tuple(kind for kind in release.directory.types if kind not in NOT_PUT_UP)
        each = ((kind, _everywhere(_fit(release, kind, language, at, else_fallback=False))) for kind in kinds)
        return tuple(
            PaperContacts(
                release.text(release.directory.types[kind], language), _told(release, found, language)
            )
            for kind, found in each
            if found
        )
    kinds = release.directory.order[NOW] if wanted == (NOW,) else wanted
    return (PaperContacts("", _told(release, first_named(release, kinds, language, at=at), language)),)


def of_services(release: Release, ids: tuple[str, ...], language: str, *, at: datetime) -> PaperContacts:
    """Some services by id, in that order. Raises LookupError with one that may not be printed."""
    return PaperContacts("", _told(release, [_service(release, id, language, at) for id in ids], language))


def _service(release: Release, id: str, language: str, at: datetime) -> Match:
    numbers = {phone.number for phone in release.directory.services[id].phones}
    for kind in release.directory.services[id].types:
        for found in _fit(release, kind, language, at, else_fallback=False):
            if found.phone is not None and found.phone.number in numbers:
                return found
    raise LookupError(id)


def _everywhere(found: list[Match]) -> list[Match]:
    """Without the places of single towns, where somebody else can be called or gone to from everywhere."""
    fit = [m for m in found if m.phone is not None or not m.service.areas]
    return (fit or found)[:MOST_OF_A_KIND]


def first_named(release: Release, kinds: Iterable[str], language: str, *, at: datetime) -> list[Match]:
    """The best of each kind, then the second of each; no number twice, three in all. Raises LookupError with
    the kind of service that nobody answers to.
    """
    rows = [_fit(release, kind, language, at, else_fallback=True) for kind in kinds]
    for kind, row in zip(kinds, rows, strict=True):
        if not row:
            raise LookupError(kind)
    deep = max((len(row) for row in rows), default=0)
    by_turn = [row[n] for n in range(deep) for row in rows if n < len(row)]
    once: dict[str, Match] = {}
    for found in by_turn:
        once.setdefault(found.phone.number if found.phone else found.service.id, found)
    return list(once.values())[:MOST_NOW]


def _fit(release: Release, kind: str, language: str, at: datetime, *, else_fallback: bool) -> list[Match]:
    """Who answers to a kind: the whole country before one town, who is always there before who is not."""
    directory = release.directory
    today = moment(at, directory.time_zone).today
    found = match(directory, Need(types=(kind,), language=language), at=at)
    fit = [m for m in found if not is_expired(m.service, today) and (else_fallback or not m.fallback)]
    return sorted(fit, key=_rank)


def _rank(found: Match) -> tuple[bool, bool, bool, str]:
    """Behind this, as the directory has them; but those with hours not as they are open just now."""
    service, listed = found.service, found.service.hours == "listed"
    return bool(service.areas), found.phone is None, listed, service.id if listed else ""


def _told(release: Release, found: Iterable[Match], language: str) -> tuple[PaperContact, ...]:
    return tuple(_person(release, each, language) for each in found)


def _person(release: Release, found: Match, language: str) -> PaperContact:
    said = contact_in_words(release, found, language)
    return PaperContact(
        service=said.service,
        big=said.big,
        name=said.name,
        place=BETWEEN.join(_places(release, found, language)),
        reasons=tuple(reason_words(release, code, language) for code in _codes(found)),
        caveats=said.caveats,
        is_number=found.phone is not None,
        until=found.service.expires,
    )


def _codes(found: Match) -> Iterator[str]:
    service = found.service
    if service.hours == "listed" or (service.hours == "always" and service.closed_on_holidays):
        yield "some-hours"
    elif service.hours == "always":
        yield "day-and-night"
    elif (found.phone is not None or service.address) and EMERGENCY not in service.types:
        # Beside an emergency line the words would only keep somebody from calling it at night.
        yield "hours-unknown"
    yield from (code for code in TOLD if code in found.reasons)


def _places(release: Release, found: Match, language: str) -> Iterator[str]:
    """Where they are: areas when they are not everywhere; an address or a site when there is no number."""
    service, areas = found.service, release.directory.areas
    if found.phone is None and service.address:
        yield release.text(service.address, language)
    elif service.areas:
        yield ", ".join(release.text(areas[code].name, language) for code in service.areas if code in areas)
    if service.through:
        yield from _leading(release, service.through, language)
    if found.phone is None and service.website:
        yield site_host(service)


def _leading(release: Release, id: str, language: str) -> Iterator[str]:
    """Who leads to this one, by name and number: on paper nobody can look further."""
    leads = release.directory.services.get(id)
    if leads is not None:
        first = (phone_words(phone.number, release.country) for phone in leads.phones[:1])
        yield reason_words(release, "through-another", language)
        yield " ".join((release.text(leads.name, language), *first))
