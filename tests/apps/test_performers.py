"""An effect is performed once and where it belongs; what nobody performs changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.dialogue.effects import Effect, ForgetConversation, ReachedOutcome
from kapea.guide import performers
from kapea.guide.performers import Occasion, UnknownEffect

OCCASION = Occasion(None, "web", "en", None)
REACHED = ReachedOutcome("guided", who="child", band="9-11", situation="S01", level="red")
COUNT = Effect("count", REACHED)
FORGET = Effect("forget", ForgetConversation())
both = st.lists(st.sampled_from((COUNT, FORGET)), max_size=8)


class Heard(list):
    """What was performed, in order."""

    def perform(self, payload, occasion):
        self.append((payload, occasion))


@pytest.fixture
def empty(monkeypatch):
    monkeypatch.setattr(performers, "_performers", {})
    return Heard(), Heard()


def registered(monkeypatch) -> tuple[Heard, Heard]:
    monkeypatch.setattr(performers, "_performers", {})
    inside, apart = Heard(), Heard()
    performers.register_performer(FORGET.kind, inside.perform)
    performers.register_performer(COUNT.kind, apart.perform, apart=True)
    return inside, apart


@given(both)
def test_each_effect_is_performed_once_and_in_order_inside_the_turn_or_apart_from_it(effects):
    with pytest.MonkeyPatch.context() as patch:
        inside, apart = registered(patch)
        performers.perform(effects, OCCASION, apart=False)
        assert [payload for payload, _ in inside] == [e.payload for e in effects if e is FORGET]
        assert apart == []
        performers.perform(effects, OCCASION, apart=True)
        assert [payload for payload, _ in apart] == [e.payload for e in effects if e is COUNT]
        assert len(inside) == effects.count(FORGET)


@given(both, st.integers(0, 8), st.booleans())
def test_one_effect_that_nobody_performs_stops_all_before_anything_is_done(effects, at, apart):
    unknown = Effect("nobody-performs-this", ForgetConversation())
    with pytest.MonkeyPatch.context() as patch:
        inside, beside = registered(patch)
        with pytest.raises(UnknownEffect, match="nobody-performs-this"):
            performers.perform([*effects[:at], unknown, *effects[at:]], OCCASION, apart=apart)
        assert not inside
        assert not beside


@pytest.mark.parametrize("payload", [None, "red", ForgetConversation()])
def test_a_payload_of_another_kind_reaches_no_performer(empty, payload):
    heard, _ = empty
    performers.register_performer(COUNT.kind, heard.perform)
    with pytest.raises(UnknownEffect):
        performers.perform([Effect(COUNT.kind, payload)], OCCASION, apart=False)
    assert heard == []


def test_a_second_performer_is_refused_and_the_first_goes_on(empty):
    first, second = empty
    performers.register_performer(COUNT.kind, performed := first.perform)
    with pytest.raises(ValueError, match="already"):
        performers.register_performer(COUNT.kind, second.perform)
    performers.register_performer(COUNT.kind, performed)
    performers.perform([COUNT], OCCASION, apart=False)
    assert (len(first), len(second)) == (1, 0)


def test_what_is_performed_here_can_be_asked_and_taken_away(empty):
    heard, _ = empty
    performers.register_performer(FORGET.kind, heard.perform)
    assert performers.kinds() == {FORGET.kind}
    performers.unregister_performer(FORGET.kind)
    performers.unregister_performer(FORGET.kind)
    assert performers.kinds() == frozenset()


def test_a_kind_that_does_not_exist_says_where_to_add_it(empty):
    with pytest.raises(ValueError, match="EFFECTS"):
        performers.register_performer("nosuch", lambda payload, occasion: None)
    assert performers.kinds() == frozenset()


def test_an_occasion_has_no_place_for_anything_of_a_person():
    assert set(Occasion.__dataclass_fields__) == {"world", "door", "language", "at"}
