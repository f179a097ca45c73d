"""Whoever reads none of a country's languages finds their own by its name, at once, and can use its page."""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_access import faults
from tests.browser.test_every_page import overflows
from tests.conftest import COUNTRIES, world_of
from tests.pages.conftest import publish
from tests.ways import LANGUAGES

ONE_ROW = 60
"""CSS pixels: one row of names to tap, each of 56, with nothing below it."""
SMALL = """() => [...document.querySelectorAll('.tongues a, .sheet a')]
  .map(each => each.getBoundingClientRect())
  .filter(box => box.height < 44 || box.width < 44).length"""


@pytest.fixture
def of_country(site, settings):
    """Puts a country in place of Cambodia."""

    def serve(country: str) -> None:
        settings.KAPEA_PACKS = [country]
        publish(world_of(country).release)

    return serve


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_names_take_one_row_of_the_first_view_and_can_be_tapped(of_country, visits, country):
    of_country(country)
    visit = visits(size=PHONE)
    for language in LANGUAGES[country]:
        page = visit.open(f"/{language}/")
        box = page.locator(".tongues").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE[1], "seen without scrolling"
        assert box["height"] <= ONE_ROW
        assert page.evaluate(SMALL) == 0


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_page_in_another_language_is_whole_and_has_no_fault(of_country, visits, country, size):
    of_country(country)
    visit, language = visits(scripts=True, size=size), LANGUAGES[country][0]
    for path in ("w", "w/1", "w/2"):
        page = visit.open(f"/{language}/{path}")
        assert not overflows(page)
        assert faults(page) == []
        assert page.evaluate(SMALL) == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_words_that_say_press_to_leave_leave(visits, elsewhere, scripts):
    visit = visits(scripts=scripts, size=PHONE)
    page = visit.open("/km/w/1")
    button = page.locator('main button[form="leave"]')
    assert "nhấn để thoát" in button.inner_text()
    button.click()
    page.wait_for_url(elsewhere)
    assert page.title() == "Weather"


def test_without_script_the_first_number_stands_on_the_first_screen(visits):
    visit = visits(scripts=False, size=PHONE)
    page = visit.open("/km/")
    with page.expect_navigation():
        page.locator('.tongues a[lang="vi"]').click()
    assert visit.path() == "/km/w/1"
    box = page.locator(".dial").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= PHONE[1]
    with page.expect_navigation():
        page.locator(".moves a").click()
    assert visit.path() == "/km/"
