"""Every screen of the way back at every message door: whole, within what the door takes, in each language."""

from __future__ import annotations

import pytest
from tests.packs import AT, COUNTRIES
from tests.packs import world as world_of

from kapea.channels.way_back_rendering import choice_of_number, code_messages
from kapea.core.care.way_back_screens import has_shape_of_code, opens_at, question_screen, rest_screen
from kapea.core.care.way_in import SIGNS
from kapea.core.doors.chat import CODE, meaning_of_data
from kapea.core.doors.limits import MESSAGE_DOORS, fits


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("door", MESSAGE_DOORS, ids=lambda door: door.name)
def test_each_fits_and_names_somebody_to_call(country, door):
    world = world_of(country)
    for language in world.release.languages:
        for screen in (
            question_screen(door.name),
            question_screen(door.name, "boat"),
            rest_screen(door.name),
        ):
            made = code_messages(world, screen, language, door, at=AT)
            assert all(fits(each.body, door, language) for each in made), (language, made)
            assert any(sign.isdigit() for sign in made[0].body)
            buttons = [each for row in made[-1].rows for each in row if each.data.startswith(CODE)]
            assert all(len(each.label.replace("\u200b", "")) <= (door.label or 99) for each in buttons)
            assert [meaning_of_data(each.data).code for each in buttons] == (
                [] if door.numbered else [key for key, _ in screen.choices]
            )


def test_no_question_tells_which_picture_was_chosen_first():
    said = {str(question_screen("telegram", each).choices) for each in ("", *SIGNS)}
    assert len(said) == 1


def test_a_number_is_the_choice_that_stands_there():
    asked = question_screen("sms")
    assert [choice_of_number(asked, each) for each in ("1", " 3 ", "4", "0", "x", "")] == [
        "yes", "throw", "", "", "", "",
    ]  # fmt: skip
    assert not opens_at("sms")


@pytest.mark.parametrize(
    ("words", "looks"),
    [
        ("1234 5678 9012 3456", True),
        ("1234-5678-9012-345", True),
        ("១២៣៤ ៥៦៧៨ ៩០១២ ៣៤៥៦", True),
        ("१२३४५६७८९०१२३४५६", True),
        ("+855 12 345 678", False),
        ("85512345678901", False),
        ("he wants 1234 5678 9012 3456", False),
        ("", False),
    ],
)
def test_only_figures_about_as_many_as_a_code_has_are_met_so(words, looks):
    assert has_shape_of_code(words) is looks
