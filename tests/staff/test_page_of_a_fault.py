"""A fault of ours on a page of staff: a whole page in the reader's language, whatever is broken."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from tests.databases import without_triggers
from tests.staff.cast import browser, signed_in
from tests.vault.conftest import connected

from kapea.audit.models import Event
from kapea.config import breaker, databases
from kapea.core.staff.roles import Role
from kapea.vault.models import KeyStoreMark
from kapea.web.office import views
from kapea.web.staff import failures, frame
from kapea.web.staff.cookies import LANGUAGE
from kapea.web.staff.failures import BARE, staff_broken
from kapea.web.staff.words import staff_languages, staff_words

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

START = "/staff/office/"


class Untouchable:
    """Who is signed in, where asking for it fails."""

    def __getattribute__(self, name: str):
        raise AssertionError(f"nobody may be asked for: {name}")


@pytest.fixture
def at_work(cast) -> Client:
    """The browser of somebody who has signed in; a fault is answered as it is to people."""
    client = signed_in(cast.ours[Role.ADMINISTRATOR], cast.at)
    client.raise_request_exception = False
    return client


@pytest.fixture
def broken(monkeypatch) -> None:
    """The start page fails."""

    def fails(*given, **more):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(views, "render_staff", fails)


@pytest.fixture
def away(tmp_path):
    """The main database is no database."""
    with connected({"default": databases.sqlite(tmp_path)}):
        yield
    breaker.reset()


def asked(language: str = "en", **cookies: str):
    """A request of a browser, of somebody at whom nobody may look."""
    made = RequestFactory().get(START, headers={"accept-language": language})
    made.COOKIES.update(cookies)
    made.user = Untouchable()
    return made


def says(page, language: str) -> bool:
    """Whether it is the whole page of a fault in that language."""
    said, words = unescape(page.content.decode()), staff_words(language)
    whole = said.startswith("<!doctype html>") and said.rstrip().endswith("</html>")
    there = all(words[id] in said for id in ("said-broken", "why-broken", "skip", "to-the-start"))
    return whole and there and f'<html lang="{language}"' in said and "staff.css" in said


@pytest.mark.parametrize("language", staff_languages())
def test_it_is_a_whole_page_in_the_language_of_the_browser(language, django_assert_num_queries):
    with django_assert_num_queries(0), django_assert_num_queries(0, using="keys"):
        page = staff_broken(asked(language))
    assert (page.status_code, page.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert says(page, language)


def test_the_language_chosen_here_comes_first():
    assert says(staff_broken(asked("ne", **{LANGUAGE: "sw"})), "sw")
    assert says(staff_broken(asked("ne", **{LANGUAGE: "xx"})), "ne")
    assert says(staff_broken(asked("xx")), "en")


def test_it_names_nobody_and_offers_no_form(at_work, broken, cast):
    page = at_work.get(START)
    assert says(page, "en")
    said = page.content.decode()
    assert "<form" not in said
    assert cast.organisation.name not in said
    assert re.findall(r'<a [^>]*href="([^"]+)"', said) == ["#main", "/staff/", "/staff/"]


@pytest.mark.usefixtures("broken")
def test_a_fault_of_a_page_is_answered_by_it(at_work):
    for language in staff_languages():
        assert says(at_work.get(START, headers={"accept-language": language}), language)
    page = at_work.get(START)
    assert (page.status_code, page.headers["Cache-Control"]) == (500, "no-store")
    assert "default-src" in page.headers["Content-Security-Policy"]


def test_with_the_database_away_staff_are_told_by_it(at_work, request):
    assert at_work.get(START).status_code == 200
    request.getfixturevalue("away")
    for address in (START, "/staff/sign-in", "/staff/own", "/staff/nothing/is/here"):
        page = at_work.get(address, headers={"accept-language": "km"})
        assert (address, page.status_code, says(page, "km")) == (address, 500, True)


def test_where_nobody_is_known_to_work_it_is_the_page_of_everybody(request, db):
    """A server that has seen no keys cannot ask: whoever looks there may be somebody who needs help."""
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    request.getfixturevalue("away")
    page = client.get("/staff/sign-in")
    assert (page.status_code, staff_words("en")["said-broken"] in page.content.decode()) == (500, False)


def test_where_keys_are_gone_from_both_nobody_is_let_by(at_work):
    """That staff worked here before is remembered for the page of a fault, and lets nobody in."""
    assert at_work.get(START).status_code == 200
    KeyStoreMark.objects.all().delete()
    with without_triggers():
        Event.objects.all().delete()
    assert at_work.get("/staff/sign-in").status_code == 404
    assert at_work.get(START).status_code == 404


class TestWhateverIsBroken:
    def fails(self, *given, **more):
        raise RuntimeError("broken, too")

    @pytest.mark.parametrize("what", ["render_to_string", "staff_words", "known_language", "staff_languages"])
    def test_it_does_not_raise_itself(self, monkeypatch, what):
        monkeypatch.setattr(frame, what, self.fails)
        page = staff_broken(asked("km"))
        assert (page.status_code, page.content.decode()) == (500, BARE)

    def test_nor_where_it_cannot_be_said_which_language(self, monkeypatch):
        monkeypatch.setattr(failures, "language_of_browser", self.fails)
        assert staff_broken(asked()).content.decode() == BARE

    def test_nor_for_what_is_no_request_of_ours(self):
        made = RequestFactory().get(START, headers={"accept-language": "\udcff,;q=x"})
        made.user = AnonymousUser()
        assert says(staff_broken(made), "en")


def test_whoever_has_not_signed_in_is_told_too(cast, monkeypatch):
    client = browser()
    client.raise_request_exception = False
    monkeypatch.setattr("kapea.web.staff.joining.open_invitation", TestWhateverIsBroken.fails)
    assert says(client.get("/staff/join/x", headers={"accept-language": "fil"}), "fil")
