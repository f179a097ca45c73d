"""Who of the partner sees a referral, and which of them has it: one shows it to a colleague, who takes it.

The caller holds a transaction and found the row; keys were opened before that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kapea.care.case_saving import CaseRefused
from kapea.care.models import CaseReferral, ReferralReceiver
from kapea.care.referral_keys import possible_receivers
from kapea.care.referral_queries import hands_near, kept_from, referral_facts
from kapea.care.referral_saving import change_referral, record_referral, save_move
from kapea.core.care.referral_codes import ReferralHand, ReferralStep
from kapea.core.care.referral_moves import make_referral_move
from kapea.core.care.referral_states import NoSuchReferralMove
from kapea.core.care.referral_table import RECEIVER
from kapea.core.care.referrals import Receipt
from kapea.core.care.sharing_protocol import SentBy
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.vault.handing_over import stop_reading
from kapea.vault.record_keys import share
from kapea.vault.record_wraps import RecordKey

MAY_NAME = frozenset({ReferralHand.SENDER, ReferralHand.RECEIVER})


@dataclass(frozen=True, slots=True)
class ThereReads:
    """A worker of the partner who sees it. `has_it`: theirs is the name that stands for it."""

    id: str
    name: str
    has_it: bool


def who_there_reads(row: CaseReferral) -> list[ThereReads]:
    """Workers of the partner who see it now, by name."""
    found = row.receivers.filter(ended_at=None).select_related("membership__user")
    rows = found.order_by("membership__user__name", "membership")
    return [
        ThereReads(each.membership_id, each.membership.user.name, each.membership_id == row.receipt_named)
        for each in rows
    ]


def who_could_read(row: CaseReferral) -> list[Membership]:
    """Workers of the partner to whom it may be shown and was not: none from whom it is kept."""
    if row.is_over_for_partner or row.sent_by != SentBy.ACCOUNT.value:
        return []
    known = {each.id for each in who_there_reads(row)}
    return [
        each
        for each in possible_receivers(row.partner_id, kept_from=kept_from(row.case))
        if each.id not in known
    ]


def name_receiver(by: Member, row: CaseReferral, to: str, *, at: datetime) -> Membership:
    """One more worker of the partner sees it: by whoever sees it there, or whoever holds the case, also where
    they came after it was sent. The caller lets them read it as soon as this is saved. Raises CaseRefused.
    """
    if not hands_near(by, row) & MAY_NAME:
        raise CaseRefused("referral-not-them")
    named = next((each for each in who_could_read(row) if each.id == to), None)
    if named is None:
        raise CaseRefused("referral-not-them")
    ReferralReceiver.objects.update_or_create(
        referral=row, membership=named, defaults={"at": at, "ended_at": None}
    )
    change_referral(row)
    record_referral("referral.name", row, by=by.name_in_audit, at=at, both=True, member=named.id)
    return named


def let_receiver_read(key: RecordKey, row: CaseReferral, named: Membership, *, at: datetime) -> None:
    """Whoever was named opens it from now on."""
    share(key, named.id, named.user_id, at=at, organisation=named.organisation_id)


def take_over(by: Member, row: CaseReferral, *, time_zone: str, at: datetime) -> None:
    """Somebody there has it from now on; whoever had it reads nothing more of it. Raises NoSuchReferralMove,
    ReferralLacks, CaseRefused.
    """
    former = row.receipt_named
    if ReferralHand.RECEIVER not in hands_near(by, row) or former == by.id:
        raise NoSuchReferralMove("only a colleague of whoever has it takes it over")
    facts = referral_facts(row, {}, time_zone=time_zone, at=at)
    facts = replace(facts, referral=replace(facts.referral, receipt=Receipt(by.id, at)))
    made = make_referral_move(facts, ReferralStep.TAKE_OVER, RECEIVER, at=at)
    hand = ReferralHand.RECEIVER
    save_move(row, made, hand, by=by.name_in_audit, time_zone=time_zone, at=at)
    if row.receivers.filter(membership=former, ended_at=None).update(ended_at=at):
        stop_reading(former, [row.id])
