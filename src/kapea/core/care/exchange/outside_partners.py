"""Which systems of others are on, for which partners, and what those who run them told us: as data. What is
not there is off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kapea.core.care.exchange.exchange_question import EXCHANGED
from kapea.core.care.exchange.oscar import OscarAgency, OscarService
from kapea.core.care.exchange.primero import PrimeroPartner
from kapea.core.care.exchange.state_maps import OutsideSystem


class PartnersUnread(ValueError):
    """Data that do not say who receives what; the message names the place, and no value."""


@dataclass(frozen=True, slots=True)
class OutsidePartners:
    """By the ids of our partners, how each is known in a system. `on`: systems that are on at all."""

    on: frozenset[OutsideSystem] = frozenset()
    primero: Mapping[str, PrimeroPartner] = field(default_factory=dict)
    oscar: Mapping[str, OscarAgency] = field(default_factory=dict)
    fhir: frozenset[str] = frozenset()

    def systems_of(self, partner: str) -> tuple[OutsideSystem, ...]:
        """Into which systems a referral to this partner may be put, in the order of the systems."""
        knows = {
            OutsideSystem.PRIMERO: self.primero,
            OutsideSystem.OSCAR: self.oscar,
            OutsideSystem.FHIR_TASK: self.fhir,
        }
        return tuple(each for each in OutsideSystem if partner in knows.get(each, ()))


NO_PARTNERS = OutsidePartners()


def read_partners(data: object) -> OutsidePartners:
    """Reads what a file says. Raises PartnersUnread; NeverAService."""
    systems = _mapping(data, "the file")
    if unknown := sorted(systems.keys() - {each.value for each in EXCHANGED}):
        raise PartnersUnread(f"{unknown[0]}: no such system")
    of = {each: _partners(systems, each) for each in EXCHANGED}
    return OutsidePartners(
        on=frozenset(each for each in EXCHANGED if each.value in systems),
        primero=_read(of[OutsideSystem.PRIMERO], _primero),
        oscar=_read(of[OutsideSystem.OSCAR], _oscar),
        fhir=frozenset(of[OutsideSystem.FHIR_TASK]),
    )


def _partners(systems: Mapping[str, Any], system: OutsideSystem) -> Mapping[str, Any]:
    return _mapping(systems.get(system.value) or {}, system.value)


def _read(partners: Mapping[str, Any], read: Callable[[Mapping[str, Any], str], Any]) -> Mapping[str, Any]:
    return {id: read(_mapping(said, f"partner {id}"), f"partner {id}") for id, said in partners.items()}


def _primero(said: Mapping[str, Any], place: str) -> PrimeroPartner:
    services = _mapping(said.get("services") or {}, f"{place}: services")
    return PrimeroPartner(
        transitioned_to=_text(said, "transitioned_to", place),
        transitioned_to_agency=_text(said, "transitioned_to_agency", place),
        services={kind: _text(services, kind, place) for kind in services},
        type_of_export=_text(said, "type_of_export", place),
        authorized_role_unique_id=_text(said, "authorized_role_unique_id", place),
    )


def _oscar(said: Mapping[str, Any], place: str) -> OscarAgency:
    services = _mapping(said.get("services") or {}, f"{place}: services")
    named = {kind: _mapping(each, f"{place}: {kind}") for kind, each in services.items()}
    return OscarAgency(
        organization_id=_text(said, "organization_id", place),
        organization_name=_text(said, "organization_name", place),
        services={
            kind: OscarService(_text(each, "uuid", place), _text(each, "name", place))
            for kind, each in named.items()
        },
    )


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise PartnersUnread(f"{place}: write names, each with what belongs to it")
    return value


def _text(said: Mapping[str, Any], name: str, place: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise PartnersUnread(f"{place}: {name}: write it in quotes")
    return value
