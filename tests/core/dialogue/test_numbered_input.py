"""What is typed where answers are numbers on pages: keys of moves, pages, and a greeting nobody answers."""

from __future__ import annotations

import pytest
from tests.packs import AT, COUNTRIES
from tests.packs import world as world_of

from kapea.core.dialogue.events import Answer, Media, Move, Said
from kapea.core.dialogue.numbered_input import GREETED, MOST_PAGES, meant_on_page
from kapea.core.dialogue.once import AtPlace, Memory, Taken, TypedToNumbers, greeted, place_mark, take_once
from kapea.core.dialogue.step import begin, look, step
from kapea.core.dialogue.text_input import understood

CAMBODIA = world_of("cambodia")
FIRST = begin(CAMBODIA, "km")


def taken(memory, event, key=b"1"):
    return take_once(CAMBODIA, memory, event, key).memory


def meant(words, page=0, state=FIRST):
    return meant_on_page(CAMBODIA, state, page, words)


class TestKeys:
    @pytest.mark.parametrize(("key", "move"), [("0", "help"), ("#", "back"), ("*", "repeat"), ("០", "help")])
    def test_each_is_a_move_in_any_digits(self, key, move):
        assert meant(key) == (Move(move), 0)

    @pytest.mark.parametrize("word", ["00", "០០", "00.", "more", "MORE", "ច្រើនទៀត", "more."])
    def test_more_is_the_next_page_of_the_same_screen(self, word):
        assert meant(word, page=2) == (Move("repeat"), 3)

    def test_pages_have_an_end(self):
        assert meant("00", page=MOST_PAGES) == (Move("repeat"), MOST_PAGES)

    def test_anything_else_is_said_as_it_was_typed(self):
        assert meant("  3 ") == (Said("  3 "), 0)
        assert meant("ឈប់") == (Said("ឈប់"), 0)

    @pytest.mark.parametrize("country", COUNTRIES)
    def test_no_answer_has_a_key_as_its_number_and_no_word_of_ours_is_one(self, country):
        """So 0 is never an answer, and a stop word never a menu key."""
        world = world_of(country)
        for lint in world.release.lint.values():
            words = {word for spellings in lint.reserved.values() for word in spellings}
            assert not words & {"0", "00", "#", "*", *map(str, range(1, 100))}


FAREWELLS = ("bye", "tama na", "acha", "kwaheri", "पुग्यो", "बन्द", "banda")
"""Who says so after talk of dying may mean anything but that we should leave."""


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("words", FAREWELLS)
def test_a_farewell_or_a_cry_is_not_taken_for_leaving(country, words):
    world = world_of(country)
    assert understood(world, begin(world, "en"), words) is None


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_word_that_ends_it_is_understood_as_it_is_printed(country):
    """In whatever quotes, with the words around it, in every language of the pack."""
    world = world_of(country)
    for language in world.release.languages:
        word = world.release.text("word.leave", language, "sms").replace("\u200b", "")
        for typed in (word, f"«{word}»", f"“{word}”", f'"{word.upper()}"', f"{word}."):
            assert understood(world, begin(world, "en"), typed) == Move("stop"), typed


class TestGreeting:
    def memory(self):
        return greeted(CAMBODIA, Taken(Memory(FIRST)), "").memory

    def test_one_begins_and_the_next_is_another_language(self):
        memory = self.memory()
        assert memory.page == GREETED
        begun = taken(memory, TypedToNumbers("1"))
        assert (begun.state, begun.page) == (FIRST, 0)
        english = taken(memory, TypedToNumbers("2"))
        assert (english.state.language, english.state.path, english.page) == ("en", FIRST.path, 0)

    @pytest.mark.parametrize(
        "event", [TypedToNumbers("3"), TypedToNumbers("5"), TypedToNumbers("00"), Said("1"), Said("2")]
    )
    def test_nothing_answers_a_screen_that_was_not_sent(self, event):
        after = taken(self.memory(), event)
        assert (after.state, after.page) == (FIRST, 0)

    @pytest.mark.parametrize("words", ["hello", "hi", "suosdey", "good day"])
    def test_a_hello_is_not_taken_for_a_worry_later(self, words):
        told = take_once(CAMBODIA, Memory(FIRST), Said(words), b"1")
        assert greeted(CAMBODIA, told, words).memory.state == FIRST

    def test_help_and_words_hold_at_once(self):
        assert taken(self.memory(), TypedToNumbers("0")).state.place[0] == CAMBODIA.help
        assert taken(self.memory(), TypedToNumbers("stop")) is None
        told = taken(self.memory(), TypedToNumbers("i want to die")).state
        assert look(CAMBODIA, told, at=AT).node.startswith("help")
        assert len(told.path) == 2

    def test_what_tells_of_danger_is_not_only_greeted(self):
        told = take_once(CAMBODIA, Memory(FIRST), Said("i want to die"), b"1")
        assert greeted(CAMBODIA, told, "i want to die").memory.page == 0


class TestPages:
    def test_a_page_is_remembered_until_something_else_happens(self):
        memory = taken(Memory(FIRST), TypedToNumbers("00"), b"1")
        memory = taken(memory, TypedToNumbers("more"), b"2")
        assert memory.page == 2
        assert taken(memory, TypedToNumbers("1"), b"3").page == 0
        assert taken(memory, Media(), b"3").page == 0
        assert taken(memory, AtPlace(place_mark(FIRST), Answer("1")), b"3").page == 0

    def test_the_same_message_again_turns_no_page(self):
        memory = taken(Memory(FIRST), TypedToNumbers("00"), b"1")
        assert taken(memory, TypedToNumbers("00"), b"1") == memory

    def test_a_number_means_the_same_answer_on_every_page(self):
        first = step(CAMBODIA, FIRST, Answer("1"), at=AT).state
        offers = look(CAMBODIA, first, at=AT).offers
        for page in (0, 1, 2):
            for n in (1, len(offers)):
                after = taken(Memory(first, page=page), TypedToNumbers(str(n)))
                assert after.state == step(CAMBODIA, first, Answer(offers[n - 1].key), at=AT).state
