"""People who keep the directory, and an entry of theirs."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from django.db import transaction
from tests.core.checker.small_pack import ON

from kapea.access.rows import acting, adding
from kapea.core.checker.check import check
from kapea.core.pack.build import Built
from kapea.core.pack.overlay_record import OverlayPhone, OverlayRecord
from kapea.core.staff.roles import Role
from kapea.directory import actions
from kapea.directory.models import DirectoryEdit
from kapea.directory.publishing import publish_entries
from kapea.directory.queries import release_served
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation, User

Keeper = Member
ENTRY = OverlayRecord(
    id="river",
    organization="o-river",
    organization_name="River House",
    name={"km": "ផ្ទះ", "en": "River House"},
    does={"km": "ជួយ", "en": "Helps families."},
    types=("NGO",),
    phones=(OverlayPhone("012 345 678"),),
    sources=("River House themselves",),
    expires="2027-03-01",
)


def make_keeper(organisation: Organisation, role: str) -> Member:
    user = User.objects.create(username=f"{role}-{new_id()}", name=f"Ms {role}")
    row = Membership.objects.create(
        user=user, organisation=organisation, role=role, began_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    return Member(row.id, user.id, organisation.id, Role(role))


def entry(**fields) -> OverlayRecord:
    return msgspec.structs.replace(ENTRY, **fields)


def proposed(by: Member, record: OverlayRecord, at, over: str = "") -> DirectoryEdit:
    with adding(by, "directory.propose"):
        return actions.propose_entry(by, release_served("small"), record, over=over, at=at)


def approved(by: Member, edit: DirectoryEdit, at) -> DirectoryEdit:
    with acting(by, "directory.decide", DirectoryEdit, edit.id) as row:
        actions.approve_edit(by, row, release_served("small"), at=at)
    return row


def proves(built: Built):
    """The checker as of the small pack's day."""
    return check(built, on=ON)


def published(at, pack: str = "small"):
    from kapea.content.queries import worlds

    done = publish_entries(pack, by="tester", at=at, prove=proves)
    worlds.clear()
    return done


def served(id: str):
    """The service as it is served now; None where it is not."""
    return release_served("small").directory.services.get(id)


@transaction.atomic
def dialled(by: Member, service: str, number: str, result, at):
    release = release_served("small")
    return actions.record_dial(by, release, release.directory.services[service], number, result, at=at)
