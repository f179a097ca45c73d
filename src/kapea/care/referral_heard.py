"""What whoever asked for help hears of a referral: out of its rows, for whatever door they come by."""

from __future__ import annotations

from kapea.care.models import CaseReferral, ReferralTurnRow
from kapea.care.referral_queries import referral_of_row
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import ReferralHand, ReferralState, ReferralStep
from kapea.core.care.referral_news import NewsHeard, ReferralTurn, news_heard
from kapea.core.care.referral_states import referral_move_of


def referral_heard(row: CaseReferral, *, time_zone: str) -> NewsHeard | None:
    """What became of it, in codes and days, and what they may answer. None while the child was not told that
    it is made. What is answered goes by `referral_steps.take_childs_answer`, a yes is taken back by
    `actions.withdraw_permission`.
    """
    turns = [_turn(each, CaseLevel(row.level)) for each in row.turns.order_by("at", "id")]
    return news_heard(referral_of_row(row), turns, began=row.began_at, time_zone=time_zone)


def _turn(row: ReferralTurnRow, level: CaseLevel) -> ReferralTurn:
    hands = frozenset({ReferralHand(row.hand)})
    return ReferralTurn(
        referral_move_of(ReferralState(row.begins), ReferralStep(row.step), level, hands), row.at
    )
