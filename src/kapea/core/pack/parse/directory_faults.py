"""Faults of a service record that look like any other record: a number swapped, a source counted twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kapea.core.directory.model import Service
from kapea.core.directory.phones import digits, is_emergency
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.field_readers import each_in, place_of
from kapea.core.pack.read.web_addresses import address_fault
from kapea.core.pack.read.yaml_reader import Reader

LISTENS, SENDS = "HELPLINE", "EMERGENCY"
"""Somebody who listens, and somebody who sends the police: no record is both."""
TWICE_CONFIRMED = ("C2", "C3", "C3+")
EVERY = "all"
_NUMBER = re.compile(r"(?<![\w@])[+#*]?\d[\d ()/-]*\d(?![\w@])")
_WRITTEN = re.compile(r"\b(?:sms|text|texts|whatsapp|chat|messages?)\b", re.IGNORECASE)
Held = Sequence[str]
"""What is held back in the file of a service, in the author's words."""


def check_faults(reader: Reader, service: Service, country: str, held: Held) -> None:
    """Adds a P07 for each fault of `service`, as just read by `reader`."""
    _one_or_the_other(reader, service, country)
    _not_held_back(reader, service, held)
    _counted_once(reader, service)
    _hours_are_said(reader, service)
    said = reader.has("local") or reader.has("local_post")
    if not service.phones and service.location and not said:
        mend = "`local: true` where they do, as in a commune hall; `local_post`; else `local: false`"
        _add(reader, "id", "a place without a number: do people who live near work there?", mend)


def _add(reader: Reader, key: str, says: str, mend: str) -> None:
    reader.findings.add("P07", place_of(reader, key), says, mend)


def _phone_place(reader: Reader, n: int) -> Place:
    """Where the `n`th of a service's phones stands, counted from 0."""
    phones = reader.map["phones"].value
    return phones[n].place if n < len(phones) else place_of(reader, "phones")


def _hours_are_said(reader: Reader, service: Service) -> None:
    """Whoever is told that somebody is there comes, or calls. So somebody must have said so."""
    known = (EVERY, *(str(n) for n in range(1, len(service.sources) + 1)))
    if service.hours == "unknown":
        if reader.words("hours_from"):
            _add(reader, "hours_from", "nobody knows the hours, and a source says them", "write the hours")
        return
    said = each_in(reader, "hours_from", known)
    if not said:
        mend = "`hours_from: [1]`, numbers of `sources:`; `all`: they say it together; or `hours: unknown`"
        _add(reader, "hours", f"who says that it is open ({service.hours})?", mend)


def _one_or_the_other(reader: Reader, service: Service, country: str) -> None:
    if LISTENS in service.types and SENDS in service.types:
        says = f"no service is both {LISTENS} and {SENDS}"
        _add(reader, "types", says, "two records, each with its number")
    for n, phone in enumerate(service.phones):
        if LISTENS in service.types and is_emergency(phone.number, country):
            mend = f"the helpline's own number, or another type: {SENDS}, AMBULANCE"
            says = f"{phone.number} calls the police or an ambulance, and is no {LISTENS}"
            reader.findings.add("P07", _phone_place(reader, n), says, mend)


def _not_held_back(reader: Reader, service: Service, held: Held) -> None:
    """A number that its own file holds back is not shown. What is said of messages only is not of calls."""
    for what in held:
        numbers = {digits(number) for number in _NUMBER.findall(what)}
        for n, phone in enumerate(service.phones):
            if digits(phone.number) in numbers and (phone.kind == "sms" or not _WRITTEN.search(what)):
                mend = "take it out of `phones:`, or confirm it and take it out of `held_back:`"
                says = f"{phone.number} is held back in this file (“{what}”)"
                reader.findings.add("P07", _phone_place(reader, n), says, mend)


def _counted_once(reader: Reader, service: Service) -> None:
    """Confirmed twice means by two sources: the same one again, or an empty line, is none."""
    said = distinct_sources(service.sources, reader.findings, place_of(reader, "sources"))
    if service.confidence in TWICE_CONFIRMED and len(said) < 2:
        mend = "name two sources that do not copy each other, or write S1: then it is not shown"
        _add(reader, "confidence", f"{service.confidence} with {len(said)} source", mend)


def distinct_sources(sources: Iterable[str], findings: Findings, place: Place) -> set[str]:
    """The sources that say something, each once; P07 for an empty one, and for one told again."""
    told: set[str] = set()
    for source in sources:
        word = " ".join(source.split()).casefold()
        if not any(letter.isalnum() for letter in word):
            findings.add("P07", place, "a source is empty", "write where it is from, or take the line out")
        elif word in told:
            findings.add("P07", place, f"“{source}” stands here twice", "one source is one line")
        else:
            told.add(word)
    return told


def number_of_two(services: Iterable[Service]) -> dict[str, tuple[str, str]]:
    """Ids of services that listen, with a number of theirs and the id of a service that sends by it."""
    sends = {digits(p.number): s.id for s in services if SENDS in s.types for p in s.phones}
    return {
        s.id: (p.number, sends[digits(p.number)])
        for s in services
        if LISTENS in s.types
        for p in s.phones
        if digits(p.number) in sends
    }


def read_website(reader: Reader) -> str:
    """The address of a site; P03 for one that does not lead where it looks as if it led."""
    website = reader.text("website")
    if website and (fault := address_fault(website)):
        mend = "begin with https://, then the name of the site as people know it"
        says = f"“{website}” is not a safe address: {fault}"
        reader.findings.add("P03", place_of(reader, "website"), says, mend)
    return website
