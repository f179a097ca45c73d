"""Services of an HSDS file as entries to propose. Nothing of it is live by itself, and nothing is guessed.

What changed and who changed it (`metadata`), contacts by name, points on a map and postal addresses are never
taken: what they say of a place or a person was not given to us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from kapea.core.hsds.export import DAYS, END_OF_DAY, hsds_id
from kapea.core.hsds.hsds_model import HsdsOrganization, HsdsService
from kapea.core.hsds.hsds_parts import HsdsCapacity, HsdsSchedule
from kapea.core.pack.model import Release
from kapea.core.pack.overlay_record import OverlayPhone, OverlayRecord

MOST_BYTES = 20_000_000
MOST_SERVICES = 5_000
_CLOCK = re.compile(r"(\d\d):(\d\d)(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?\Z")
_OLD = 99


class UnreadableHsds(ValueError):
    """A file that holds no services of HSDS; the message says where it differs, in words for an operator."""


class HowImported(NamedTuple):
    """What a file does not say: its language, who said it and how sure that is, until when to believe it, and
    the kind of help of those whose kind we do not know.
    """

    language: str
    sources: tuple[str, ...]
    expires: str
    confidence: str = "OWN"
    kind: str = ""


class ImportedEntry(NamedTuple):
    """A service of the file: the entry to propose, or why there is none; what it says of open places."""

    name: str
    record: OverlayRecord | None
    left_out: str = ""
    capacity: HsdsCapacity | None = None


def read_hsds(data: bytes) -> list[HsdsService]:
    """The services of a file: one, a list, a page of the API, or organisations with theirs. Raises
    UnreadableHsds.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableHsds(f"larger than {MOST_BYTES} bytes")
    try:
        found = list(_services(msgspec.json.decode(data), 0))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableHsds(str(error) or "it does not read as JSON") from error
    if not found:
        raise UnreadableHsds("it holds no service")
    if len(found) > MOST_SERVICES:
        raise UnreadableHsds(f"more than {MOST_SERVICES} services: split the file")
    return found


def _services(value: Any, depth: int) -> Iterator[HsdsService]:
    if depth > 3:
        return
    if isinstance(value, list):
        for each in value:
            yield from _services(each, depth + 1)
    elif isinstance(value, dict) and "status" in value:
        yield msgspec.convert(value, HsdsService)
    elif isinstance(value, dict) and "services" in value and "name" in value:
        run = msgspec.convert(
            {key: value[key] for key in ("id", "name", "description") if key in value}, dict
        )
        runs = msgspec.convert({"description": "", **run}, HsdsOrganization)
        for each in _services(value["services"], depth + 1):
            yield each if each.organization else msgspec.structs.replace(each, organization=runs)
    elif isinstance(value, dict):
        for key in ("contents", "services", "organizations"):
            yield from _services(value.get(key, []), depth + 1)


def imported_entries(
    services: list[HsdsService], release: Release, how: HowImported
) -> Iterator[ImportedEntry]:
    """Each service as an entry of this country."""
    ours = {hsds_id(release.id, "service", id): id for id in release.directory.services}
    for service in services:
        yield _entry(service, release, how, ours)


def _entry(service: HsdsService, release: Release, how: HowImported, ours: dict[str, str]) -> ImportedEntry:
    if service.status != "active" and service.id not in ours:
        return ImportedEntry(service.name, None, f"it is {service.status}")
    if service.organization is None:
        return ImportedEntry(service.name, None, "it does not say who runs it")
    types = _types(service, release) or ((how.kind,) if how.kind else ())
    if not types:
        return ImportedEntry(service.name, None, "no kind of help of ours: name one")
    areas = _areas(service, release)
    if areas is None:
        return ImportedEntry(service.name, None, "it helps in places that we do not know")
    record = _record(service, service.organization, release, how, ours)
    record = msgspec.structs.replace(record, types=types, areas=areas)
    return ImportedEntry(service.name, record, capacity=next(iter(service.capacities), None))


