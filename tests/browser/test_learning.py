"""What is learnt and made together, in a real browser: each journey to its end at 320 px, fit for axe.

`make test` walks each in Khmer or in English, by turns, `make check-all` each in both.
"""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_every_page import look
from tests.ways import by_turns

from kapea.web.public.navigation import OWN

MOST = 16
"""Screens of a journey that are looked at, by its last button each."""


@pytest.mark.parametrize(("language", "address"), by_turns(OWN))
def test_a_journey_can_be_walked_by_anybody(visits, address, language):
    visit, seen = visits(size=PHONE), set[str]()
    page = visit.open(f"/{language}/{address}")
    found = look(page, seen)
    with page.expect_navigation():
        page.locator("main button.main").click()
    for _ in range(MOST):
        found += look(page, seen)
        answers = page.locator('main .answers button[name="a"], main .tiles button[name="a"]')
        if not answers.count():
            break
        with page.expect_navigation():
            answers.last.click()
    assert found == []
    assert len(seen) >= 5


def begun(visits, size, address, *taps, first="main button.main"):
    page = visits(scripts=False, size=size).open(f"/en/{address}")
    with page.expect_navigation():
        page.locator(first).first.click()
    for key in taps:
        with page.expect_navigation():
            page.locator(f'main button[name="a"][value="{key}"]').first.click()
    return page


def look_of(locator, name):
    return locator.evaluate(f"each => getComputedStyle(each)['{name}']")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_words_of_a_child_are_larger_than_what_is_said_about_practice(visits, size):
    page = begun(visits, size, "practice", first="button.unit")
    words, note = page.locator(".spoken h1"), page.locator(".card .say").last
    assert float(look_of(words, "fontSize")[:-2]) > 1.4 * float(look_of(note, "fontSize")[:-2])
    assert words.bounding_box()["y"] < note.bounding_box()["y"]
    assert page.locator(".spoken svg").is_visible()


@pytest.mark.parametrize(("size", "columns"), [(PHONE, 1), (DESK, 2)], ids=["phone", "desk"])
def test_apps_stand_in_two_columns_where_there_is_room(visits, size, columns):
    page = begun(visits, size, "phone", "1")
    apps = page.locator(".answers .answer").all()
    assert len({round(app.bounding_box()["x"]) for app in apps}) == columns
    assert len(apps) > 6


def test_a_word_of_a_menu_does_not_look_like_a_button(visits):
    page = begun(visits, PHONE, "phone", "1", "1", "1", "1")
    word = page.locator(".tap").first
    assert look_of(word, "borderTopWidth") == look_of(word, "borderRightWidth") == "0px"
    assert look_of(page.locator(".answers .answer").first, "borderTopWidth") != "0px"
