"""Screens of every country in a real browser: whole at 320 px, and nothing for axe to mend.

`make test` walks each language once, in a country of its own, by the way whose checksum is lowest, and a few
more (see tests/ways.py); `make check-all` all ways in all languages of each. Two screens of a language that
differ in nothing but the addresses they hold are looked at once, at each size, and by axe those once that
differ in nothing but their words (in `make check-all` all).
"""

from __future__ import annotations

import re

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_access import faults
from tests.conftest import world_of
from tests.packs import EACH_LANGUAGE, EVERY
from tests.pages.conftest import publish
from tests.ways import keys, ways

GROUPS: dict[tuple[str, str], list[str]] = {}
"""The ways of each country and language."""
for _country, _language, _way in ways(one_in=400):
    if EVERY or (_country, _language) in EACH_LANGUAGE:
        GROUPS.setdefault((_country, _language), []).append(_way)


@pytest.fixture
def served(site, settings):
    """Puts a country in place of Cambodia."""

    def serve(country: str) -> None:
        settings.KAPEA_PACKS = [country]
        publish(world_of(country).release)

    return serve


def overflows(page) -> bool:
    """Whether anything sticks out at the side: read without the page's own script."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def unlike(page) -> str:
    """What is on a page, without what names the person's place in it: two alike are looked at once."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|action|href)="[^"]*"', "", page.content())


def without_words(html: str) -> str:
    """What is left of a page: elements and what they are told to be, and that something is said in them."""
    said = re.sub(r">[^<>]*\w[^<>]*<", ">x<", html)
    return re.sub(r'value="[^"]+"', 'value="x"', said)


def look(page, seen: set[str]) -> list[str]:
    """What axe would mend, and whether anything sticks out, on a page that `seen` does not hold yet."""
    if (what := unlike(page)) in seen:
        return []
    wide = [f"{page.url} is wider than the screen"] if overflows(page) else []
    shape = what if EVERY else without_words(what)
    known = shape in seen
    seen.update((what, shape))
    return wide if known else wide + faults(page)


@pytest.mark.parametrize(("country", "language"), GROUPS, ids=["-".join(g) for g in GROUPS])
def test_every_screen_of_every_way_can_be_used_by_anybody(served, visits, country, language):
    served(country)
    found, seen = list[str](), {PHONE: set[str](), DESK: set[str]()}
    by = {size: visits(size=size) for size in seen}
    for way in GROUPS[country, language]:
        size = DESK if way.endswith("-red") else PHONE
        page, told = by[size].open(f"/{language}/"), list[str]()
        told += look(page, seen[size])
        for key in keys(country, way):
            if (waits := page.locator(f'details:not([open]):has(button[value="{key}"]) summary')).count():
                waits.first.click()
            told += look(by[size].tap(key), seen[size])
        found += [f"{country} {way}: {fault}" for fault in told]
    assert found == []


def test_the_countries_can_be_chosen_by_anybody(served, visits, settings):
    settings.KAPEA_PACKS = ["cambodia", "kenya", "nepal", "philippines"]
    for country in settings.KAPEA_PACKS:
        publish(world_of(country).release)
    for size in (PHONE, DESK):
        visit = visits(size=size)
        page = visit.open("/")
        assert faults(page) == []
        assert not overflows(page)
        with page.expect_navigation():
            page.locator('a[href="/ne-np/"]').click()
        assert visit.path() == "/ne-np/"
        assert visit.context.cookies() == [] or {c["name"] for c in visit.context.cookies()} <= {"f"}