def _record(
    service: HsdsService,
    runs: HsdsOrganization,
    release: Release,
    how: HowImported,
    ours: dict[str, str],
) -> OverlayRecord:
    hours, openings = _hours(service.schedules)
    known = {hsds_id(release.id, "organization", id): id for id in release.directory.organizations}
    where = next((at.location.description for at in service.service_at_locations if at.location), None)
    return OverlayRecord(
        id=ours.get(service.id, f"h-{_plain_id(service.id)}"),
        organization=known.get(runs.id, f"h-{_plain_id(runs.id)}"),
        organization_name=runs.name,
        name={how.language: service.name},
        does={how.language: service.description or ""},
        types=(),
        address={how.language: where} if where else {},
        phones=tuple(
            OverlayPhone(phone.number.strip('" '), phone.type or "voice")
            for phone in service.phones
            if phone.type in ("voice", "sms", None)
        ),
        website=service.url or "",
        hours=hours,
        openings=openings,
        languages=tuple(each.code for each in service.languages if each.code),
        ages=_ages(service),
        serves=_serves(service),
        confidence=how.confidence,
        sources=how.sources,
        expires=how.expires,
        is_closed=service.status != "active",
    )


def _plain_id(id: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "", id)[:40]


def _types(service: HsdsService, release: Release) -> tuple[str, ...]:
    codes = (a.taxonomy_term.code for a in service.attributes if a.taxonomy_term is not None)
    return tuple(dict.fromkeys(code for code in codes if code and code in release.directory.types))


def _areas(service: HsdsService, release: Release) -> tuple[str, ...] | None:
    """Codes of the areas it names by code or by name; none for the whole country; None where one of them is
    none that we know.
    """
    named = _area_names(release)
    whole = {release.name.casefold(), release.country.casefold(), "the whole country"}
    found: list[str] = []
    for area in service.service_areas:
        said = [word.casefold() for word in (area.description, area.name) if word]
        if any(word in whole for word in said):
            return ()
        code = next((named[word] for word in said if word in named), None)
        if code is None:
            return None
        found.append(code)
    return tuple(dict.fromkeys(found))


def _area_names(release: Release) -> dict[str, str]:
    named = {code.casefold(): code for code in release.directory.areas}
    for area in release.directory.areas.values():
        for language in release.languages:
            named[release.text(area.name, language).replace("\u200b", "").casefold()] = area.code
    return named


def _hours(schedules: tuple[HsdsSchedule, ...]) -> tuple[str, tuple[str, ...]]:
    """Hours that are the same each week; of any others nobody knows."""
    lines = [_opening(each) for each in schedules]
    if not lines or None in lines:
        return "unknown", ()
    told = tuple(line for line in lines if line is not None)
    every = f"{','.join(day.lower() for day in _LONG.values())} 00:00-24:00"
    return ("always", ()) if every in told else ("listed", told)


_LONG = dict(zip(DAYS, ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True))


def _opening(schedule: HsdsSchedule) -> str | None:
    days = [day.strip() for day in (schedule.byday or "").split(",")]
    opens, closes = _minute(schedule.opens_at), _minute(schedule.closes_at)
    if schedule.freq != "WEEKLY" or opens is None or closes is None or not set(days) <= set(DAYS):
        return None
    if schedule.interval not in (None, 1):
        return None
    closes = END_OF_DAY if closes in (0, END_OF_DAY - 1) else closes
    said = ",".join(_LONG[day] for day in DAYS if day in days)
    return f"{said} {opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


def _minute(clock: str | None) -> int | None:
    found = _CLOCK.match(clock or "")
    return int(found[1]) * 60 + int(found[2]) if found else None


def _ages(service: HsdsService) -> str:
    if service.minimum_age is None and service.maximum_age is None:
        return ""
    young, old = service.minimum_age or 0, _OLD if service.maximum_age is None else service.maximum_age
    return f"{int(min(max(young, 0), _OLD))}-{int(min(max(old, 0), _OLD))}"


def _serves(service: HsdsService) -> tuple[str, ...]:
    said = (service.eligibility_description or "").casefold()
    return tuple(who for who in ("children", "adults") if who in said)
