"""Screens where nothing can be tapped: whole lines on pages, each one message with the keys under it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.test_chat import walked
from tests.packs import AT, COUNTRIES
from tests.packs import world as world_of

from kapea.core.dialogue.events import Said
from kapea.core.dialogue.look import look
from kapea.core.dialogue.step import begin, step
from kapea.core.doors.limits import SMS, SMS_PARTS
from kapea.core.doors.numbered import keys_said, numbered_greeting, numbered_page, numbered_pages
from kapea.core.doors.render import answer_said, lines_of
from kapea.core.doors.sms_text import as_sms, sms_parts
from kapea.core.present.blocks import before_contacts

TURNS = 10
each_country = pytest.mark.parametrize("country", COUNTRIES)
CHOICES = st.lists(st.integers(0, 40), min_size=1, max_size=TURNS)


@each_country
@given(CHOICES)
def test_every_page_fits_and_all_lines_stand_whole_in_order_once(country, choices):
    world = world_of(country)
    for language in world.release.languages:
        for _, view in walked(world, language, choices):
            pages = numbered_pages(world, view, SMS)
            said = [line for page in pages for line in page]
            answers = [
                answer_said(world.release, n, offer, language, SMS) for n, offer in enumerate(view.offers, 1)
            ]
            lines = [*lines_of(world, view, SMS), *answers]
            kind = len(before_contacts(view))
            named = lines[kind : kind + len(view.contacts)]
            assert sorted(said) == sorted(lines), "each once"
            others = [line for line in said if line not in named]
            assert others == [line for line in lines if line not in named]
            assert [line for line in said if line in named] == named
            if view.level == "red" or not view.depth:
                assert said in (lines, [lines[kind], *lines[:kind], *lines[kind + 1 :]])
            if view.contacts:
                assert lines[kind] in pages[0], "who can be called is on the first page"
            for page in range(len(pages)):
                assert sms_parts(as_sms(numbered_page(world, view, SMS, page))) <= SMS_PARTS


@each_country
@given(CHOICES)
def test_every_page_says_how_to_reach_help_and_all_but_the_last_how_to_go_on(country, choices):
    world = world_of(country)
    help_key, more_key, back_key = (
        f"{key} {world.release.text(word, 'en')}"
        for key, word in (("0", "word.help"), ("00", "word.more"), ("#", "word.back"))
    )
    for _, view in walked(world, "en", choices):
        pages = len(numbered_pages(world, view, SMS))
        for page in range(pages):
            keys = numbered_page(world, view, SMS, page).split("\n")[-1].split("  ")
            assert help_key in keys
            assert (more_key in keys) == (page < pages - 1)
            assert (back_key in keys) == (page == pages - 1 and view.depth > 0)


@each_country
def test_a_question_stands_with_its_answers_where_one_message_holds_both(country):
    world = world_of(country)
    for language in world.release.languages:
        view = look(world, begin(world, language), at=AT)
        last = numbered_page(world, view, SMS, len(numbered_pages(world, view, SMS)) - 1)
        assert world.release.text(view.ask.text, language) in last
        assert all(f"{n} " in last for n in range(1, len(view.offers) + 1))


@each_country
def test_what_is_asked_about_danger_is_not_far_behind_the_first_number(country):
    """In any language it comes with the second message at the latest."""
    world = world_of(country)
    for language in world.release.languages:
        asked = step(world, begin(world, language), Said("i want to die"), at=AT)
        question = world.release.text(asked.view.ask.text, language)
        assert question in "\n".join("\n".join(page) for page in numbered_pages(world, asked.view, SMS)[:2])


@each_country
def test_the_greeting_says_nothing_of_why_and_costs_one_part(country):
    world = world_of(country)
    for language in world.release.languages:
        said = numbered_greeting(world, language, SMS)
        assert sms_parts(said) == 1
        numbers = [line.split(" ")[0] for line in said.split("\n")[1:]]
        assert numbers == [str(n) for n in range(2, len(world.release.languages) + 1)]


def test_after_the_last_page_comes_the_first():
    world = world_of("cambodia")
    view = look(world, begin(world, "km"), at=AT)
    pages = len(numbered_pages(world, view, SMS))
    assert pages > 1
    assert numbered_page(world, view, SMS, pages) == numbered_page(world, view, SMS, 0)


def test_the_keys_are_said_in_each_language():
    release = world_of("cambodia").release
    assert keys_said(release, "en", SMS, is_last=True, has_back=True) == "0 Help now  # Back"
    assert keys_said(release, "en", SMS, is_last=False, has_back=True) == "00 More  0 Help now"
