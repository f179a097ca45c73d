"""Services of an HSDS file as proposals of an organisation: nothing is live before somebody approves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db import transaction
from django.db.models import Q

from kapea.audit import actions as audit
from kapea.core.directory.edit_states import EditState
from kapea.core.hsds.hsds_model import HsdsService
from kapea.core.hsds.hsds_parts import HsdsCapacity
from kapea.core.hsds.importing import HowImported, ImportedEntry, imported_entries
from kapea.core.pack.model import Release
from kapea.core.pack.overlay_record import OverlayRecord
from kapea.directory.actions import MOST_PLACES, EntryFaults, check_entry
from kapea.directory.models import Capacity, DirectoryEdit
from kapea.directory.queries import day_there, entry_standing
from kapea.people.models import Organisation


class NoSuchOrganisation(LookupError):
    """No organisation of the country has that id or name."""


@dataclass(frozen=True, slots=True)
class HsdsImported:
    """Ids of the services that are proposed; names of those that are not, and why."""

    proposed: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


@transaction.atomic
def import_entries(
    organisation: str,
    release: Release,
    services: list[HsdsService],
    how: HowImported,
    *,
    by: str,
    at: datetime,
) -> HsdsImported:
    """Proposes each service that is fit for the country. Raises NoSuchOrganisation."""
    named = Q(id=organisation) | Q(name=organisation)
    owner = Organisation.objects.filter(named, pack=release.id).first()
    if owner is None:
        raise NoSuchOrganisation(f"no organisation of {release.id} is called {organisation}")
    proposed: list[str] = []
    left_out: list[tuple[str, str]] = []
    for told in imported_entries(services, release, how):
        if why := _unfit(told, owner, release, at):
            left_out.append((told.name, why))
        elif told.record is not None:
            _propose(told.record, told.capacity, owner, release, at)
            proposed.append(told.record.id)
    audit.record(
        action="directory.import",
        subject="directory",
        by=by,
        at=at,
        organisation=owner.id,
        proposed=len(proposed),
    )
    return HsdsImported(tuple(proposed), tuple(left_out))


def _unfit(told: ImportedEntry, owner: Organisation, release: Release, at: datetime) -> str:
    """Why a service is not proposed; empty where it is."""
    if told.record is None:
        return told.left_out
    standing = entry_standing(release.id, told.record.id)
    if standing is not None and standing.organisation_id != owner.id:
        return "another organisation keeps it"
    same = DirectoryEdit.objects.filter(pack=release.id, service=told.record.id, organisation=owner)
    if same.filter(state=EditState.PROPOSED.value).exists():
        return "a change of it waits already"
    try:
        check_entry(told.record, release, at=at)
    except EntryFaults as faults:
        return "; ".join(f"{each.says} ({each.mend})" for each in faults.found)
    return ""


def _propose(
    record: OverlayRecord, capacity: HsdsCapacity | None, owner: Organisation, release: Release, at: datetime
) -> None:
    standing = entry_standing(release.id, record.id)
    DirectoryEdit.objects.create(
        organisation=owner,
        pack=release.id,
        service=record.id,
        record=msgspec.to_builtins(record),
        tier=record.tier.value,
        over=standing.id if standing is not None else "",
        state=EditState.PROPOSED.value,
        proposed_at=at,
    )
    if capacity is not None and capacity.available is not None:
        _say_room(record.id, capacity, owner, release, at)


def _say_room(
    service: str, capacity: HsdsCapacity, owner: Organisation, release: Release, at: datetime
) -> None:
    """What the file says of open places, as of the day that it names; without a day it says nothing."""
    today, on = day_there(release, at), (capacity.updated or "")[:10]
    if capacity.available is None or not _is_day(on) or on > today:
        return
    places = min(max(int(capacity.available), 0), MOST_PLACES)
    Capacity.objects.update_or_create(
        pack=release.id,
        service=service,
        defaults={"organisation": owner, "places": places, "wait_days": None, "on": on, "by": "import"},
    )


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False
