"""Our directory as HSDS 3.0: what is public of it, and nothing of who changed what.

No address object: its postal code is required, and villages have none; where to go stands in the description
of the place. Words are in the country's language, English beside them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import msgspec

from kapea.core.directory.model import Opening, Organization, Service
from kapea.core.directory.trust import is_dialled, is_expired, is_shown
from kapea.core.hsds.hsds_model import HsdsLocation, HsdsOrganization, HsdsService, HsdsServiceAtLocation
from kapea.core.hsds.hsds_parts import (
    HsdsAttribute,
    HsdsLanguage,
    HsdsPhone,
    HsdsSchedule,
    HsdsServiceArea,
    HsdsTaxonomy,
    HsdsTaxonomyTerm,
)
from kapea.core.pack.model import Release

VERSION = "3.0"
OURS = uuid.UUID("6f1c1d6e-3f0a-5f5e-9a59-6b6170656121")
"""Under which the ids of our objects are made: the same for the same service, on every machine."""
TYPES = "kapea-service-types"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
END_OF_DAY = 24 * 60
_FREE = {"yes": "Free to call.", "no": "Calls cost money."}


def hsds_id(pack: str, kind: str, id: str) -> str:
    """The id of one of our objects, as HSDS wants it: a UUID."""
    return str(uuid.uuid5(OURS, f"{pack}/{kind}/{id}"))


def public_services(release: Release) -> list[Service]:
    """What is exported: what may be shown to anybody."""
    known = release.directory.services.values()
    return [each for each in known if is_shown(each)]


class HsdsExport:
    """A release as HSDS, as of a day."""

    def __init__(self, release: Release, today: str) -> None:
        self.release, self.today = release, today
        made = {self._id("service", each.id): each for each in public_services(release)}
        self.services = dict(sorted(made.items()))

    def service(self, service: Service) -> HsdsService:
        """A service with all that belongs to it."""
        id = self._id("service", service.id)
        return msgspec.structs.replace(
            self._bare(id, service),
            organization=self.organization(self.release.directory.organization_of(service)),
            phones=tuple(self._phones(id, service)),
            schedules=tuple(self._schedules(id, service)),
            service_areas=tuple(self._areas(id, service)),
            languages=tuple(self._languages(id, service)),
            service_at_locations=tuple(self._places(id, service)),
            attributes=tuple(self._attributes(id, service)),
        )

    def service_in_list(self, service: Service) -> HsdsService:
        """A service with what there is one of."""
        id = self._id("service", service.id)
        organization = self.release.directory.organization_of(service)
        run_by = self._id("organization", organization.id)
        return msgspec.structs.replace(self._bare(id, service), organization_id=run_by)

    def organization(self, organization: Organization) -> HsdsOrganization:
        """Who runs services. Nothing is known of them but the name."""
        return HsdsOrganization(
            id=self._id("organization", organization.id),
            name=organization.name,
            description=organization.name,
        )

    def id_of_organization(self, service: Service) -> str:
        """The id of whoever runs a service."""
        return self._id("organization", self.release.directory.organization_of(service).id)

    def id_of_service(self, service: Service) -> str:
        """The id under which a service is exported."""
        return self._id("service", service.id)

    @cached_property
    def organizations(self) -> dict[str, Organization]:
        """Those who run something that is exported, by id, in the order of their ids."""
        run = {each.organization: each for each in self.services.values()}.values()
        known = (self.release.directory.organization_of(each) for each in run)
        return dict(sorted((self._id("organization", each.id), each) for each in known))

    @cached_property
    def at_locations(self) -> dict[str, Service]:
        """Services that can be gone to, by the id of that, in its order."""
        gone_to = (each for each in self.services.values() if each.location)
        return dict(sorted((self._id("service-at-location", each.id), each) for each in gone_to))

    @cached_property
    def _types(self) -> dict[str, str]:
        """Kinds of help by the ids of their terms."""
        return {self._id("term", code): code for code in self.release.directory.types}

    def at_location(self, service: Service) -> HsdsServiceAtLocation:
        """A service at its place."""
        return next(self._places(self._id("service", service.id), service))

    def taxonomy(self) -> HsdsTaxonomy:
        """Our kinds of help."""
        return HsdsTaxonomy(
            id=self._id("taxonomy", TYPES), name=TYPES, description=f"Kinds of help in {self.release.name}"
        )

    def terms(self) -> dict[str, HsdsTaxonomyTerm]:
        """Each kind of help, by id."""
        made = (self._term(code) for code in self.release.directory.types)
        return {term.id: term for term in made}

    def has_term(self, service: Service, term: str) -> bool:
        """Whether a service is of the kind that has this id."""
        return self._types.get(term) in service.types

    def _id(self, kind: str, id: str) -> str:
        return hsds_id(self.release.id, kind, id)

    def _said(self, text: str, language: str = "") -> str:
        said = self.release.text(text, language or self.release.default_language) if text else ""
        return said.replace("\u200b", "")

    def _bare(self, id: str, service: Service) -> HsdsService:
        name, english = self._said(service.name), self._said(service.name, "en")
        answered = [phone.verified_on for phone in service.phones if is_dialled(phone, self.today)]
        young, old = service.ages or (None, None)
        return HsdsService(
            id=id,
            name=name,
            alternate_name=english if english != name else None,
            description=self._said(service.does),
            url=service.website or None,
            status="active",
            minimum_age=young,
            maximum_age=old,
            eligibility_description=", ".join(service.serves) or None,
            fees_description={"yes": "Free.", "no": "Costs money."}.get(service.free),
            assured_date=max(answered) if answered else None,
            alert=self._alert(service),
        )

    def _alert(self, service: Service) -> str | None:
        """What whoever relies on it should know first."""
        if is_expired(service, self.today):
            return "Past its day: dial before you rely on it."
        return "Nobody has reached it lately." if service.stale else None

    def _phones(self, id: str, service: Service) -> Iterator[HsdsPhone]:
        for n, phone in enumerate(service.phones):
            yield HsdsPhone(
                id=self._id("phone", f"{service.id}/{n}"),
                number=phone.number,
                type=phone.kind,
                description=_FREE.get(phone.free),
            )

    def _schedules(self, id: str, service: Service) -> Iterator[HsdsSchedule]:
        openings = service.openings
        if service.hours == "always":
            openings = (Opening(tuple(range(1, 8)), 0, END_OF_DAY),)
        for n, opening in enumerate(openings):
            yield HsdsSchedule(
                id=self._id("schedule", f"{service.id}/{n}"),
                freq="WEEKLY",
                byday=",".join(DAYS[day - 1] for day in opening.weekdays),
                opens_at=_clock(opening.opens),
                closes_at=_clock(opening.closes),
                timezone=self._hours_from_utc(),
                notes="Closed on public holidays." if service.closed_on_holidays else None,
            )

    def _hours_from_utc(self) -> float:
        noon = datetime.fromisoformat(f"{self.today}T12:00").replace(tzinfo=ZoneInfo(self.release.time_zone))
        offset = noon.utcoffset()
        return offset.total_seconds() / 3600 if offset is not None else 0

    def _areas(self, id: str, service: Service) -> Iterator[HsdsServiceArea]:
        areas = [self.release.directory.areas[code] for code in service.areas]
        for area in areas:
            yield HsdsServiceArea(
                id=self._id("service-area", f"{service.id}/{area.code}"),
                name=self._said(area.name),
                description=area.code,
            )
        if not areas:
            yield HsdsServiceArea(
                id=self._id("service-area", service.id),
                name=self._said("pack.name") or self.release.name,
                description="The whole country",
            )

    def _languages(self, id: str, service: Service) -> Iterator[HsdsLanguage]:
        for code in service.languages:
            yield HsdsLanguage(id=self._id("language", f"{service.id}/{code}"), code=code, name=code)

    def _places(self, id: str, service: Service) -> Iterator[HsdsServiceAtLocation]:
        if not service.location:
            return
        place = HsdsLocation(
            id=self._id("location", service.location),
            location_type="physical",
            name=self._said(service.name),
            description=self._said(service.address),
        )
        yield HsdsServiceAtLocation(
            id=self._id("service-at-location", service.id), service_id=id, location=place
        )

    def _attributes(self, id: str, service: Service) -> Iterator[HsdsAttribute]:
        for code in service.types:
            yield HsdsAttribute(
                id=self._id("attribute", f"{service.id}/{code}"),
                link_id=id,
                link_entity="service",
                taxonomy_term=self._term(code),
            )

    def _term(self, code: str) -> HsdsTaxonomyTerm:
        said = self._said(self.release.directory.types[code])
        return HsdsTaxonomyTerm(
            id=self._id("term", code),
            code=code,
            name=said or code,
            description=self._said(self.release.directory.types[code], "en") or code,
            taxonomy=TYPES,
            taxonomy_detail=self.taxonomy(),
            taxonomy_id=self._id("taxonomy", TYPES),
        )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
