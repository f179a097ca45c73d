"""Several countries from one server: each its own pages and numbers; nothing remembers the choice."""

from __future__ import annotations

import re

import msgspec
import pytest
from tests.pages.conftest import Visitor, buttons, dials, leads_away, publish, words

from kapea.guide.models import Conversation

pytestmark = pytest.mark.any_database


@pytest.fixture
def two(db, cambodia, settings):
    """Cambodia, and a country that differs from it in name, code and one word."""
    settings.KAPEA_PACKS = ["cambodia", "elsewhere"]
    texts = {
        lang: {**said, "help.who": said["help.who"] + " !"} for lang, said in cambodia.release.texts.items()
    }
    other = msgspec.structs.replace(
        cambodia.release,
        id="elsewhere",
        country="EL",
        texts=texts,
        leave_to="https://el.example/",
    )
    from kapea.content.queries import worlds

    publish(cambodia.release)
    yield publish(other)
    worlds.clear()


@pytest.fixture
def visitor(two) -> Visitor:
    return Visitor(enforce_csrf_checks=True)


def test_the_door_offers_each_country_in_its_languages_with_its_numbers(visitor):
    page = visitor.get("/", headers={"Accept-Language": "en"})
    html = page.content.decode()
    for address in ("/km-kh/", "/en-kh/", "/km-el/", "/en-el/"):
        assert f'href="{address}"' in html
    assert dials(page).count("tel:1280") == 2
    assert page.status_code == 200


def test_a_language_two_countries_share_is_heard_with_its_country(visitor):
    """Whoever hears a list of links hears them without the heading each stands under."""
    html = visitor.get("/", headers={"Accept-Language": "en"}).content.decode()
    heard = [re.sub(r"<[^>]*>", "", link) for link in re.findall(r'<a class="answer[^>]*>(.*?)</a>', html)]
    assert len(heard) == 4
    assert sum(each.startswith("English · ") for each in heard) == 2


def test_nothing_remembers_the_choice(visitor):
    """No cookie and no row: the address is all there is, and the door asks again."""
    visitor.get("/")
    visitor.get("/en-el/")
    assert set(visitor.cookies) <= {"f"}  # the form's token, random, of no country
    assert not Conversation.objects.exists()
    page = visitor.get("/")
    assert page.status_code == 200
    assert b"/km-kh/" in page.content
    assert not any("el" in morsel.value.split("-") for morsel in visitor.cookies.values())


def test_every_address_of_a_country_stays_in_it(visitor):
    page = visitor.get("/en-el/")
    here = [a for a in visitor_links(page) if a.startswith("/") and a not in ("/", "/leave")]
    assert here
    assert all(a.startswith(("/en-el/", "/km-el/", "/s/")) for a in here), here
    page = visitor.walk("en-el", "1")
    assert page.request["PATH_INFO"] == "/en-el/h/1"
    assert all(a.startswith(("/en-el/", "/km-el/", "/s/")) for a in visitor_links(page) if a != "/leave")


def visitor_links(page) -> list[str]:
    return re.findall(r'(?:href|action)="(/[^"]*)"', page.content.decode())


def test_a_conversation_of_one_country_is_nobodys_in_another(visitor):
    visitor.walk("en-el", "1")
    page = visitor.get("/en-kh/h/1", follow=True)
    assert "Nothing is here." in words(page)
    assert dials(page) == []


def test_an_answer_sent_to_another_country_is_not_applied(visitor):
    page = visitor.walk("en-el", "1")
    before = Conversation.objects.get()
    _, fields = visitor.form(page, a=next(k for k in buttons(page) if k.startswith("S")))
    answered = visitor.post("/en-kh/h/1", fields)
    assert "This page was closed" in words(answered)
    after = Conversation.objects.get()
    assert (after.id, after.turn) == (before.id, before.turn)


def test_leaving_goes_where_that_country_goes(visitor):
    page = visitor.get("/en-el/")
    assert 'name="l" value="en-el"' in page.content.decode()
    assert leads_away(visitor.post("/leave", {"l": "en-el"})) == "https://el.example/"
    assert leads_away(visitor.post("/leave", {"l": "en-kh"})) == "https://km.wikipedia.org/"
    assert leads_away(visitor.post("/leave", {"l": "nowhere"}))


def test_after_leaving_the_door_shows_nothing(visitor):
    visitor.post("/leave", {"l": "en-el"})
    page = visitor.get("/")
    assert "Nothing is here." in words(page)
    assert dials(page) == []


def test_an_address_of_no_country_offers_the_countries(visitor):
    for address in ("/xx/", "/xx-el/", "/en-xx/", "/en-el/nothing"):
        page = visitor.get(address, headers={"Accept-Language": "en"})
        assert page.status_code == 404
        assert dials(page), address
    assert "This page does not exist. You can still get help." in words(
        visitor.get("/xx/", headers={"Accept-Language": "en"})
    )


def test_the_door_speaks_what_the_browser_asks_for_else_english(visitor):
    assert b'<html lang="km">' in visitor.get("/", headers={"Accept-Language": "km-KH,en;q=0.5"}).content
    assert b'<html lang="km">' in visitor.get("/", headers={"Accept-Language": "khm,en;q=0.5"}).content
    assert b'<html lang="en">' in visitor.get("/", headers={"Accept-Language": "fr"}).content


def test_one_country_alone_needs_no_choice(published):
    page = Visitor().get("/", headers={"Accept-Language": "km"})
    assert page["Location"] == "/km/"
