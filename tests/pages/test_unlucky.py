"""Unlucky days: whatever fails, the page names who can help and the way on. Nothing is ever bare."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.pages.conftest import buttons, dials, led_on, publish, words

from kapea.content.queries import worlds
from kapea.guide.models import Conversation
from kapea.web.public import last_resort, pages, refuge


def names_help(response) -> bool:
    return "tel:1280" in dials(response) and 'id="leave"' in response.content.decode()


# --- a cookie or a place that is gone ---------------------------------------------


def test_a_conversation_that_is_gone_shows_contacts_and_a_fresh_start(visitor, says):
    page = visitor.walk("en", "1", "S02")
    Conversation.objects.all().delete()
    response = visitor.answer(page, a="1")
    assert response.status_code == 200
    assert says("word.lost") in words(response)
    assert names_help(response)
    assert visitor.answer(response).request["PATH_INFO"] == "/en/"


def test_an_expired_one_is_gone(visitor):
    page = visitor.walk("en", "1", "S02")
    for row in Conversation.objects.all():
        Conversation.objects.filter(id=row.id).update(expires_at=row.expires_at - timedelta(minutes=31))
    assert not dials(visitor.get("/en/h/2"))
    assert names_help(visitor.answer(page, a="1"))


def test_without_a_conversation_a_step_shows_nothing(visitor, says):
    for n in (0, 1, 40):
        response = visitor.get(f"/en/h/{n}", follow=True)
        assert says("word.nothing-here") in words(response)
        assert not dials(response)


def test_at_the_start_a_lost_cookie_is_no_matter(visitor):
    page = visitor.get("/en/")
    action, fields = visitor.form(page, a="1")
    del fields["b"]
    visitor.cookies["k"] = "gone"
    response = visitor.post(action, fields, follow=True)
    assert "S02" in buttons(response)


@pytest.mark.parametrize("path", ["/en/h/0", "/km/h/4", "/en/practice"])
def test_a_form_without_its_cookie_names_help(visitor, path):
    response = visitor.post(path, {"a": "1"})
    assert response.status_code == 403
    assert names_help(response)


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_browser_that_keeps_no_cookie_is_told_so_and_shown_what_needs_none(visitor, says, language):
    page = visitor.get(f"/{language}/")
    for _ in range(2):
        action, fields = visitor.form(page, a="1")
        visitor.cookies.clear()
        told = visitor.post(action, fields)
        assert told.status_code == 403
        assert names_help(told)
        assert says("word.no-cookies", language) in words(told)
        ways = re.findall(rf'<a href="(/{language}/[^"]+)"', told.content.decode())
        assert len(ways) >= 3
        visitor.cookies.clear()
        for way in ways:
            assert visitor.get(way).status_code == 200
            visitor.cookies.clear()
        page = visitor.answer(told)
        assert page.request["PATH_INFO"] == f"/{language}/", "one may always try again"


def test_a_form_whose_word_is_wrong_was_closed(visitor, says):
    action, fields = visitor.form(visitor.get("/en/"), a="1")
    told = visitor.post(action, fields | {"csrfmiddlewaretoken": "x" * 32})
    assert told.status_code == 403
    assert says("word.lost") in words(told)


def test_the_conversation_of_a_release_that_is_gone_begins_anew(visitor, says, cambodia):
    page = visitor.walk("en", "1", "S02")
    other = msgspec.structs.replace(cambodia.release, version="next")
    publish(other)
    assert says("S02.child.first") in words(visitor.get("/en/h/2")), "it finishes on what it began with"
    from kapea.content.models import StoredRelease

    StoredRelease.objects.filter(hash=cambodia.release.hash).delete()
    worlds.clear()
    assert says("word.nothing-here") in words(visitor.get("/en/h/2", follow=True))
    assert names_help(visitor.answer(page, a="1"))


# --- twice, and in two tabs ------------------------------------------------------------


def test_a_doubled_form_is_one_answer(visitor):
    page = visitor.walk("en", "1", "S02")
    first = visitor.answer(page, a="1")
    second = visitor.answer(page, a="1")
    assert first.request["PATH_INFO"] == second.request["PATH_INFO"] == "/en/h/3"
    assert buttons(first) == buttons(second)
    assert Conversation.objects.count() == 1


def test_two_tabs_share_one_way_and_the_later_answer_holds(visitor, says):
    page = visitor.walk("en", "1", "S02")
    visitor.answer(page, a="1")
    other = visitor.answer(page, a="3")
    assert other.request["PATH_INFO"] == "/en/h/3"
    assert says("S02.child.step.1.stuck.1.then") in words(other)
    assert says("S02.child.step.1.stuck.1.then") in words(visitor.get("/en/h/3"))


def test_a_stale_tab_is_shown_where_it_stands(visitor):
    page = visitor.walk("en", "1", "S02", "1")
    visitor.answer(visitor.get("/en/h/2"), m="back")
    assert led_on(visitor.answer(page, a="1")) == [("/en/h/1", 303)]


# --- odd bytes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", ["", "🙂🙂", "\x00\x1b[2J", "a" * 5000, "‮", "'; DROP TABLE--", "<script>alert(1)</script>"]
)
def test_odd_answers_are_met_with_the_same_step(visitor, answer):
    page = visitor.walk("en", "1", "S02")
    response = visitor.answer(page, a=answer)
    assert response.status_code == 200
    assert buttons(response).keys() == buttons(page).keys()
    assert "DROP" not in response.content.decode()


def test_a_megabyte_is_not_read(visitor):
    page = visitor.walk("en", "1", "S02")
    response = visitor.answer(page, a="x" * 1_000_000)
    assert response.status_code == 400
    assert names_help(response)


def test_a_file_is_refused_with_the_words_for_a_picture(visitor, says):
    page = visitor.walk("en", "1", "S02")
    response = visitor.answer(page, a="1", p=SimpleUploadedFile("me.jpg", b"\xff\xd8" * 10))
    assert response.status_code == 400
    assert says("word.note-media") in words(response)
    assert names_help(response)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00a=1", "application/x-www-form-urlencoded"),
        (b"a=1", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"{", "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (b"&".join(b"a=1" for _ in range(200)), "application/x-www-form-urlencoded"),
    ],
)
def test_odd_bodies_name_help(visitor, body, kind):
    response = visitor.post("/en/h/0", body, content_type=kind)
    assert response.status_code in (400, 403)
    assert names_help(response)


@pytest.mark.parametrize(
    "path", ["/en/x", "/x/", "/zz/h/1", "/en/h/x", "/en/h/-1", "/s/none.css", "/en/%00", "/ខ"]
)
def test_an_unknown_address_leads_to_help(visitor, says, path):
    response = visitor.get(path)
    assert response.status_code == 404
    assert names_help(response)
    language = "en" if path.startswith("/en") else "km"
    assert says("word.not-found", language) in words(response)


def test_a_host_that_is_not_ours_names_help(visitor, settings):
    settings.ALLOWED_HOSTS = ["kapea.example"]
    assert visitor.post("/en/h/0", {"a": "1"}).status_code in (400, 403)


def test_a_fault_of_ours_names_help(visitor, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("a bug")

    monkeypatch.setattr(pages, "step_page", fails)
    visitor.raise_request_exception = False
    visitor.walk("en")
    response = visitor.answer(visitor.get("/en/"), a="1")
    assert response.status_code == 500
    assert names_help(response)


def test_a_fault_even_in_the_page_about_it_names_help(visitor, monkeypatch):
    last_resort.follow_live()

    def fails(*_, **__):
        raise RuntimeError("a bug")

    monkeypatch.setattr(pages, "first_page", fails)
    monkeypatch.setattr(refuge, "refuge_page", fails)
    visitor.raise_request_exception = False
    response = visitor.get("/en/")
    assert response.status_code == 500
    assert names_help(response)
