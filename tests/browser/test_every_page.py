"""Screens of every country in a real browser without scripts: whole at 320 px, and nothing for axe to mend.

`make test` walks a sample (see tests/ways.py), `make check-all` all of them.
"""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_access import faults
from tests.conftest import world_of
from tests.pages.conftest import publish
from tests.ways import keys, ways

SAMPLE = ways(one_in=140)


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


@pytest.mark.parametrize(("country", "language", "way"), SAMPLE, ids=["-".join(w) for w in SAMPLE])
def test_every_screen_of_a_way_can_be_used_by_anybody(served, visits, country, language, way):
    served(country)
    size = DESK if way.endswith("-red") else PHONE
    visit = visits(size=size)
    page = visit.open(f"/{language}/")
    found, wide = faults(page), overflows(page)
    for key in keys(country, way):
        if page.locator(f'details.more button[value="{key}"]').count():
            page.locator("details.more summary").first.click()
        visit.tap(key)
        found += faults(page)
        wide = wide or overflows(page)
    assert found == []
    assert not wide


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
