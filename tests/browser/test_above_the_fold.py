"""What stands on the first screen of a small phone, measured as it is drawn, in every language."""

from __future__ import annotations

import pytest
from tests.conftest import world_of
from tests.packs import COUNTRIES, EVERY
from tests.pages.conftest import publish
from tests.ways import keys

FOLD = (360, 740)
"""A phone as most people here hold it."""
LANGUAGES = (
    ("cambodia", "km"),
    ("cambodia", "en"),
    ("kenya", "sw"),
    ("nepal", "ne"),
    ("philippines", "fil"),
)
DESK = (1280, 800)
DANGERS = ("1", "2", "3", "4", "5")
"""What `help` asks for: hurt, thinking of dying, missing or meeting someone, locked in, made to marry."""
SEEN = """(name) => {
  const bar = document.querySelector(".bar"), low = bar ? bar.getBoundingClientRect().top : innerHeight;
  return [...document.querySelectorAll(name)].filter(each => {
    const at = each.getBoundingClientRect();
    return at.height && at.top >= 0 && at.bottom <= low;
  }).length;
}"""
"""How many of some elements stand whole on the first screen, above the bar."""
BROKEN = """() => [...document.querySelectorAll("a.dial b:not(.named)")].filter(number => {
  const at = number.getBoundingClientRect(), card = number.closest(".contact").getBoundingClientRect();
  return number.getClientRects().length > 1 || at.right > card.right;
}).map(number => number.textContent)"""
"""The numbers to dial that stand on two lines, or reach out of their card."""


@pytest.fixture
def phone(visits, settings):
    """A small phone in a country and a language."""

    def at(country: str):
        settings.KAPEA_PACKS = [country]
        publish(world_of(country).release)
        return visits(size=FOLD)

    return at


@pytest.mark.parametrize(("country", "language"), LANGUAGES)
def test_in_danger_kind_words_a_number_and_the_first_step_are_seen_at_once(phone, country, language):
    visit = phone(country)
    for danger in DANGERS:
        visit.open(f"/{language}/")
        page = visit.tap("help", danger)
        assert page.evaluate(SEEN, ".now h1") == 1
        assert page.evaluate(SEEN, ".now .contact:first-child a.dial[href^='tel:']") == 1
        assert page.evaluate(SEEN, ".steps li") >= 1, f"{language}: the first step is below the fold"


@pytest.mark.parametrize(("country", "language"), LANGUAGES)
def test_the_first_view_says_what_it_is_and_offers_the_first_answers_at_once(phone, country, language):
    page = phone(country).open(f"/{language}/")
    assert page.evaluate(SEEN, "h1.purpose") == 1
    assert page.evaluate(SEEN, ".now a.dial[href^='tel:']") >= 2
    assert page.evaluate(SEEN, ".tile") >= 2, f"{language}: the first answers are below the fold"
    below = page.locator(".tiles").bounding_box()["y"]
    assert [p.bounding_box()["y"] > below for p in page.locator("p.says, .says p:visible").all()][:2] == [
        False,
        True,
    ]


@pytest.mark.parametrize("language", ["km", "en"])
def test_on_the_page_that_is_kept_the_heading_stands_clear_of_the_edge_of_its_red_field(visits, language):
    page = visits(scripts=False, size=FOLD).open(f"/{language}/k")
    field, heading = page.locator(".now").bounding_box(), page.locator(".now .title").bounding_box()
    inside = page.locator(".now .title").evaluate("each => parseFloat(getComputedStyle(each).paddingTop)")
    assert heading["y"] - field["y"] + inside >= 8


@pytest.mark.parametrize("size", [FOLD, DESK])
def test_what_to_write_on_paper_stands_right_above_the_numbers(visits, size):
    page = visits(scripts=False, size=size).open("/km/keep")
    line, numbers = page.locator(".fallback").bounding_box(), page.locator(".contacts").bounding_box()
    assert line["x"] == numbers["x"]
    assert 0 <= numbers["y"] - line["y"] - line["height"] <= 16


def test_where_nobody_is_in_danger_the_heading_comes_before_whoever_is_named(phone):
    visit, met = phone("cambodia"), 0
    visit.open("/en/")
    for key in keys("cambodia", "S02-child-calm"):
        page = visit.tap(key)
        if page.locator(".people .contact").count():
            met += 1
            heading, first = page.locator("h1"), page.locator(".people .contact").first
            assert heading.bounding_box()["y"] < first.bounding_box()["y"]
    assert met > 0


def test_when_the_screen_is_low_nothing_covers_it(phone, visits):
    """As in a zoom of 400 %, or a phone held on its side."""
    visit = phone("cambodia")
    visit.page.set_viewport_size({"width": 360, "height": 200})
    visit.open("/en/")
    page = visit.tap("help", "1")
    fixed = """[...document.querySelectorAll("body *")].filter(
      each => ["fixed", "sticky"].includes(getComputedStyle(each).position)).length"""
    assert page.evaluate(fixed) == 0


def test_in_danger_the_bar_dials_whoever_is_named_first_and_leads_nowhere_else(phone):
    page = phone("cambodia")
    page.open("/en/")
    page = page.tap("help", "1")
    bar, first = page.locator(".bar"), page.locator(".now a.dial").first
    assert bar.locator("a").get_attribute("href") == first.get_attribute("href")
    assert bar.locator("button").count() == 0
    assert page.locator('.moves button[value="help"]').count() == 1, "help stays one tap away"


def test_below_the_first_number_in_danger_each_is_one_line(phone):
    page = phone("cambodia")
    page.open("/en/")
    page = page.tap("help", "1")
    heights = [each.bounding_box()["height"] for each in page.locator(".now .contact").all()]
    assert heights[0] == max(heights)
    assert max(heights[1:]) < 80
    assert page.locator(".caveat").count() == 0, "the banner says it once"
    assert page.locator(".demo").count() == 1


@pytest.mark.parametrize("country", COUNTRIES)
def test_on_the_smallest_phone_no_number_to_dial_is_broken(phone, country):
    """Half a number on the next line is dialled as half a number. Each danger in one country, in
    `make check-all` in each.
    """
    visit = phone(country)
    visit.page.set_viewport_size({"width": 320, "height": 740})
    for danger in DANGERS if EVERY else DANGERS[COUNTRIES.index(country) :: len(COUNTRIES)]:
        visit.open("/en/")
        for key in ("help", danger, "2", "4", "3"):
            page = visit.tap(key)
            assert page.evaluate(BROKEN) == [], f"{country}: danger {danger}, after {key}"
