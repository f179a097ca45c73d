"""What a turn brings about: only what was agreed to, only what is counted, and nothing of a person's own."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue.walks import after, answers, by_keys, events, fresh, journeys, node, value, world

from kapea.core.dialogue.effects import (
    COUNT,
    FORGET,
    OWN_PAYLOADS,
    ConsentedRequest,
    Effect,
    ForgetConversation,
    ReachedOutcome,
    payload_type,
)
from kapea.core.dialogue.events import Answer, Media, Move, Silence, Timeout
from kapea.core.dialogue.turn import advance, turn
from kapea.core.pack.parse.journeys import COUNTS, EFFECTS

WAYS = st.lists(events, max_size=25)
REFUSED = ("2", "1")
AGREED = ("1", "1")


def effects(state, event) -> tuple[Effect, ...]:
    return turn(world(), state, event).effects


@given(journeys, WAYS, events)
def test_every_effect_has_the_payload_of_its_kind(journey, way, event):
    for effect in effects(after(fresh(journey), *way), event):
        assert type(effect.payload) is payload_type(effect.kind)


@given(journeys, WAYS, events)
def test_an_outcome_is_counted_where_one_comes_to_it_in_the_coarsest_words(journey, way, event):
    """Words that are counted are values of the pack's own facts: nothing typed, no time, no address."""
    before = after(fresh(journey), *way)
    known = {v for fact in world().facts for v in fact.values}
    for effect in effects(before, event):
        if effect.kind == COUNT:
            outcome, *said = msgspec.structs.astuple(effect.payload)
            assert outcome in COUNTS
            assert set(said) <= known


@given(journeys, WAYS, answers)
def test_nothing_is_asked_for_that_was_not_agreed_to(journey, way, event):
    before = after(fresh(journey), *way)
    for effect in effects(before, event):
        if effect.kind in EFFECTS:
            assert effect.payload == ConsentedRequest("remind-ok=yes")
            assert value(before, "remind-ok") == "yes"


def test_who_agreed_is_reminded_and_who_did_not_never_comes_to_it():
    agreed = by_keys(*AGREED, journey="remind")
    assert node(agreed) == "remind.offer"
    assert effects(agreed, Answer("1")) == (Effect("remind", ConsentedRequest("remind-ok=yes")),)
    assert effects(agreed, Answer("2")) == (), "who thinks better of it is not reminded"
    assert node(by_keys(*REFUSED, journey="remind")) != "remind.offer"


def test_an_answer_that_asks_for_it_brings_nothing_about_where_nobody_agreed():
    """The checker proves that no pack comes here; the engine does not rely on it."""
    agreed = by_keys(*AGREED, journey="remind")
    choice = world().answers(agreed.place)["1"]
    assert choice.effect is not None
    place, brought = advance(world(), (agreed.place[0], world().fresh), choice)
    assert brought == ()
    assert world().release.nodes[place[0]].id == "remind.thanks", "and one goes on all the same"


def test_a_consent_is_of_its_own_journey_and_does_not_come_along():
    agreed = by_keys(*AGREED, journey="remind")
    back = after(agreed, Answer("1"), Answer("1"))
    assert node(back) == "help.first"
    assert value(back, "remind-ok") == "none"


@given(journeys, WAYS)
def test_stop_forgets_and_brings_about_nothing_else(journey, way):
    assert effects(after(fresh(journey), *way), Move("stop")) == (Effect(FORGET, ForgetConversation()),)


@given(
    journeys,
    WAYS,
    st.sampled_from((Silence(), Timeout(), Media("image"), Move("back"), Move("language"), Move("repeat"))),
)
def test_what_is_no_answer_brings_about_nothing(journey, way, event):
    assert effects(after(fresh(journey), *way), event) == ()


def test_a_situation_is_counted_with_who_and_how_grave_and_no_more():
    before = by_keys("1")
    assert effects(before, Answer("S01")) == (
        Effect(COUNT, ReachedOutcome("guided", who="child", band="none", situation="S01", level="orange")),
    )


@pytest.mark.parametrize("kind", [*OWN_PAYLOADS, *EFFECTS])
def test_every_kind_a_pack_may_ask_for_has_a_payload(kind):
    assert payload_type(kind) is not None


def test_a_kind_that_does_not_exist_has_none():
    assert payload_type("call-the-police") is None
    assert not set(OWN_PAYLOADS) & set(EFFECTS), "a pack cannot declare what only the dialogue makes"
