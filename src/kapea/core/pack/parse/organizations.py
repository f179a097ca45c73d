"""Reads one organisation of `services/`. What may not be shown is checked like the rest and then left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.structs import replace

from kapea.core.directory.model import Opening, Organization, Phone, Service
from kapea.core.directory.phones import digits, is_valid
from kapea.core.directory.trust import LABELS, UNSAID, is_shown
from kapea.core.pack.parse.directory_faults import Held, check_faults, read_website
from kapea.core.pack.parse.service_rules import check_service
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.field_readers import an_id, each_in, iso_date, minutes, place_of, placed, weekdays
from kapea.core.pack.read.yaml_reader import Item, Reader

UNSURE = ("yes", "no", "unknown")
SERVES = ("children", "adults")
KINDS = ("voice", "sms")
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
_AGES = re.compile(r"(\d{1,2})-(\d{1,2})\Z")


@dataclass(slots=True)
class Known:
    """What services may refer to: type -> text id, area codes, the country's ISO code, its short codes."""

    types: dict[str, str] = field(default_factory=dict)
    areas: frozenset[str] = frozenset()
    country: str = ""
    short_codes: frozenset[str] = frozenset()


class Draft(NamedTuple):
    """A service that may be shown, still without its words: where it stands, and the items of its texts."""

    place: Place
    service: Service
    texts: dict[str, Item]

    def worded(self, add_text: Callable[[str, Item], str]) -> Service:
        ids = {key: add_text(f"service.{self.service.id}.{key}", item) for key, item in self.texts.items()}
        return replace(self.service, **ids)


class OrganizationFile(NamedTuple):
    """What a file of `services/` holds: who it is, where that stands, what of theirs may be shown."""

    organization: Organization
    place: Place
    drafts: list[Draft]


def read_organization(root: Item, known: Known, findings: Findings) -> OrganizationFile:
    """One organisation, and each service of the file that may be shown."""
    reader = Reader(root, findings, "an organisation")
    organization = _organization(reader.get("organization", required=True), findings)
    drafts = list(_drafts(reader, organization.id, known, findings))
    reader.done()
    return OrganizationFile(organization, place_of(reader, "organization"), drafts)


def _organization(item: Item | None, findings: Findings) -> Organization:
    if item is None:
        return Organization("", "")
    reader = Reader(item, findings, "who runs these services")
    organization = Organization(reader.text("id", required=True), reader.text("name", required=True))
    an_id(organization.id, item.place, {}, findings)
    reader.done()
    return organization


def _drafts(reader: Reader, organization: str, known: Known, findings: Findings) -> Iterator[Draft]:
    reader.words("notes")
    held = [_held_back(Reader(i, findings, "what is held back")) for i in reader.items("held_back")]
    for item in reader.items("services", required=True):
        draft = _service(Reader(item, findings, "a service"), organization, known, held)
        if draft is not None:
            yield draft


def _held_back(reader: Reader) -> str:
    """A number or fact we know of and do not show. It never leaves the file."""
    what = reader.text("what", required=True)
    reader.text("why", required=True)
    reader.one_of("confidence", LABELS, UNSAID)
    reader.done()
    return what


def _service(reader: Reader, organization: str, known: Known, held: Held) -> Draft | None:
    ident = reader.text("id", required=True)
    hidden = reader.text("hidden")
    texts = {key: reader.get(key, required=key != "address") for key in ("name", "does", "address")}
    service = _reach(reader, known, Service(ident, organization, "", "", types=()))
    service = _kept(reader, _people(reader, known, service))
    service = replace(service, location=_location(reader, ident, texts["address"]))
    reader.words("notes")
    if ident:
        check_service(reader, service, has_address=texts["address"] is not None, hidden=bool(hidden))
    reader.get("hours_from")  # of what is hidden, nobody asks it
    if not hidden:
        check_faults(reader, service, known.country, held)
    reader.done()
    if hidden or not ident or not is_shown(service):
        return None
    return Draft(reader.item.place, service, {key: item for key, item in texts.items() if item})


def _location(reader: Reader, service: str, address: Item | None) -> str:
    """The id of the place to go to: `location`, else that of the service. Empty where there is none."""
    location = reader.text("location")
    if location and address is None:
        place = place_of(reader, "location")
        reader.findings.add("P02", place, f"location “{location}” has no address", "add a line `address:`")
    an_id(location, place_of(reader, "location"), {}, reader.findings)
    return (location or service) if address is not None else ""


