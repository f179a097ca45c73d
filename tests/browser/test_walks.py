"""The drawings of phones in a real browser: words whole, in their place, large enough at 320 px.

`make test` walks each in Khmer or in English, by turns, `make check-all` each in both.
"""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_access import faults
from tests.browser.test_every_page import overflows
from tests.ways import by_turns

SMALLEST = 13
"""Pixels of the smallest letter in a drawing."""
WALKS = {
    "Telegram": ("1", "1", "1"),
    "TikTok": ("1", "6", "1"),
    "Family Link": ("2", "9", "1"),
    "iPhone": ("2", "10", "1"),
}
MEASURE = """() => [...document.querySelectorAll('svg.screen text')].map(text => {
  const box = text.getBBox(), scale = text.ownerSVGElement.getScreenCTM().a
  const [x, y, wide, high] = ['x', 'y', 'data-wide', 'data-high'].map(name => +text.getAttribute(name))
  const left = text.getAttribute('text-anchor') === 'middle' ? x - wide / 2 : x
  const top = y - high / 2 - 6, end = y + high / 2 + 6
  const over = [box.x + box.width - left - wide, left - box.x, box.y + box.height - end, top - box.y]
  return {words: text.textContent, px: parseFloat(getComputedStyle(text).fontSize) * scale,
          over: Math.max(...over)}
})"""
"""How large each word of a drawing is, and by how much it leaves its room, a line's own leading aside."""


@pytest.mark.parametrize(("language", "name"), by_turns(WALKS))
def test_every_screen_of_a_walk_is_legible_on_the_smallest_phone(visits, language, name):
    visit = visits(scripts=True, size=PHONE)
    page = visit.open(f"/{language}/phone")
    found, wide, drawn = faults(page), overflows(page), 0
    with page.expect_navigation():
        page.locator("main button").click()
    visit.tap(*WALKS[name], "1")
    while page.locator("svg.screen").count():
        for text in page.evaluate(MEASURE):
            drawn += 1
            assert text["px"] >= SMALLEST, text
            assert text["over"] <= 0, text
        found += faults(page)
        wide = wide or overflows(page)
        visit.tap("1")
    found += faults(page)
    assert drawn >= 1
    assert found == []
    assert not wide


def test_khmer_words_of_a_menu_are_legible_too(visits, cambodia, settings):
    import msgspec
    from tests.pages.conftest import publish, unmarked

    words = {1: "ការកំណត់", 2: "ភាព​ឯកជន ​និង​សុវត្ថិភាព", 4: "តើ​អ្នក​ណា​អាច​បន្ថែម​ខ្ញុំ​ទៅ​ក្នុង​ក្រុម​ជជែក?"}
    release = cambodia.release
    khmer = release.texts["km"] | {f"menu.telegram-groups.{n}": said for n, said in words.items()}
    publish(msgspec.structs.replace(release, texts={**release.texts, "km": khmer}, hash="1" * 64))
    visit = visits(scripts=True, size=PHONE)
    page = visit.open("/km/phone")
    with page.expect_navigation():
        page.locator("main button").click()
    visit.tap(*WALKS["Telegram"], "1")
    seen = ""
    while page.locator("svg.screen").count():
        for text in page.evaluate(MEASURE):
            seen += text["words"]
            assert text["px"] >= SMALLEST, text
            assert text["over"] <= 0, text
        visit.tap("1")
    met = unmarked(seen).replace(" ", "")
    assert all(unmarked(said).replace(" ", "") in met for said in words.values())


def test_it_works_without_script_at_a_desk(visits):
    visit = visits(scripts=False, size=DESK)
    page = visit.open("/en/phone")
    with page.expect_navigation():
        page.locator("main button").click()
    visit.tap(*WALKS["Telegram"], "1", "1")
    assert page.locator("svg.screen").is_visible()
    assert page.get_by_text("Privacy and Security").count()
