"""The phone drawn beside a step: its words are those of the menu, and the month is the one it was seen in."""

from __future__ import annotations

from msgspec.structs import replace
from tests.core.dialogue.walks import AT, fresh, world

from kapea.core.dialogue.look import look
from kapea.core.dialogue.menu_screen import DATE, dated, screen_slot_words
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Screen, Upkeep

SLOTS = ("word.yes", "", "word.no")


def seen(on: str) -> World:
    """The small pack, whose only menu was seen then."""
    release = world().release
    setting = replace(release.menus["chat-writers"], upkeep=Upkeep(on=on))
    return World(replace(release, menus={"chat-writers": setting}))


def view(setting: str = "chat-writers", language: str = "en"):
    shown = replace(look(world(), fresh(), at=AT), language=language)
    return replace(shown, screen=Screen(setting, SLOTS) if setting else None)


def test_each_slot_has_its_words_in_the_language_of_the_view_and_an_empty_one_none():
    assert screen_slot_words(world(), view()) == ("Yes", "", "No")
    assert screen_slot_words(world(), view(language="km")) == (
        world().release.text("word.yes", "km"),
        "",
        world().release.text("word.no", "km"),
    )


def test_a_view_without_a_drawing_has_no_words_for_one():
    assert screen_slot_words(world(), view("")) == ()


def test_the_month_in_which_it_was_seen_stands_where_the_words_ask_for_it():
    assert dated(seen("a guide of 2024-02"), view(), f"Seen {DATE}.") == "Seen 02/2024."
    assert dated(seen("a guide of 2024-02"), view(), "Tap here.") == "Tap here."


def test_words_of_a_view_without_a_menu_are_left_as_they_are():
    assert dated(seen("2024"), view(""), f"Seen {DATE}.") == f"Seen {DATE}."
    assert dated(seen("2024"), view("no-such-menu"), f"Seen {DATE}.") == f"Seen {DATE}."
