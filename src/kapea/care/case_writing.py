"""What is written in a case. The caller holds a transaction, found the row, and opened its key before that:
words come here as they were typed, and are sealed before they are saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kapea.care.case_keys import supervisors_of
from kapea.care.case_queries import open_by_level
from kapea.care.case_saving import (
    CaseRefused,
    hands_of,
    must_be_open,
    must_hold,
    record_case,
    save_case,
    write_entry,
)
from kapea.care.helpline_tallies import count_contact
from kapea.care.models import Case, CaseConflict, CaseEntry, CaseTransfer
from kapea.care.report_tasks import begin_report
from kapea.core.care.case_entries import (
    AssessmentEntry,
    CameBy,
    EntryKind,
    NoteEntry,
    PlanEntry,
    Registered,
    ReviewEntry,
)
from kapea.core.care.case_levels import Assignment, CaseLevel, assigned, load_points
from kapea.core.care.case_states import CaseHand
from kapea.core.care.reporting import owes_report
from kapea.core.pack.model import Release
from kapea.people.member import Member
from kapea.vault.record_wraps import RecordKey

FIRST_ACTS = frozenset({EntryKind.ASSESSMENT, EntryKind.SERVICE, EntryKind.TRY})
"""What counts as the first thing that a person does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case that begins. `id` is that of its key; `too_close`: memberships from whom it is kept.
    `waits_since`: when somebody left what it is made of, if they did: its clocks run from then on.
    """

    id: str
    level: CaseLevel
    language: str
    content: Registered
    too_close: frozenset[str] = frozenset()
    waits_since: datetime | None = None


def assignment_of(by: Member, level: CaseLevel) -> Assignment:
    """Whether somebody takes one more case. Raises CaseRefused where they carry enough already."""
    found = assigned(level, load_points(open_by_level(by.id)))
    if found is Assignment.REFUSED:
        raise CaseRefused("load")
    return found


def register_case(by: Member, new: NewCase, key: RecordKey, release: Release, *, at: datetime) -> Case:
    """Opens a case; whoever does holds it. In danger, where they carry enough already, it is offered to a
    supervisor at once, and held until one takes it. Raises CaseRefused.
    """
    assignment = assignment_of(by, new.level)
    row = Case(
        id=new.id,
        organisation_id=by.organisation,
        owner_id=by.id,
        level=new.level.value,
        language=new.language,
        registered_at=at,
        episode_began_at=new.waits_since or at,
        red_at=at if new.level is CaseLevel.RED else None,
    )
    save_case(row, release, at)
    write_entry(by, row, key, EntryKind.REGISTERED, new.content, at)
    record_case("case.register", by, row, at, level=row.level)
    count_contact(
        by.organisation, new.content, new.level, waited=_lay(new, at), zone=release.time_zone, at=at
    )
    if owes_report(release, new.content, at=at):
        begin_report(by, row, at=at)
    CaseConflict.objects.bulk_create(
        CaseConflict(case=row, membership_id=each, by=by.id, at=at) for each in sorted(new.too_close)
    )
    if assignment is Assignment.TO_SUPERVISOR:
        _offer_to_supervisor(by, row, at)
    return row


def _lay(new: NewCase, at: datetime) -> timedelta | None:
    """How long it lay on a page. What came from another system waited elsewhere, too."""
    if new.waits_since is None or new.content.came_by is not CameBy.MESSAGE:
        return None
    return at - new.waits_since


def _offer_to_supervisor(by: Member, row: Case, at: datetime) -> None:
    close = CaseConflict.objects.filter(case=row).values_list("membership", flat=True)
    for each in supervisors_of(row.owner):
        if each.id not in close:
            CaseTransfer.objects.create(case=row, to=each, by=by.id, at=at)
            record_case("case.offer", by, row, at, member=each.id)
            return


def write_note(
    by: Member,
    row: Case,
    key: RecordKey,
    kind: EntryKind,
    content: NoteEntry,
    release: Release,
    *,
    at: datetime,
    id: str = "",
) -> None:
    """A note, something done, a try to reach the child; or what a supervisor said, which only they write.
    One that was written before under the same id, is there already.
    """
    must_be_open(row)
    if id and CaseEntry.objects.filter(id=id, case=row).exists():
        return
    supervises = CaseHand.SUPERVISOR in hands_of(by, row)
    if (kind is EntryKind.SUPERVISED) is not supervises:
        raise CaseRefused("not-yours")
    if supervises:
        row.supervised_at = at
    if kind in FIRST_ACTS and row.acted_at is None:
        row.acted_at = at
    save_case(row, release, at)
    write_entry(by, row, key, kind, content, at, id=id)


def write_assessment(
    by: Member, row: Case, key: RecordKey, content: AssessmentEntry, release: Release, *, at: datetime
) -> None:
    """What help is needed. A part of it may be written at any time; complete, it takes the next step too."""
    must_hold(by, row)
    row.acted_at = row.acted_at or at
    row.assessed_at = None if content.assessment().lacks() else at
    save_case(row, release, at)
    write_entry(by, row, key, EntryKind.ASSESSMENT, content, at)


def write_plan(
    by: Member, row: Case, key: RecordKey, content: PlanEntry, release: Release, *, at: datetime
) -> None:
    """What is going to be done. A plan that is written anew is agreed to anew."""
    must_hold(by, row)
    row.plan_ready, row.look_again_on = not content.plan().lacks(), content.review_on
    row.plan_approved = False
    save_case(row, release, at)
    write_entry(by, row, key, EntryKind.PLAN, content, at)


def write_review(
    by: Member, row: Case, key: RecordKey, content: ReviewEntry, release: Release, *, at: datetime
) -> None:
    """A look back, and the day of the next. Raises CaseRefused for a day that is over."""
    must_hold(by, row)
    if content.next_on <= _today(release, at):
        raise CaseRefused("day-is-over")
    row.review_ready, row.look_again_on = True, content.next_on
    save_case(row, release, at)
    write_entry(by, row, key, EntryKind.REVIEW, content, at)


def _today(release: Release, at: datetime) -> date:
    return at.astimezone(ZoneInfo(release.time_zone)).date()
