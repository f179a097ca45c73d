"""What claims that somebody set a consent aside is put aside, sealed for supervisors. No way leads from
here to a case.
"""

from __future__ import annotations

from datetime import datetime

from kapea.access.rows import adding
from kapea.care.answering_desks import workers_of
from kapea.care.case_saving import CaseRefused
from kapea.care.models import QuarantineEntry
from kapea.care.outside_known import entry_ids
from kapea.care.outside_records import (
    OUTSIDE,
    Said,
    outside_key,
    record_outside,
    said_of_outside,
    seal_outside,
)
from kapea.core.care.exchange.incoming import QuarantinedRecord
from kapea.core.pack.model import Release
from kapea.core.staff.roles import Role
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.vault.handing_over import stop_reading
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.models import RecordWrap
from kapea.vault.public_keys import RECOVERY
from kapea.vault.record_keys import share
from kapea.vault.record_wraps import RecordKey

MOST_PLACES, MOST_OF_A_NAME = 20, 120
"""Of where a record claims it: a list that somebody made endless says no more."""


def quarantine_record(
    by: Member, read: QuarantinedRecord, form: str, release: Release, *, at: datetime
) -> None:
    """Keeps that it came, and where it says that a consent was set aside, for supervisors alone. Put in again
    before one has seen to it, it is the same entry; one that does not say which record it is, where it comes
    of the same copy of a form. Raises CaseRefused where there is none who could read it.
    """
    named = entry_ids("quarantine", by.organisation, read.system, read.reference) if read.reference else []
    if QuarantineEntry.objects.filter(id__in=[form, *named], seen_at=None).exists():
        return
    is_new = named and not QuarantineEntry.objects.filter(id=named[0]).exists()
    id = named[0] if is_new else form
    places = [each[:MOST_OF_A_NAME] for each in read.says_so_at[:MOST_PLACES]]
    kept = {"reference": read.reference, "places": "\n".join(places)}
    record, sealed = seal_outside(by, kept, _watching(by.organisation), release, at)
    with adding(by, "outside.add"):
        columns = {"system": read.system.value, "record": record, "put_by": by.id}
        _, made = QuarantineEntry.objects.get_or_create(
            id=id, defaults={**columns, "organisation_id": by.organisation, "sealed": sealed, "at": at}
        )
        if made:
            record_outside("outside.quarantine", f"outside:{id}", by, at, system=read.system.value)


def open_quarantine(private: PrivateHalf, by: Member, row: QuarantineEntry, *, at: datetime) -> Said:
    """What is kept of what was put aside. Whoever supervises here and could not read it yet can from then on;
    whoever supervises here no more reads it no more. Raises CannotOpen for whoever joined since one of them
    last looked.
    """
    key = outside_key(private, by, row, at=at)
    _let_supervisors_read(key, row, at)
    return said_of_outside(key, row)


def note_quarantine_seen(by: Member, row: QuarantineEntry, *, at: datetime) -> None:
    """A supervisor has seen to it. Raises CaseRefused the second time."""
    if not QuarantineEntry.objects.filter(id=row.id, seen_at=None).update(seen_by=by.id, seen_at=at):
        raise CaseRefused("taken")
    record_outside("outside.seen", f"outside:{row.id}", by, at)


def _let_supervisors_read(key: RecordKey, row: QuarantineEntry, at: datetime) -> None:
    wraps = RecordWrap.objects.filter(record=row.record, purpose=OUTSIDE)
    known = set(wraps.exclude(reader__startswith=RECOVERY).values_list("reader", flat=True))
    for each in _watching(row.organisation_id):
        if each.id not in known:
            share(key, each.id, each.user_id, at=at)
    supervise = Membership.objects.filter(
        organisation=row.organisation_id, role=Role.SUPERVISOR.value, ended_at=None
    )
    for reader in known.difference(supervise.values_list("id", flat=True)):
        stop_reading(reader, [row.record])


def _watching(organisation: str) -> list[Membership]:
    """Who may read what was put aside, and could now."""
    return [each for each in workers_of(organisation) if each.role == Role.SUPERVISOR.value]
