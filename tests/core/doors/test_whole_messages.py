"""Nothing is cut: no word, number or letter of Khmer or Nepali is in two messages, at any door."""

from __future__ import annotations

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import released
from tests.core.directory.make import make_service
from tests.core.doors.rendered import ShownMessage, rendered

from kapea.core.dialogue.view import Offer, Shown, View
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match
from kapea.core.directory.model import Phone
from kapea.core.doors.limits import DOORS, MESSAGE_DOORS, SMS, Door, fits
from kapea.core.doors.render import contact_said, lines_of
from kapea.core.languages.text import ZERO_WIDTH

NUMBERS = ("1280", "012 345 678", "119")
SYLLABLES = {
    "km": ("ស្រី", "ខ្មែរ", "ក្មេង", "ព្រៃ", "ឆ្នាំ", "។", f"ជួយ{ZERO_WIDTH}គ្នា", " "),
    "ne": ("क्षेत्र", "त्रि", "नमस्ते", "बच्चा", "हुँदैन", "।", " "),
    "en": ("help", "you’re", "stop", ".", " "),
}
LANGUAGE = st.sampled_from(sorted(SYLLABLES))
DOOR = st.sampled_from(MESSAGE_DOORS)
EXTENDING = ("Mn", "Mc")


def release():
    return released()


RELEASE = release()


@st.composite
def views(draw) -> tuple[World, View]:
    """A world that says drawn words, and a view with people, lines, a question and answers of them."""
    language = draw(LANGUAGE)
    said = st.lists(st.sampled_from(SYLLABLES[language]), min_size=1, max_size=18).map("".join)
    lines = draw(st.lists(said, max_size=9))
    answers = draw(st.lists(said, max_size=14))
    texts = {f"line.{n}": words for n, words in enumerate(lines)}
    texts |= {f"answer.{n}": words for n, words in enumerate(answers)}
    texts |= {"ask": draw(said), "word.more": "…", "service.line.name": draw(said)}
    world = World(msgspec.structs.replace(RELEASE, texts={language: texts}))
    view = View(
        node="small",
        language=language,
        level="red",
        situation="",
        who="child",
        contacts=tuple(map(named, draw(st.lists(st.sampled_from(NUMBERS), max_size=3)))),
        shown=tuple(Shown(f"line.{n}") for n in range(len(lines))),
        ask=Shown("ask"),
        offers=tuple(Offer(f"k{n}", f"answer.{n}") for n in range(len(answers))),
        moves=(),
    )
    return world, view


def named(number: str) -> Match:
    phone = Phone(number)
    return Match(make_service(phones=(phone,)), "HELPLINE", phone, "unknown", (), fallback=False)


def every_message(world: World, view: View, door: Door) -> list[ShownMessage]:
    return [message for page in rendered(world, view, door) for message in page]


@given(views(), DOOR)
def test_each_line_stands_whole_in_one_message(drawn, door):
    world, view = drawn
    bodies = [message.body for message in every_message(world, view, door)]
    for line in lines_of(world, view, door):
        assert any(line in body for body in bodies)


@given(views(), DOOR)
def test_no_message_is_longer_than_its_door_allows(drawn, door):
    world, view = drawn
    for message in every_message(world, view, door):
        assert fits(message.body, door, view.language)


@given(views(), DOOR)
def test_no_message_begins_with_a_sign_that_belongs_to_the_letter_before_it(drawn, door):
    world, view = drawn
    for message in every_message(world, view, door):
        assert unicodedata.category(message.body[0]) not in EXTENDING


@given(views(), DOOR)
def test_a_number_is_never_parted_from_whom_it_reaches(drawn, door):
    world, view = drawn
    bodies = [message.body for message in every_message(world, view, door)]
    for found in view.contacts:
        said = contact_said(world.release, found, view.language, door)
        assert found.phone is not None
        assert found.phone.number in said
        assert any(said in body.split("\n") for body in bodies)


@given(views(), DOOR)
def test_an_answer_keeps_its_number_on_every_page(drawn, door):
    """Whoever types 11 on the second page is taken at the eleventh answer, wherever it stands."""
    world, view = drawn
    messages = every_message(world, view, door)
    if door.numbered:
        lines = [line for message in messages for line in message.body.split("\n")]
        for n, offer in enumerate(view.offers, 1):
            assert f"{n} {world.release.text(offer.text, view.language)}" in lines
    else:
        assert sum(len(message.answers) for message in messages) == len(view.offers)


@given(views())
def test_the_same_view_is_the_same_messages_each_time(drawn):
    world, view = drawn
    assert all(every_message(world, view, door) == every_message(world, view, door) for door in DOORS)


@given(st.text(alphabet="កខ្ាំនमस्", min_size=1, max_size=300), st.sampled_from(DOORS))
def test_a_text_that_fits_goes_on_fitting_when_it_grows_shorter(words, door):
    """So an author who shortens a line is never refused for it."""
    if fits(words, door, "km"):
        assert fits(words[:-1], door, "km")


@pytest.mark.parametrize(("letter", "most"), [("ក", 201), ("क", 201), ("😀", 99)])
def test_a_letter_outside_the_first_plane_counts_as_two_units_that_stay_together(letter, most):
    assert fits(letter * most, SMS, "km")
    assert not fits(letter * (most + 1), SMS, "km")
