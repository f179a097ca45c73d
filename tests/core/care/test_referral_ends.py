"""What a service answers, what comes of silence, and what is the end of a referral."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.care.made import AT, child
from tests.core.care.made_referrals import (
    DAY,
    HOUR,
    ONE_HAND,
    ZONE,
    after,
    at_state,
    facts,
    lacks_of,
    referral,
)

from kapea.core.care.asking import AgeBand
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_answers import next_answer_due
from kapea.core.care.referral_codes import (
    ChildSays,
    DeclineReason,
    ReferralNeed,
    ReferralState,
    ReferralStep,
    ReferralTask,
)
from kapea.core.care.referral_moves import make_referral_move, passed_on, revoked_by_withdrawal
from kapea.core.care.referral_states import NoSuchReferralMove, referral_steps
from kapea.core.care.referral_table import CHILD, CLOCK, RECEIVER, SENDER, SUPERVISOR
from kapea.core.care.referrals import OPEN_REFERRAL, ChildAnswered, Receipt, child_confirmed, sender_stays
from kapea.core.care.withdrawal import after_withdrawal

State, Step, Need = ReferralState, ReferralStep, ReferralNeed
OTHER = replace(referral().scope, target="police")
YES, NOBODY = ChildAnswered(ChildSays.YES, AT), ChildAnswered(ChildSays.NOBODY_CAME, AT)
NOT_YET = ChildAnswered(ChildSays.NOT_YET, AT)


# --- answers ------------------------------------------------------------------------------------


def test_who_receives_it_is_named_and_may_know():
    sent = at_state(State.SENT)
    early = replace(sent, receipt=Receipt("member-nurse", AT - HOUR))
    for step in (Step.RECEIVE, Step.ACCEPT):
        assert lacks_of(facts(sent), step, RECEIVER) == {Need.NAMED_RECEIVER}
        assert lacks_of(facts(early), step, RECEIVER) == {Need.NAMED_RECEIVER}
        kin = facts(replace(sent, receipt=Receipt("member-uncle", AT)), kept_from=frozenset({"member-uncle"}))
        assert lacks_of(kin, step, RECEIVER) == {Need.NAMED_RECEIVER}


def test_cw_41_at_red_whoever_sent_it_stays_until_somebody_there_has_it():
    sent = at_state(State.SENT, level=CaseLevel.RED)
    named = replace(sent, receipt=Receipt("member-nurse", AT, "member-counsellor"))
    assert sender_stays(sent)
    assert sender_stays(named)  # written down, and not yet taken through the table
    received = after(named, Step.RECEIVE, SENDER)
    assert not sender_stays(received)
    declined = after(replace(received, declined_because=DeclineReason.FULL), Step.DECLINE, RECEIVER)
    assert sender_stays(declined)
    assert not sender_stays(at_state(State.SENT))


def test_cw_38_a_decline_has_a_reason_and_leaves_a_task():
    for state in (State.SENT, State.RECEIVED, State.ACCEPTED, State.STARTED):
        now = at_state(state)
        assert lacks_of(facts(now), Step.DECLINE, RECEIVER) == {Need.DECLINE_REASON}
        why = replace(now, declined_because=DeclineReason.COST)
        made = make_referral_move(facts(why), Step.DECLINE, RECEIVER, at=AT)
        assert made.move.opens is ReferralTask.FIND_NEXT_SERVICE


@pytest.mark.parametrize("level", CaseLevel)
def test_cw_39_a_late_answer_reminds_once_then_rings_and_no_clock_closes_it(level):
    now, clock, seen = at_state(State.SENT, level=level), AT, []
    for _ in range(24 * 40):
        clock += HOUR / 2 if level is CaseLevel.RED else 4 * HOUR
        for step in (Step.REMIND, Step.RING_SUPERVISOR):
            if not lacks_of(facts(now), step, CLOCK, clock):
                seen.append(step)
                now = after(now, step, CLOCK, at=clock)
                assert now.state is State.SENT
    assert seen == [Step.REMIND, Step.RING_SUPERVISOR]
    assert now.reminded_at is not None
    assert now.rung_at is not None
    assert now.reminded_at < now.rung_at


def test_cw_39_only_a_supervisor_who_was_rung_gives_up_waiting():
    sent = at_state(State.SENT)
    assert lacks_of(facts(sent), Step.LAPSE, SUPERVISOR) == {Need.SUPERVISOR_RUNG}
    rung = replace(sent, reminded_at=AT + HOUR, rung_at=AT + 2 * HOUR)
    made = make_referral_move(facts(rung), Step.LAPSE, SUPERVISOR, at=AT + 3 * HOUR)
    assert made.referral.state is State.LAPSED
    assert made.move.opens is ReferralTask.FIND_NEXT_SERVICE


def test_cw_39_a_reminder_of_before_does_not_count_for_the_next_answer():
    """News are late weeks later: then somebody is reminded first again."""
    accepted = replace(at_state(State.ACCEPTED), reminded_at=AT - HOUR, rung_at=AT - HOUR)
    late = AT + 16 * DAY
    assert lacks_of(facts(accepted), Step.REMIND, CLOCK, late) == set()
    assert lacks_of(facts(accepted), Step.RING_SUPERVISOR, CLOCK, late) == {Need.LATE_AGAIN}


def test_news_are_dated_and_put_off_the_next():
    started = at_state(State.STARTED)
    assert lacks_of(facts(started), Step.WRITE_NEWS, RECEIVER) == {Need.NEWS_NOTE}
    tomorrow = facts(started, news_on=AT.date() + DAY)
    assert lacks_of(tomorrow, Step.WRITE_NEWS, RECEIVER) == {Need.NEWS_NOTE}
    once = after(started, Step.WRITE_NEWS, RECEIVER, at=AT + DAY, news_on=AT.date())
    assert (once.state, once.news, once.waits_since) == (State.STARTED, 1, AT + DAY)
    before, then = next_answer_due(started, time_zone=ZONE), next_answer_due(once, time_zone=ZONE)
    assert then.at - before.at == 17 * DAY  # one day later, and monthly from now on


# --- the end ------------------------------------------------------------------------------------


def test_cw_40_done_by_the_service_is_open_until_the_child_says_so():
    done = at_state(State.DONE_BY_SERVICE)
    assert done.state in OPEN_REFERRAL
    for hand in ONE_HAND:
        for step in referral_steps(done.state, done.level, hand):
            if hand != CHILD or step is not Step.REVOKE:
                assert lacks_of(facts(done), step, hand)


@pytest.mark.parametrize("hand", [CHILD, SENDER])
def test_cw_40_a_yes_of_the_child_ends_it(hand):
    done = replace(at_state(State.DONE_BY_SERVICE), child_answer=YES)
    ended = after(done, Step.CONFIRM, hand)
    assert ended.state is State.CONFIRMED
    assert child_confirmed(ended)


def test_cw_40_what_the_child_said_before_it_was_done_is_no_answer():
    early = replace(YES, at=AT - HOUR)
    done = replace(at_state(State.DONE_BY_SERVICE), child_answer=early)
    assert lacks_of(facts(done), Step.CONFIRM, CHILD) == {Need.SAID_YES}
    for says, step in ((NOBODY, Step.CONFIRM), (YES, Step.SAY_NOBODY_CAME), (NOT_YET, Step.CONFIRM)):
        assert lacks_of(facts(replace(done, child_answer=says)), step, CHILD)


def test_cw_40_two_safe_tries_on_two_days_end_it_unheard():
    done = at_state(State.DONE_BY_SERVICE)
    one_day = replace(done, tries=(AT, AT + HOUR))
    two_days = replace(done, tries=(AT, AT + DAY))
    later = AT + 2 * DAY
    assert lacks_of(facts(one_day), Step.END_UNHEARD, SENDER, later) == {Need.TWO_SAFE_TRIES}
    ended = after(two_days, Step.END_UNHEARD, SENDER, at=later)
    assert ended.state is State.CONFIRMED
    assert not child_confirmed(ended)
    answered = replace(two_days, child_answer=replace(NOT_YET, at=AT + HOUR))
    assert lacks_of(facts(answered), Step.END_UNHEARD, SENDER, later) == {Need.TWO_SAFE_TRIES}
    tried_anew = replace(answered, tries=(AT + DAY, AT + 2 * DAY))
    assert not child_confirmed(after(tried_anew, Step.END_UNHEARD, SENDER, at=later))


def test_cw_40_at_red_a_supervisor_stops_asking_and_nobody_alone():
    red = replace(at_state(State.DONE_BY_SERVICE), level=CaseLevel.RED, tries=(AT, AT + DAY))
    with pytest.raises(NoSuchReferralMove):
        after(red, Step.END_UNHEARD, SENDER, at=AT + 2 * DAY)
    assert after(red, Step.END_UNHEARD, SUPERVISOR, at=AT + 2 * DAY).state is State.CONFIRMED


def test_cw_40_that_nobody_came_opens_the_need_again():
    done = replace(at_state(State.DONE_BY_SERVICE), child_answer=NOBODY)
    made = make_referral_move(facts(done), Step.SAY_NOBODY_CAME, CHILD, at=AT)
    assert made.referral.state is State.NOT_HAPPENED
    assert made.move.opens is ReferralTask.REOPEN_NEED


def test_cw_40_before_it_is_done_that_nobody_came_rings_there_and_goes_on():
    """Whoever is on the way still comes."""
    started = replace(at_state(State.STARTED), child_answer=NOBODY)
    made = make_referral_move(facts(started), Step.SAY_NOBODY_CAME, CHILD, at=AT)
    assert made.referral.state is State.STARTED
    assert made.move.opens is ReferralTask.PHONE_RECEIVER


def test_cw_40_once_done_the_sender_cannot_revoke_it_unasked():
    done = at_state(State.DONE_BY_SERVICE)
    with pytest.raises(NoSuchReferralMove):
        after(done, Step.REVOKE, SENDER)
    assert after(done, Step.REVOKE, CHILD).state is State.REVOKED


# --- a yes that is taken back ---------------------------------------------------------------------


def test_cw_29_taking_back_a_yes_revokes_what_is_open_and_tells_who_has_it():
    mine = child(about=referral().scope, band=AgeBand.FROM_15)
    asked_anew = child(about=OTHER, band=AgeBand.FROM_15, id="another")
    every = [
        at_state(state)
        for state in (State.DRAFT, State.READY, State.SENT, State.STARTED, State.DONE_BY_SERVICE)
    ]
    every = [replace(each, id=f"referral-{n}") for n, each in enumerate(every)]
    made = revoked_by_withdrawal(mine, every)
    assert [each.referral.state for each in made] == [State.REVOKED] * 5
    stop = [each.referral.id for each in made if each.move.opens is ReferralTask.TELL_RECEIVER_TO_STOP]
    assert stop == ["referral-2", "referral-3", "referral-4"]
    assert revoked_by_withdrawal(asked_anew, every) == ()
    assert revoked_by_withdrawal(mine, [each.referral for each in made]) == ()
    told = after_withdrawal(mine, map(passed_on, every))
    assert told.tell_to_stop == ("clinic",)
    assert [each.id for each in told.already_went] == stop
