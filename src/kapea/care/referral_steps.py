"""Moves of a referral at the sender's: before it is sent, sending it, and what the child says of it.

The caller holds a transaction and found the row; keys were opened before that. Each move raises
NoSuchReferralMove, ReferralLacks, and CaseRefused where somebody else did something meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kapea.care.case_saving import CaseRefused
from kapea.care.helpline_tallies import count_act
from kapea.care.models import CaseReferral, ReferralReceiver, ReferralTodo
from kapea.care.referral_keys import possible_receivers
from kapea.care.referral_queries import hands_near, referral_facts
from kapea.care.referral_saving import (
    change_referral,
    record_referral,
    save_move,
)
from kapea.care.referral_writing import PAYLOAD, words_of_draft
from kapea.core.care.act_first import TellLater
from kapea.core.care.helpline_tally import HelpAct
from kapea.core.care.referral_codes import ChildSays, ReferralHand, ReferralState, ReferralStep
from kapea.core.care.referral_form import referral_sending
from kapea.core.care.referral_moves import make_referral_move
from kapea.core.care.referral_needs import ReferralFacts
from kapea.core.care.referral_news import STEP_OF
from kapea.core.care.referral_states import NoSuchReferralMove
from kapea.core.care.referral_table import CHILD, SENDER
from kapea.core.care.referrals import ChildAnswered, Receipt
from kapea.core.care.sharing_protocol import SentBy
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.vault.record_wraps import RecordKey

BY_SENDER = frozenset(
    {
        ReferralStep.CHANGE,
        ReferralStep.REVOKE,
        ReferralStep.END_UNHEARD,
        ReferralStep.LAPSE,
    }
)
"""Moves that need no words: of the sender, or of whoever supervises them."""
WHO = "who"
"""The name under which it is sealed who there has it."""


def make_referral_ready(
    by: Member, row: CaseReferral, key: RecordKey, *, time_zone: str, at: datetime
) -> None:
    """Nothing of it is missing, and it was read back."""
    facts = _facts_to_send(row, key, time_zone, at)
    made = make_referral_move(facts, ReferralStep.MAKE_READY, hands_near(by, row), at=at)
    save_move(row, made, ReferralHand.SENDER, by=by.name_in_audit, time_zone=time_zone, at=at)


def send_referral(by: Member, row: CaseReferral, key: RecordKey, *, time_zone: str, at: datetime) -> None:
    """Sends it to the partner's workers by name, or makes it ready for a link. From now on the words are what
    was sent, byte for byte, and nothing else is kept of them. Whoever opens it next lets receivers read it:
    the caller does so as soon as this is saved. Raises FormLacks, NotPermitted as well.
    """
    facts = _facts_to_send(row, key, time_zone, at)
    if ReferralHand.SENDER not in hands_near(by, row, hidden=facts.kept_from):
        raise NoSuchReferralMove("only whoever holds the case sends it")
    sending = referral_sending(facts, words_of_draft(row, key), at=at)
    made = make_referral_move(facts, ReferralStep.SEND, SENDER, at=at)
    _name_receivers(row, facts, at)
    save_move(
        row,
        made,
        ReferralHand.SENDER,
        by=by.name_in_audit,
        time_zone=time_zone,
        at=at,
        payload=key.seal(PAYLOAD, sending.message.body()),
        draft=b"",
    )
    count_act(row.sender_id, HelpAct.REFERRED, zone=time_zone, at=at)


def take_sender_step(
    by: Member, row: CaseReferral, step: ReferralStep, *, time_zone: str, at: datetime
) -> None:
    """Changes it, revokes it, ends it unheard, or gives up waiting."""
    hands = hands_near(by, row)
    made = make_referral_move(_facts(row, time_zone, at), step, hands, at=at)
    save_move(row, made, _hand(hands), by=by.name_in_audit, time_zone=time_zone, at=at)


def note_receipt(
    by: Member, row: CaseReferral, key: RecordKey, who: str, *, named: str = "", time_zone: str, at: datetime
) -> None:
    """Somebody there said on the telephone that they have it: `who`, sealed; `named` is their id here."""
    facts, turn = _facts(row, time_zone, at), new_id()
    receipt = Receipt(named or turn, at, written_by=by.id)
    facts = replace(facts, referral=replace(facts.referral, receipt=receipt))
    made = make_referral_move(facts, ReferralStep.RECEIVE, hands_near(by, row), at=at)
    sealed = key.seal(turn_field(turn), who.encode())
    hand = ReferralHand.SENDER
    save_move(row, made, hand, by=by.name_in_audit, time_zone=time_zone, at=at, turn=turn, sealed=sealed)


def turn_field(turn: str) -> str:
    """The name under which the words of a move are sealed."""
    return f"turn:{turn}"


# --- what the child says --------------------------------------------------------------------------


def write_childs_answer(
    by: Member, row: CaseReferral, says: ChildSays, *, time_zone: str, at: datetime
) -> None:
    """What the child said to a worker who asked them."""
    hands = hands_near(by, row) & SENDER
    answer = ChildAnswered(says, at, written_by=by.id)
    _answered(row, answer, hands, ReferralHand.SENDER, by.name_in_audit, time_zone, at)


def take_childs_answer(row: CaseReferral, says: ChildSays, *, by: str, time_zone: str, at: datetime) -> None:
    """What the child said by their own code. `by`: how the trail calls whoever has it."""
    _answered(row, ChildAnswered(says, at), CHILD, ReferralHand.CHILD, by, time_zone, at)


def _answered(
    row: CaseReferral,
    answer: ChildAnswered,
    hands: frozenset[ReferralHand],
    hand: ReferralHand,
    by: str,
    time_zone: str,
    at: datetime,
) -> None:
    facts = _facts(row, time_zone, at)
    facts = replace(facts, referral=replace(facts.referral, child_answer=answer))
    made = make_referral_move(facts, STEP_OF[answer.says], hands, at=at)
    save_move(row, made, hand, by=by, time_zone=time_zone, at=at)


def note_safe_try(by: Member, row: CaseReferral, *, at: datetime) -> None:
    """Somebody tried in the safe way to ask the child whether they got it, and could not."""
    if row.is_at is not ReferralState.DONE_BY_SERVICE or ReferralHand.SENDER not in hands_near(by, row):
        raise NoSuchReferralMove("the child is asked once the service says that it is done")
    change_referral(row, tries=[*row.tries, at.isoformat()])
    record_referral("referral.try", row, by=by.name_in_audit, at=at)


def finish_todo(by: Member, todo: ReferralTodo, *, at: datetime) -> None:
    """A task of a referral is done."""
    todo.done_at, todo.done_by = at, by.id
    todo.save(update_fields=["done_at", "done_by"])
    record_referral("referral.todo", todo.referral, by=by.name_in_audit, at=at, task=todo.task)


# --- inside ----------------------------------------------------------------------------------------


def _facts(row: CaseReferral, time_zone: str, at: datetime) -> ReferralFacts:
    return referral_facts(row, {}, time_zone=time_zone, at=at)


def _facts_to_send(row: CaseReferral, key: RecordKey, time_zone: str, at: datetime) -> ReferralFacts:
    """As urgent as its case is now; the child knows of it, unless somebody acts first and tells later."""
    if row.level != row.case.level:
        change_referral(row, level=row.case.level)
    facts = referral_facts(row, words_of_draft(row, key), time_zone=time_zone, at=at)
    first = facts.acted_first
    later = facts.rests_on_act_first and first is not None and isinstance(first.told, TellLater)
    return replace(facts, referral=replace(facts.referral, told_of_it=not later))


def _name_receivers(row: CaseReferral, facts: ReferralFacts, at: datetime) -> None:
    if facts.referral.sent_by is not SentBy.ACCOUNT:
        return
    receivers = possible_receivers(row.partner_id, kept_from=facts.hidden_from)
    if not receivers:
        raise CaseRefused("referral-no-receiver")
    ReferralReceiver.objects.bulk_create(
        ReferralReceiver(referral=row, membership=each, at=at) for each in receivers
    )


def _hand(hands: frozenset[ReferralHand]) -> ReferralHand:
    return next(iter(hands))
