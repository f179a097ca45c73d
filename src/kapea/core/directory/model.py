"""The service directory of a pack in HSDS terms: organisations, services, phones, hours, areas. Values only.

What may not be shown (one unconfirmed source, sources that disagree) is already left out when a pack is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

# `gc=False`: a country may have tens of thousands of services, and nothing in one leads back to it.


class Phone(msgspec.Struct, frozen=True, gc=False):
    """A number as dialled in its country: `kind` voice or sms; `free`, `no_credit` yes, no or unknown.

    `verified_by` is the person who dialled it, `verified_on` the day (ISO); both empty until somebody has.
    """

    number: str
    kind: str = "voice"
    free: str = "unknown"
    no_credit: str = "unknown"
    verified_by: str = ""
    verified_on: str = ""


class Opening(msgspec.Struct, frozen=True, gc=False):
    """Open on `weekdays` (1 Monday … 7 Sunday) from `opens` to `closes`, minutes after midnight, half-open.

    `closes` before `opens` is the next morning; the weekday is the one on which it opens.
    """

    weekdays: tuple[int, ...]
    opens: int
    closes: int


class Organization(msgspec.Struct, frozen=True):
    """Who runs services: an id that stays when the name changes, and the name as they write it themselves."""

    id: str
    name: str


class Location(msgspec.Struct, frozen=True):
    """A place people can go to, under an id that stays when its address changes. `address` is a text id."""

    id: str
    organization: str
    address: str
    areas: tuple[str, ...] = ()


class Service(msgspec.Struct, frozen=True, gc=False):
    """One way to get help. `name`, `does` and `address` are text ids; `organization` and `location` are ids.

    `location` is empty where there is no place to go to.
    `hours` is always, listed or unknown. No `areas`: the whole country. No `languages`: nobody has said.
    `ages` are the years of the child it takes, both ends included; `serves` is of children, adults.
    `local` means run by people who live near; `local_post` is the near post of a body of the whole country, a
    police station say, where whoever has power here may sit. `through` is the service that leads here.
    `exception` says why a record whose newest source is old (confidence STALE) is shown all the same.
    `expires` is the ISO date from which the record counts as old. `stale`: nobody has dialled it for too
    long, or it did not answer; whatever else fits stands before it. Only an overlay says so, no pack.
    """

    id: str
    organization: str
    name: str
    does: str
    types: tuple[str, ...]
    phones: tuple[Phone, ...] = ()
    website: str = ""
    address: str = ""
    hours: str = "unknown"
    openings: tuple[Opening, ...] = ()
    closed_on_holidays: bool = False
    areas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    free: str = "unknown"
    ages: tuple[int, int] | None = None
    serves: tuple[str, ...] = ()
    local: bool = False
    local_post: bool = False
    through: str = ""
    confidence: str = ""
    sources: tuple[str, ...] = ()
    exception: str = ""
    expires: str = ""
    location: str = ""
    stale: bool = False


class Area(msgspec.Struct, frozen=True):
    """A place as people name it (`name` is a text id), with the official code."""

    code: str
    name: str
    parent: str = ""


class Directory(msgspec.Struct, frozen=True, dict=True):
    """Everything matching needs. `order` says which types come first: now, and each danger.

    `holidays` are ISO dates, `types` the text id of each type, `fallback` services for when nothing fits.
    """

    version: str
    time_zone: str
    services: Mapping[str, Service]
    areas: Mapping[str, Area]
    holidays: tuple[str, ...]
    order: Mapping[str, tuple[str, ...]]
    fallback: tuple[str, ...]
    types: Mapping[str, str]
    organizations: Mapping[str, Organization] = {}
    locations: Mapping[str, Location] = {}

    def organization_of(self, service: Service) -> Organization:
        """Who runs a service. Releases of format 1 have the name where the id is now."""
        named = Organization(id="", name=service.organization)
        return self.organizations.get(service.organization, named)

    @cached_property
    def by_type(self) -> Mapping[str, ServicesByArea]:
        """The services of each type, by where they are: sorted once, however often somebody is looked for."""
        kinds: dict[str, list[Service]] = {}
        for service in self.services.values():
            for kind in dict.fromkeys(service.types):
                kinds.setdefault(kind, []).append(service)
        return {kind: services_by_area(found) for kind, found in kinds.items()}

    @cached_property
    def by_area(self) -> ServicesByArea:
        """All services, whatever their type, by where they are."""
        return services_by_area(self.services.values())

    @cached_property
    def inside(self) -> Mapping[str, tuple[str, ...]]:
        """The areas that lie in each, itself among them."""
        found: dict[str, list[str]] = {}
        for code in self.areas:
            for around in lineage(self.areas, code):
                found.setdefault(around, []).append(code)
        return {code: tuple(each) for code, each in found.items()}


ServicesByArea = Mapping[str, tuple[Service, ...]]
"""By the code of an area the services that name it; by "" those of the whole country."""


def services_by_area(services: Iterable[Service]) -> ServicesByArea:
    """Services under each area that they name."""
    found: dict[str, list[Service]] = {}
    for service in services:
        for code in dict.fromkeys(service.areas) or ("",):
            found.setdefault(code, []).append(service)
    return {code: tuple(each) for code, each in found.items()}


def lineage(areas: Mapping[str, Area], code: str) -> tuple[str, ...]:
    """The area and what it lies in, smallest first; a circle ends where it closes."""
    line: list[str] = []
    while code in areas and code not in line:
        line.append(code)
        code = areas[code].parent
    return tuple(line)
