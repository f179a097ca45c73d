"""What somebody pasted from another system is put in, sealed for workers. One of them takes it, and holds a
case from then on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kapea.access.rows import adding
from kapea.audit import actions as audit
from kapea.care.answering_desks import workers_of
from kapea.care.case_keys import CASE, make_case_key, reader_of
from kapea.care.case_saving import CaseRefused, write_entry
from kapea.care.case_writing import NewCase, assignment_of, register_case
from kapea.care.models import Case, OutsideReferral, QuarantineEntry
from kapea.care.outside_known import OutsideFate, entry_ids, known_outside
from kapea.core.care.asking import AgeBand
from kapea.core.care.case_entries import CameBy, EntryKind, NoteEntry, Registered, WhoAsked
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.exchange.incoming import IncomingReferral
from kapea.core.care.exchange.state_maps import STATE_MAPS
from kapea.core.care.retention import erase_at
from kapea.core.pack.model import Release
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.queries import can_read
from kapea.vault.record_keys import AlreadySealed, CannotOpen, new_record, open_record
from kapea.vault.record_retention import erase_record
from kapea.vault.record_wraps import RecordKey

OUTSIDE, KIND, SAID = "outside", "referral", "said"
FINISHED_WITHIN = timedelta(hours=1)
"""Taken, and no case made of it for so long: whoever took it is gone, and another may."""
_IS_CASE = Exists(Case.objects.filter(id=OuterRef("pk")))
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewOutsideReferral:
    """What somebody here said of a referral from elsewhere."""

    level: CaseLevel
    language: str


def add_outside_referral(
    by: Member, read: IncomingReferral, said: NewOutsideReferral, release: Release, *, at: datetime
) -> OutsideFate:
    """Keeps which referral it is there, and how it stands by a word that is known; nothing else. Put in
    again, by whomever, it is the same entry. Raises CaseRefused where nobody could read it.
    """
    ids = entry_ids(KIND, by.organisation, read.system, read.reference)
    with adding(by, "outside.add"):
        if known := known_outside(by, ids, said.level, at=at):
            return known
    is_known = bool(STATE_MAPS[read.system].means(read.word))
    kept = {"reference": read.reference, "word": read.word if is_known else ""}
    record, sealed = seal_outside(by, kept, workers_of(by.organisation), release, at)
    with adding(by, "outside.add"):
        columns = {"system": read.system.value, "level": said.level.value, "language": said.language}
        columns |= {"organisation_id": by.organisation, "record": record, "put_by": by.id}
        _, made = OutsideReferral.objects.get_or_create(
            id=ids[0], defaults={**columns, "sealed": sealed, "at": at}
        )
        if made:
            record_outside("outside.add-referral", f"outside:{ids[0]}", by, at, system=read.system.value)
        return OutsideFate.PUT_IN if made else OutsideFate.WAITS


def open_outside(private: PrivateHalf, by: Member, row: OutsideReferral, *, at: datetime) -> Said:
    """What is kept of one. Raises CannotOpen for whoever joined since."""
    return said_of_outside(outside_key(private, by, row, at=at), row)


def outside_key(
    private: PrivateHalf, by: Member, row: OutsideReferral | QuarantineEntry, *, at: datetime
) -> RecordKey:
    """Its key, for one of those for whom it was sealed. Raises CannotOpen."""
    return open_record(
        private, record=row.record, purpose=OUTSIDE, reader=by.id, organisation=row.organisation_id, at=at
    )


def said_of_outside(key: RecordKey, row: OutsideReferral | QuarantineEntry) -> Said:
    """What is kept of one, under its key."""
    said: Said = json.loads(key.open(SAID, bytes(row.sealed)))
    return said


# --- a worker takes it ------------------------------------------------------------------------


def waiting_outside(rows: QuerySet[OutsideReferral], *, at: datetime) -> QuerySet[OutsideReferral]:
    """Those that nobody has, or that stayed with somebody who made no case of it."""
    free = Q(taken_by="") | Q(taken_at__lt=at - FINISHED_WITHIN)
    return rows.filter(free & ~Q(_IS_CASE))


def claim_outside(by: Member, row: OutsideReferral, *, at: datetime) -> None:
    """It is theirs, if nobody was faster; the caller holds the transaction. Raises CaseRefused; CannotOpen
    for whoever joined since, for whom it was not sealed.
    """
    assignment_of(by, CaseLevel(row.level))
    if not can_read(by.id, [row.record]):
        raise CannotOpen("It was sealed for others.")
    mine = OutsideReferral.objects.filter(id=row.id)
    free = waiting_outside(mine, at=at) | mine.filter(Q(taken_by=by.id) & ~Q(_IS_CASE))
    if not free.update(taken_by=by.id, taken_at=at):
        raise CaseRefused("taken")
    record_outside("outside.take", f"outside:{row.id}", by, at)


def make_case_of_outside(
    private: PrivateHalf, by: Member, row: OutsideReferral, note: str, release: Release, *, at: datetime
) -> Case:
    """Makes a case of it that whoever took it holds, with a note of where it comes from: nobody has asked the
    child anything yet. Cut short, it may be done again. Raises NotReadyToRead, CannotOpen, CaseRefused.
    """
    key = _case_key(private, by, row, release, at)
    new = NewCase(
        id=row.id,
        level=CaseLevel(row.level),
        language=row.language,
        content=Registered(
            age_band=AgeBand.NOT_KNOWN,
            who_asked=WhoAsked.OTHER_ADULT,
            came_by=CameBy.OTHER_SERVICE,
            reasons=(),
        ),
        waits_since=row.at,
    )
    with adding(by, "cases.add"):
        case = register_case(by, new, key, release, at=at)
        write_entry(by, case, key, EntryKind.NOTE, NoteEntry(said=note), at)
    erase_outside(row.record, by=by.name_in_audit, at=at)
    return case


def erase_outside(record: str, *, by: str, at: datetime) -> int:
    """Erases what is kept of a record from elsewhere, with its keys. How many rows."""
    gone = sum(
        model.objects.filter(record=record).delete()[0] for model in (OutsideReferral, QuarantineEntry)
    )
    if gone:
        erase_record(record, by=by, at=at)
    return gone


def _case_key(
    private: PrivateHalf, by: Member, row: OutsideReferral, release: Release, at: datetime
) -> RecordKey:
    """The key of the new case; that of a first try which was cut short, where there was one."""
    try:
        return make_case_key(by, row.id, release, at=at)
    except AlreadySealed:
        return open_record(
            private, record=row.id, purpose=CASE, reader=by.id, organisation=row.organisation_id, at=at
        )


def seal_outside(
    by: Member, said: Said, readers: Sequence[Membership], release: Release, at: datetime
) -> tuple[str, bytes]:
    """The name of a new key, and what is kept, sealed for readers. Raises CaseRefused where there is none."""
    if not readers:
        raise CaseRefused("referral-outside-nobody")
    record = new_id()
    key = new_record(
        record,
        OUTSIDE,
        [reader_of(each) for each in readers],
        organisation=by.organisation,
        at=at,
        erase_at=erase_at(release, KIND, last_done=at),
        by=by.id,
    )
    return record, key.seal(SAID, json.dumps(said, ensure_ascii=False, sort_keys=True).encode())


def record_outside(action: str, subject: str, by: Member, at: datetime, **detail: str) -> None:
    """What was done with one stands in the trail."""
    with transaction.atomic():
        audit.record(
            action=action,
            subject=subject,
            by=by.name_in_audit,
            at=at,
            organisation=by.organisation,
            **detail,
        )
