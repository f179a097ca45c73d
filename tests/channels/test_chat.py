"""Screens as messages of a chat: whole, within what Telegram takes, each button for its own screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import AT, COUNTRIES
from tests.packs import world as world_of

from kapea.core.dialogue.events import Answer, Move
from kapea.core.dialogue.once import AtPlace, Memory, place_mark, take_once
from kapea.core.dialogue.step import begin, look, step
from kapea.core.doors.chat import chat_messages, first_message, meaning_of_data
from kapea.core.doors.limits import TELEGRAM

MOST_DATA, MOST_TEXT = 64, 4096
TURNS = 14


def walked(world, language, choices):
    """Screens along a way of answers, each taken by its place among those offered."""
    state = begin(world, language)
    for choice in choices:
        view = look(world, state, at=AT)
        yield state, view
        if not view.offers:
            return
        after = step(world, state, Answer(view.offers[choice % len(view.offers)].key), at=AT).state
        if after is None:
            return
        state = after


@pytest.mark.parametrize("country", COUNTRIES)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=TURNS))
def test_every_screen_fits_and_its_buttons_say_what_they_mean(country, choices):
    world = world_of(country)
    for language in world.release.languages:
        for state, view in walked(world, language, choices):
            messages = chat_messages(world, state, view, TELEGRAM)
            assert all(0 < len(m.body.encode("utf-16-le")) // 2 <= MOST_TEXT for m in messages)
            buttons = [button for row in messages[-1].rows for button in row]
            assert all(len(button.data.encode()) <= MOST_DATA for button in buttons)
            meant = [meaning_of_data(button.data) for button in buttons]
            assert None not in meant
            sent = [each.event for each in meant]
            keys = [
                each.event.key
                for each in sent
                if isinstance(each, AtPlace) and isinstance(each.event, Answer)
            ]
            assert keys == [offer.key for offer in view.offers]
            assert Move("help") in sent
            assert Move("stop") in sent


@given(st.text(max_size=70))
def test_what_no_button_of_ours_sends_means_nothing_or_a_move(data):
    assert meaning_of_data(data) is None or data.count(".") or data.count("!")


class TestOldButtons:
    def test_one_of_another_screen_answers_nothing(self):
        world = world_of("cambodia")
        first = begin(world, "en")
        later = step(world, first, Answer("1"), at=AT).state
        old = AtPlace(place_mark(first), Answer("2"))
        taken = take_once(world, Memory(later), old, b"key")
        assert (taken.applied, taken.memory.state) == (False, later)

    def test_one_of_this_screen_answers(self):
        world = world_of("cambodia")
        first = begin(world, "en")
        taken = take_once(world, Memory(first), AtPlace(place_mark(first), Answer("1")), b"key")
        assert taken.applied
        assert len(taken.memory.state.path) == 2

    def test_screens_that_differ_have_other_marks(self):
        world = world_of("cambodia")
        first = begin(world, "en")
        marks = {place_mark(step(world, first, Answer(k), at=AT).state) for k in ("1", "2", "3")}
        assert len(marks | {place_mark(first)}) == 4


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_first_message_says_nothing_of_why(country):
    world = world_of(country)
    for language in world.release.languages:
        [message] = first_message(world, language, TELEGRAM)
        assert len(message.body) < 80
        assert not any(sign.isdigit() for sign in message.body)
        assert len(message.rows[1]) == len(world.release.languages) - 1


@pytest.mark.parametrize("country", COUNTRIES)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=TURNS))
def test_nothing_is_said_of_a_page_that_is_none(country, choices):
    """A chat is kept by its app, for longer than a page: whoever reads that nobody does would be deceived."""
    world = world_of(country)
    for state, view in walked(world, "en", choices):
        said = " ".join(message.body for message in chat_messages(world, state, view, TELEGRAM))
        assert "this page" not in said.lower()
        assert "Nobody reads" not in said
        assert "10 minutes" not in said
