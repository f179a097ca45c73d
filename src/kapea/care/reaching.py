"""Reaching whoever left something: by their safe way, and by what they hear with their return code.

Nothing goes out by itself. A worker calls, when the page says that they may; the page asks anew each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kapea.audit import actions as audit
from kapea.care.actions import CareRefused
from kapea.care.case_queries import OpenedEntry
from kapea.care.case_saving import CaseRefused, must_be_open, record_case, save_case, write_entry
from kapea.care.helpline_tallies import count_act
from kapea.care.models import Case, CodeAlert, Intake, PersonAnswer, RecordedPermission, SafeContactTry
from kapea.care.rows import permission_of_row
from kapea.core.care.asking import AskedOf
from kapea.core.care.case_entries import EntryKind, NoteEntry, SafeContactEntry
from kapea.core.care.decisions import Granted
from kapea.core.care.helpline_tally import HelpAct
from kapea.core.care.permissions import HOLDS
from kapea.core.care.safe_contact import ContactNow, ContactTried, TryOutcome, contact_now
from kapea.core.care.way_in import WhoLeaves, grant_left
from kapea.core.pack.model import Release
from kapea.people.member import Member
from kapea.vault.person_seals import holder_of, keep_code, seal_for_holder
from kapea.vault.public_keys import NoSuchKey
from kapea.vault.record_wraps import RecordKey

CALLS_LAST = timedelta(hours=1)
"""What somebody writes down so long after the window is still of a call that began in it."""
MOST_ANSWERED = 600
"""Letters of what a worker writes to somebody who may not be alone."""


@dataclass(frozen=True, slots=True)
class SafeWay:
    """How somebody may be reached, and whether they may be now. `contact` is kept back while they may not:
    what is not shown is not dialled.
    """

    now: ContactNow
    agreed: SafeContactEntry

    @property
    def contact(self) -> SafeContactEntry | None:
        return self.agreed if self.now is ContactNow.MAY else None


def safe_way(case: Case, entries: Iterable[OpenedEntry], release: Release, *, at: datetime) -> SafeWay | None:
    """The newest way to reach somebody; None where they named none."""
    named = [each.content for each in entries if isinstance(each.content, SafeContactEntry)]
    if not named:
        return None
    agreed = max(named, key=lambda each: each.agreed_at)
    return SafeWay(_now(case, agreed, release, at), agreed)


def _now(case: Case, agreed: SafeContactEntry, release: Release, at: datetime) -> ContactNow:
    return contact_now(
        agreed.window(),
        contact_tries(case.id),
        allowed=is_contact_allowed(case, agreed.permission, at=at),
        pressed=is_pressed(case.id),
        time_zone=release.time_zone,
        at=at,
    )


def contact_tries(record: str) -> list[ContactTried]:
    """All tries to reach somebody, the oldest first."""
    rows = SafeContactTry.objects.filter(intake=record).order_by("at", "id")
    return [ContactTried(each.at, TryOutcome(each.outcome)) for each in rows]


def is_contact_allowed(case: Case, permission: str, *, at: datetime) -> bool:
    """Whether the yes to being contacted in this way holds, by all that was answered since."""
    mine = RecordedPermission.objects.filter(organisation=case.organisation_id, case=case.id)
    given = [permission_of_row(row) for row in mine.order_by("given_at", "id")]
    yes = next((each for each in given if each.id == permission), None)
    if yes is None:
        return False
    who = WhoLeaves.CHILD if yes.asked_of is AskedOf.CHILD else WhoLeaves.ADULT
    return isinstance(grant_left(case.id, given, yes.scope, who, at=at), Granted)


def is_pressed(record: str) -> bool:
    """Whether a code was used as somebody who is forced would, and no supervisor has looked since."""
    return CodeAlert.objects.filter(intake=record, seen_at=None).exists()


def write_safe_try(
    by: Member,
    row: Case,
    key: RecordKey,
    agreed: SafeContactEntry,
    outcome: TryOutcome,
    release: Release,
    *,
    at: datetime,
) -> None:
    """Writes down a try. It counts as one by the safe way only where they could be contacted then; what
    became of it counts always. Raises CaseRefused where nobody left a way.
    """
    must_be_open(row)
    if not Intake.objects.filter(id=row.id).exists():
        raise CaseRefused("no-way")
    began = (_now(row, agreed, release, moment) for moment in (at, at - CALLS_LAST))
    is_safe = ContactNow.MAY in began
    SafeContactTry.objects.create(intake_id=row.id, outcome=outcome.value, by=by.id, at=at)
    if is_safe and row.acted_at is None:
        row.acted_at = at
    save_case(row, release, at)
    if is_safe:
        write_entry(by, row, key, EntryKind.TRY, NoteEntry(said=""), at)
    record_case("case.try", by, row, at, outcome=outcome.value.replace("_", "-"))
    if outcome is TryOutcome.REACHED:
        count_act(row.organisation_id, HelpAct.REACHED, zone=release.time_zone, at=at)


def can_be_answered(case: Case) -> bool:
    """Whether somebody has a code with which they hear an answer."""
    return holder_of(case.id) is not None


def answer_person(
    by: Member, row: Case, key: RecordKey, said: str, release: Release, *, at: datetime
) -> None:
    """Writes to the holder of the code: sealed for them, and once more in the case. Raises CaseRefused where
    the code was thrown away.
    """
    must_be_open(row)
    try:
        sealed = seal_for_holder(row.id, said.encode())
    except NoSuchKey:
        raise CaseRefused("no-code") from None
    PersonAnswer.objects.create(intake_id=row.id, sealed=sealed, by=by.id, at=at)
    row.acted_at = row.acted_at or at
    save_case(row, release, at)
    write_entry(by, row, key, EntryKind.ANSWER, NoteEntry(said=said), at)
    count_act(row.organisation_id, HelpAct.ANSWERED, zone=release.time_zone, at=at)
    keep_code(row.id, until=at + HOLDS)


def look_at_alert(by: Member, alert: CodeAlert, *, at: datetime) -> None:
    """A supervisor has looked: from now on the code opens again, and somebody may call. Raises CareRefused
    for one that somebody looked at before.
    """
    waits = CodeAlert.objects.filter(id=alert.id, seen_at=None)
    if not waits.update(seen_at=at, seen_by=by.id):
        raise CareRefused("somebody has looked at this before")
    audit.record(
        action="alert.look",
        subject=f"case:{alert.intake_id}",
        by=by.name_in_audit,
        at=at,
        organisation=by.organisation,
    )
