"""Where a sentence vector stands beside the words, both are heard; where none does, all is as ever."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.understanding.small_model import OUTPUTS, STEP, model, with_meaning

from kapea.core.pack.danger_kinds import ALL_KINDS
from kapea.core.pack.hearing_model import (
    ASK,
    DANGER,
    NOTHING,
    SITUATION,
    VECTOR_SIZE,
    Limits,
    decode_model,
    encode_model,
)
from kapea.core.pack.parse.hearing_numbers import fault_of
from kapea.core.understanding.listening import Listener
from kapea.core.understanding.meaning import MeaningWeighing

WORDS = model(
    {"wgame": {ASK: -90, f"{SITUATION}S03": 60, f"{SITUATION}S04": 40}, "wpay": {ASK: 90}},
    Limits(ask=0.6, nothing=0.6, familiar=0.05),
)
BOTH = with_meaning(
    WORDS,
    {
        ASK: {0: 100, 1: -100},
        f"{DANGER}threat": {0: 100},
        NOTHING: {1: 100},
        f"{SITUATION}S04": {1: 60},
        f"{SITUATION}S01": {1: 10},
    },
)
ALONE, LISTENER = Listener(WORDS, lambda _: ""), Listener(BOTH, lambda w: "dying" if "rope" in w else "")


def vector(at: int, number: float = 1.0) -> list[float]:
    return [number if n == at else 0.0 for n in range(VECTOR_SIZE)]


def test_danger_that_no_word_tells_is_heard_by_the_vector():
    heard = LISTENER.hear("game", vector=vector(0))
    assert (heard.asks, heard.kind, heard.by_vector) == (True, "threat", True)


def test_situations_stand_in_the_order_of_both_together():
    assert ALONE.hear("game").situations[:2] == ("S03", "S04")
    assert LISTENER.hear("game", vector=vector(1)).situations[:2] == ("S04", "S03")


def test_only_situations_that_may_be_offered_are():
    assert LISTENER.hear("game", frozenset({"S01"}), vector(1)).situations == ("S01",)


def test_what_the_lists_know_is_asked_about_whatever_the_vector_says():
    heard = LISTENER.hear("game rope", vector=vector(1))
    assert (heard.asks, heard.kind, heard.nothing) == (True, "dying", False)


@given(st.text(max_size=200))
def test_without_a_vector_all_is_heard_as_by_numbers_that_know_of_none(words):
    assert Listener(BOTH, lambda _: "").hear(words) == ALONE.hear(words)


@pytest.mark.parametrize(
    "given", [[], [0.0] * 383, [float("nan")] * VECTOR_SIZE, [float("inf")] * VECTOR_SIZE]
)
def test_what_is_no_vector_is_not_weighed(given):
    assert LISTENER.hear("game", vector=given) == LISTENER.hear("game")


@given(st.lists(st.floats(-1e6, 1e6), min_size=VECTOR_SIZE, max_size=VECTOR_SIZE))
def test_any_vector_is_heard(numbers):
    heard = LISTENER.hear("pay game", vector=numbers)
    assert {kind for kind, _ in heard.danger} == set(ALL_KINDS)
    assert all(0 <= strength <= 1 for _, strength in heard.danger)
    assert not (heard.nothing and heard.asks)


def test_sums_are_steps_times_the_numbers_of_the_vector():
    sums = MeaningWeighing(BOTH.meaning).sums(vector(0, 0.5))
    assert dict(zip(OUTPUTS, sums, strict=True))[ASK] == pytest.approx(100 * STEP / 2)


class TestWhoGivesAVector:
    def test_is_asked_for_the_words_where_numbers_weigh_one(self):
        asked = []
        listener = Listener(BOTH, lambda _: "", lambda words: asked.append(words) or vector(0))
        assert listener.hear("game").by_vector
        assert asked == ["game"]

    def test_is_not_asked_where_numbers_weigh_none_or_one_is_given(self):
        asked = []
        Listener(WORDS, lambda _: "", asked.append).hear("game")
        Listener(None, lambda _: "", asked.append).hear("game")
        Listener(BOTH, lambda _: "", asked.append).hear("game", vector=vector(0))
        assert asked == []

    def test_may_have_none(self):
        assert Listener(BOTH, lambda _: "", lambda _: None).hear("game") == ALONE.hear("game")


class TestInAFile:
    def test_numbers_come_back_as_they_were_with_vectors_and_without(self):
        assert decode_model(encode_model(BOTH)) == BOTH
        assert decode_model(encode_model(WORDS)) == WORDS

    def test_numbers_without_vectors_say_nothing_of_them(self):
        assert b"meaning" not in encode_model(WORDS)

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"rows": b""}, "a sentence vector and outputs have"),
            ({"constants": (0.0,)}, "a sentence vector and outputs have"),
            ({"verdicts": {}}, "something else"),
            ({"verdicts": WORDS.verdicts}, "weighs other signs"),
        ],
    )
    def test_a_shape_that_is_wrong_is_named(self, change, says):
        broken = msgspec.structs.replace(BOTH, meaning=msgspec.structs.replace(BOTH.meaning, **change))
        assert fault_of(BOTH) == ""
        assert says in fault_of(broken)
