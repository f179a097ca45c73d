"""A code on a wall was printed when other countries were served here. It opens help all the same."""

from __future__ import annotations

import re

import pytest
from tests.packs import built
from tests.pages.conftest import Visitor, dials, publish

from kapea.content.queries import worlds

pytestmark = pytest.mark.any_database


@pytest.fixture
def serve(db, settings):
    """Serves countries by the names of their packs; gives a visitor who has not been here before."""

    def countries(*packs: str) -> Visitor:
        settings.KAPEA_PACKS = list(packs)
        for pack in packs:
            publish(built(pack).release)
        return Visitor(enforce_csrf_checks=True)

    yield countries
    worlds.clear()


@pytest.mark.parametrize(
    ("printed", "now"),
    [
        ("/km/", "/km-kh/"),
        ("/km", "/km-kh/"),
        ("/sw/", "/sw-ke/"),
        ("/km/find?t=1", "/km-kh/find?t=1"),
        ("/km/print/3", "/km-kh/print/3"),
    ],
)
def test_one_from_before_there_was_a_second_country_leads_to_the_one_it_meant(serve, printed, now):
    visitor = serve("cambodia", "kenya")
    page = visitor.get(printed)
    assert page.status_code == 307
    assert page["Location"] == now
    assert visitor.get(now).status_code == 200


def test_it_leads_to_the_same_numbers_as_when_it_was_printed(serve):
    before = dials(serve("cambodia").get("/km/"))
    assert before
    assert dials(serve("cambodia", "kenya").get("/km/", follow=True)) == before


def test_one_that_may_mean_two_countries_asks_which_and_names_the_numbers_of_both(serve):
    page = serve("cambodia", "kenya").get("/en/")
    assert page.status_code == 200
    assert {"/en-kh/", "/en-ke/"} <= set(re.findall(r'href="([^"]+)"', page.content.decode()))
    assert {"tel:1280", "tel:116"} <= set(dials(page))


def test_one_from_when_there_were_several_leads_to_the_country_that_is_left(serve):
    visitor = serve("cambodia")
    assert visitor.get("/km-kh/more")["Location"] == "/km/more"
    assert visitor.get("/sw-ke/").status_code == 404


def test_who_is_in_the_middle_of_a_conversation_goes_on(serve):
    visitor = serve("cambodia")
    page = visitor.walk("km", "1")
    serve("cambodia", "kenya")
    after = visitor.answer(page, a="S02")
    assert after.request["PATH_INFO"] == "/km-kh/h/2"
    assert dials(after)


@pytest.mark.parametrize("printed", ["/km/", "/en/"])
def test_just_after_leaving_it_shows_nothing(serve, printed):
    visitor = serve("cambodia", "kenya")
    visitor.post("/leave")
    assert dials(visitor.get(printed, follow=True)) == []


@pytest.mark.parametrize(
    "rest", ["/evil.example/", "\\evil.example", "?next=https://evil.example", "%0d%0aX: y"]
)
def test_it_leads_nowhere_outside(serve, rest):
    page = serve("cambodia", "kenya").get(f"/km/{rest}")
    assert page.status_code == 404 or page["Location"].startswith("/km-kh/")
    assert "X" not in page.headers
