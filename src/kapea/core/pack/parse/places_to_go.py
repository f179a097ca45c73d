"""Organisations and locations under ids that stay: one id, one organisation; one id, one address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kapea.core.directory.model import Location, Organization, Service
from kapea.core.pack.parse.organizations import Draft, OrganizationFile
from kapea.core.pack.problem import Findings


def check_names(read: Iterable[OrganizationFile], findings: Findings) -> None:
    """Adds a P07 where two files give one id to organisations of different names, or one name two ids."""
    by_id: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for file in read:
        id, name = file.organization.id, file.organization.name
        if not id:
            continue
        if by_id.setdefault(id, name) != name:
            says = f"“{id}” is already the id of {by_id[id]}"
            findings.add("P07", file.place, says, "another id, or the same name in both files")
        elif by_name.setdefault(name, id) != id:
            says = f"{name} already has the id “{by_name[name]}”"
            findings.add("P07", file.place, says, "the same id in both files")


def organizations(read: Iterable[OrganizationFile], shown: Iterable[Service]) -> dict[str, Organization]:
    """Those who run a service that is shown, by id."""
    known = {file.organization.id: file.organization for file in read}
    return {id: known[id] for id in sorted({service.organization for service in shown})}


def locations(
    read: Iterable[OrganizationFile], shown: Mapping[str, Service], findings: Findings
) -> dict[str, Location]:
    """The places of services that are shown, by id; of several services at one place, the first words it.

    Adds a P07 where one id stands for two addresses.
    """
    drafts = [d for file in read for d in file.drafts if d.service.location and d.service.id in shown]
    first: dict[str, Draft] = {}
    for draft in drafts:
        other = first.setdefault(draft.service.location, draft)
        if other.texts["address"].value != draft.texts["address"].value:
            says = f"location “{draft.service.location}” has another address at {other.place}"
            findings.add("P07", draft.place, says, "the same address, or another id")
    return {id: _location(id, shown[first[id].service.id]) for id in sorted(first)}


def _location(id: str, service: Service) -> Location:
    return Location(id, service.organization, service.address, service.areas)
