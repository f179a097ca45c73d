"""What leaves with a referral is what was allowed, byte for byte, and nothing leaves by another way."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT
from tests.core.care.made_referrals import FIELDS, WORDS, acted_first, at_state, facts, granted, referral

from kapea.core.care.asking import SharedField
from kapea.core.care.care_effects import NotPermitted
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import ReferralNeed, ReferralState
from kapea.core.care.referral_form import (
    ALWAYS_NEEDED,
    LEAST_FORM,
    FormLacks,
    ReceiverFact,
    form_lacks,
    needed_fields,
    receiver_shown,
    referral_sending,
)
from kapea.core.care.referral_needs import needs_met
from kapea.core.care.referral_states import NoSuchReferralMove, ReferralLacks
from kapea.core.care.scopes import OrganisationScope

READY = at_state(ReferralState.READY)
PLANTED = "planted-word"
OURS = {SharedField.CODE, SharedField.LEVEL, SharedField.SERVICE_TYPE, SharedField.ANSWER_BY}
EVERY_WORD = {field: f"{field.value} in words" for field in SharedField} | WORDS


def test_cw_36_the_body_is_this_byte_for_byte():
    sending = referral_sending(facts(READY), WORDS, at=AT)
    assert sending.message.body() == (
        b'{"answer_by":"2026-11-30T16:00+07:00","code":"K-204","language":"Khmer, by text only",'
        b'"level":"orange","must_not_know":"nobody at the commune post",'
        b'"safety_meanwhile":"with her aunt until Sunday; call at six",'
        b'"sender":"Desk One, line 2","service_type":"MEDICAL"}'
    )
    assert sending.rests_on == ("answer-child-yes",)
    assert referral_sending(facts(READY), dict(reversed(WORDS.items())), at=AT).message.body() == (
        sending.message.body()
    )


some_fields = st.frozensets(st.sampled_from(SharedField)).map(lambda more: ALWAYS_NEEDED | more)


@given(some_fields)
def test_cw_36_it_holds_the_allow_list_and_nothing_else(fields):
    """Whatever else somebody wrote."""
    ready = at_state(ReferralState.READY, fields=fields)
    sending = referral_sending(facts(ready), EVERY_WORD, at=AT)
    said = json.loads(sending.message.body())
    assert set(said) == {field.value for field in fields}
    assert all(said[f.value] == EVERY_WORD[f] for f in fields if f not in OURS)


def test_cw_36_what_the_referral_knows_is_not_left_to_whoever_writes():
    wrong = WORDS | {SharedField.LEVEL: "green", SharedField.CODE: "K-999", SharedField.ANSWER_BY: "never"}
    written = referral_sending(facts(READY), wrong, at=AT)
    assert written.message.body() == referral_sending(facts(READY), WORDS, at=AT).message.body()


def test_cw_36_notes_and_the_safety_plan_can_never_be_in_it():
    """There is no field that could hold them, and no field is made of words that are no field."""
    assert not [f for f in SharedField if {"note", "notes", "plan"} & set(f.value.split("_"))]
    smuggled = WORDS | {"notes": PLANTED, "safety_plan": PLANTED}
    assert PLANTED.encode() not in referral_sending(facts(READY), smuggled, at=AT).message.body()


def test_name_story_school_and_where_are_not_in_the_least_form():
    kept_apart = set(SharedField) - set(LEAST_FORM)
    assert {f.value for f in kept_apart} == {"name", "summary", "school", "whereabouts", "wishes"}
    assert set(LEAST_FORM) >= ALWAYS_NEEDED


# --- what is missing --------------------------------------------------------------------------------


def test_what_is_missing_is_named():
    few = referral(fields=FIELDS - {SharedField.SENDER} | {SharedField.NAME}, level=CaseLevel.RED)
    said = {SharedField.LANGUAGE: " "}
    assert form_lacks(few, said, list_is_empty=False) == (
        SharedField.SENDER,
        SharedField.LANGUAGE,
        SharedField.MUST_NOT_KNOW,
        SharedField.SAFETY_MEANWHILE,
        SharedField.NAME,
    )
    with pytest.raises(FormLacks, match="language") as lacks:
        referral_sending(facts(READY), WORDS | said, at=AT)
    assert lacks.value.fields == (SharedField.LANGUAGE,)


@pytest.mark.parametrize("level", CaseLevel)
@pytest.mark.parametrize("empty", [True, False])
def test_danger_and_a_list_of_who_must_not_know_ask_for_their_fields(level, empty):
    more = needed_fields(referral(level=level), list_is_empty=empty) - ALWAYS_NEEDED
    expected = {SharedField.SAFETY_MEANWHILE} if level is CaseLevel.RED else set()
    assert more == (expected if empty else expected | {SharedField.MUST_NOT_KNOW})


def test_whoever_must_not_know_is_told_of_to_the_receiver_or_nothing_is_sent():
    ready = at_state(ReferralState.READY, fields=FIELDS - {SharedField.MUST_NOT_KNOW})
    hidden = granted(ready.scope, must_not_know=frozenset({"person-uncle"}))
    with pytest.raises(FormLacks, match="must_not_know"):
        referral_sending(facts(ready, granted=hidden), WORDS, at=AT)


# --- no other way -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", set(ReferralState) - {ReferralState.READY})
def test_cw_35_nothing_leaves_but_from_ready(state):
    with pytest.raises(NoSuchReferralMove):
        referral_sending(facts(replace(READY, state=state)), WORDS, at=AT)


@pytest.mark.parametrize(
    ("changed", "need"),
    [
        ({"granted": None}, ReferralNeed.PERMISSION),
        ({"protocol": None}, ReferralNeed.PROTOCOL),
        ({"kept_from": frozenset({"clinic"})}, ReferralNeed.MAY_KNOW),
    ],
)
def test_cw_35_nothing_leaves_without_what_sending_needs(changed, need):
    with pytest.raises(ReferralLacks) as lacks:
        referral_sending(facts(READY, **changed), WORDS, at=AT)
    assert lacks.value.needs == (need,)


def test_cw_30_who_acts_first_sends_the_least_by_a_complete_record():
    record, grant = acted_first(READY.scope)
    made = facts(READY, granted=grant, acted_first=record, protocol=None)
    sending = referral_sending(made, WORDS, at=AT)
    assert sending.rests_on == (record.id,)
    assert set(sending.message.payload) == record.scope.fields
    with pytest.raises(ReferralLacks):
        referral_sending(made, WORDS, at=record.review_due)


def test_a_grant_for_fewer_fields_sends_nothing():
    fewer = granted(OrganisationScope(target="clinic", purpose="medical", fields=ALWAYS_NEEDED))
    with pytest.raises(ReferralLacks):
        referral_sending(facts(READY, granted=fewer), WORDS, at=AT)


# --- shelters -----------------------------------------------------------------------------------------


def test_cw_42_where_somebody_is_in_a_shelter_leaves_with_no_referral():
    place = FIELDS | {SharedField.WHEREABOUTS}
    ready = at_state(ReferralState.READY, fields=place)
    hidden = facts(replace(ready, concerns_shelter=True))
    assert referral_sending(facts(ready), EVERY_WORD, at=AT)
    with pytest.raises(NotPermitted, match="by voice"):
        referral_sending(hidden, EVERY_WORD, at=AT)
    assert not needs_met(hidden, at=AT)[ReferralNeed.FORM]


def test_cw_42_of_a_shelter_its_alias_and_the_phone_of_its_staff_are_shown():
    known = {fact: fact.value for fact in ReceiverFact}
    assert receiver_shown(known, is_shelter=True) == {
        ReceiverFact.ALIAS: "alias",
        ReceiverFact.STAFF_PHONE: "staff_phone",
    }
    open_to_all = receiver_shown(known, is_shelter=False)
    assert set(open_to_all) == set(ReceiverFact) - {ReceiverFact.ALIAS, ReceiverFact.STAFF_PHONE}
