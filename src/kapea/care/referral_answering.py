"""What a service answers: by a worker with an account, or by whoever opened a one-time link.

The caller holds a transaction and found the row; keys were opened before that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from kapea.care.models import CaseReferral
from kapea.care.referral_queries import hands_near, referral_facts
from kapea.care.referral_saving import save_move
from kapea.care.referral_steps import turn_field
from kapea.core.care.referral_codes import DeclineReason, ReferralHand, ReferralStep
from kapea.core.care.referral_moves import make_referral_move
from kapea.core.care.referral_states import NoSuchReferralMove
from kapea.core.care.referral_table import RECEIVER
from kapea.core.care.referrals import Receipt
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.vault.record_wraps import RecordKey

BY_RECEIVER = frozenset(
    {
        ReferralStep.RECEIVE,
        ReferralStep.ACCEPT,
        ReferralStep.DECLINE,
        ReferralStep.START,
        ReferralStep.WRITE_NEWS,
        ReferralStep.FINISH,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAnswer:
    """What a service says. `named`: who there has it, an id; `words`: news, or their name where they have no
    account; sealed before they are saved.
    """

    step: ReferralStep
    named: str
    because: DeclineReason | None = None
    words: str = ""


def answer_referral(
    by: Member, row: CaseReferral, key: RecordKey, answer: ServiceAnswer, *, time_zone: str, at: datetime
) -> None:
    """A worker of the partner answers. Raises NoSuchReferralMove, ReferralLacks, CaseRefused."""
    if ReferralHand.RECEIVER not in hands_near(by, row):
        raise NoSuchReferralMove("only whoever it was sent to answers it")
    save_answer(row, key, answer, by=by.name_in_audit, time_zone=time_zone, at=at)


def save_answer(
    row: CaseReferral, key: RecordKey, answer: ServiceAnswer, *, by: str, time_zone: str, at: datetime
) -> None:
    """The move, with what was said. Whoever accepts or receives it has it by name from then on. Raises as
    `answer_referral`.
    """
    if answer.step not in BY_RECEIVER:
        raise NoSuchReferralMove("no step of a service")
    today = at.astimezone(ZoneInfo(time_zone)).date()
    facts = referral_facts(row, {}, time_zone=time_zone, at=at, news_on=today)
    referral = replace(facts.referral, declined_because=answer.because)
    if answer.step in (ReferralStep.RECEIVE, ReferralStep.ACCEPT) and referral.receipt is None:
        referral = replace(referral, receipt=Receipt(answer.named, at))
    made = make_referral_move(replace(facts, referral=referral), answer.step, RECEIVER, at=at)
    turn = new_id()
    save_move(
        row,
        made,
        ReferralHand.RECEIVER,
        by=by,
        time_zone=time_zone,
        at=at,
        turn=turn,
        sealed=key.seal(turn_field(turn), answer.words.encode()) if answer.words.strip() else b"",
    )
