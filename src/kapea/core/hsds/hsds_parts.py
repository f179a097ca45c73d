"""The smaller objects of HSDS 3.0, as values.

Every field of the official schemas has its place, so what was read can be written again as it was. Fields of
later versions are passed over.
"""

from __future__ import annotations

import msgspec


class HsdsMetadata(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What somebody changed, as they publish it. Old values can say what was hidden: we write none."""

    id: str
    last_action_date: str
    last_action_type: str
    field_name: str
    previous_value: str
    replacement_value: str
    updated_by: str
    resource_id: str | None = None
    resource_type: str | None = None


class HsdsTaxonomy(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A list of kinds, under a name."""

    id: str
    name: str
    description: str
    uri: str | None = None
    version: str | None = None
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsTaxonomyTerm(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A kind."""

    id: str
    name: str
    description: str
    code: str | None = None
    parent_id: str | None = None
    taxonomy: str | None = None
    taxonomy_detail: HsdsTaxonomy | None = None
    language: str | None = None
    taxonomy_id: str | None = None
    term_uri: str | None = None
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsAttribute(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """That something is of a kind."""

    id: str
    link_id: str | None = None
    taxonomy_term_id: str | None = None
    link_type: str | None = None
    link_entity: str | None = None
    value: str | None = None
    taxonomy_term: HsdsTaxonomyTerm | None = None
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsLanguage(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A language in which something can be had."""

    id: str
    service_id: str | None = None
    location_id: str | None = None
    phone_id: str | None = None
    name: str | None = None
    code: str | None = None
    note: str | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsPhone(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A number."""

    id: str
    number: str
    location_id: str | None = None
    service_id: str | None = None
    organization_id: str | None = None
    contact_id: str | None = None
    service_at_location_id: str | None = None
    extension: int | float | None = None
    type: str | None = None
    description: str | None = None
    languages: tuple[HsdsLanguage, ...] = ()
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsContact(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody to ask for. We write none."""

    id: str
    organization_id: str | None = None
    service_id: str | None = None
    service_at_location_id: str | None = None
    location_id: str | None = None
    name: str | None = None
    title: str | None = None
    department: str | None = None
    email: str | None = None
    phones: tuple[HsdsPhone, ...] = ()
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsSchedule(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """When something is open."""

    id: str
    service_id: str | None = None
    location_id: str | None = None
    service_at_location_id: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    dtstart: str | None = None
    timezone: int | float | None = None
    until: str | None = None
    count: int | float | None = None
    wkst: str | None = None
    freq: str | None = None
    interval: int | float | None = None
    byday: str | None = None
    byweekno: str | None = None
    bymonthday: str | None = None
    byyearday: str | None = None
    description: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    schedule_link: str | None = None
    attending_type: str | None = None
    notes: str | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsAddress(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A place by post. We write none: rural places have no code."""

    id: str
    address_1: str
    city: str
    state_province: str
    postal_code: str
    country: str
    address_type: str
    location_id: str | None = None
    attention: str | None = None
    address_2: str | None = None
    region: str | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsAccessibility(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What helps those who come."""

    id: str
    location_id: str | None = None
    description: str | None = None
    details: str | None = None
    url: str | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsFunding(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Who pays for it."""

    id: str
    organization_id: str | None = None
    service_id: str | None = None
    source: str | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsCostOption(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What it costs."""

    id: str
    service_id: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    option: str | None = None
    currency: str | None = None
    amount: int | float | None = None
    amount_description: str | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsRequiredDocument(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What one has to bring."""

    id: str
    service_id: str | None = None
    document: str | None = None
    uri: str | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsOrganizationIdentifier(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Under which number an organisation is registered."""

    id: str
    identifier_type: str
    identifier: str | int
    organization_id: str | None = None
    identifier_scheme: str | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsProgram(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A programme that a service belongs to."""

    id: str
    name: str
    description: str
    organization_id: str | None = None
    alternate_name: str | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsServiceArea(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where a service helps."""

    id: str
    service_id: str | None = None
    name: str | None = None
    description: str | None = None
    extent: str | None = None
    extent_type: str | None = None
    uri: str | None = None
    attributes: tuple[HsdsAttribute, ...] = ()
    metadata: tuple[HsdsMetadata, ...] = ()


class HsdsCapacity(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How much room there is, in HSDS 3.1."""

    id: str
    service_id: str | None = None
    unit: str | None = None
    available: int | float | None = None
    maximum: int | float | None = None
    description: str | None = None
    updated: str | None = None
