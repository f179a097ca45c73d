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
    assert "Is someone in danger now?" in words(page)


def test_no_leads_back_to_the_tiles(visitor, what):
    page = visitor.answer(_write(visitor, what, "i want to die"), a="no")
    assert page.request["PATH_INFO"] == "/en/h/1"
    assert "What is happening?" in words(page)


def test_a_title_typed_is_that_tile(visitor, what, says):
    page = _write(visitor, what, says("S05.child.title"))
    assert says("S05.child.first") in words(page)


def test_other_words_are_met_with_people_not_with_a_riddle(visitor, what, says):
    page = _write(visitor, what, "the river was high that year")
    assert says("word.note-unreadable") in words(page)
    assert dials(page)[0] == "tel:1280"


def test_the_words_stand_nowhere_afterwards(visitor, what, caplog):
    caplog.set_level(logging.DEBUG)
    page = _write(visitor, what, f"{SECRET} i want to die")
    row = Conversation.objects.get()
    assert SECRET.encode() not in bytes(row.sealed)
    assert SECRET not in page.content.decode()
    assert SECRET not in page.request["PATH_INFO"] + page.request.get("QUERY_STRING", "")
    assert SECRET not in caplog.text
    assert SECRET not in str(visitor.cookies)
