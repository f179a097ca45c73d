"""From every page, Leave ends with a browser that holds a marker of five minutes and nothing else of ours."""

from __future__ import annotations

import pytest
from tests.pages.conftest import Visitor, dials, leads_away
from tests.ways import BESIDE

from kapea.guide.models import Conversation
from kapea.web.public.cookies import LEFT, LEFT_SECONDS

pytestmark = pytest.mark.any_database


def held(visitor: Visitor) -> dict[str, str]:
    """The cookies that a browser would send with its next request."""
    return {name: each.value for name, each in visitor.cookies.items() if each["max-age"] != 0 and each.value}


@pytest.mark.parametrize("path", [*BESIDE, "h/1", "h/2", "h/9", "no/where"])
def test_every_cookie_that_was_ever_set_is_gone(visitor, path):
    visitor.walk("en", "1", "S02")
    visitor.get(f"/en/{path}")
    assert {"f", "k"} - {"k" if path == "" else ""} <= held(visitor).keys(), "the first view ends it already"
    response = visitor.post("/leave")
    assert held(visitor) == {LEFT: "1"}
    assert response.cookies[LEFT]["max-age"] == LEFT_SECONDS
    assert leads_away(response)


@pytest.mark.parametrize("path", [each for each in BESIDE if not each.startswith("k")])
def test_going_back_to_any_page_shows_no_number_and_sets_no_new_key(visitor, path):
    visitor.walk("en", "1", "S02")
    visitor.post("/leave")
    response = visitor.get(f"/en/{path}")
    assert not dials(response)
    assert "k" not in held(visitor)
    assert Conversation.objects.count() == 0


@pytest.mark.parametrize("language", ["km", "en"])
def test_it_goes_to_an_ordinary_page_from_either_language(visitor, language):
    visitor.walk(language, "1")
    assert leads_away(visitor.post("/leave", {"l": language})).startswith("https://")


def test_leaving_twice_is_leaving(visitor):
    visitor.walk("en", "1")
    assert leads_away(visitor.post("/leave")) == leads_away(visitor.post("/leave"))
    assert held(visitor) == {LEFT: "1"}


def test_whoever_taps_again_is_helped_again(visitor):
    visitor.walk("en", "1")
    visitor.post("/leave")
    visitor.post("/en/", follow=True)
    assert held(visitor).get(LEFT) is None
    assert dials(visitor.get("/en/"))
