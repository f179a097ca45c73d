"""Views become messages that fit: nothing is cut, nothing is lost, nothing changes its order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.doors.limits import (
    DOORS,
    MESSENGER,
    SMS,
    TELEGRAM,
    VOICE,
    WEB,
    WHATSAPP,
    Door,
    choice_pages,
    fits,
    pages,
)
from kapea.core.doors.sms_text import GSM7_ANY, GSM7_TWICE, sms_parts

DOOR = st.sampled_from(DOORS)
TEXTS = st.lists(st.text(alphabet="aZ é€ក្ \u200b\n", min_size=1, max_size=400), max_size=12)
LANGUAGE = st.sampled_from(("en", "km", "xx"))


@given(TEXTS, DOOR, LANGUAGE)
def test_every_text_is_there_once_whole_and_in_order(texts: list[str], door: Door, language: str):
    assert [text for page in pages(texts, door, language) for text in page] == texts


@given(TEXTS, DOOR, LANGUAGE)
def test_a_page_fits_when_its_texts_do(texts: list[str], door: Door, language: str):
    fitting = [text for text in texts if fits(text, door, language)]
    for page in pages(fitting, door, language):
        assert fits("\n".join(page), door, language)


@given(TEXTS, DOOR, LANGUAGE)
def test_no_page_has_room_for_the_text_after_it(texts: list[str], door: Door, language: str):
    made = pages(texts, door, language)
    for page, following in itertools.pairwise(made):
        assert not fits("\n".join((*page, following[0])), door, language)


@given(st.lists(st.text(min_size=1, max_size=5), max_size=40), DOOR)
def test_every_answer_is_on_one_page_with_room_for_more(keys: list[str], door: Door):
    made = choice_pages(keys, door)
    assert [key for page in made for key in page] == keys
    assert all(page for page in made)
    assert all(door.choices == 0 or len(page) <= door.choices for page in made)


@pytest.mark.parametrize(
    ("door", "language", "letter", "most"),
    [
        (TELEGRAM, "en", "a", 4096),
        (WHATSAPP, "en", "a", 1024),
        (MESSENGER, "en", "a", 1000),
        (SMS, "en", "a", 459),
        (SMS, "en", "€", 228),
        (SMS, "km", "ក", 201),
        (VOICE, "en", "a", 175),
        (VOICE, "km", "ក", 160),
    ],
    ids=lambda value: value.name if isinstance(value, Door) else str(value),
)
def test_the_longest_text_of_a_door(door: Door, language: str, letter: str, most: int):
    assert fits(letter * most, door, language)
    assert not fits(letter * (most + 1), door, language)


def test_one_letter_outside_the_gsm_alphabet_makes_the_whole_message_dear():
    assert fits("a" * 300, SMS, "en")
    assert not fits("a" * 299 + "ក", SMS, "en")


@given(st.text(alphabet="aZ é€[\n", max_size=200))
def test_a_sign_that_is_sent_as_two_counts_as_two(text: str):
    used = sum(2 if sign in GSM7_TWICE else 1 for sign in text)
    assert set(text) <= GSM7_ANY
    assert (sms_parts(text) == 1) == (used <= 160)
    assert used <= 153 * sms_parts(text) or used <= 160


def test_the_web_takes_anything():
    assert fits("a" * 100_000, WEB, "en")
    assert choice_pages([str(n) for n in range(50)], WEB) == (tuple(str(n) for n in range(50)),)


def test_nothing_makes_no_page():
    assert pages([], SMS, "en") == ()
    assert choice_pages([], SMS) == ()
