"""Reads out of a pack who can help: contacts, areas, holidays, services, law. Values and problems, no I/O."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

from kapea.core.directory.model import Area, Directory, Service
from kapea.core.directory.trust import BACKGROUND_LABELS, UNSAID
from kapea.core.pack.model import Law
from kapea.core.pack.parse.directory_faults import number_of_two
from kapea.core.pack.parse.law import read_law
from kapea.core.pack.parse.organizations import Known, OrganizationFile, read_organization
from kapea.core.pack.parse.places_to_go import check_names, locations, organizations
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.field_readers import an_id, each_in, iso_date
from kapea.core.pack.read.yaml_reader import Item, Reader, read_yaml

AddText = Callable[[str, Item], str]
DANGERS = ("now", "hurt", "dying", "meeting")
"""Lists of who comes first that every country has."""
MORE_DANGERS = (
    "marriage",
    "locked",
    "power",
    *(f"{danger}-power" for danger in ("now", "hurt", "dying", "meeting", "marriage", "locked")),
)
"""Lists it may have besides. `-power`: whoever hurts has power in the place; `power`: in no known danger."""


Named = Mapping[str, tuple[str, bytes]]


def parse_directory(
    files: Named, time_zone: str, add_text: AddText, findings: Findings, pack: str = ""
) -> tuple[Directory, dict[str, Law], dict[str, Place]]:
    """The directory and law of a pack, and where each service and law record stands.

    `files` is path in the pack -> (name for messages, content); files of other kinds are passed over. `pack`
    names the folder in which what is missing would stand.
    `add_text` is given each person-facing text and returns its id. What may not be shown is read and
    checked, and then left out.
    Everything wrong goes to `findings`: P01 to P04, P05 (a number nobody can dial), P06 (names something that
    is not there), P07 (a record that contradicts itself or a rule).
    """
    places: dict[str, Place] = {}
    known, order, fallback = _contacts(
        files, add_text, findings, f"{pack}/contacts.yaml" if pack else "contacts.yaml"
    )
    areas = _areas(files, add_text, findings)
    known.areas = frozenset(areas)
    read = _organization_files(files, known, findings)
    services = _services(read, places, add_text, findings)
    _check_references(services, fallback, places, findings)
    _check_swapped(services, places, findings)
    law = _law(files, places, findings)
    directory = Directory(
        version=_version(files),
        time_zone=time_zone,
        services={key: services[key] for key in sorted(services)},
        areas=areas,
        holidays=_holidays(files, findings),
        order=order,
        fallback=tuple(str(item.value) for item in fallback),
        types=known.types,
        organizations=organizations(read, services.values()),
        locations=locations(read, services, findings),
    )
    return directory, law, places


def _under(files: Named, folder: str) -> Iterator[str]:
    return (name for name in sorted(files) if name.startswith(f"{folder}/") and name.endswith(".yaml"))


def _version(files: Named) -> str:
    """Names the content: two equal directories have one version."""
    used = [*_under(files, "services"), "areas.yaml", "contacts.yaml", "holidays.yaml"]
    content = hashlib.sha256()
    for name in used:
        _, data = files.get(name, ("", b""))
        content.update(f"{name}\0{len(data)}\0".encode() + data)
    return content.hexdigest()[:12]


def _contacts(
    files: Named, add_text: AddText, findings: Findings, path: str
) -> tuple[Known, dict[str, tuple[str, ...]], list[Item]]:
    known = Known()
    if "contacts.yaml" not in files:
        mend = "write contacts.yaml: dial, order, fallback, types"
        findings.add("P02", Place(path), "nothing says who to call first", mend)
        return known, {}, []
    root = read_yaml(*files["contacts.yaml"], findings)
    if root is None:
        return known, {}, []
    reader = Reader(root, findings, "contacts.yaml")
    known.types = {key: add_text(f"type.{key}", item) for key, item in reader.pairs("types", required=True)}
    _dial(reader.get("dial", required=True), known, findings)
    order = _order(reader.get("order", required=True), known, findings)
    fallback = reader.items("fallback", required=True)
    reader.done()
    return known, order, fallback


def _dial(item: Item | None, known: Known, findings: Findings) -> None:
    if item is None:
        return
    reader = Reader(item, findings, "dial")
    known.country = reader.text("country", required=True)
    known.short_codes = frozenset(reader.words("short_codes"))
    reader.done()


def _order(item: Item | None, known: Known, findings: Findings) -> dict[str, tuple[str, ...]]:
    if item is None:
        return {}
    reader = Reader(item, findings, "order")
    order = {d: each_in(reader, d, known.types, code="P06", required=True) for d in DANGERS}
    order |= {d: each_in(reader, d, known.types, code="P06") for d in MORE_DANGERS if reader.has(d)}
    for danger in order:
        if reader.has(danger) and not order[danger]:
            findings.add("P02", reader.map[danger].place, "nobody comes first here", "list service types")
    reader.done()
    return order


def _areas(files: Named, add_text: AddText, findings: Findings) -> dict[str, Area]:
    root = read_yaml(*files["areas.yaml"], findings) if "areas.yaml" in files else None
    if root is None:
        return {}
    reader = Reader(root, findings, "areas.yaml")
    reader.text("source", required=True)
    reader.one_of("confidence", BACKGROUND_LABELS, UNSAID)
    pairs = list(reader.pairs("areas", required=True))
    codes = {code for code, _ in pairs}
    areas = {code: _area(code, item, codes, add_text, findings) for code, item in pairs}
    reader.done()
    return areas


def _area(code: str, item: Item, codes: set[str], add_text: AddText, findings: Findings) -> Area:
    """A text; or, where an area lies in another, a mapping of `name` (a text) and `in` (a code)."""
    if not isinstance(item.value, dict) or "in" not in item.value:
        return Area(code, add_text(f"area.{code}", item))
    reader = Reader(item, findings, "an area")
    name, parent = reader.get("name", required=True), reader.text("in")
    if parent not in codes or parent == code:
        findings.add("P06", item.value["in"].place, f"no other area “{parent}”", 'codes are quoted: "08"')
    reader.done()
    return Area(code, add_text(f"area.{code}", name) if name else "", parent)


def _holidays(files: Named, findings: Findings) -> tuple[str, ...]:
    root = read_yaml(*files["holidays.yaml"], findings) if "holidays.yaml" in files else None
    if root is None:
        return ()
    reader = Reader(root, findings, "holidays.yaml")
    days = [_holiday(item, findings) for item in reader.items("holidays", required=True)]
    reader.done()
    return tuple(sorted({day for day in days if day}))


def _holiday(item: Item, findings: Findings) -> str:
    """The day. Its name and confidence are for reviewers: a holiday is never shown, and can only close."""
    reader = Reader(item, findings, "a holiday")
    day = iso_date(reader, "date", required=True)
    reader.text("name", required=True)
    reader.one_of("confidence", BACKGROUND_LABELS, UNSAID)
    reader.done()
    return day


def _organization_files(files: Named, known: Known, findings: Findings) -> list[OrganizationFile]:
    roots = (read_yaml(*files[name], findings) for name in _under(files, "services"))
    read = [read_organization(root, known, findings) for root in roots if root]
    check_names(read, findings)
    return read


def _services(
    read: Iterable[OrganizationFile], places: dict[str, Place], add_text: AddText, findings: Findings
) -> dict[str, Service]:
    services: dict[str, Service] = {}
    for draft in (draft for file in read for draft in file.drafts):
        ident = draft.service.id
        if an_id(ident, draft.place, places, findings):
            places[ident] = draft.place
            services[ident] = draft.worded(add_text)
    return services


def _law(files: Named, places: dict[str, Place], findings: Findings) -> dict[str, Law]:
    law: dict[str, Law] = {}
    for name in _under(files, "law"):
        root = read_yaml(*files[name], findings)
        record = read_law(root, findings) if root else None
        if root and record and an_id(record.id, root.place, places, findings):
            places[record.id] = root.place
            law[record.id] = record
    return law


def _check_swapped(services: Mapping[str, Service], places: Mapping[str, Place], findings: Findings) -> None:
    for id, (number, other) in number_of_two(services.values()).items():
        says = f"{number} is also that of {other}, and one of the two is swapped"
        mend = "whoever needs to be heard must not reach the police: correct it"
        findings.add("P07", places[id], says, mend)


def _check_references(
    services: Mapping[str, Service], fallback: list[Item], places: Mapping[str, Place], findings: Findings
) -> None:
    for service in services.values():
        if service.through and service.through not in services:
            place, mend = places[service.id], "the id of a service that is shown"
            findings.add("P06", place, f"reached through “{service.through}”, which is not shown", mend)
    for item in fallback:
        last = services.get(str(item.value))
        if last is None:
            findings.add("P06", item.place, f"no service “{item.value}” is shown", "the id of one that is")
        elif last.local or last.local_post or last.areas or not last.phones:
            says = f"“{item.value}” cannot be the fallback: it must have a number and serve the whole country"
            findings.add(
                "P07", item.place, says, "choose another; people who live near are never the fallback"
            )
