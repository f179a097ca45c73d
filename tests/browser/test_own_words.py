"""Somebody's own words on the smallest phone, in every language, without a script, and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from tests.browser.conftest import PHONE
from tests.browser.test_above_the_fold import LANGUAGES
from tests.conftest import world_of
from tests.pages.conftest import publish

from kapea.core.languages.text import UNSEEN

DYING = {
    "km": "ខ្ញុំមិនចង់រស់ទៀតទេ",
    "en": "i dont want to live anymore",
    "sw": "sitaki kuishi tena",
    "ne": "मलाई बाँच्न मन छैन",
    "fil": "ayoko na mabuhay",
}
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('.own input, .own .answer')]
  .filter(each => each.getBoundingClientRect().height < 44).length"""


def bare(words: str) -> str:
    """Without the marks that say where a line may break, and where not."""
    return re.sub(f"[{UNSEEN}]", "", words)


@pytest.fixture
def visit(visits, settings):
    """A small phone without scripts, in a country."""

    def at(country: str, **more):
        settings.KAPEA_PACKS = [country]
        publish(world_of(country).release)
        return visits(size=PHONE, **{"scripts": False, **more})

    return at


@pytest.mark.parametrize(("country", "language"), LANGUAGES)
def test_words_on_the_first_view_are_asked_about_with_a_number_above(visit, country, language):
    phone = visit(country)
    page = phone.open(f"/{language}/")
    assert page.evaluate(WIDE) == 0, "nothing reaches out of the screen"
    assert page.evaluate(SMALL) == 0, "fingers find it"
    page.locator("#w").fill(DYING[language])
    with page.expect_navigation():
        page.locator('.own button[name="say"]').click()
    assert phone.path() == f"/{language}/h/1"
    asked = world_of(country).release.text("help.flag-ask-dying", language)
    assert bare(asked) in bare(page.inner_text("main"))
    assert page.locator("a.dial").first.get_attribute("href").startswith("tel:")
    assert DYING[language] not in page.url + page.content()


@pytest.mark.parametrize("scripts", [True, False])
def test_by_keyboard_alone_enter_sends_the_words_and_taps_nothing(visit, scripts):
    phone = visit("cambodia", scripts=scripts)
    page = phone.open("/en/")
    page.locator("#w").focus()
    page.keyboard.type(DYING["en"])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert phone.path() == "/en/h/1"
    assert "dying" in page.inner_text("main")


@pytest.mark.parametrize(("country", "language"), LANGUAGES)
def test_beside_the_tiles_the_field_stands_above_them(visit, country, language):
    phone = visit(country)
    phone.open(f"/{language}/")
    page = phone.tap("1")
    field, tile = (page.locator(name).first.bounding_box() for name in ("#w", ".tile"))
    assert field["y"] < tile["y"]
    assert page.evaluate(WIDE) == 0


def test_the_field_has_a_name_that_a_screen_reader_says(visit):
    page = visit("cambodia").open("/en/")
    assert page.get_by_label("Or write it in a few words").count() == 1


def test_the_button_that_enter_presses_is_not_in_the_way_of_a_keyboard(visit):
    page = visit("cambodia").open("/en/")
    names = []
    for _ in range(30):
        page.keyboard.press("Tab")
        names.append(page.evaluate("() => document.activeElement.className"))
    assert "unseen" not in names
