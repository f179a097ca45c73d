"""Who can open a case: its owner and whoever supervises them, each by a key of their own; nobody else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from kapea.care.models import Case, CaseConflict, CaseReferral, CaseTransfer
from kapea.core.care.retention import erase_at
from kapea.core.pack.model import Release
from kapea.core.staff.readiness import may_read_people
from kapea.core.staff.roles import Role
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.people.queries import standings
from kapea.vault.handing_over import share_many, stop_reading
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.models import RecordWrap
from kapea.vault.public_keys import RECOVERY, RecordReader
from kapea.vault.record_keys import new_record, open_record
from kapea.vault.record_wraps import RecordKey

CASE = "case"
"""The kind of record, for its days (retention.yaml) and as the purpose of its key."""


class NotReadyToRead(ValueError):
    """Somebody was not vetted, has not accepted the code of conduct, or has no keys: they hold no case."""


def ready_to_read(ids: list[str]) -> dict[str, Membership]:
    """Those of some memberships who may come to read of a person, by id."""
    rows = {row.id: row for row in Membership.objects.filter(id__in=ids, ended_at=None)}
    ready = standings(list(rows.values()))
    return {id: rows[id] for id, standing in ready.items() if may_read_people(standing)}


def supervisors_of(owner: Membership) -> list[Membership]:
    """Who supervises a worker; where nobody does just now, every other supervisor of the organisation."""
    at_work = Membership.objects.filter(
        organisation=owner.organisation_id, role=Role.SUPERVISOR.value, ended_at=None
    ).exclude(id=owner.id)
    own = list(at_work.filter(id=owner.supervisor))
    return own or list(at_work)


def make_case_key(
    member: Member, case: str, release: Release, *, at: datetime, too_close: Collection[str] = ()
) -> RecordKey:
    """The key of a new case, for its owner and who supervises them, but for memberships that stand too close
    to it. Raises NotReadyToRead.
    """
    ready = ready_to_read([member.id])
    if member.id not in ready:
        raise NotReadyToRead
    others = [each for each in supervisors_of(ready[member.id]) if each.id not in too_close]
    readers = [ready[member.id], *_who_can(others)]
    return new_record(
        case,
        CASE,
        [reader_of(each) for each in readers],
        organisation=member.organisation,
        at=at,
        erase_at=erase_at(release, CASE, last_done=at),
        by=member.id,
    )


def open_case(private: PrivateHalf, member: Member, case: Case, *, at: datetime) -> RecordKey:
    """The key of a case, for a member who was found to stand near it. The trail says that they look.

    Whoever ought to read it and cannot yet, a new supervisor say, can from then on. Whoever ought not to any
    more and still has a key loses it: a process may die after a case was taken, before that was done. Raises
    CannotOpen.
    """
    key = open_record(
        private, record=case.id, purpose=CASE, reader=member.id, organisation=member.organisation, at=at
    )
    known = set(_wraps(case).values_list("reader", flat=True))
    for each in _who_can([each for each in _who_should(case) if each.id not in known]):
        share_case(private, member, case.id, each, at=at)
    end_other_reading(case)
    return key


def case_readers(case: Case) -> list[Membership]:
    """Who ought to read a case, and can."""
    return _who_can(_who_should(case))


def can_open(reader: str, case: Case) -> bool:
    """Whether a membership has a key of this case."""
    return _wraps(case).filter(reader=reader).exists()


def end_other_reading(case: Case) -> None:
    """Whoever held it, supervised it, was offered it or looked at it once, and does so no more, reads no
    more. Called as soon as such a change is saved.
    """
    offered = CaseTransfer.objects.filter(case=case, answered_at=None).values_list("to", flat=True)
    stay = {*(each.id for each in _who_should(case)), *offered, case.second_supervisor} - _too_close(case)
    gone = _wraps(case).exclude(reader__startswith=RECOVERY).exclude(reader__in=stay)
    for reader in gone.values_list("reader", flat=True):
        stop_reading(reader, _records(case.id))


def _who_should(case: Case) -> list[Membership]:
    """Its owner, and who supervises them; nobody who stands too close to it."""
    too_close = _too_close(case)
    return [each for each in (case.owner, *supervisors_of(case.owner)) if each.id not in too_close]


def _too_close(case: Case) -> set[str]:
    return set(CaseConflict.objects.filter(case=case).values_list("membership", flat=True))


def _wraps(case: Case) -> QuerySet[RecordWrap]:
    return RecordWrap.objects.filter(record=case.id, purpose=CASE)


def share_case(private: PrivateHalf, member: Member, case: str, to: Membership, *, at: datetime) -> None:
    """Lets somebody read it who from now on has to, with its referrals. Raises NoSuchKey."""
    share_many(private, records=_records(case), reader=member.id, to=reader_of(to), at=at)


def _records(case: str) -> list[str]:
    """A case, and its referrals."""
    return [case, *CaseReferral.objects.filter(case=case).values_list("id", flat=True)]


def reader_of(row: Membership) -> RecordReader:
    """A membership, and the keys of the person in it."""
    return RecordReader(row.id, row.user_id)


def _who_can(rows: list[Membership]) -> list[Membership]:
    ready = ready_to_read([each.id for each in rows])
    return [each for each in rows if each.id in ready]
