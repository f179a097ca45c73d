"""A few words instead of a tile: they are for this turn, and stand nowhere after it."""

from __future__ import annotations

import logging

import pytest
from tests.pages.conftest import dials, words

from kapea.guide.models import Conversation

SECRET = "marmalade"
ACCOUNT = "somebody took over my account and i cannot log in"


@pytest.fixture
def what(visitor):
    return visitor.walk("en", "1")


def _write(visitor, page, said):
    action, fields = visitor.form(page)
    return visitor.post(action, {**fields, "w": said}, follow=True)


@pytest.mark.parametrize("walk", [(), ("1",)])
def test_the_field_stands_open_on_the_first_view_and_beside_the_tiles(visitor, walk):
    page = visitor.walk("en", *walk) if walk else visitor.get("/en/")
    html = page.content.decode()
    assert 'id="w" name="w"' in html
    assert 'autocomplete="off"' in html
    assert 'spellcheck="false"' in html
    assert "<details" not in html[: html.index('id="w"')].rsplit("</details>", 1)[-1]


@pytest.mark.parametrize("walk", [(), ("1",)])
def test_enter_sends_the_words_and_chooses_no_tile(visitor, walk):
    """Enter presses the first button of a form: it must be the one that sends what was written."""
    page = visitor.walk("en", *walk) if walk else visitor.get("/en/")
    form = page.content.decode().split("/h/", 1)[1].replace('<button type="button"', "")
    assert form[form.index("<button") :].startswith('<button class="unseen" name="say"')


def test_words_on_the_first_view_are_heard(visitor, says):
    page = _write(visitor, visitor.get("/en/"), "i want to die")
    assert dials(page)[0] == "tel:1280"
    assert says("help.flag-ask-dying") in words(page)


def test_words_written_and_a_tile_tapped_are_both_taken(visitor, says):
    action, fields = visitor.form(visitor.get("/en/"))
    page = visitor.post(action, {**fields, "w": "i want to die", "a": "1"}, follow=True)
    assert says("help.flag-ask-dying") in words(page)
    page = visitor.answer(page, a="no")
    assert says("S26.child.title") in words(page), "who tapped is a child"


def test_an_empty_field_that_is_sent_changes_nothing(visitor, what, says):
    action, fields = visitor.form(what)
    page = visitor.post(action, {**fields, "w": "  ", "say": "words"}, follow=True)
    assert says("help.what/child") in words(page)
    assert says("word.note-unreadable") not in words(page)


def test_help_now_leads_to_help_also_with_words_in_the_field(visitor, what, says):
    action, fields = visitor.form(what)
    page = visitor.post(action, {**fields, "w": "my game is slow", "m": "help"}, follow=True)
    assert says("help.now-lead") in words(page)


def test_words_of_danger_bring_a_number_and_a_question(visitor, what, says):
    page = _write(visitor, what, "i want to die")
    assert dials(page)[0] == "tel:1280"
    assert says("help.flag-ask-dying") in words(page)


def test_no_leads_to_the_tiles_it_may_be(visitor, what, says):
    page = visitor.answer(_write(visitor, what, "i want to die"), a="no")
    assert says("help.perhaps") in words(page)
    assert says("S26.child.title") in words(page)


def test_a_title_typed_is_that_tile(visitor, what, says):
    page = _write(visitor, what, says("S05.child.title"))
    assert says("S05.child.first") in words(page)


def test_a_long_line_that_nobody_knows_is_asked_about_gently_with_people_beside_it(visitor, what, says):
    page = _write(visitor, what, "xqzvk wqptz vbnmk zxqwv kjhgf")
    assert says("help.flag-ask-unsure") in words(page)
    assert says("word.note-unreadable") not in words(page)
    assert dials(page)[0] == "tel:1280"


def test_a_worry_is_offered_at_most_three_tiles_and_people_over_them(visitor, what, says):
    page = _write(visitor, what, ACCOUNT)
    assert dials(page)[0] == "tel:1280"
    assert says("help.perhaps") in words(page)
    assert says("word.note-heard") in words(page)
    assert says("S18.child.title") in words(page)
    offered = page.content.decode().count('class="tile" name="a"')
    assert 2 <= offered <= 4, "one to three, and that it is something else"


def test_none_of_these_leads_to_the_whole_list(visitor, what, says):
    page = visitor.answer(_write(visitor, what, ACCOUNT), a="none")
    assert says("help.what/child") in words(page)
    assert page.content.decode().count('class="tile" name="a"') > 20


def test_a_likely_tile_leads_where_it_always_leads(visitor, what, says):
    page = visitor.answer(_write(visitor, what, ACCOUNT), a="S18")
    assert says("S18.child.first") in words(page)


def test_a_greeting_gets_a_kind_line(visitor, what, says):
    page = _write(visitor, what, "hello good morning")
    assert says("word.note-nothing") in words(page)
    assert says("help.what/child") in words(page)


def test_the_words_stand_nowhere_afterwards(visitor, what, caplog):
    caplog.set_level(logging.DEBUG)
    page = _write(visitor, what, f"{SECRET} i want to die")
    row = Conversation.objects.get()
    assert SECRET.encode() not in bytes(row.sealed)
    assert SECRET not in page.content.decode()
    assert SECRET not in page.request["PATH_INFO"] + page.request.get("QUERY_STRING", "")
    assert SECRET not in caplog.text
    assert SECRET not in str(visitor.cookies)


def test_who_writes_in_another_language_is_led_to_it(visitor, what):
    page = _write(visitor, what, "ke bongkeut acc klai yok rup knhom")
    assert '<p class="note"><a href="/km/h/2?' in page.content.decode()
