"""What is heard: the lists are never overruled, little that is known says little, and nothing breaks it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.understanding.small_model import OUTPUTS, model

from kapea.core.pack.danger_kinds import ALL_KINDS, UNSURE
from kapea.core.pack.hearing_model import (
    ASK,
    DANGER,
    LANGUAGE,
    NOTHING,
    SITUATION,
    TELLER,
    Limits,
    number_of_signs,
)
from kapea.core.understanding.explaining import reasons_for, reasons_to_ask
from kapea.core.understanding.listening import MOST_SITUATIONS, Heard, Listener, signs_of

NUMBERS = model(
    {
        "wpay": {ASK: 90, f"{DANGER}threat": 90, f"{SITUATION}S02": 60, f"{TELLER}child": 10},
        "wgame": {ASK: -90, f"{SITUATION}S03": 60, f"{LANGUAGE}sw": 30},
        "whello": {ASK: -90, NOTHING: 90, f"{LANGUAGE}en": 30},
        "fhelo": {NOTHING: 1},
    },
    Limits(ask=0.6, nothing=0.6, familiar=0.05),
)
LISTENER = Listener(NUMBERS, lambda words: "dying" if "rope" in words else "")


def test_danger_is_asked_about_with_the_kind_that_is_strongest():
    heard = LISTENER.hear("pay")
    assert (heard.asks, heard.kind) == (True, "threat")
    assert heard.danger[0][0] == "threat"
    assert [strength for _, strength in heard.danger] == sorted((s for _, s in heard.danger), reverse=True)


def test_a_worry_without_danger_is_offered_its_situation_first():
    heard = LISTENER.hear("game")
    assert (heard.asks, heard.kind, heard.nothing) == (False, "", False)
    assert heard.situations[0] == "S03"
    assert heard.language == "sw"


def test_what_needs_nothing_is_left_alone():
    assert LISTENER.hear("hello").nothing


def test_what_the_lists_know_is_asked_about_whatever_the_numbers_say():
    heard = LISTENER.hear("hello rope")
    assert (heard.asks, heard.kind, heard.nothing) == (True, "dying", False)


@pytest.mark.parametrize(
    ("listed", "strength", "kind"),
    [
        ("hurt", 0.95, "threat"),
        ("hurt", 0.45, "hurt"),
        ("dying", 0.99, "dying"),
        ("", 0.4, "threat"),
        ("", 0.2, UNSURE),
    ],
)
def test_the_kind_that_the_lists_know_gives_way_only_to_one_that_is_strong(listed, strength, kind):
    """And dying to none. A kind that is hardly heard is asked about in general."""
    assert Heard((("threat", strength),), asks=True, listed=listed).kind == kind


def offered(sums: dict[str, float], only_when_clear: tuple[str, ...] = ()) -> tuple[str, ...]:
    numbers = msgspec.structs.replace(NUMBERS, only_when_clear=only_when_clear)
    named = dict.fromkeys(OUTPUTS, -2.0) | {SITUATION + id: much for id, much in sums.items()}
    return Listener(numbers, lambda _: "").judged(list(named.values()), "", 1.0, None).situations


@pytest.mark.parametrize(
    ("sums", "kept"),
    [
        ({"S01": 0.5, "S02": 0.4, "S03": 0.3, "S04": 0.2}, ("S01", "S02", "S03")),
        ({"S01": 0.5, "S02": -0.1, "S03": -0.3}, ("S01", "S02")),
        ({"S03": 0.5, "S02": -0.4}, ("S03",)),
    ],
)
def test_what_is_hardly_likely_beside_the_first_is_not_offered(sums, kept):
    assert offered(sums) == kept


def test_nobody_is_offered_on_a_weak_guess_that_they_did_wrong():
    sums = {"S01": 0.5, "S02": 0.2, "S03": 0.1}
    assert offered(sums) == ("S01", "S02", "S03")
    assert offered(sums, ("S02",)) == ("S01", "S03")
    assert offered(sums | {"S02": 0.45}, ("S02",)) == ("S01", "S02", "S03")
    assert offered(sums | {"S02": 0.6}, ("S02",)) == ("S02", "S01", "S03")


def test_without_numbers_the_lists_are_heard_alone():
    bare = Listener(None, lambda words: "hurt" if words == "hit" else "")
    assert bare.hear("hit") == Heard(asks=True, listed="hurt")
    assert bare.hear("anything") == Heard()


def test_only_situations_that_may_be_offered_are():
    assert LISTENER.hear("game", frozenset({"S01"})).situations == ("S01",)
    assert LISTENER.hear("game", frozenset()).situations == ()


def test_of_what_is_hardly_known_nothing_is_said():
    heard = LISTENER.hear("game " + " ".join(f"{letter}q{letter}w{letter}t" for letter in "bcdfghjklmnprs"))
    assert heard.familiar < NUMBERS.limits.familiar
    assert (heard.situations, heard.language, heard.nothing) == ((), "", False)


@given(st.text(max_size=600))
def test_anything_is_heard_and_the_same_each_time(words):
    heard = LISTENER.hear(words)
    assert heard == LISTENER.hear(words)
    assert len(heard.situations) <= MOST_SITUATIONS
    assert {kind for kind, _ in heard.danger} == set(ALL_KINDS)
    assert all(0 <= strength <= 1 for _, strength in heard.danger)
    assert not (heard.nothing and heard.asks)


def test_there_are_as_many_signs_as_verdicts_weigh():
    assert len(signs_of(OUTPUTS, [0.0] * len(OUTPUTS), "")) == number_of_signs(OUTPUTS)


class TestWhy:
    def test_the_strongest_reasons_come_first_for_or_against(self):
        first = reasons_to_ask(LISTENER, "pay game")[0]
        assert (first.kind, first.stands) in {("word", "pay"), ("word", "game")}
        assert {r.stands: r.speaks > 0 for r in reasons_to_ask(LISTENER, "pay game")} == {
            "pay": True,
            "game": False,
        }

    def test_a_situation_has_its_own(self):
        assert reasons_for(LISTENER, "game", "S03")[0].stands == "game"

    @pytest.mark.parametrize("situation", ["S99", ""])
    def test_of_one_that_numbers_do_not_know_nothing_is_said(self, situation):
        assert reasons_for(LISTENER, "game", situation) == ()
