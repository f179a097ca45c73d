"""Referrals in the shapes of Primero v2: what is posted to a case there, and the answer to one of theirs.

Notes are never among it. A family that "mediates" is no service for a child who was harmed, though it is on
offer there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapea.core.care.care_effects import ExchangeRecord, TellOrganisation
from kapea.core.care.exchange.outgoing import (
    ExchangeRefused,
    outside_service,
    require_demanded,
    require_exchange,
    rests_on_yes,
    word_for,
)
from kapea.core.care.exchange.state_maps import OutsideSystem
from kapea.core.care.permissions import CasePermissions
from kapea.core.care.referral_codes import ReferralState
from kapea.core.care.referrals import Referral

NEVER_ASKED_FOR = frozenset({"family_mediation_service"})
DEMANDED = frozenset({"transitioned_to", "service", "service_record_id"})
CONFLICT = 409
"""The answer to an id that is there already: it was sent before, and all is well."""


class NeverAService(ValueError):
    """A service that is offered there and never asked for by us; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimeroPartner:
    """Who receives it there, as those who run it told us. `services`: our kinds of service in their words.
    Empty: they did not say. NeverAService for one that is never asked for.
    """

    transitioned_to: str
    transitioned_to_agency: str
    services: Mapping[str, str]
    type_of_export: str = ""
    authorized_role_unique_id: str = ""

    def __post_init__(self) -> None:
        if never := NEVER_ASKED_FOR.intersection(self.services.values()):
            raise NeverAService(f"never asked for: {', '.join(sorted(never))}")


@dataclass(frozen=True, slots=True)
class PrimeroReferral:
    """`consents`: for the case there, two fields that say yes since somebody did. `body`: of the referral."""

    consents: Mapping[str, bool]
    body: Mapping[str, str]


def primero_referral(
    referral: Referral,
    partner: PrimeroPartner,
    *,
    tell: TellOrganisation,
    exchange: ExchangeRecord,
    permissions: CasePermissions,
) -> PrimeroReferral:
    """What is posted: the same for the same referral, so that a repeat is known there by its id. Raises
    ExchangeRefused, also where it rests on acting first: there is no field there for that but one that sets a
    consent aside, and it is never sent. Raises OutsideLacks.
    """
    require_exchange(OutsideSystem.PRIMERO, referral, exchange)
    if type(tell) is not TellOrganisation or (tell.case, tell.target) != (
        referral.case,
        referral.organisation,
    ):
        raise ExchangeRefused("tell: not the yes to tell who receives it")
    if not (rests_on_yes(tell.granted, permissions) and rests_on_yes(exchange.granted, permissions)):
        raise ExchangeRefused("consents: nobody said yes; who acts first telephones")
    said = {
        "transitioned_to": partner.transitioned_to,
        "transitioned_to_agency": partner.transitioned_to_agency,
        "service": outside_service(partner.services, referral.service_type),
        "service_record_id": referral.id,
        "type_of_export": partner.type_of_export,
        "authorized_role_unique_id": partner.authorized_role_unique_id,
    }
    require_demanded(DEMANDED, said)
    consents = {"disclosure_other_orgs": True, "consent_for_services": True}
    return PrimeroReferral(consents, {name: words for name, words in said.items() if words})


def primero_requests(made: PrimeroReferral) -> Mapping[str, Mapping[str, object]]:
    """What is asked of it, by the requests of its API in their order; a body stands under `data` there."""
    return {
        "PATCH /api/v2/cases/:id": {"data": dict(made.consents)},
        "POST /api/v2/cases/:id/referrals": {"data": dict(made.body)},
    }


def primero_answer(referral: Referral, exchange: ExchangeRecord) -> Mapping[str, str]:
    """How a referral stands, as it is patched there. Raises ExchangeRefused, OutsideLacks."""
    require_exchange(OutsideSystem.PRIMERO, referral, exchange)
    said = {"status": word_for(OutsideSystem.PRIMERO, referral), "service_record_id": referral.id}
    if referral.state is ReferralState.DECLINED:
        reason = referral.declined_because
        said["rejected_reason"] = reason.value if reason is not None else ""
        require_demanded({"rejected_reason"}, said)
    return said


def is_there(status: int) -> bool:
    """Whether an answer of theirs means that it is there, now or from before."""
    return 200 <= status < 300 or status == CONFLICT
