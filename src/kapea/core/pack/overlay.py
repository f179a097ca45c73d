"""What people keep of the directory laid over the records of a pack: a release of the same kind as any other.

It is checked by the same checker and stored like one that was built from files. Nothing here decides that it
may be served.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

import msgspec

from kapea.core.directory.freshness import Dialled, latest, sinks, with_dials
from kapea.core.directory.model import Directory, Location, Organization, Service
from kapea.core.pack.assets import Breaker
from kapea.core.pack.build import Built
from kapea.core.pack.model import Release
from kapea.core.pack.overlay_record import OVERLAY, OWN_WORDS, OverlayRecord, place_in, read_record
from kapea.core.pack.parse.directory_faults import number_of_two
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item
from kapea.core.pack.stored import with_hash

V = TypeVar("V")


class LaidOver(NamedTuple):
    """What is laid over a pack: entries, what was found by dialling, and the day as of which."""

    records: tuple[OverlayRecord, ...] = ()
    dials: tuple[Dialled, ...] = ()
    today: str = ""


def overlaid(base: Release, over: LaidOver, breakers: Mapping[str, Breaker]) -> Built:
    """A release with the entries laid over, or every reason why there is none; as a build gives it.

    Where nothing is laid over, it is the release itself.
    """
    findings, places = Findings(), dict[str, Place]()
    services, organizations = dict(base.directory.services), dict(base.directory.organizations)
    texts = {code: dict(words) for code, words in base.texts.items()}
    for record in over.records:
        services.pop(record.id, None)
        _forget_words(texts, record.id)
        if record.is_public:
            _lay(base, record, services, organizations, findings, places)
            _say(texts, record, breakers)
    services = _dialled(base, services, over)
    _check_around(base, services, findings, places)
    directory = _directory(base, services, organizations, over)
    made = msgspec.structs.replace(base, directory=directory, texts=texts, **_without(base, over.records))
    if findings.has_errors:
        return Built(None, findings.problems, places, base.languages)
    release = with_hash(made) if directory != base.directory or texts != base.texts else base
    return Built(release, findings.problems, places, base.languages)


def _lay(
    base: Release,
    record: OverlayRecord,
    services: dict[str, Service],
    organizations: dict[str, Organization],
    findings: Findings,
    places: dict[str, Place],
) -> None:
    file = read_record(record, base, findings)
    organizations[file.organization.id] = file.organization
    for draft in file.drafts:
        services[draft.service.id] = draft.worded(_text_id)
        places[draft.service.id] = place_in(record.id)
        places.update({_word_id(record.id, key): place_in(record.id, key) for key in draft.texts})


def _text_id(id: str, item: Item) -> str:
    return id


def _word_id(service: str, field: str) -> str:
    return f"service.{service}.{field}"


def _is_word_of(text: str, service: str) -> bool:
    return text.split("~", 1)[0] in {_word_id(service, field) for field in OWN_WORDS}


def _forget_words(texts: dict[str, dict[str, str]], service: str) -> None:
    """Takes out what the pack said: old words beside new ones would be a translation of something else."""
    for words in texts.values():
        for text in [text for text in words if _is_word_of(text, service)]:
            del words[text]


def _say(texts: dict[str, dict[str, str]], record: OverlayRecord, breakers: Mapping[str, Breaker]) -> None:
    for field in OWN_WORDS:
        said: Mapping[str, str] = getattr(record, field)
        for code in texts:
            if words := said.get(code, "").strip():
                marked = breakers[code](words) if code in breakers else words
                texts[code][_word_id(record.id, field)] = marked


def _dialled(base: Release, services: dict[str, Service], over: LaidOver) -> dict[str, Service]:
    """What dialling found. Only entries sink: a record of a pack stands where it did."""
    last, kept = latest(over.dials), {record.id for record in over.records}
    found = {id: with_dials(services[id], last) for id in sorted(services)}
    stale = (id for id in kept & found.keys() if sinks(found[id], over.today))
    return found | {id: msgspec.structs.replace(found[id], stale=True) for id in stale}


def _check_around(
    base: Release, services: Mapping[str, Service], findings: Findings, places: Mapping[str, Place]
) -> None:
    """What an entry may break of others: a number of two, a way through it, who helps when nobody fits."""
    for id, (number, other) in number_of_two(services.values()).items():
        says = f"{number} is also that of {other}, and one of the two is swapped"
        place = _phones_of(places.get(id) or places.get(other) or Place(f"{base.id}/services"))
        findings.add("P07", place, says, "whoever needs to be heard must not reach the police: correct it")
    for service in services.values():
        if service.through and service.through not in services:
            says = f"{service.id} is reached through “{service.through}”, which is not served any more"
            findings.add("P06", place_in(service.through), says, "another way to it first")
    for id in base.directory.fallback:
        last = services.get(id)
        if last is None or last.local or last.local_post or last.areas or not last.phones:
            says = f"“{id}” is who helps when nobody else fits: it needs a number, for the whole country"
            findings.add("P07", place_in(id, "phones"), says, "leave it so, or name another in the pack")


def _phones_of(place: Place) -> Place:
    """The numbers of the entry that a place is in; a place in no entry as it is."""
    return Place(place.file, place.line, "phones") if place.file.startswith(f"{OVERLAY}/") else place


def _directory(
    base: Release,
    services: Mapping[str, Service],
    organizations: Mapping[str, Organization],
    over: LaidOver,
) -> Directory:
    named = {service.organization for service in services.values()}
    locations = dict(base.directory.locations)
    for record in over.records:
        locations.pop(record.id, None)
        service = services.get(record.id)
        if service is not None and service.location:
            locations[record.id] = Location(record.id, service.organization, service.address, service.areas)
    used = {service.location for service in services.values()}
    made = msgspec.structs.replace(
        base.directory,
        services=dict(services),
        organizations={id: each for id, each in sorted(organizations.items()) if id in named},
        locations={id: each for id, each in sorted(locations.items()) if id in used},
    )
    if made == base.directory:
        return base.directory
    return msgspec.structs.replace(made, version=_version(base, made.services))


def _version(base: Release, services: Mapping[str, Service]) -> str:
    said = msgspec.msgpack.encode((base.directory.version, services))
    return hashlib.sha256(said).hexdigest()[:12]


def _without(base: Release, records: Iterable[OverlayRecord]) -> dict[str, object]:
    """What belonged to words that are gone: recordings of them, their marks and drawings."""
    ids = tuple(record.id for record in records)
    if not ids:
        return {}
    return {
        "media": {code: _others(said, ids) for code, said in base.media.items()},
        "marks": _others(base.marks, ids),
        "signs": _others(base.signs, ids),
    }


def _others(by_text: Mapping[str, V], ids: tuple[str, ...]) -> dict[str, V]:
    return {text: each for text, each in by_text.items() if not any(_is_word_of(text, id) for id in ids)}
