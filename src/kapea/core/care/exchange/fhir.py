"""Referrals in the shapes of FHIR R4 that Gravity uses: a ServiceRequest, and the Task that follows it.

Ids, codes and times alone. Whom it is for is an identifier, never a Patient: nobody is described there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kapea.core.care.asking import SharedField
from kapea.core.care.care_effects import ExchangeRecord
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.exchange.incoming import IncomingReferral, QuarantinedRecord, read_incoming
from kapea.core.care.exchange.outgoing import (
    ExchangeRefused,
    OutsideLacks,
    require_exchange,
    rests_on_yes,
    word_for,
)
from kapea.core.care.exchange.state_maps import OutsideSystem
from kapea.core.care.permissions import CasePermissions
from kapea.core.care.referral_codes import ReferralState
from kapea.core.care.referrals import Referral

TASK_CODES = "http://hl7.org/fhir/CodeSystem/task-code"
OURS = "urn:kapea:"
"""What our identifiers and codes begin with: each kind is a system of its own."""
TASK_STATUSES = frozenset(
    {"draft", "requested", "accepted", "rejected", "cancelled", "in-progress", "on-hold", "failed"}
    | {"completed", "entered-in-error"}
)
"""Those that Gravity has of all that a Task may have (value set SDOHCC-ValueSetReferralTaskStatus)."""
PRIORITIES: Mapping[CaseLevel, str] = {
    CaseLevel.RED: "stat",
    CaseLevel.ORANGE: "asap",
    CaseLevel.YELLOW: "urgent",
    CaseLevel.GREEN: "routine",
}
_ENDED = {
    ReferralState.DONE_BY_SERVICE: "completed",
    ReferralState.CONFIRMED: "completed",
    ReferralState.DECLINED: "revoked",
    ReferralState.REVOKED: "revoked",
    ReferralState.LAPSED: "revoked",
}
Resource = Mapping[str, Any]


def fhir_referral(referral: Referral, exchange: ExchangeRecord, permissions: CasePermissions) -> Resource:
    """A Bundle of both, the same for the same referral. Raises ExchangeRefused without a yes to this very
    exchange, also where somebody acts first; OutsideLacks where the yes leaves out which help is asked for.
    """
    require_exchange(OutsideSystem.FHIR_TASK, referral, exchange)
    if not rests_on_yes(exchange.granted, permissions):
        raise ExchangeRefused("exchange: nobody said yes; who acts first telephones")
    fields = exchange.granted.scope.fields
    if SharedField.SERVICE_TYPE not in fields:
        raise OutsideLacks(("code",))
    priority = {"priority": PRIORITIES[referral.level]} if SharedField.LEVEL in fields else {}
    entries = [_request(referral) | priority, _task(referral) | priority]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": f"{OURS}{each['resourceType']}:{referral.id}", "resource": each} for each in entries
        ],
    }


def _request(referral: Referral) -> dict[str, Any]:
    return {
        "resourceType": "ServiceRequest",
        "identifier": [_identifier("referral", referral.id)],
        "status": _ENDED.get(referral.state, "active"),
        "intent": "order",
        "code": {"coding": [{"system": f"{OURS}service-type", "code": referral.service_type}]},
        "subject": _known_as("code", referral.code),
        **_between(referral),
    }


def _task(referral: Referral) -> dict[str, Any]:
    sender = _between(referral)
    return {
        "resourceType": "Task",
        "identifier": [_identifier("referral", referral.id)],
        "status": word_for(OutsideSystem.FHIR_TASK, referral),
        "intent": "order",
        "code": {"coding": [{"system": TASK_CODES, "code": "fulfill"}]},
        "focus": {"reference": f"{OURS}ServiceRequest:{referral.id}", "type": "ServiceRequest"},
        "for": _known_as("code", referral.code),
        "authoredOn": sender["authoredOn"],
        "requester": sender["requester"],
        "owner": _known_as("organisation", referral.organisation),
    }


def _between(referral: Referral) -> dict[str, Any]:
    """Who asked, and when it was sent. `require_exchange` has seen that it was."""
    sent = referral.sent_at.isoformat() if referral.sent_at is not None else ""
    return {"authoredOn": sent, "requester": _known_as("organisation", referral.sender)}


def _identifier(kind: str, value: str) -> dict[str, str]:
    return {"system": f"{OURS}{kind}", "value": value}


def _known_as(kind: str, value: str) -> dict[str, dict[str, str]]:
    """A reference by what somebody is called between us, to no record anywhere."""
    return {"identifier": _identifier(kind, value)}


def read_fhir_task(task: Resource) -> IncomingReferral | QuarantinedRecord:
    """Reads a Task that comes back. Only an identifier of ours says which referral it is about; raises
    NotReadable where it has none, NotOpaque.
    """
    named = task.get("identifier")
    mine = [each.get("value") for each in named if _is_ours(each)] if isinstance(named, list) else []
    return read_incoming(OutsideSystem.FHIR_TASK, {**task, "identifier": mine[0] if len(mine) == 1 else ""})


def _is_ours(identifier: object) -> bool:
    return isinstance(identifier, Mapping) and identifier.get("system") == f"{OURS}referral"
