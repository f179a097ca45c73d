"""One step with a referral: whether it may be made, and how the referral stands after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kapea.core.care.permissions import Permission
from kapea.core.care.referral_codes import ReferralHand, ReferralStep
from kapea.core.care.referral_needs import ReferralFacts, needs_met
from kapea.core.care.referral_states import allowed_referral_move, referral_move_of
from kapea.core.care.referral_table import CHILD, ReferralMove
from kapea.core.care.referrals import OPEN_REFERRAL, Referral
from kapea.core.care.withdrawal import PassedOn


@dataclass(frozen=True, slots=True)
class MoveMade:
    """The row of the table that was taken, and the referral after it."""

    move: ReferralMove
    referral: Referral


def make_referral_move(
    facts: ReferralFacts, step: ReferralStep, hands: frozenset[ReferralHand], *, at: datetime
) -> MoveMade:
    """One step. What comes with it (a receipt, a reason, what the child said) stands in the facts already.
    Raises NoSuchReferralMove, ReferralLacks. For sending, `referral_form.referral_sending` makes what leaves.
    """
    referral = facts.referral
    move = allowed_referral_move(referral.state, step, referral.level, hands, needs_met(facts, at=at))
    return MoveMade(move, _after(facts, move, at))


def revoked_by_withdrawal(permission: Permission, referrals: Iterable[Referral]) -> tuple[MoveMade, ...]:
    """What follows for referrals when a yes is taken back, by whoever gave it: each open one that rests on
    it, or was to, is revoked. Who received one is told to stop, and what the child hears of what already
    went is for `after_withdrawal`, from `passed_on`.
    """
    concerned = (r for r in referrals if r.state in OPEN_REFERRAL and _rests_on(r, permission))
    return tuple(_revoked(each) for each in concerned)


def passed_on(referral: Referral) -> PassedOn:
    """A referral, as what was passed on under permissions."""
    return PassedOn(
        id=referral.id, scope=referral.scope, rests_on=referral.rests_on, sent_at=referral.sent_at
    )


def _rests_on(referral: Referral, permission: Permission) -> bool:
    """Before it is sent, nothing is written of what it rests on but what it asks."""
    if referral.sent_at is not None:
        return permission.id in referral.rests_on
    return referral.case == permission.case and permission.scope.is_same_question(referral.scope)


def _revoked(referral: Referral) -> MoveMade:
    move = referral_move_of(referral.state, ReferralStep.REVOKE, referral.level, CHILD)
    return MoveMade(move, replace(referral, state=move.state_after(referral.state)))


def _after(facts: ReferralFacts, move: ReferralMove, at: datetime) -> Referral:
    referral = facts.referral
    changed: dict[str, Any] = {"state": move.state_after(referral.state)}
    match move.step:
        case ReferralStep.CHANGE:
            changed |= {"read_back": None}
        case ReferralStep.SEND:
            by = facts.granted.by if facts.granted is not None else ()
            changed |= {"sent_at": at, "waits_since": at, "rests_on": by}
        case ReferralStep.ACCEPT:
            changed |= {"waits_since": at, "news": 0}
        case ReferralStep.START | ReferralStep.FINISH:
            changed |= {"waits_since": at}
        case ReferralStep.WRITE_NEWS:
            changed |= {"waits_since": at, "news": referral.news + 1}
        case ReferralStep.REMIND:
            changed |= {"reminded_at": at}
        case ReferralStep.RING_SUPERVISOR:
            changed |= {"rung_at": at}
    return replace(referral, **changed)
