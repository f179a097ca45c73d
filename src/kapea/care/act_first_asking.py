"""A referral without a yes: a worker asks, a supervisor decides, somebody who did neither looks at it after.

The caller holds a transaction and found the row.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kapea.care.actions import CareRefused, record_act_first, record_telling
from kapea.care.case_saving import CaseRefused, must_hold
from kapea.care.models import ActFirstAsked, CaseReferral, RecordedActFirst
from kapea.care.referral_queries import hands_near, kept_from, referral_of_row
from kapea.care.referral_saving import record_referral
from kapea.care.rows import told_columns, told_of_columns
from kapea.core.care.act_first import (
    ActFirst,
    ActFirstGround,
    ActFirstIncomplete,
    ChildTold,
    ChildWish,
    TellLater,
    ToldHow,
)
from kapea.core.care.referral_codes import ReferralHand, ReferralState
from kapea.core.care.referral_states import NoSuchReferralMove
from kapea.people.member import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFirstWanted:
    """What a worker says who asks."""

    ground: ActFirstGround
    duty: str
    child_wish: ChildWish
    told: ChildTold | TellLater


def ask_to_act_first(by: Member, row: CaseReferral, wanted: ActFirstWanted, *, at: datetime) -> None:
    """Asks a supervisor. Asked anew, what was asked before is over. Raises CaseRefused."""
    must_hold(by, row.case)
    if row.is_at not in (ReferralState.DRAFT, ReferralState.READY):
        raise CaseRefused("referral-not-draft")
    if not kept_from(row.case).isdisjoint({row.partner_id, row.service}):
        raise CaseRefused("referral-kept-from")
    row.act_first_asked.filter(answered_at=None).update(answered_at=at, answered_by=by.id)
    ActFirstAsked.objects.create(
        referral=row,
        ground=wanted.ground.value,
        duty_card=wanted.duty,
        child_wish=wanted.child_wish.value,
        asked_by=by.id,
        asked_at=at,
        **told_columns(wanted.told),
    )
    record_referral("referral.ask-act-first", row, by=by.name_in_audit, at=at, ground=wanted.ground.value)


def open_act_first(row: CaseReferral) -> ActFirstAsked | None:
    """What a supervisor has still to decide."""
    return row.act_first_asked.filter(answered_at=None).first()


def answer_act_first(
    by: Member, row: CaseReferral, *, agrees: bool, duties: Collection[str], at: datetime
) -> None:
    """A supervisor decides. With their yes the record is there: complete, or nothing is done. `duties`: those
    that are confirmed. Raises NoSuchReferralMove, CaseRefused.
    """
    if ReferralHand.SUPERVISOR not in hands_near(by, row):
        raise NoSuchReferralMove("only whoever supervises the case decides")
    asked = open_act_first(row)
    if asked is None or asked.asked_by != row.case.owner_id:
        raise CaseRefused("referral-changed")
    mine = ActFirstAsked.objects.filter(id=asked.id, answered_at=None)
    if mine.update(answered_at=at, answered_by=by.id, agreed=agrees) != 1:
        raise CaseRefused("referral-changed")
    if agrees:
        _record(by, row, asked, frozenset(duties), at)
    said = "yes" if agrees else "no"
    record_referral("referral.answer-act-first", row, by=by.name_in_audit, at=at, says=said)


def _record(
    by: Member, row: CaseReferral, asked: ActFirstAsked, duties: frozenset[str], at: datetime
) -> None:
    try:
        record = ActFirst(
            id=asked.id,
            case=row.case_id,
            ground=ActFirstGround(asked.ground),
            duty=asked.duty_card,
            scope=referral_of_row(row).scope,
            worker=asked.asked_by,
            supervisor=by.id,
            second=asked.asked_by,
            decided_at=at,
            told=told_of_columns(asked),
            child_wish=ChildWish(asked.child_wish),
            must_not_know=kept_from(row.case),
            feared=frozenset(),
        )
        record_act_first(organisation=row.sender_id, record=record, by=by.id, at=at, confirmed_duties=duties)
    except (ActFirstIncomplete, CareRefused) as why:
        raise CaseRefused("referral-act-first") from why


def acted_first_on(row: CaseReferral) -> RecordedActFirst | None:
    """The newest record of acting first that was made for what this referral asks."""
    found = RecordedActFirst.objects.filter(
        organisation=row.sender_id, case=row.case_id, target=row.partner_id, purpose=row.purpose
    )
    return found.order_by("-decided_at").first()


def note_told(by: Member, row: CaseReferral, how: ToldHow, *, at: datetime) -> None:
    """The child was told now what was passed on. Raises CaseRefused."""
    must_hold(by, row.case)
    record = acted_first_on(row)
    try:
        told = ChildTold(at, how)
        record_telling(organisation=row.sender_id, id=record.id if record else "", told=told, by=by.id, at=at)
    except CareRefused as why:
        raise CaseRefused("referral-changed") from why


def waits_for_second(rows: QuerySet[CaseReferral]) -> QuerySet[CaseReferral]:
    """Those of some referrals about which a supervisor has still to decide, who was asked first first."""
    before = [ReferralState.DRAFT.value, ReferralState.READY.value]
    waiting = rows.filter(state__in=before, act_first_asked__answered_at=None)
    return waiting.exclude(act_first_asked=None).order_by("act_first_asked__asked_at")


def still_to_be_told(rows: QuerySet[CaseReferral]) -> QuerySet[CaseReferral]:
    """Those of some referrals that were passed on without a yes and of which the child does not know yet."""
    untold = RecordedActFirst.objects.filter(told_at=None).values("id")
    return rows.filter(act_first_asked__in=untold, act_first_asked__agreed=True).order_by("began_at")
