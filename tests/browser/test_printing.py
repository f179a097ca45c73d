"""Printing from the web in a real Chromium: found within two taps, whole without scripts, then a file."""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.print.reading import opened

from kapea.web.public.navigation import OWN


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


def on_paper(visit, path):
    page = visit.open(path)
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("address", OWN)
def test_a_page_of_a_journey_on_paper_is_its_words_and_not_what_is_tapped(visits, address):
    page = on_paper(visits(size=PHONE), f"/en/{address}")
    with page.expect_navigation():
        page.evaluate("document.querySelector('main button.main').click()")
    seen = page.evaluate("[...document.querySelectorAll('main h1, main h2')].some(e => e.checkVisibility())")
    assert seen
    tapped = page.locator(".top, .bar, .moves, .answers, .tiles")
    assert [each for each in tapped.all() if each.is_visible()] == []


@pytest.mark.parametrize("path", ["/en/write", "/en/form"])
def test_what_was_written_stands_whole_on_paper(visits, path):
    page = on_paper(visits(size=DESK), path)
    for field in page.locator("textarea").all():
        field.fill("\n".join(f"line {n}" for n in range(12)))
    hidden = "all => all.map(one => one.scrollHeight - one.clientHeight)"
    assert max(page.eval_on_selector_all("textarea", hidden)) <= 1


def test_whom_to_call_is_no_white_word_on_white_paper(visits):
    page = on_paper(visits(size=PHONE), "/en/")
    colour = "all => all.filter(e => e.checkVisibility()).map(e => getComputedStyle(e).color)"
    found = set(page.eval_on_selector_all(".now, .now h1, .now .say, .now b", colour))
    assert found
    assert "rgb(255, 255, 255)" not in found
