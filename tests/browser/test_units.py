"""Lessons, stories and practice in a real browser: whole at 320 px and on a desk, nothing for axe to mend,
help on every screen; and the same without scripts.

`make test` walks one way through one of each kind, in Khmer or in Filipino by turns, `make check-all` every
screen of all, in each language.
"""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_every_page import look, overflows, served
from tests.conftest import world_of
from tests.packs import EACH_LANGUAGE, EVERY, SOME
from tests.unit_ways import Keys, ways_through

from kapea.core.dialogue.progress import units
from kapea.web.public.unit_lists import KIND_AT

__all__ = ["served"]
PLACES = [each for each in EACH_LANGUAGE if each[0] in SOME]
WALKED = [
    (country, language, address)
    for at, address in enumerate(KIND_AT)
    for turn, (country, language) in enumerate(PLACES)
    if EVERY or at % len(PLACES) == turn
]

Walk = tuple[int, list[Keys]]


def chosen(country: str, language: str, kind: str) -> list[Walk]:
    """Which are walked, by number, and how: all; or the one whose checksum is lowest, by its longest way."""
    world, found = world_of(country), units(world_of(country), kind)
    if EVERY:
        return [(unit.number, ways_through(world, id)) for id, unit in found.items()]
    id = min(found, key=lambda each: crc32(f"{language} {each}".encode()))
    return [(found[id].number, [max(ways_through(world, id), key=len)])]


def screens(visit, path: str, walks: list[Walk]) -> Iterator[Page]:
    """The list, and each screen of each way from it."""
    for number, ways in walks:
        for keys in ways:
            page = visit.open(path)
            yield page
            with page.expect_navigation():
                page.locator(f'button[name="u"][value="{number}"]').click()
            yield page
            for key in keys:
                yield visit.tap(key)


@pytest.mark.parametrize(
    ("country", "language", "address"), WALKED, ids=["-".join(each[1:]) for each in WALKED]
)
def test_each_can_be_walked_by_anybody(served, visits, country, language, address):
    served(country)
    walks, path, found = chosen(country, language, KIND_AT[address]), f"/{language}/{address}", list[str]()
    for size in (PHONE, DESK):
        seen = set[str]()
        for page in screens(visits(size=size), path, walks):
            found += look(page, seen)
    for page in screens(visits(scripts=False, size=PHONE), path, walks):
        assert page.locator(".bar").is_visible(), f"no help on {page.url}"
        assert page.locator("main svg").count(), f"{page.url} has no drawing"
        found += [f"{page.url} is wider than the screen"] if overflows(page) else []
    assert found == []


def test_a_long_word_of_a_child_fits_the_smallest_phone(served, visits):
    """“Pinagtatawanan” is wider than the bubble beside a face: it then stands below the face, whole."""
    served("philippines")
    found, size = units(world_of("philippines"), "practice"), PHONE
    walks = [(found["practice-bodies"].number, ways_through(world_of("philippines"), "practice-bodies"))]
    pages = screens(visits(scripts=False, size=size), "/fil/practice", walks)
    assert [page.url for page in pages if overflows(page)] == []
