"""What the holder of a return code hears of referrals, and what they answer: the same as to a worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kapea.care.models import CaseReferral
from kapea.care.news_sources import STOP, HeardNews, NewsLine, NewsSource
from kapea.care.referral_heard import referral_heard
from kapea.care.referral_saving import lock_referrals
from kapea.care.referral_steps import take_childs_answer
from kapea.care.referral_writing import withdraw_yes
from kapea.content.queries import worlds
from kapea.core.care.referral_codes import ChildSays, ReferralState
from kapea.core.care.referral_news import answers_at, may_stop
from kapea.vault.by_return_code import BY_HOLDER

REFERRALS = "referrals"
SAME_PRESS = timedelta(minutes=10)
"""The same answer within so long is the same press of a button, sent again."""


def hear_referrals(record: str, at: datetime, time_zone: str) -> list[HeardNews]:
    """Of each referral of a case that the child was told of, the oldest first."""
    rows = CaseReferral.objects.filter(case=record).order_by("began_at", "id")
    return [news for row in rows if (news := _heard(row, time_zone)) is not None]


@transaction.atomic
def answer_by_return_code(record: str, about: str, says: str, at: datetime) -> bool:
    """Takes down what the child says, or stops the referral. False where that cannot be said of it now."""
    row = next((each for each in lock_referrals(record) if each.id == about and each.told_of_it), None)
    if row is None:
        return False
    if _was_said(row, says, at):
        return True
    if says == STOP:
        return may_stop(row.is_at) and withdraw_yes(row, by=BY_HOLDER, at=at) > 0
    said = next((each for each in answers_at(row.is_at) if each.value == says), None)
    if said is None:
        return False
    zone = worlds.live(row.sender.pack).release.time_zone
    take_childs_answer(row, ChildSays(said), by=BY_HOLDER, time_zone=zone, at=at)
    return True


def _was_said(row: CaseReferral, says: str, at: datetime) -> bool:
    """Whether this was taken down already: a form comes twice where its first answer was lost on the way."""
    if says == STOP:
        return row.is_at is ReferralState.REVOKED
    return row.child_says == says and row.child_said_at is not None and at - row.child_said_at < SAME_PRESS


def _heard(row: CaseReferral, time_zone: str) -> HeardNews | None:
    news = referral_heard(row, time_zone=time_zone)
    if news is None:
        return None
    lines = tuple(NewsLine(each.news.value.replace("_", "-"), each.on) for each in news.items)
    return HeardNews(REFERRALS, row.id, lines, news.answers, news.may_stop)


SOURCE = NewsSource(hear_referrals, answer_by_return_code)
