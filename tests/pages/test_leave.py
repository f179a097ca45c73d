"""Leaving: at once, from anywhere, with nothing needed and nothing left; and Back shows no help."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from tests.pages.conftest import Visitor, dials, words

from kapea.guide import actions
from kapea.guide.models import Conversation

PAGES = ["/en/", "/en/h/1", "/en/h/2", "/en/find?t=1", "/en/p/1", "/en/practice", "/en/no/where"]


@pytest.mark.parametrize("path", ["/km/", "/en/h/1", "/en/find", "/en/nowhere"])
def test_every_page_has_it_first(visitor, path):
    html = visitor.get(path).content.decode()
    form = html.index('<form id="leave" method="post" action="/leave"')
    assert form < html.index("<a "), "nothing is reached before it"


def test_it_forgets_at_once_and_goes_to_an_ordinary_page(visitor):
    visitor.walk("en", "1", "S02")
    assert Conversation.objects.count() == 1
    response = visitor.post("/leave")
    assert (response.status_code, response["Location"]) == (303, "https://km.wikipedia.org/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert Conversation.objects.count() == 0
    for name in ("k", "f"):
        assert response.cookies[name]["max-age"] == 0
    marker = response.cookies["v"]
    assert (marker.value, marker["max-age"]) == ("1", 300)


def test_it_needs_no_cookie_and_no_form(published):
    response = Visitor(enforce_csrf_checks=True).post("/leave")
    assert response.status_code == 303
    assert Visitor().get("/leave").status_code == 303


def test_the_script_is_answered_without_being_sent_away(visitor):
    response = visitor.post("/leave", {"s": "1"})
    assert response.status_code == 204
    assert response.cookies["v"].value == "1"


def test_it_may_lead_elsewhere(visitor, settings):
    settings.KAPEA_LEAVE_TO = "https://weather.example/"
    assert visitor.post("/leave")["Location"] == "https://weather.example/"
    visitor.answer(visitor.get("/en/"))
    assert "form-action 'self' https://weather.example;" in visitor.get("/en/")["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_back_shows_no_help(visitor, says, path):
    visitor.walk("en", "1", "S02")
    visitor.post("/leave")
    response = visitor.get(path)
    assert says("word.nothing-here") in words(response)
    assert not dials(response)
    assert "tiles" not in response.content.decode()


def test_begin_is_one_tap(visitor):
    visitor.post("/leave")
    page = visitor.get("/en/")
    response = visitor.answer(page)
    assert response.redirect_chain == [("/en/", 303)]
    assert dials(response)


def test_it_leaves_although_the_database_does_not_answer(visitor, monkeypatch):
    def fails(**_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, "forget", fails)
    assert visitor.post("/leave").status_code == 303
