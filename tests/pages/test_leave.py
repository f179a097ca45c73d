"""Leaving: at once, from anywhere, with nothing needed and nothing left; and Back shows no help."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from tests.pages.conftest import Visitor, dials, leads_away, words

from kapea.guide import actions
from kapea.guide.models import Conversation
from kapea.web.public import leave

MANY = "&".join(f"a{n}=1" for n in range(100))
PAGES = ["/en/", "/en/h/1", "/en/h/2", "/en/find?t=1", "/en/p/1", "/en/practice", "/en/no/where"]
UNREADABLE = [f"/en/more?{MANY}", f"/en/find?{MANY}", f"/en/h/2?{MANY}", f"/en/nowhere?{MANY}"]


@pytest.mark.parametrize("path", ["/km/", "/en/h/1", "/en/find", "/en/nowhere"])
def test_every_page_has_it_first(visitor, path):
    html = visitor.get(path, follow=True).content.decode()
    form = html.index('<form id="leave" method="post" action="/leave"')
    assert form < html.index("<a "), "nothing is reached before it"


def test_it_forgets_at_once_and_goes_to_an_ordinary_page(visitor):
    visitor.walk("en", "1", "S02")
    assert Conversation.objects.count() == 1
    response = visitor.post("/leave")
    assert leads_away(response) == "https://km.wikipedia.org/"
    assert response["Clear-Site-Data"] == '"cache"'
    assert Conversation.objects.count() == 0
    for name in ("k", "f"):
        assert response.cookies[name]["max-age"] == 0
    marker = response.cookies["v"]
    assert (marker.value, marker["max-age"]) == ("1", 300)


def test_it_needs_no_cookie_and_no_form(published):
    response = Visitor(enforce_csrf_checks=True).post("/leave")
    assert leads_away(response)
    assert leads_away(Visitor().get("/leave"))


def test_the_script_is_answered_without_being_sent_away(visitor):
    response = visitor.post("/leave", {"s": "1"})
    assert response.status_code == 204
    assert response.cookies["v"].value == "1"


def test_it_may_lead_elsewhere(visitor, settings):
    settings.KAPEA_LEAVE_TO = "https://weather.example/"
    assert leads_away(visitor.post("/leave")) == "https://weather.example/"


@pytest.mark.parametrize("path", [*PAGES, *UNREADABLE])
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
    def fails(key):
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, "forget", fails)
    assert leads_away(visitor.post("/leave"))


SENT = {
    "a file": {"data": {"l": "en", "f": SimpleUploadedFile("me.jpg", b"\xff\xd8" * 10)}},
    "too much": {"data": {"l": "x" * 30_000}},
    "too many fields": {"data": {f"f{n}": "1" for n in range(200)}},
    "half a form": {"data": b"--x", "content_type": "multipart/form-data; boundary=x"},
    "no boundary": {"data": b"--x", "content_type": "multipart/form-data"},
    "another charset": {"data": b"l=en", "content_type": "application/x-www-form-urlencoded; charset=utf-7"},
}


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
def test_it_leaves_and_clears_whatever_was_sent_with_it(visitor, sent):
    visitor.walk("en", "1", "S02")
    response = visitor.post("/leave", **sent)
    assert leads_away(response) == "https://km.wikipedia.org/"
    assert Conversation.objects.count() == 0
    assert [response.cookies[name]["max-age"] for name in ("k", "f", "v")] == [0, 0, 300]


def test_it_is_no_redirect_which_a_moved_site_would_turn_into_staying(visitor):
    """A browser holds each hop after a form against `form-action`; an ordinary site may move to another."""
    response = visitor.post("/leave")
    assert "Location" not in response
    assert "form-action 'self';" in response["Content-Security-Policy"]
    assert 'rel="noreferrer"' in response.content.decode()


def test_with_nowhere_to_go_the_page_is_empty_all_the_same(visitor, monkeypatch):
    monkeypatch.setattr(leave, "_leave_target", lambda tag: "")
    response = visitor.post("/leave")
    assert response.status_code == 200
    assert words(response) == "Kapea"
