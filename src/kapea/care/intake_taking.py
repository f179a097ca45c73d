"""A worker takes what somebody left, and holds a case from then on. Of two at once one has it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kapea.access.rows import adding
from kapea.audit import actions as audit
from kapea.care.case_keys import CASE, make_case_key
from kapea.care.case_saving import CaseRefused, save_case, write_entry
from kapea.care.case_writing import NewCase, assignment_of, register_case
from kapea.care.intake_erasure import erase_left_words
from kapea.care.leaving import TOLD
from kapea.care.models import Case, Intake, LeftWords
from kapea.core.care.asking import AgeBand
from kapea.core.care.case_entries import (
    CameBy,
    CaseEntryContent,
    EntryKind,
    Registered,
    WhoAsked,
    opened_entry,
)
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.permissions import HOLDS
from kapea.core.care.way_in import LeftKind, WhoLeaves
from kapea.core.pack.model import Release
from kapea.people.member import Member
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.person_seals import keep_code
from kapea.vault.queries import can_read
from kapea.vault.record_keys import AlreadySealed, CannotOpen, open_record
from kapea.vault.record_wraps import RecordKey

FINISHED_WITHIN = timedelta(hours=1)
"""Taken, and no case made of it for so long: whoever took it is gone, and another may."""
ENTRY_OF = {LeftKind.MESSAGE: EntryKind.TOLD, LeftKind.CONTACT: EntryKind.SAFE_CONTACT}
ASKED = {WhoLeaves.CHILD: WhoAsked.CHILD, WhoLeaves.ADULT: WhoAsked.OTHER_ADULT}


_IS_CASE = Exists(Case.objects.filter(id=OuterRef("pk")))


def waiting(rows: QuerySet[Intake], *, at: datetime) -> QuerySet[Intake]:
    """Those that nobody has, or that stayed with somebody who made no case of it."""
    free = Q(taken_by="") | Q(taken_at__lt=at - FINISHED_WITHIN)
    return rows.filter(free & ~Q(_IS_CASE))


def claim_intake(by: Member, row: Intake, *, at: datetime) -> None:
    """It is theirs, if nobody was faster; the caller holds the transaction. Raises CaseRefused; CannotOpen
    for whoever joined since, for whom it was not sealed: the others still can.
    """
    assignment_of(by, CaseLevel(row.level))
    if not can_read(by.id, list(row.words.values_list("id", flat=True))):
        raise CannotOpen("It was left for others.")
    mine = Intake.objects.filter(id=row.id)
    free = waiting(mine, at=at) | mine.filter(Q(taken_by=by.id) & ~Q(_IS_CASE))
    if not free.update(taken_by=by.id, taken_at=at):
        raise CaseRefused("taken")
    audit.record(
        action="intake.take",
        subject=f"case:{row.id}",
        by=by.name_in_audit,
        at=at,
        organisation=row.organisation_id,
    )


def make_case_of(private: PrivateHalf, by: Member, row: Intake, release: Release, *, at: datetime) -> Case:
    """Opens what was left, and makes a case of it that whoever took it holds. Cut short, it may be done
    again. Raises NotReadyToRead, CannotOpen, CaseRefused.
    """
    contents = _opened(private, by, row, at)
    key = _case_key(private, by, row, release, at)
    new = NewCase(
        id=row.id,
        level=CaseLevel(row.level),
        language=row.language,
        content=Registered(
            age_band=AgeBand.NOT_KNOWN,
            who_asked=ASKED[WhoLeaves(row.who)],
            came_by=CameBy.MESSAGE,
            reasons=(),
        ),
        waits_since=row.left_at,
    )
    with adding(by, "cases.add"):
        case = register_case(by, new, key, release, at=at)
        _move(by, case, key, contents, at)
    erase_left_words([words.id for words, _ in contents], by=by.name_in_audit, at=at)
    keep_code(row.id, until=at + HOLDS)
    return case


def read_into_case(
    private: PrivateHalf, by: Member, case: Case, key: RecordKey, release: Release, *, at: datetime
) -> int:
    """Reads into a case what its person left since. How many things. Raises CannotOpen where it was sealed
    for others: a supervisor can.
    """
    row = Intake.objects.filter(id=case.id).first()
    contents = [] if row is None else _opened(private, by, row, at)
    with transaction.atomic():
        _move(by, case, key, contents, at)
        save_case(case, release, at)
    erase_left_words([words.id for words, _ in contents], by=by.name_in_audit, at=at)
    return len(contents)


Contents = list[tuple[LeftWords, CaseEntryContent]]


def _opened(private: PrivateHalf, by: Member, row: Intake, at: datetime) -> Contents:
    found = []
    for words in row.words.order_by("at", "id"):
        key = open_record(
            private,
            record=words.id,
            purpose=TOLD,
            reader=by.id,
            organisation=row.organisation_id,
            at=at,
        )
        kind = LeftKind(words.kind)
        found.append((words, opened_entry(ENTRY_OF[kind], key.open(kind.value, bytes(words.sealed)))))
    return found


def _move(by: Member, case: Case, key: RecordKey, contents: Contents, at: datetime) -> None:
    for words, content in contents:
        write_entry(by, case, key, ENTRY_OF[LeftKind(words.kind)], content, at)


def _case_key(private: PrivateHalf, by: Member, row: Intake, release: Release, at: datetime) -> RecordKey:
    """The key of the new case; that of a first try which was cut short, where there was one."""
    try:
        return make_case_key(by, row.id, release, at=at)
    except AlreadySealed:
        return open_record(
            private, record=row.id, purpose=CASE, reader=by.id, organisation=row.organisation_id, at=at
        )
