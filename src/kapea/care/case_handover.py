"""A case goes from one worker to another: offered, then taken or not. At every moment one holds it."""

from __future__ import annotations

from datetime import datetime

from kapea.care.case_keys import can_open
from kapea.care.case_queries import open_by_level
from kapea.care.case_saving import CaseRefused, must_be_open, record_case, save_case
from kapea.care.models import Case, CaseConflict, CaseTransfer
from kapea.core.care.case_levels import Assignment, assigned, load_points
from kapea.core.pack.model import Release
from kapea.core.staff.roles import Role
from kapea.people.member import Member
from kapea.people.models import Membership

HOLDERS = (Role.CASE_WORKER.value, Role.COUNSELLOR.value, Role.SUPERVISOR.value)
"""Who may hold a case."""


def who_may_take(row: Case) -> list[Membership]:
    """Workers of the organisation who could hold it: not who has it, nobody who stands too close to it."""
    too_close = CaseConflict.objects.filter(case=row).values("membership")
    at_work = Membership.objects.filter(
        organisation=row.organisation_id, role__in=HOLDERS, ended_at=None, vetted_at__isnull=False
    )
    return list(at_work.exclude(id=row.owner_id).exclude(id__in=too_close).select_related("user"))


def offer_case(by: Member, row: Case, to: str, *, at: datetime) -> CaseTransfer:
    """Offers it; an offer that nobody answered yet is taken back by that. Raises CaseRefused for somebody who
    may not hold it, or carries enough already; in danger who supervises takes it all the same.
    """
    must_be_open(row)
    wanted = next((each for each in who_may_take(row) if each.id == to), None)
    if wanted is None:
        raise CaseRefused("not-them")
    carried = assigned(row.urgency, load_points(open_by_level(to)))
    supervises = wanted.role == Role.SUPERVISOR.value
    if carried is Assignment.REFUSED or (carried is Assignment.TO_SUPERVISOR and not supervises):
        raise CaseRefused("load")
    CaseTransfer.objects.filter(case=row, answered_at=None).update(answered_at=at)
    made = CaseTransfer.objects.create(case=row, to=wanted, by=by.id, at=at)
    record_case("case.offer", by, row, at, member=to)
    return made


def take_case(by: Member, offer: CaseTransfer, row: Case, release: Release, *, at: datetime) -> None:
    """Takes it. Whoever held it reads nothing more of it: the caller ends other reading, as soon as this is
    saved. Raises CaseRefused for a closed one, and where the key has not come: it would be shut for both.
    """
    must_be_open(row)
    if not can_open(by.id, row):
        raise CaseRefused("no-key")
    former = row.owner_id
    offer.answered_at, offer.was_taken = at, True
    offer.save(update_fields=["answered_at", "was_taken"])
    row.owner_id = by.id
    save_case(row, release, at)
    record_case("case.take", by, row, at, member=former)


def leave_case(by: Member, offer: CaseTransfer, row: Case, *, at: datetime) -> None:
    """Does not take it: it stays where it is."""
    offer.answered_at = at
    offer.save(update_fields=["answered_at"])
    record_case("case.leave", by, row, at)
