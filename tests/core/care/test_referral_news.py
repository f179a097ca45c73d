"""Whoever has the return code hears what became of it, in order, and nothing of what it was about."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from tests.core.care.made import AT
from tests.core.care.made_referrals import HOUR, ZONE, after, at_state, facts, referral

from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.never_ask import never_asked
from kapea.core.care.referral_codes import ChildSays, DeclineReason, ReferralNews, ReferralState, ReferralStep
from kapea.core.care.referral_moves import make_referral_move
from kapea.core.care.referral_news import (
    NEWS_AT,
    PHRASE_OF,
    STEP_OF,
    NewsHeard,
    NewsItem,
    ReferralTurn,
    answers_at,
    may_stop,
    news_heard,
)
from kapea.core.care.referral_states import referral_steps
from kapea.core.care.referral_table import CHILD, RECEIVER, REFERRAL_TABLE, SENDER
from kapea.core.care.referrals import Receipt

State, Step, News = ReferralState, ReferralStep, ReferralNews
FIRST_DAY = AT.date()


def heard(steps, *, of=None):
    """What is heard after these steps, one a day."""
    now, turns = of or referral(), []
    for n, (step, hands, changed) in enumerate(steps):
        at = AT + timedelta(days=n)
        now = replace(now, **{name: made(at) for name, made in changed.items()})
        made = make_referral_move(facts(now, news_on=at.date()), step, hands, at=at)
        turns.append(ReferralTurn(made.move, at))
        now = made.referral
    return news_heard(now, turns, began=AT - HOUR, time_zone=ZONE)


NAMED = {"receipt": lambda at: Receipt("member-nurse", at)}
TO_SENT = [(Step.MAKE_READY, SENDER, {}), (Step.SEND, SENDER, {})]


def test_every_state_has_something_to_hear():
    assert set(NEWS_AT) == set(State)
    told = {move.tells for move in REFERRAL_TABLE} | {News.BEING_PREPARED}
    assert told - {None} == set(News), "a code that nobody ever hears"


def test_what_is_heard_comes_in_order_with_its_day():
    steps = [*TO_SENT, (Step.ACCEPT, RECEIVER, NAMED), (Step.FINISH, RECEIVER, {})]
    assert heard(steps) == NewsHeard(
        (
            NewsItem(News.BEING_PREPARED, FIRST_DAY),
            NewsItem(News.SENT, date(2026, 11, 30)),
            NewsItem(News.ACCEPTED, date(2026, 12, 1)),
            NewsItem(News.DID_YOU_GET_IT, date(2026, 12, 2)),
        ),
        (ChildSays.YES, ChildSays.NOT_YET, ChildSays.NOBODY_CAME),
        may_stop=True,
    )


def test_cw_38_a_decline_is_heard_and_never_silence():
    why = {"declined_because": lambda at: DeclineReason.FULL}
    for before in ([], [(Step.RECEIVE, RECEIVER, NAMED)], [(Step.ACCEPT, RECEIVER, NAMED)]):
        last = heard([*TO_SENT, *before, (Step.DECLINE, RECEIVER, why)]).items[-1]
        assert last.news is News.DECLINED
        assert PHRASE_OF[last.news] == "PH-57"


def test_cw_41_sent_is_never_heard_as_received():
    assert NEWS_AT[State.SENT] is News.SENT
    for move in REFERRAL_TABLE:
        if move.tells is News.RECEIVED:
            assert move.ends is State.RECEIVED
    assert News.RECEIVED not in {item.news for item in heard(TO_SENT).items}
    received = heard([*TO_SENT, (Step.RECEIVE, RECEIVER, NAMED)])
    assert received.items[-1].news is News.RECEIVED


def test_nothing_heard_tells_what_it_is_about():
    """Codes of the closed list, days, and what may be answered: no service, no level, no reason, no word."""
    assert {f.name for f in fields(NewsItem)} == {"news", "on"}
    assert {f.name for f in fields(NewsHeard)} == {"items", "answers", "may_stop"}
    one = heard(TO_SENT)
    others = referral(service="shelter-b", service_type="SHELTER", level=CaseLevel.RED)
    assert heard(TO_SENT, of=others) == one
    assert [code.value for code in News if never_asked(code.value)] == []


def test_of_one_that_the_child_was_not_told_of_nothing_is_heard():
    untold = replace(at_state(State.SENT), told_of_it=False)
    assert news_heard(untold, [], began=AT, time_zone=ZONE) is None


def test_the_same_thing_twice_on_a_day_is_heard_once():
    remind = next(move for move in REFERRAL_TABLE if move.step is Step.REMIND)
    turns = [ReferralTurn(remind, AT), ReferralTurn(remind, AT), ReferralTurn(remind, AT + timedelta(days=1))]
    items = news_heard(at_state(State.SENT), turns, began=AT, time_zone=ZONE).items
    assert [item.news for item in items] == [News.BEING_PREPARED, News.STILL_WAITING, News.STILL_WAITING]


@pytest.mark.parametrize("state", State)
def test_every_answer_that_is_offered_leads_somewhere_and_no_other_does(state):
    can = set(referral_steps(state, CaseLevel.RED, CHILD))
    assert {STEP_OF[says] for says in answers_at(state)} == can - {Step.REVOKE}
    assert may_stop(state) == (Step.REVOKE in can)


def test_cw_40_whether_they_got_it_is_asked_once_the_service_says_so():
    assert {s for s in State if ChildSays.YES in answers_at(s)} == {State.DONE_BY_SERVICE}
    assert after(at_state(State.STARTED), Step.FINISH, RECEIVER).state is State.DONE_BY_SERVICE
