"""The walkthroughs of settings, kept on a phone: drawn and told as the server does, and marked when old.

`make test` takes one in Khmer and one in English, `make check-all` each in both.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.browser.test_offline import keep, offline, tap
from tests.browser.test_walks import WALKS
from tests.ways import by_turns

STEPS = 8
"""More than either walk below has screens: beyond its end, the next one begins."""
CARD = """() => {
  const attributes = at => [...at.attributes].map(each => `${each.name}=${each.value}`).sort()
  const bare = at => at.nodeType === Node.TEXT_NODE ? at.data.trim()
    : [at.localName, attributes(at), [...at.childNodes].map(bare).filter(each => each !== '')]
  return [...document.querySelectorAll('main > .note, main > .card')].map(bare)
}"""
"""All that a step shows of itself: the drawing, words, languages, notes."""


@pytest.mark.parametrize(("language", "name"), by_turns(("Telegram", "TikTok")))
def test_a_walk_is_drawn_and_told_as_the_server_does(visits, language, name):
    visit, wanted, got = visits(), [], []
    page = visit.open(f"/{language}/phone")
    with page.expect_navigation():
        page.locator("main button").click()
    for key in (*WALKS[name], *"1" * STEPS):
        wanted.append(page.evaluate(CARD))
        visit.tap(key)
    keep(visit, language)
    page = offline(visit)
    page.locator('#foot button[value="settings"]').click()
    for key in (*WALKS[name], *"1" * STEPS):
        got.append(page.evaluate(CARD))
        tap(page, key)
    assert got == wanted
    assert "svg" in str(got)


def test_a_menu_is_said_to_be_old_from_the_day_on_which_its_record_is(visits, cambodia):
    expires = cambodia.release.menus["tiktok-family-pairing"].upkeep.expires
    visit = visits()
    keep(visit)
    for day, notes in ((date.fromisoformat(expires) - timedelta(days=1), 0), (expires, 1)):
        visit.context.clock.set_fixed_time(f"{day}T12:00:00")
        page = offline(visit)
        page.locator('#foot button[value="settings"]').click()
        for key in (*WALKS["TikTok"], "1"):
            tap(page, key)
        assert page.locator("svg.screen").count() == 1
        assert page.get_by_text(cambodia.release.text("word.note-aged", "en")).count() == notes
