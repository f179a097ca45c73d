"""What is done with the directory, each in the trail. The caller holds a transaction and found the row."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kapea.audit import actions as audit
from kapea.core.directory.edit_states import EditState, EditStep, next_edit_state
from kapea.core.directory.freshness import DialResult
from kapea.core.directory.model import Service
from kapea.core.directory.phones import digits
from kapea.core.pack.model import Release
from kapea.core.pack.overlay_record import OverlayRecord, field_of, record_faults
from kapea.core.pack.problem import Problem
from kapea.directory.models import Capacity, DialTest, DirectoryEdit
from kapea.directory.queries import day_there, entry_standing
from kapea.people.member import Member

MOST_PLACES, MOST_WAIT_DAYS = 999, 730


class EntryFaults(ValueError):
    """Something is wrong with an entry: `found` says what, and at which field."""

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(found)} findings")
        self.found = found


class SomebodyWasFirst(ValueError):
    """The entry is no more what it was when this change was begun: somebody else's stands."""

    def __init__(self, standing: DirectoryEdit | None) -> None:
        super().__init__("overtaken")
        self.standing = standing


class ProposedByOneself(ValueError):
    """Whoever proposes a change does not approve it."""


class KeptByAnother(ValueError):
    """Another organisation keeps the entry of this service."""


class NotServed(ValueError):
    """What is proposed is not the entry yet, or is it no more."""


class NoSuchNumber(LookupError):
    """No service has that number."""


def propose_entry(
    by: Member, release: Release, record: OverlayRecord, *, over: str, at: datetime
) -> DirectoryEdit:
    """A change for somebody else to approve. Raises EntryFaults, SomebodyWasFirst, KeptByAnother."""
    check_entry(record, release, at=at)
    _still_over(by.organisation, release.id, record.id, over)
    row = DirectoryEdit.objects.create(
        organisation_id=by.organisation,
        pack=release.id,
        service=record.id,
        record=msgspec.to_builtins(record),
        tier=record.tier.value,
        over=over,
        state=EditState.PROPOSED.value,
        proposed_by=by.id,
        proposed_user=by.user,
        proposed_at=at,
    )
    _record("directory.propose", by, row, at)
    return row


def check_entry(record: OverlayRecord, release: Release, *, at: datetime) -> None:
    """Raises EntryFaults where something is wrong with an entry by itself."""
    findings = record_faults(record, release, day_there(release, at))
    if findings.has_errors:
        raise EntryFaults(tuple(findings.problems))


def approve_edit(by: Member, row: DirectoryEdit, release: Release, *, at: datetime) -> None:
    """Lets it be proved and published. Never by whoever proposed it. Raises ProposedByOneself,
    SomebodyWasFirst, EntryFaults, NoSuchEditStep.
    """
    if by.user == row.proposed_user:
        raise ProposedByOneself
    state = next_edit_state(row.standing, EditStep.APPROVE)
    check_entry(row.entry, release, at=at)
    _still_over(row.organisation_id, row.pack, row.service, row.over)
    _decide(by, row, state, "directory.approve", at)


def refuse_edit(by: Member, row: DirectoryEdit, *, at: datetime) -> None:
    """Somebody else looked, and it is not right. Raises ProposedByOneself, NoSuchEditStep."""
    if by.user == row.proposed_user:
        raise ProposedByOneself
    _decide(by, row, next_edit_state(row.standing, EditStep.REFUSE), "directory.refuse", at)


def take_edit_back(by: Member, row: DirectoryEdit, *, at: datetime) -> None:
    """Before it is live, whoever keeps the entry may still take it back. Raises NoSuchEditStep."""
    _decide(by, row, next_edit_state(row.standing, EditStep.TAKE_BACK), "directory.take-back", at)


def overtake_edit(by: Member, row: DirectoryEdit, *, at: datetime) -> None:
    """Another change was quicker, so this one can never be approved."""
    _decide(by, row, next_edit_state(row.standing, EditStep.OVERTAKE), "directory.overtake", at)


def record_dial(
    by: Member, release: Release, service: Service, number: str, result: DialResult, *, at: datetime
) -> DialTest:
    """That this person dialled a number of a service today, and what came of it. Raises NoSuchNumber."""
    if digits(number) not in {digits(phone.number) for phone in service.phones}:
        raise NoSuchNumber
    row = DialTest.objects.create(
        organisation_id=by.organisation,
        pack=release.id,
        service=service.id,
        number=number,
        on=date.fromisoformat(day_there(release, at)),
        result=result.value,
        by=by.id,
        at=at,
    )
    _note("directory.dial", by, f"service:{service.id}", at, result=result.value)
    return row


def say_capacity(
    by: Member, row: DirectoryEdit, release: Release, *, places: int | None, wait: int | None, at: datetime
) -> None:
    """How many places an entry has open today, and how many days one waits; None: not said. Raises NotServed
    for a change that is not the entry.
    """
    if row.standing is not EditState.LIVE:
        raise NotServed
    Capacity.objects.update_or_create(
        pack=row.pack,
        service=row.service,
        defaults={
            "organisation_id": by.organisation,
            "places": places,
            "wait_days": wait,
            "on": date.fromisoformat(day_there(release, at)),
            "by": by.id,
        },
    )
    _note("directory.capacity", by, f"service:{row.service}", at)


def findings_told(found: tuple[Problem, ...]) -> list[dict[str, str]]:
    """Findings as a row keeps them: the field, the code, and the words of the check."""
    return [
        {"field": field_of(each.place), "code": each.code, "says": each.says, "mend": each.mend}
        for each in found
    ]


def _still_over(organisation: str, pack: str, service: str, over: str) -> None:
    standing = entry_standing(pack, service)
    if standing is not None and standing.organisation_id != organisation:
        raise KeptByAnother
    if (standing.id if standing else "") != over:
        raise SomebodyWasFirst(standing)


def _decide(by: Member, row: DirectoryEdit, state: EditState, action: str, at: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state.value, by.id, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    _record(action, by, row, at)


def _record(action: str, by: Member, row: DirectoryEdit, at: datetime) -> None:
    _note(action, by, f"service:{row.service}", at, edit=row.id)


def _note(action: str, by: Member, subject: str, at: datetime, **detail: str) -> None:
    audit.record(
        action=action, subject=subject, by=by.name_in_audit, at=at, organisation=by.organisation, **detail
    )
