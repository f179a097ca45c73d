"""A referral moves by its table and in no other way, and only by the hand that may."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from tests.core.care.made import AT, answers, caregiver, child
from tests.core.care.made_referrals import (
    DAY,
    FIELDS,
    ONE_HAND,
    acted_first,
    after,
    at_state,
    facts,
    granted,
    lacks_of,
    protocol,
    referral,
)

from kapea.core.care.act_first import NotYetBecause, TellLater
from kapea.core.care.asking import AgeBand, ConsentAnswer, SharedField
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.decisions import Granted, decide
from kapea.core.care.referral_codes import ReferralNeed, ReferralState, ReferralStep, SafetyQuestion
from kapea.core.care.referral_needs import needs_met
from kapea.core.care.referral_states import (
    NoSuchReferralMove,
    ReferralLacks,
    allowed_referral_move,
    hands_on_referral,
    referral_steps,
)
from kapea.core.care.referral_table import CHILD, RECEIVER, REFERRAL_TABLE, SENDER, SUPERVISOR
from kapea.core.care.referrals import OPEN_REFERRAL, ReadBack, Receipt

State, Step, Need = ReferralState, ReferralStep, ReferralNeed
EVERY_NEED = dict.fromkeys(ReferralNeed, True)
OTHER = replace(referral().scope, target="police")


# --- the table -------------------------------------------------------------------------------


def test_there_is_one_row_for_a_step_at_most():
    for state, level, hand in product(State, CaseLevel, ONE_HAND):
        steps = referral_steps(state, level, hand)
        assert len(steps) == len(set(steps)), (state, level, hand)


def test_every_state_is_reached_and_what_is_over_leads_nowhere():
    reached = {State.DRAFT} | {move.ends for move in REFERRAL_TABLE}
    assert reached - {None} == set(State)
    for state, level, hand in product(set(State) - OPEN_REFERRAL, CaseLevel, ONE_HAND):
        assert referral_steps(state, level, hand) == ()


def test_every_open_referral_can_be_stopped_by_the_child():
    """At once and without anything that it takes."""
    for state, level in product(OPEN_REFERRAL, CaseLevel):
        assert allowed_referral_move(state, Step.REVOKE, level, CHILD, {}).ends is State.REVOKED


MATRIX = """
make_ready       sender
change           sender
send             sender
receive          receiver sender
accept           receiver
decline          receiver
start            receiver
take_over        receiver
write_news       receiver
finish           receiver
confirm          child sender
wait_longer      child sender
say_nobody_came  child sender
end_unheard      sender supervisor
revoke           child sender
remind           clock
ring_supervisor  clock
lapse            supervisor
"""


def test_cw_37_each_step_is_made_by_these_hands_and_no_other():
    made = {step: set() for step in Step}
    for state, level, hand, step in product(State, CaseLevel, ONE_HAND, Step):
        try:
            allowed_referral_move(state, step, level, hand, EVERY_NEED)
        except NoSuchReferralMove:
            continue
        made[step] |= {each.value for each in hand}
    rows = [line.split() for line in MATRIX.strip().splitlines()]
    assert {step.value: sorted(by) for step, by in made.items()} == {step: by for step, *by in rows}


@pytest.mark.parametrize(
    ("member", "hands"),
    [
        ("owner", SENDER),
        ("lead", SUPERVISOR),
        ("nurse", RECEIVER),
        ("both", SENDER),
        ("aunt", frozenset()),
        ("nobody", frozenset()),
    ],
)
def test_cw_37_nobody_answers_what_they_sent_themselves(member, hands):
    owner = member if member == "both" else "owner"
    receivers, kept = frozenset({"nurse", "both", "aunt"}), frozenset({"aunt"})
    found = hands_on_referral(
        member, owner=owner, supervisor_of_owner="lead", receivers=receivers, kept_from=kept
    )
    assert found == hands


def test_what_lacks_names_every_need_that_is_missing():
    with pytest.raises(ReferralLacks) as lacks:
        allowed_referral_move(State.READY, Step.SEND, CaseLevel.RED, SENDER, {Need.FORM: True})
    assert set(lacks.value.needs) == {
        Need.MAY_KNOW,
        Need.PERMISSION,
        Need.PROTOCOL,
        Need.READ_BACK,
        Need.SAFETY_MEANWHILE,
    }


# --- permission, protocol, acting first --------------------------------------------------------


def test_cw_35_with_a_yes_and_a_live_protocol_it_is_made_ready_and_sent():
    assert at_state(State.SENT).rests_on == ("answer-child-yes",)


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"granted": None}, {Need.PERMISSION}),
        ({"granted": granted(OTHER)}, {Need.PERMISSION}),
        ({"granted": granted(replace(referral().scope, purpose="legal"))}, {Need.PERMISSION}),
        (
            {"granted": granted(replace(referral().scope, fields=FIELDS | {SharedField.NAME}))},
            {Need.PERMISSION},
        ),
        (
            {"granted": granted(replace(referral().scope, fields=FIELDS - {SharedField.LANGUAGE}))},
            {Need.PERMISSION},
        ),
        ({"granted": "yes"}, {Need.PERMISSION}),
        ({"protocol": None}, {Need.PROTOCOL}),
        ({"protocol": protocol(review_on=AT.date())}, {Need.PROTOCOL}),
        ({"protocol": protocol(left={"clinic": AT.date()})}, {Need.PROTOCOL}),
        ({"protocol": protocol(parties=frozenset({"desk", "police"}))}, {Need.PROTOCOL}),
        ({"protocol": protocol(purpose="legal")}, {Need.PROTOCOL}),
        ({"protocol": protocol(fields=FIELDS - {SharedField.LANGUAGE})}, {Need.PROTOCOL}),
        ({"lacks": (SharedField.SENDER,)}, {Need.FORM}),
        ({"kept_from": frozenset({"clinic"})}, {Need.MAY_KNOW}),
        ({"kept_from": frozenset({"clinic-day"})}, {Need.MAY_KNOW}),
    ],
)
def test_cw_35_without_it_nothing_is_made_ready_or_sent(changed, lacks):
    assert lacks_of(facts(**changed)) == lacks
    assert lacks_of(facts(at_state(State.READY), **changed), Step.SEND) == lacks


def test_cw_35_a_yes_of_another_case_is_none():
    assert lacks_of(facts(referral(case="case-b"))) == {Need.PERMISSION}


@pytest.mark.parametrize("who", ["clinic-day", "member-uncle"])
def test_cw_33_whoever_must_not_know_is_not_reached_wherever_it_is_written(who):
    """On the list of a yes, on that of who acted first, among the feared, or marked since."""
    record, grant = acted_first(referral().scope, feared=frozenset({who}))
    listed, _ = acted_first(referral().scope, must_not_know=frozenset({who}))
    first = {"granted": grant, "acted_first": record}
    sent = replace(at_state(State.SENT), receipt=Receipt(who, AT))
    for hidden in (
        {"granted": granted(referral().scope, must_not_know=frozenset({who}))},
        first,
        first | {"acted_first": listed},
        {"kept_from": frozenset({who})},
    ):
        met = needs_met(facts(sent, **hidden), at=AT)
        assert met[Need.MAY_KNOW] is (who != "clinic-day")
        assert not met[Need.NAMED_RECEIVER]


def test_cw_35_a_yes_that_was_taken_back_or_is_over_sends_nothing():
    ready = at_state(State.READY)
    assert lacks_of(facts(ready), Step.SEND, at=AT + 91 * DAY) == {Need.PERMISSION}
    said = child(about=ready.scope, band=AgeBand.FROM_15, withdrawn=AT)
    refused = decide(answers(said, band=AgeBand.FROM_15), ready.scope, at=AT)
    assert not isinstance(refused, Granted)


def test_cw_35_a_complete_record_of_acting_first_needs_no_protocol():
    record, grant = acted_first(referral().scope)
    made = facts(granted=grant, acted_first=record, protocol=None)
    assert lacks_of(made) == set()
    assert lacks_of(replace(made, acted_first=replace(record, id="first-2"))) == {Need.PROTOCOL}
    assert lacks_of(made, at=AT + DAY) == {Need.PERMISSION}


def test_cw_35_who_acts_first_and_tells_later_reads_it_back_later():
    unread = referral(read_back=None)
    assert lacks_of(facts(unread)) == {Need.READ_BACK}
    record, grant = acted_first(unread.scope)
    assert lacks_of(facts(unread, granted=grant, acted_first=record)) == {Need.READ_BACK}
    unread = replace(unread, told_of_it=False)
    later = TellLater(NotYetBecause.TELLING_RAISES_DANGER, AT + DAY)
    record, grant = acted_first(unread.scope, told=later)
    assert lacks_of(facts(unread, granted=grant, acted_first=record)) == set()


def test_what_the_child_does_not_know_of_was_not_read_back_to_them():
    assert lacks_of(facts(referral(told_of_it=False))) == {Need.READ_BACK}


WHO_SAID = """
12-14: yes+yes cannot+yes
15-17: yes+yes yes+no yes+not_asked yes+cannot cannot+yes
"""


@pytest.mark.parametrize("line", WHO_SAID.strip().splitlines())
def test_cw_27_of_all_that_child_and_adult_may_say_only_this_sends(line):
    age, said = line.split(": ")
    band, scope, sends = AgeBand(age), referral().scope, set()
    for mine, theirs in product(ConsentAnswer, ConsentAnswer):
        heard = answers(child(mine, scope, band), caregiver(theirs, scope, band), band=band)
        decided = decide(heard, scope, at=AT)
        lacks = lacks_of(facts(granted=decided if isinstance(decided, Granted) else None))
        assert lacks in (set(), {Need.PERMISSION})
        sends |= {f"{mine.value}+{theirs.value}"} if not lacks else set()
    assert sends == set(said.split())


def test_every_field_of_it_is_read_back_and_again_after_a_change():
    part = referral(read_back=ReadBack(AT, FIELDS - {SharedField.LANGUAGE}))
    assert lacks_of(facts(part)) == {Need.READ_BACK}
    changed = after(at_state(State.READY), Step.CHANGE, SENDER)
    assert lacks_of(facts(changed)) == {Need.READ_BACK}


@pytest.mark.parametrize("said", [ConsentAnswer.NO, ConsentAnswer.NOT_ASKED, ConsentAnswer.CANNOT])
@pytest.mark.parametrize("band", [AgeBand.FROM_6, AgeBand.FROM_12, AgeBand.FROM_15])
def test_cw_28_what_a_caregiver_says_sends_nothing_where_the_child_says_no(said, band):
    scope = referral().scope
    heard = answers(child(said, scope, band), caregiver(about=scope, band=band), band=band)
    decided = decide(heard, scope, at=AT)
    if said is ConsentAnswer.CANNOT:  # then an adult speaks for them
        assert isinstance(decided, Granted)
    else:
        assert lacks_of(facts(granted=decided)) == {Need.PERMISSION}


def test_interim_safety_is_settled_before_anything_leaves_at_red():
    part = frozenset(SafetyQuestion) - {SafetyQuestion.WHERE_TONIGHT}
    for level in CaseLevel:
        ready = replace(at_state(State.READY), level=level, safety_meanwhile=part)
        expected = {Need.SAFETY_MEANWHILE} if level is CaseLevel.RED else set()
        assert lacks_of(facts(ready), Step.SEND) == expected


def test_every_need_is_told_of_and_none_by_default():
    met = needs_met(facts(referral(read_back=None, safety_meanwhile=frozenset()), granted=None), at=AT)
    assert set(met) == set(Need)
    assert {need for need, is_met in met.items() if is_met} == {Need.FORM, Need.PROTOCOL, Need.MAY_KNOW}
