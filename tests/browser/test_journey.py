"""The whole way in a browser: from the first view to a number that can be dialled."""

from __future__ import annotations

import re

import pytest
from tests.browser.conftest import DESK, PHONE

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
WAY = ("1", "S02", "1", "3", "no", "no")


def to_a_contact(visit):
    """Goes on as somebody would who does what is asked, until there are people to call."""
    for _ in range(12):
        if visit.page.locator(".contacts a[href^='tel:']").count():
            return
        answers = visit.page.locator("button.answer")
        no = visit.page.locator('button.answer[value="no"]')
        with visit.page.expect_navigation():
            (no if no.count() else answers).first.click()
    raise AssertionError("no contact after twelve answers")


@SCRIPTS
@LANGUAGES
@SIZES
def test_from_the_first_view_to_a_number(visits, scripts, language, size):
    visit = visits(scripts=scripts, size=size)
    page = visit.open(f"/{language}/")
    assert page.locator(".now a[href='tel:1280']").is_visible()
    visit.tap("1", "S02")
    assert visit.path() == f"/{language}/h/2"
    to_a_contact(visit)
    assert page.locator(".contacts a[href^='tel:']").first.is_visible()
    assert page.title() == "Kapea"
    assert re.fullmatch(rf"/{language}/h/\d+", visit.path())


@SCRIPTS
def test_red_tile_and_red_bar_lead_to_danger_first_contacts(visits, scripts):
    visit = visits(scripts=scripts)
    page = visit.open("/km/")
    visit.tap("help", "1")
    assert page.locator(".contacts a").first.get_attribute("href") == "tel:117"
    page = visit.open("/km/")
    visit.tap("1", "S02", "help", "2")
    assert page.locator(".contacts a").first.get_attribute("href") == "tel:1280"


@SCRIPTS
def test_back_and_reload(visits, scripts):
    visit = visits(scripts=scripts)
    page = visit.open("/en/")
    visit.tap("1", "S02")
    there = page.locator("h1").inner_text()
    visit.tap("1")
    heading = page.locator("h1").inner_text()
    assert heading != there
    page.go_back()
    assert (visit.path(), page.locator("h1").inner_text()) == ("/en/h/2", there)
    page.reload()
    assert (visit.path(), page.locator("h1").inner_text()) == ("/en/h/2", there)
    visit.tap("1")
    assert (visit.path(), page.locator("h1").inner_text()) == ("/en/h/3", heading)
    page.go_back()
    page.go_forward()
    assert (visit.path(), page.locator("h1").inner_text()) == ("/en/h/3", heading)


def tab_to(page, selector: str, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_with_the_keyboard_alone(visits):
    visit = visits(size=DESK)
    page = visit.open("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "leave"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for selector in ('[value="1"]', '[value="S02"]', '.answer[value="1"]', '.answer[value="3"]'):
        tab_to(page, selector)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    tab_to(page, '[value="help"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, '[value="1"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "a[href='tel:117']")


@LANGUAGES
def test_nothing_is_wider_than_a_small_phone_and_targets_are_large(visits, language):
    visit = visits(size=PHONE)
    visit.open(f"/{language}/")
    stops = [(), ("1",), ("S02",), ("1",), ("3",), ("no",), ("help",), ("1",), ("3",)]
    for keys in stops:
        page = visit.tap(*keys)
        measure(page)
    for path in ("find", "find?t=1", "find?t=4", "practice", "p/1", "p/2", "nowhere/at/all"):
        measure(visit.open(f"/{language}/{path}"))


def measure(page) -> None:
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], (page.url, wide)
    small = page.evaluate(
        """() => [...document.querySelectorAll("main button, main a, .bar *:is(a, button), .foot a, select")]
        .filter(e => e.offsetParent || getComputedStyle(e).position === "fixed")
        .map(e => [e.textContent.trim(), e.getBoundingClientRect().height])
        .filter(([, height]) => height > 0 && height < 56)"""
    )
    assert small == [], page.url
    assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 18
    if page.evaluate("document.documentElement.lang") == "km":
        spaced = page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing")
        assert spaced == "normal"
