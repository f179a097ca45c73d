"""One entry of the directory as people keep it in the browser, and what is wrong with it, field by field.

It is read by the very parser that reads the services of a pack, so that nothing is true of the one and not of
the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from kapea.core.directory.freshness import MOST_DAYS_AHEAD
from kapea.core.directory.model import Directory
from kapea.core.directory.phones import is_valid
from kapea.core.directory.tiers import DirectoryTier
from kapea.core.pack.model import Release
from kapea.core.pack.parse.organizations import Known, OrganizationFile, read_organization
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item

OVERLAY = "overlay"
"""The folder under which messages name an entry: no pack has one."""
OWN_WORDS = ("name", "does", "address")
"""What of an entry people read, in each language."""
HIDDEN_PLACE = "P08"
"""Of a shelter, something may say where it is."""
TOO_LATE = "P09"
"""Nobody would look at the entry for more than a year."""
_SAYS_WHERE = re.compile(
    r"-?\d{1,3}\.\d{3,}\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}"  # a point on the map
    r"|\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b"  # an open location code
    r"|maps\.|goo\.gl|/maps|openstreetmap|plus\.codes|what3words|w3w|\bgeo:"
    r"|\bstreet\b(?![ -](?:child|kid|boy|girl|youth|famil|connected|based|living|work))"
    r"|\b(?:str|st|road|rd|avenue|ave|boulevard|blvd|highway|next to|behind|opposite|p\.?\s?o\.?\s?box|"
    r"purok|barangay|brgy|sitio|kalye|kanto|tole|marg|chowk|wada|mtaa|barabara|"
    r"phum|sangkat|khum|khan|phlov)\b"
    r"|(?:ផ្លូវ|ផ្ទះលេខ|ភូមិ|សង្កាត់|ឃុំ|ខណ្ឌ|ក្បែរ|ទល់មុខ|टोल|मार्ग|चोक|वडा|घर नं|नजिक|पछाडि)"
    r"|[#№]\s?\d+",
    re.IGNORECASE,
)
_A_NUMBERED = r"(?:house|flat|room|floor|lane|plot|block|gate|building|nyumba|phteah|lot|unit|no|nr|number)"
_PLACE_BY_NUMBER = re.compile(
    rf"\d+\s?/\s?\d+|\b{_A_NUMBERED}\.?\s?(?:no\.?\s?)?\d|\b\d+\w?,?\s{_A_NUMBERED}\b|\b\d+\s?km\b",
    re.IGNORECASE,
)


class OverlayPhone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number as an editor gives it."""

    number: str
    kind: str = "voice"
    free: str = "unknown"
    no_credit: str = "unknown"


class OverlayRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry. `name`, `does` and `address` are words by language; `openings` lines like `mon-fri
    08:00-17:00`, where `hours` is listed; `expires` the day from which it is served no more.

    A `shelter` has no address and nothing that says where it is. `is_closed`: the service is served no more.
    """

    id: str
    organization: str
    organization_name: str
    name: Mapping[str, str]
    does: Mapping[str, str]
    types: tuple[str, ...]
    address: Mapping[str, str] = {}
    phones: tuple[OverlayPhone, ...] = ()
    website: str = ""
    hours: str = "unknown"
    openings: tuple[str, ...] = ()
    closed_on_holidays: bool = True
    areas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    free: str = "unknown"
    ages: str = ""
    serves: tuple[str, ...] = ()
    local: bool = False
    local_post: bool = False
    confidence: str = "OWN"
    sources: tuple[str, ...] = ()
    expires: str = ""
    tier: DirectoryTier = DirectoryTier.PUBLIC
    shelter: bool = False
    is_closed: bool = False

    @property
    def is_public(self) -> bool:
        """Whether it is ever part of a release."""
        return self.tier is DirectoryTier.PUBLIC and not self.is_closed


def known_of(release: Release) -> Known:
    """What entries may refer to: types, areas, country, and the short codes that the pack itself names."""
    numbers = {phone.number for service in release.directory.services.values() for phone in service.phones}
    short = frozenset(n for n in numbers if not is_valid(n, release.country))
    return Known(dict(release.directory.types), frozenset(release.directory.areas), release.country, short)


def record_faults(record: OverlayRecord, release: Release, today: str) -> Findings:
    """What is wrong with an entry by itself, each at its field (`field_of`)."""
    findings = Findings()
    read_record(record, release, findings)
    for field in OWN_WORDS if record.address else OWN_WORDS[:2]:
        _in_default_language(record, field, release, findings)
    if record.shelter:
        _says_nowhere(record, findings)
    if record.expires > latest_day(today):
        says = f"{record.expires} is more than a year ahead"
        findings.add(TOO_LATE, place_in(record.id, "expires"), says, "a day within a year")
    return findings


def latest_day(today: str) -> str:
    """The last day that an entry of today may be served until."""
    return (date.fromisoformat(today) + timedelta(days=MOST_DAYS_AHEAD)).isoformat()


def read_record(record: OverlayRecord, release: Release, findings: Findings) -> OrganizationFile:
    """The entry as the parser of packs reads it."""
    return read_organization(_as_file(record, release.default_language), known_of(release), findings)


def place_in(id: str, field: str = "") -> Place:
    """Where something of an entry stands, as findings name it."""
    return Place(f"{OVERLAY}/{id}", 1, field)


def field_of(place: Place) -> str:
    """The field that a place in an entry is about; empty for the whole, or for what is in no entry."""
    if not place.file.startswith(f"{OVERLAY}/"):
        return ""
    field = re.split(r"[\[.]", place.key.removeprefix("services[1]").lstrip("."), maxsplit=1)[0]
    return {"hours_from": "hours", "closed_on_holidays": "hours", "local": "address"}.get(field, field)


def entry_of(place: Place) -> str:
    """The id of the entry that a place is in; empty where it is in none."""
    return place.file.removeprefix(f"{OVERLAY}/") if place.file.startswith(f"{OVERLAY}/") else ""


def says_where(text: str) -> bool:
    """Whether a text looks as if it told where something is: it asks too much rather than too little."""
    return bool(_SAYS_WHERE.search(text) or _PLACE_BY_NUMBER.search(text))


def _says_nowhere(record: OverlayRecord, findings: Findings) -> None:
    mend = "take it out: whoever looks for a child must not find the house"
    if record.address:
        findings.add(HIDDEN_PLACE, place_in(record.id, "address"), "a shelter has no address here", mend)
    for field, words in (("name", record.name), ("does", record.does), ("sources", _numbered(record))):
        if any(says_where(said) for said in words.values()):
            findings.add(HIDDEN_PLACE, place_in(record.id, field), "this may say where a shelter is", mend)
    if says_where(record.website):
        findings.add(HIDDEN_PLACE, place_in(record.id, "website"), "this may say where a shelter is", mend)
    if record.local or record.local_post:
        findings.add(HIDDEN_PLACE, place_in(record.id, "address"), "a shelter is in no known place", mend)


def _numbered(record: OverlayRecord) -> Mapping[str, str]:
    named = {"organization": record.organization_name, "openings": " ".join(record.openings)}
    return {**named, **{str(n): source for n, source in enumerate(record.sources)}}


def _in_default_language(record: OverlayRecord, field: str, release: Release, findings: Findings) -> None:
    said: Mapping[str, str] = getattr(record, field)
    if not said.get(release.default_language, "").strip():
        mend = "write it in the language that most people read"
        findings.add("P02", place_in(record.id, field), f"not said in {release.default_language}", mend)


def _as_file(record: OverlayRecord, language: str) -> Item:
    service = _as_service(record, language)
    organization = {"id": record.organization, "name": record.organization_name}
    return _item({"organization": organization, "services": [service]}, record.id, "")


def _as_service(record: OverlayRecord, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": record.id,
        **{field: _one_wording(getattr(record, field), language) for field in OWN_WORDS[:2]},
        "types": list(record.types),
        "phones": [_as_phone(phone) for phone in record.phones],
        "hours": [_as_opening(line) for line in record.openings]
        if record.hours == "listed"
        else record.hours,
        "closed_on_holidays": record.closed_on_holidays,
        "areas": list(record.areas) or "all",
        "languages": list(record.languages),
        "free": record.free,
        "serves": list(record.serves),
        "local": record.local,
        "local_post": record.local_post,
        "confidence": record.confidence,
        "sources": list(record.sources),
        "expires": record.expires,
    }
    told |= {"hours_from": "all"} if record.hours != "unknown" else {}
    told |= {key: getattr(record, key) for key in ("website", "ages") if getattr(record, key)}
    return told | ({"address": _one_wording(record.address, language)} if record.address else {})


def _one_wording(words: Mapping[str, str], language: str) -> str:
    return words.get("en") or words.get(language) or next(iter(words.values()), "")


def _as_phone(phone: OverlayPhone) -> dict[str, Any]:
    return {"number": phone.number, "kind": phone.kind, "free": phone.free, "no_credit": phone.no_credit}


def _as_opening(line: str) -> dict[str, Any]:
    """`mon-fri 08:00-17:00`; a line of another form is given on as it is, for the parser to name."""
    days, _, hours = line.strip().rpartition(" ")
    opens, _, closes = hours.partition("-")
    return {"days": [day for day in re.split(r"[ ,]+", days) if day], "opens": opens, "closes": closes}


def _item(value: Any, id: str, key: str) -> Item:
    """A value as if a file had said it, each part with its place."""
    if isinstance(value, dict):
        inner = {name: _item(each, id, f"{key}.{name}" if key else name) for name, each in value.items()}
        return Item(inner, place_in(id, key))
    if isinstance(value, list):
        return Item([_item(each, id, f"{key}[{n}]") for n, each in enumerate(value, 1)], place_in(id, key))
    return Item(value, place_in(id, key))


def record_of_service(directory: Directory, release: Release, id: str) -> OverlayRecord:
    """What a pack says of a service, as an entry to change. Raises KeyError where it names none."""
    service = directory.services[id]
    organization = directory.organization_of(service)
    openings = tuple(_opening_line(o.weekdays, o.opens, o.closes) for o in service.openings)
    return OverlayRecord(
        id=service.id,
        organization=organization.id,
        organization_name=organization.name,
        name=_words_of(release, service.name),
        does=_words_of(release, service.does),
        address=_words_of(release, service.address),
        types=service.types,
        phones=tuple(OverlayPhone(p.number, p.kind, p.free, p.no_credit) for p in service.phones),
        website=service.website,
        hours=service.hours,
        openings=openings,
        closed_on_holidays=service.closed_on_holidays,
        areas=service.areas,
        languages=service.languages,
        free=service.free,
        ages=f"{service.ages[0]}-{service.ages[1]}" if service.ages else "",
        serves=service.serves,
        local=service.local,
        local_post=service.local_post,
        confidence=service.confidence,
        sources=service.sources,
        expires=service.expires,
    )


def _words_of(release: Release, text: str) -> dict[str, str]:
    """A text in each language that has it, without the marks at which a line may break."""
    said = {code: release.texts.get(code, {}).get(text, "") for code in release.languages} if text else {}
    return {code: words.replace("\u200b", "") for code, words in said.items() if words}


def _opening_line(weekdays: tuple[int, ...], opens: int, closes: int) -> str:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    days = ",".join(names[day - 1] for day in weekdays)
    return f"{days} {opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"
