"""What every move of a referral ends with: its row, the move, what it leaves to be done, and the trail.

Of two who act at once one wins: a row is changed only as it was seen, and the other is told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kapea.audit import actions as audit
from kapea.care.case_saving import CaseRefused
from kapea.care.models import CaseReferral, ReferralTodo, ReferralTurnRow
from kapea.care.referral_keys import end_partner_reading
from kapea.care.referral_queries import referral_of_row
from kapea.core.care.exchange.exchange_question import EXCHANGED, exchange_target
from kapea.core.care.permissions import Permission
from kapea.core.care.referral_answers import next_answer_due
from kapea.core.care.referral_codes import ReferralHand, ReferralStep, ReferralTask
from kapea.core.care.referral_moves import MoveMade, passed_on, revoked_by_withdrawal
from kapea.core.care.referrals import OPEN_REFERRAL, Referral
from kapea.core.care.withdrawal import PassedOn
from kapea.people.ids import new_id

STEP_IN_TRAIL = {
    ReferralStep.MAKE_READY: "referral.make-ready",
    ReferralStep.CHANGE: "referral.change",
    ReferralStep.SEND: "referral.send",
    ReferralStep.RECEIVE: "referral.receive",
    ReferralStep.ACCEPT: "referral.accept",
    ReferralStep.DECLINE: "referral.decline",
    ReferralStep.START: "referral.start",
    ReferralStep.TAKE_OVER: "referral.take-over",
    ReferralStep.WRITE_NEWS: "referral.write-news",
    ReferralStep.FINISH: "referral.finish",
    ReferralStep.CONFIRM: "referral.confirm",
    ReferralStep.WAIT_LONGER: "referral.wait-longer",
    ReferralStep.SAY_NOBODY_CAME: "referral.say-nobody-came",
    ReferralStep.END_UNHEARD: "referral.end-unheard",
    ReferralStep.REVOKE: "referral.revoke",
    ReferralStep.REMIND: "referral.remind",
    ReferralStep.RING_SUPERVISOR: "referral.ring-supervisor",
    ReferralStep.LAPSE: "referral.lapse",
}
CLOCK_BY = "clock"
"""Who moved it, in the trail, where nobody did but that it was late."""


def lock_referrals(case: str) -> list[CaseReferral]:
    """All referrals of a case, which nobody else changes until this transaction is over. Whoever may change
    several, or writes to the trail before, asks for them first: always in one order, so that nobody holds
    what another waits for.
    """
    return list(CaseReferral.objects.select_for_update().filter(case=case).order_by("id"))


def must_be_as_seen(row: CaseReferral, seen: int) -> None:
    """Raises CaseRefused where something was done with it since whoever acts saw it."""
    if row.version != seen:
        raise CaseRefused("referral-changed")


def change_referral(row: CaseReferral, **columns: Any) -> None:
    """Changes the row if it is as it was when it was found. Raises CaseRefused."""
    now = {**columns, "version": row.version + 1}
    if CaseReferral.objects.filter(id=row.id, version=row.version).update(**now) != 1:
        raise CaseRefused("referral-changed")
    for column, value in now.items():
        setattr(row, column, value)


def save_move(
    row: CaseReferral,
    made: MoveMade,
    hand: ReferralHand,
    *,
    by: str,
    time_zone: str,
    at: datetime,
    turn: str = "",
    sealed: bytes = b"",
    **columns: Any,
) -> None:
    """The row after a move; the move itself, with what is sealed beside it; a task where one is left. Whoever
    may read it no more, does so from now on.
    """
    begins = row.state
    change_referral(row, **columns_of(made.referral, time_zone, at), **columns)
    turn_id, step = turn or new_id(), made.move.step
    ReferralTurnRow.objects.create(
        id=turn_id, referral=row, step=step.value, begins=begins, hand=hand.value, by=by, at=at, sealed=sealed
    )
    if made.move.opens is not None:
        ReferralTodo.objects.get_or_create(
            referral=row, task=made.move.opens.value, done_at=None, defaults={"at": at}
        )
    if row.is_over_for_partner and row.sent_at is not None:
        row.links.filter(ended_at=None).update(ended_at=at)
        end_partner_reading(row)
    record_referral(STEP_IN_TRAIL[step], row, by=by, at=at, both=hand is ReferralHand.RECEIVER)


def columns_of(referral: Referral, time_zone: str, at: datetime) -> Mapping[str, Any]:
    """What may change in a row by a move."""
    read, receipt, answer = referral.read_back, referral.receipt, referral.child_answer
    due = next_answer_due(referral, time_zone=time_zone)
    because = referral.declined_because
    return {
        "state": referral.state.value,
        "level": referral.level.value,
        "told_of_it": referral.told_of_it,
        "read_back_at": read.at if read else None,
        "read_back_fields": sorted(each.value for each in read.fields) if read else [],
        "sent_at": referral.sent_at,
        "rests_on": list(referral.rests_on),
        "receipt_named": receipt.named if receipt else "",
        "receipt_at": receipt.at if receipt else None,
        "receipt_written_by": receipt.written_by if receipt else "",
        "declined_because": because.value if because else "",
        "waits_since": referral.waits_since,
        "news": referral.news,
        "reminded_at": referral.reminded_at,
        "rung_at": referral.rung_at,
        "child_says": answer.says.value if answer else "",
        "child_said_at": answer.at if answer else None,
        "child_written_by": answer.written_by if answer else "",
        "tries": [each.isoformat() for each in referral.tries],
        "due_at": due.at if due else None,
        "ended_at": None if referral.state in OPEN_REFERRAL else at,
    }


def record_referral(
    action: str, row: CaseReferral, *, by: str, at: datetime, both: bool = False, **detail: str | int
) -> None:
    """In the trail of the sender; with `both` in that of the partner, too."""
    organisations = {row.sender_id, row.partner_id} if both else {row.sender_id}
    for each in sorted(organisations):
        audit.record(action=action, subject=f"referral:{row.id}", by=by, at=at, organisation=each, **detail)


# --- a yes is taken back -----------------------------------------------------------------------


@transaction.atomic
def revoke_what_rests_on(
    permission: Permission, *, by: str, at: datetime, drafts_too: bool = True
) -> tuple[PassedOn, ...]:
    """A yes was taken back: every open referral that rests on it, or was to, is revoked, and who has one is
    told to stop. What was taken out for a system of somebody else is asked back. What went, for the child to
    hear.
    """
    found = lock_referrals(permission.case)
    rows = {row.id: row for row in found if drafts_too or row.sent_at is not None}
    referrals = [referral_of_row(row) for row in rows.values()]
    for made in revoked_by_withdrawal(permission, referrals):
        save_move(rows[made.referral.id], made, ReferralHand.CHILD, by=by, time_zone="UTC", at=at)
        _ask_back(rows[made.referral.id], at)
    for row in found:
        if permission.scope.target in {exchange_target(each, row.id) for each in EXCHANGED}:
            _ask_back(row, at)
    return tuple(passed_on(each) for each in referrals)


def _ask_back(row: CaseReferral, at: datetime) -> None:
    if row.exports.exists():
        task = ReferralTask.ASK_OUTSIDE_TO_DELETE.value
        ReferralTodo.objects.get_or_create(referral=row, task=task, done_at=None, defaults={"at": at})
