"""Organisations, services and places of HSDS 3.0, as values.

Every field of the official schemas has its place, so what was read can be written again as it was. Fields of
later versions are passed over.
"""

from __future__ import annotations

import msgspec

from kapea.core.hsds.hsds_parts import (
    HsdsAccessibility,
    HsdsAddress,
    HsdsAttribute,
    HsdsCapacity,
    HsdsContact,
    HsdsCostOption,
    HsdsFunding,
    HsdsLanguage,
    HsdsMetadata,
    HsdsOrganizationIdentifier,
    HsdsPhone,
    HsdsProgram,
    HsdsRequiredDocument,
    HsdsSchedule,
    HsdsServiceArea,
)


class HsdsLocation(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A place, or none where it is virtual."""

    id: str
    location_type: str
    url: str | None = None
    organization_id: str | None = None
    name: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    transportation: str | None = None
    latitude: int | float | None = None
    longitude: int | float | None = None
    external_identifier: str | int | None = None
    external_identifier_type: str | None = None
    languages: tuple[HsdsLanguage, ...] = ()
    addresses: tuple[HsdsAddress, ...] = ()
    contacts: tuple[HsdsContact, ...] = ()
    accessibility: tuple[HsdsAccessibility, ...] = ()
    phones: tuple[HsdsPhone, ...] = ()
    schedules: tuple[HsdsSchedule, ...] = ()
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsServiceAtLocation(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """That a service can be had at a place."""

    id: str
    service_id: str | None = None
    location_id: str | None = None
    description: str | None = None
    contacts: tuple[HsdsContact, ...] = ()
    phones: tuple[HsdsPhone, ...] = ()
    schedules: tuple[HsdsSchedule, ...] = ()
    location: HsdsLocation | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()
    service: HsdsService | None = None


class HsdsOrganization(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Who runs services."""

    id: str
    name: str
    description: str
    alternate_name: str | None = None
    email: str | None = None
    website: str | None = None
    tax_status: str | None = None
    tax_id: str | int | None = None
    year_incorporated: int | float | None = None
    legal_status: str | None = None
    logo: str | None = None
    uri: str | None = None
    parent_organization_id: str | None = None
    funding: tuple[HsdsFunding, ...] = ()
    contacts: tuple[HsdsContact, ...] = ()
    phones: tuple[HsdsPhone, ...] = ()
    locations: tuple[HsdsLocation, ...] = ()
    programs: tuple[HsdsProgram, ...] = ()
    organization_identifiers: tuple[HsdsOrganizationIdentifier, ...] = ()
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()
    services: tuple[HsdsService, ...] = ()


class HsdsService(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A way to get help."""

    id: str
    name: str
    status: str
    organization_id: str | None = None
    program_id: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    url: str | None = None
    email: str | None = None
    interpretation_services: str | None = None
    application_process: str | None = None
    fees_description: str | None = None
    wait_time: str | None = None
    fees: str | None = None
    accreditations: str | None = None
    eligibility_description: str | None = None
    minimum_age: int | float | None = None
    maximum_age: int | float | None = None
    assured_date: str | None = None
    assurer_email: str | None = None
    licenses: str | None = None
    alert: str | None = None
    last_modified: str | None = None
    phones: tuple[HsdsPhone, ...] = ()
    schedules: tuple[HsdsSchedule, ...] = ()
    service_areas: tuple[HsdsServiceArea, ...] = ()
    service_at_locations: tuple[HsdsServiceAtLocation, ...] = ()
    languages: tuple[HsdsLanguage, ...] = ()
    organization: HsdsOrganization | None = None
    funding: tuple[HsdsFunding, ...] = ()
    cost_options: tuple[HsdsCostOption, ...] = ()
    program: HsdsProgram | None = None
    required_documents: tuple[HsdsRequiredDocument, ...] = ()
    contacts: tuple[HsdsContact, ...] = ()
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()
    capacities: tuple[HsdsCapacity, ...] = ()
    """Of HSDS 3.1: read, never written."""
