"""Referrals in the shapes of OSCaR: a client put in or brought up to date, and how a referral stands.

It demands name, sex and birth date. Of these we ask nobody for the last two: whoever is known to us alone
is not put in, and stays outside. Of a client who is there already we say how a referral stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapea.core.care.asking import SharedField, require_opaque
from kapea.core.care.care_effects import ExchangeRecord
from kapea.core.care.exchange.outgoing import (
    OutsideFields,
    outside_service,
    outside_words,
    require_demanded,
    require_exchange,
    word_for,
)
from kapea.core.care.exchange.state_maps import OutsideSystem
from kapea.core.care.referrals import Referral

OSCAR_FIELDS = OutsideFields(
    shared={SharedField.SUMMARY: "reason_for_referral"},
    demands=frozenset({"external_id", "given_name", "family_name", "gender", "date_of_birth"}),
)
"""A name as a child says it is not taken apart into two."""
UPSERT_FIELDS = (
    "external_id",
    "external_id_display",
    "global_id",
    "mosvy_number",
    "given_name",
    "family_name",
    "gender",
    "date_of_birth",
    "location_current_village_code",
    "address_current_village_code",
    "reason_for_referral",
    "external_case_worker_name",
    "external_case_worker_id",
    "external_case_worker_mobile",
    "external_case_worker_email",
    "level_of_risk",
)
"""It wants "" for what is not said."""


@dataclass(frozen=True, slots=True)
class OscarService:
    """A service as it is known there."""

    uuid: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OscarAgency:
    """An agency as it is registered there by hand. `services`: our kinds of service in theirs."""

    organization_id: str
    organization_name: str
    services: Mapping[str, OscarService]


def oscar_upsert(
    referral: Referral,
    agency: OscarAgency,
    exchange: ExchangeRecord,
    *,
    fields: OutsideFields = OSCAR_FIELDS,
) -> Mapping[str, object]:
    """What is posted to put a client in, with the one service of this referral: the same for the same
    referral. Raises OutsideLacks: by `OSCAR_FIELDS` always. Others may be agreed on with those who run it.
    Raises ExchangeRefused.
    """
    require_exchange(OutsideSystem.OSCAR, referral, exchange)
    words = outside_words(fields, exchange, {"external_id": referral.code})
    service = outside_service(agency.services, referral.service_type)
    named = {"organization_id": agency.organization_id, "organization_name": agency.organization_name}
    require_demanded(named, named)
    return {
        **{field: words.get(field, "") for field in UPSERT_FIELDS},
        **named,
        "is_referred": True,
        "referral_status": word_for(OutsideSystem.OSCAR, referral),
        "services": [{"uuid": service.uuid, "name": service.name}],
        "transaction_id": referral.id,
    }


def oscar_status(referral: Referral, exchange: ExchangeRecord, *, global_id: str) -> Mapping[str, str]:
    """How a referral stands, for a client who is there already. `global_id`: theirs, as a worker typed it.
    Raises ExchangeRefused, NotOpaque.
    """
    require_exchange(OutsideSystem.OSCAR, referral, exchange)
    require_opaque("global_id", global_id)
    return {
        "global_id": global_id,
        "external_id": referral.code,
        "referral_status": word_for(OutsideSystem.OSCAR, referral),
        "transaction_id": referral.id,
    }
