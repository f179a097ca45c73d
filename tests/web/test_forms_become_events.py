"""A form is one event, however often it is sent; another form, page or answer is another."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.dialogue.events import Answer, Move, Near, Said
from kapea.core.dialogue.text_input import MAX_SAID
from kapea.web.public import turns

COOKIE = "word-of-the-visitor"
FIELD = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12)


@pytest.fixture(autouse=True)
def _cookie(settings):
    settings.CSRF_COOKIE_NAME = "csrf"


def request(path: str = "/km/h/1", cookie: str = COOKIE, word: str = "scattered", **fields: str):
    made = RequestFactory().post(path, {turns.WORD: word, **fields})
    made.COOKIES["csrf"] = cookie
    return made


# --- what a form says --------------------------------------------------------------------


@pytest.mark.parametrize("move", turns.MOVES)
def test_a_move_is_that_move(move):
    assert turns._event(request(m=move)) == Move(move)


def test_the_key_of_a_button_is_an_answer():
    assert turns._event(request(a="yes")) == Answer("yes")


def test_a_move_counts_before_words_that_were_sent_along():
    """Whoever taps Help now, or Leave the step, is not kept by what stands in the field."""
    assert turns._event(request(w="help me", a="yes", m="help")) == Move("help")


def test_words_and_a_tile_that_was_tapped_are_one_event():
    assert turns._event(request(w="help me", a="yes")) == Said("help me", "yes")


def test_an_empty_field_that_is_sent_says_nothing():
    assert turns._event(request(w=" ", say="words")) == Move("repeat")
    assert turns._event(request(w=" ", say="words", a="yes")) == Answer("yes")


def test_a_place_counts_only_where_its_own_button_was_pressed():
    assert turns._event(request(n="1", p="17")) == Near("17")
    assert turns._event(request(n="1")) == Near("")
    assert turns._event(request(p="17", a="2")) == Answer("2")
    assert turns._event(request(n="1", p="x" * 10_000)) == Near("x" * turns.MAX_KEY)


def test_another_place_is_another_event():
    assert len({turns._event_key(request(n="1", p=place)) for place in ("17", "12", "")}) == 3


@pytest.mark.parametrize("move", ["stop", "language", "HELP", "../", "help "])
def test_a_move_that_pages_do_not_have_is_an_answer_nobody_offered(move):
    assert turns._event(request(m=move)) == Answer("")


def test_an_empty_form_is_an_answer_nobody_offered():
    assert turns._event(request()) == Answer("")


@pytest.mark.parametrize("length", [MAX_SAID, MAX_SAID + 1, MAX_SAID * 2])
def test_no_more_is_read_of_words_than_is_understood(length):
    event = turns._event(request(w="x" * length))
    assert isinstance(event, Said)
    assert len(event.words) == MAX_SAID


def test_no_more_is_read_of_a_key_than_any_key_has():
    event = turns._event(request(a="k" * 10_000))
    assert event == Answer("k" * turns.MAX_KEY)


@given(FIELD, FIELD, FIELD)
def test_whatever_a_form_says_it_is_one_event(words, move, answer):
    assert isinstance(turns._event(request(w=words, m=move, a=answer)), Said | Move | Answer)


# --- which form it was -------------------------------------------------------------------


def key(**given_: str) -> bytes:
    return turns._event_key(request(**given_))


def test_the_same_form_sent_twice_is_the_same_event():
    assert key(a="yes") == key(a="yes")


@pytest.mark.parametrize(
    "other",
    [
        {"a": "no"},
        {"a": "yes", "w": "yes"},
        {"a": "yes", "m": "back"},
        {"a": "yes", "path": "/km/h/2"},
        {"a": "yes", "word": "scattered anew"},
        {"a": "yes", "cookie": "somebody else"},
    ],
    ids=lambda other: next(reversed(other)),
)
def test_another_answer_page_copy_or_visitor_is_another_event(other):
    assert key(**other) != key(a="yes")


def test_what_is_said_is_not_taken_for_what_is_answered():
    assert len({key(w="help"), key(m="help"), key(a="help")}) == 3


def test_a_form_without_a_secret_word_is_never_taken_for_another():
    assert key(word="", a="yes") != key(word="", a="yes")


def test_a_form_that_begins_makes_the_same_token_when_it_is_sent_again():
    assert turns._new_token(request()) == turns._new_token(request())
    assert turns._new_token(request()) != turns._new_token(request(word="scattered anew"))
    assert turns._new_token(request()) != turns._new_token(request(cookie="somebody else"))


def test_without_a_secret_word_each_beginning_is_a_conversation_of_its_own():
    assert turns._new_token(request(word="")) != turns._new_token(request(word=""))


def test_the_token_tells_nothing_of_the_word_it_was_made_from():
    token = turns._new_token(request(word="scattered"))
    assert "scattered" not in token
    assert COOKIE not in token


def test_the_answer_to_a_form_is_a_page_of_its_own():
    assert turns.SeeOther("/km/h/2").status_code == 303
