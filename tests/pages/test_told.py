"""Pages that are kept, written on or made into a notice: fit for everybody, and closed to what is sent."""

from __future__ import annotations

import re

import pytest
from tests.conftest import COUNTRIES, world_of
from tests.pages.conftest import Visitor, buttons, dials, publish, words
from tests.pages.test_every_page import is_fit
from tests.ways import LANGUAGES

PATHS = ("keep", "tell", "write", "form")


@pytest.mark.parametrize("country", COUNTRIES)
def test_they_are_fit_in_every_country_and_language(db, settings, country):
    from kapea.content.queries import worlds

    settings.KAPEA_PACKS = [country]
    publish(world_of(country).release)
    visitor = Visitor()
    for language in LANGUAGES[country]:
        for path in PATHS:
            page = visitor.get(f"/{language}/{path}")
            assert page.status_code == 200
            is_fit(page, language)
    worlds.clear()


@pytest.mark.parametrize("path", ["write", "form"])
def test_nothing_on_them_can_be_sent(visitor, path):
    html = visitor.get(f"/en/{path}").content.decode()
    assert not re.search(r"<(input|textarea|select)(?![^>]*type=\"hidden\")", html)
    for form in re.findall(r'<form[^>]*action="([^"]+)"', html):
        assert form in ("/leave", "/en/h/0")


def test_the_journey_names_the_people_to_tell_and_then_the_app(visitor, says):
    page = visitor.answer(visitor.get("/en/tell"))
    for key in ("1", "1", "1"):
        assert key in buttons(page)
        page = visitor.answer(page, a=key)
    assert "tel:1288" in dials(page)
    assert says("report.people-lead") in words(page)
    page = visitor.answer(page, a="1")
    assert {says("report.apps~short"), says("report.spreading~short")} <= set(buttons(page).values())


def test_take_it_down_is_told_with_its_limits(visitor, says):
    page = visitor.answer(visitor.get("/en/tell"))
    for key in ("1", "1", "1", "1", "1"):
        page = visitor.answer(page, a=key)
    for id in ("A4.what", "A4.how", "A4.limits", "report.takedown-who"):
        assert says(id) in words(page)
