"""Printing from the web in a real Chromium: found within two taps, whole without scripts, then a file."""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.print.reading import opened


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_foot_of_the_first_view_to_a_file_without_scripts(visits, language, size):
    visit = visits(scripts=False, size=size)
    page = visit.open(f"/{language}/")
    assert page.locator(".sign b").is_visible()
    page.locator(f'nav.foot a[href="/{language}/more"]').click()
    page.locator(f'nav.rows a[href="/{language}/print"]').click()
    page.wait_for_url(f"**/{language}/print")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    links = page.locator('a[type="application/pdf"]')
    assert links.count() >= 3
    assert all(link.bounding_box()["height"] >= 48 for link in links.all())
    answer = page.request.get(visit.site + links.first.get_attribute("href"))
    assert opened(answer.body()).trailer["/Root"]["/Lang"] == language
