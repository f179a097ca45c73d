"""A few words instead of a tile: they are for this turn, and stand nowhere after it."""

from __future__ import annotations

import logging

import pytest
from tests.pages.conftest import dials, words

from kapea.guide.models import Conversation

SECRET = "marmalade"


@pytest.fixture
def what(visitor):
    return visitor.walk("en", "1")


def _write(visitor, page, said):
    action, fields = visitor.form(page)
    return visitor.post(action, {**fields, "w": said}, follow=True)


def test_the_field_is_its_own_form_so_that_enter_chooses_no_tile(what):
    html = what.content.decode()
    assert 'form="say"' in html
    assert '<form id="say" method="post" action="/en/h/1">' in html
    assert 'autocomplete="off"' in html
    assert 'spellcheck="false"' in html


def test_words_of_danger_bring_a_number_and_a_question(visitor, what):
    page = _write(visitor, what, "i want to die")
    assert dials(page)[0] == "tel:1280"
    assert "Is someone thinking of dying, or hurting themselves?" in words(page)


def test_no_leads_back_to_the_tiles(visitor, what):
    page = visitor.answer(_write(visitor, what, "i want to die"), a="no")
    assert page.request["PATH_INFO"] == "/en/h/1"
    assert "What is happening?" in words(page)


def test_a_title_typed_is_that_tile(visitor, what, says):
    page = _write(visitor, what, says("S05.child.title"))
    assert says("S05.child.first") in words(page)


def test_a_sentence_that_nobody_knows_is_asked_about_gently_with_people_beside_it(visitor, what, says):
    page = _write(visitor, what, "the river was high that year")
    assert says("help.flag-ask-unsure") in words(page)
    assert says("word.note-unreadable") not in words(page)
    assert dials(page)[0] == "tel:1280"


def test_after_no_the_likeliest_tiles_stand_first_and_people_over_them(visitor, what, says):
    asked = _write(visitor, what, "somebody took over my account and i cannot log in")
    page = visitor.answer(asked, a="no")
    assert page.request["PATH_INFO"] == "/en/h/1"
    assert dials(page)[0] == "tel:1280"
    html = page.content.decode()
    likely, rest = html.index(says("word.group-perhaps")), html.index(says("S02.child.title"))
    assert likely < html.index(says("S18.child.title"))
    assert html.count(says("S18.child.title")) == 1
    assert says("word.note-heard") in words(page)
    assert likely < rest


def test_a_likely_tile_leads_where_it_always_leads(visitor, what, says):
    asked = _write(visitor, what, "somebody took over my account and i cannot log in")
    page = visitor.answer(visitor.answer(asked, a="no"), a="S18")
    assert says("S18.child.first") in words(page)


def test_the_words_stand_nowhere_afterwards(visitor, what, caplog):
    caplog.set_level(logging.DEBUG)
    page = _write(visitor, what, f"{SECRET} i want to die")
    row = Conversation.objects.get()
    assert SECRET.encode() not in bytes(row.sealed)
    assert SECRET not in page.content.decode()
    assert SECRET not in page.request["PATH_INFO"] + page.request.get("QUERY_STRING", "")
    assert SECRET not in caplog.text
    assert SECRET not in str(visitor.cookies)
