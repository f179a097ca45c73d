"""Every screen of the ways of every country, as a browser without scripts gets it.

`make test` walks a sample (see tests/ways.py), `make check-all` all of them.
"""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlsplit

import pytest
from tests.conftest import COUNTRIES, world_of
from tests.pages.conftest import body, buttons, dials
from tests.pages.test_weight import WIRE, on_the_wire
from tests.ways import BESIDE, LANGUAGES, ways
from tests.ways import keys as taps

pytestmark = pytest.mark.any_database

ASKS_ANOTHER = re.compile(
    r'<(?:script|img|link|iframe|source|audio|video|form)[^>]*(?:src|href|action)="(https?:|//)'
)
SAMPLE = ways(one_in=16)


def is_fit(page, language: str) -> None:
    """What holds for every page we make, whichever it is. The Visitor has looked at titles and scripts."""
    html = page.content.decode()
    assert f'<html lang="{language}">' in html
    assert not ASKS_ANOTHER.search(html), "a page asks nobody else for anything"
    assert 'href="tel:' in html, "a number stands on every page"
    assert "no-store" in page["Cache-Control"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert len(gzip.compress(page.content)) <= WIRE
    assert all("?" not in address for address in re.findall(r'action="([^"]+)"', html))


@pytest.mark.parametrize(("country", "language", "way"), SAMPLE, ids=["-".join(w) for w in SAMPLE])
def test_every_screen_of_a_way_is_fit_to_meet_somebody(visitor_of, country, language, way):
    visitor = visitor_of(country)
    page = visitor.get(f"/{language}/")
    for key in taps(country, way):
        assert key in buttons(page), f"{key} is not offered"
        page = visitor.answer(page, a=key)
        assert page.status_code == 200
        is_fit(page, language)
        assert dials(page)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_pages_beside_the_conversation_are_fit(visitor_of, country):
    visitor = visitor_of(country)
    for language in LANGUAGES[country]:
        kinds = len(world_of(country).directory.types)
        for path in (*BESIDE, *(f"find?t={n}" for n in range(1, kinds + 1))):
            page = visitor.get(f"/{language}/{path}")
            assert page.status_code == 200
            is_fit(page, language)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_first_view_is_light_and_names_who_to_call(visitor_of, country):
    visitor = visitor_of(country)
    for language in LANGUAGES[country]:
        page = visitor.get(f"/{language}/")
        html = page.content.decode()
        parts = [visitor.get(address) for address in re.findall(r'"(/s/[^"]+)"', html)]
        squeezed = (len(gzip.compress(body(each))) for each in (page, *parts))
        assert sum(squeezed) + sum(on_the_wire(each) - len(body(each)) for each in (page, *parts)) <= WIRE
        assert len(re.findall(r'href="tel:', html)) >= 2
        assert urlsplit(world_of(country).release.leave_to).scheme == "https"
