"""What every action on a case ends with: its row saved with what is due next, and the trail."""

from __future__ import annotations

from datetime import datetime

from kapea.audit import actions as audit
from kapea.care.case_keys import CASE
from kapea.care.case_queries import dues_of, entry_field
from kapea.care.models import Case, CaseEntry
from kapea.core.care.case_entries import CaseEntryContent, EntryKind
from kapea.core.care.case_states import CaseHand, CaseState, hands_on_case
from kapea.core.care.retention import erase_at
from kapea.core.pack.model import Release
from kapea.core.staff.roles import Role
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.vault.record_retention import keep_record
from kapea.vault.record_wraps import RecordKey


class CaseRefused(ValueError):
    """It may not be done; `why` is a code, for a page to say in words."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def hands_of(by: Member, row: Case) -> frozenset[CaseHand]:
    """As what somebody acts, whom `access` let near it: its owner, or one who supervises."""
    return hands_on_case(by.id, owner=row.owner_id, supervises=by.role is Role.SUPERVISOR)


def must_be_open(row: Case) -> None:
    if row.standing is CaseState.CLOSED:
        raise CaseRefused("closed")


def must_hold(by: Member, row: Case) -> None:
    must_be_open(row)
    if row.owner_id != by.id:
        raise CaseRefused("not-yours")


def save_case(row: Case, release: Release, at: datetime) -> None:
    """With what is due next; and from now on it is kept as long as the country says."""
    dues = dues_of(row, release, at=at)
    row.due_clock, row.due_at = (dues[0].clock.value, dues[0].due.at) if dues else ("", None)
    row.save()
    keep_record(row.id, erase_at=erase_at(release, CASE, last_done=at))


def write_entry(
    by: Member,
    row: Case,
    key: RecordKey,
    kind: EntryKind,
    content: CaseEntryContent,
    at: datetime,
    *,
    id: str = "",
) -> None:
    if key.record != row.id:
        raise ValueError("the key of another case")
    id = id or new_id()
    sealed = key.seal(entry_field(kind, id), content.sealed_form())
    CaseEntry.objects.create(id=id, case=row, kind=kind.value, sealed=sealed, by=by.id, at=at)
    record_case("case.write", by, row, at, kind=kind.value)


def record_case(action: str, by: Member, row: Case, at: datetime, **detail: str | int) -> None:
    audit.record(
        action=action,
        subject=f"case:{row.id}",
        by=by.name_in_audit,
        at=at,
        organisation=row.organisation_id,
        **detail,
    )
