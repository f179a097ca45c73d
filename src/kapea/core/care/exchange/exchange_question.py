"""What is asked before a referral is put into one system of somebody else: that system, that referral, and
which fields. No yes to anything else is a yes to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.care.asking import SharedField
from kapea.core.care.exchange.state_maps import OutsideSystem
from kapea.core.care.referrals import Referral
from kapea.core.care.scopes import ExchangeScope

EXCHANGED: Mapping[OutsideSystem, frozenset[SharedField]] = {
    OutsideSystem.PRIMERO: frozenset({SharedField.CODE, SharedField.SERVICE_TYPE}),
    OutsideSystem.OSCAR: frozenset({SharedField.CODE, SharedField.SERVICE_TYPE}),
    OutsideSystem.FHIR_TASK: frozenset(
        {SharedField.CODE, SharedField.SENDER, SharedField.LEVEL, SharedField.SERVICE_TYPE}
    ),
}
"""All that a file for each holds of a referral: codes, never words. Of 360X no field is known to us."""


def exchange_target(system: OutsideSystem, referral: str) -> str:
    """Whom a yes reaches: one system, for the referral of that id. Another referral is asked for anew."""
    return f"{system.value}:{referral}"


def exchange_scope(system: OutsideSystem, referral: Referral) -> ExchangeScope:
    """What is asked. KeyError for a system to which nothing goes."""
    return ExchangeScope(target=exchange_target(system, referral.id), fields=EXCHANGED[system])


def exchange_payload(scope: ExchangeScope, referral: Referral) -> Mapping[SharedField, str]:
    """What is told of each field: what the referral knows by itself."""
    known = {
        SharedField.CODE: referral.code,
        SharedField.SENDER: referral.sender,
        SharedField.LEVEL: referral.level.value,
        SharedField.SERVICE_TYPE: referral.service_type,
    }
    return {field: known[field] for field in scope.fields}