def _reach(reader: Reader, known: Known, service: Service) -> Service:
    """How and when it is reached."""
    hours, openings = _hours(reader)
    return replace(
        service,
        phones=tuple(
            _phone(Reader(item, reader.findings, "a phone"), known) for item in reader.items("phones")
        ),
        website=read_website(reader),
        through=reader.text("through"),
        hours=hours,
        openings=openings,
        closed_on_holidays=reader.flag("closed_on_holidays"),
        areas=_areas(reader, known),
    )


def _people(reader: Reader, known: Known, service: Service) -> Service:
    """For what, and for whom."""
    return replace(
        service,
        types=each_in(reader, "types", known.types, required=True),
        languages=_languages(reader),
        free=reader.one_of("free", UNSURE, "unknown"),
        ages=_ages(reader),
        serves=each_in(reader, "serves", SERVES),
        local=reader.flag("local"),
        local_post=reader.flag("local_post"),
    )


def _kept(reader: Reader, service: Service) -> Service:
    """How we know."""
    reader.get("confidence", required=True)
    return replace(
        service,
        confidence=reader.one_of("confidence", LABELS, UNSAID),
        sources=reader.words("sources", required=True),
        exception=reader.text("exception"),
        expires=iso_date(reader, "expires", required=True),
    )


def _phone(reader: Reader, known: Known) -> Phone:
    phone = Phone(
        number=_number(reader, known),
        kind=reader.one_of("kind", KINDS, "voice"),
        free=reader.one_of("free", UNSURE, "unknown"),
        no_credit=reader.one_of("no_credit", UNSURE, "unknown"),
        verified_by=reader.text("verified_by"),
        verified_on=iso_date(reader, "verified_on"),
    )
    if bool(phone.verified_by) != bool(phone.verified_on):
        mend = "who dialled it (`verified_by`) and on which day (`verified_on`), or neither"
        reader.findings.add("P07", reader.item.place, f"{phone.number} is half verified", mend)
    reader.done()
    return phone


def _number(reader: Reader, known: Known) -> str:
    number, item = reader.text("number", required=True), reader.map.get("number")
    if item is None or digits(number) in {digits(code) for code in known.short_codes}:
        return number
    if isinstance(item.value, int):
        # YAML reads 012345678 as a count and drops its first nought.
        reader.findings.add(
            "P05", item.place, f"{number} may have lost a leading 0", "quotes around the number"
        )
    elif not is_valid(number, known.country):
        mend = "correct it; a short code is declared in contacts.yaml, `dial: {short_codes: [...]}`"
        reader.findings.add(
            "P05", item.place, f"“{number}” cannot be dialled in {known.country or '?'}", mend
        )
    return number


def _hours(reader: Reader) -> tuple[str, tuple[Opening, ...]]:
    """`always`, `unknown`, or a list of openings."""
    item = reader.get("hours", required=True)
    if item is None or not isinstance(item.value, list):
        return reader.one_of("hours", ("always", "unknown"), "unknown"), ()
    openings = [_opening(Reader(each, reader.findings, "an opening")) for each in item.value]
    return "listed", tuple(opening for opening in openings if opening)


def _opening(reader: Reader) -> Opening | None:
    days = weekdays(reader, "days")
    opens = minutes(reader.get("opens", required=True), reader.findings)
    closes = minutes(reader.get("closes", required=True), reader.findings)
    reader.done()
    if opens is None or closes is None:
        return None
    if opens == closes or opens == 24 * 60:
        mend = "a whole day is 00:00 to 24:00; past midnight, close earlier than you open: 20:00 to 06:00"
        reader.findings.add("P07", reader.item.place, "opens as it closes", mend)
        return None
    return Opening(days, opens, closes)


def _areas(reader: Reader, known: Known) -> tuple[str, ...]:
    if reader.words("areas") == ("all",):
        return ()
    areas = each_in(reader, "areas", known.areas, code="P06", required=True)
    if reader.has("areas") and not areas:
        reader.findings.add("P02", place_of(reader, "areas"), "serves nowhere", "`all`, or area codes")
    return areas


def _languages(reader: Reader) -> tuple[str, ...]:
    words = placed(reader, "languages")
    for word, place in words:
        if not _LANGUAGE.match(word):
            reader.findings.add("P03", place, f"“{word}” is no language code", "two or three letters: km")
    return tuple(word for word, _ in words)


def _ages(reader: Reader) -> tuple[int, int] | None:
    text = reader.text("ages")
    match = _AGES.match(text)
    if match and int(match[1]) <= int(match[2]):
        return int(match[1]), int(match[2])
    if text:
        reader.findings.add("P03", place_of(reader, "ages"), f"“{text}” is no range of ages", "years: 0-17")
    return None
