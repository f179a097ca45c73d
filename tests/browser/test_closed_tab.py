"""A tab that was closed and is opened again, as a browser's own command does it, shows nothing."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page
from tests.browser.test_own_tab import WAY, heading, nothing
from tests.chromium import PATIENT_MILLISECONDS, own_chromium

MANIFEST = {
    "manifest_version": 3,
    "name": "what a user does with tabs",
    "version": "1",
    "permissions": ["tabs", "sessions"],
    "background": {"service_worker": "tabs.js"},
}
A_WHILE_AGO = "performance.now = () => -60000"
"""The page takes itself to go a minute before it does, so that nobody has to wait that long."""


class Tabs:
    """A whole browser, and its user's hand on its tabs."""

    def __init__(self, context, site: str) -> None:
        self.context, self.site = context, site
        context.set_default_timeout(PATIENT_MILLISECONDS)
        workers = context.service_workers
        self._hand = workers[0] if workers else context.wait_for_event("serviceworker")

    def walked(self) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.site}/en/")
        for key in WAY:
            with page.expect_navigation():
                page.locator(f'button[value="{key}"]').first.click()
        return page

    def close(self, page: Page) -> None:
        with page.expect_event("close"):
            self._hand.evaluate(
                "async url => chrome.tabs.remove((await chrome.tabs.query({url}))[0].id)", page.url
            )

    def open_again(self) -> Page:
        with self.context.expect_page() as opened:
            self._hand.evaluate("() => chrome.sessions.restore()")
        return opened.value


@pytest.fixture
def tabs(chromium, site, tmp_path):
    extension = tmp_path / "extension"
    extension.mkdir()
    (extension / "manifest.json").write_text(json.dumps(MANIFEST))
    (extension / "tabs.js").write_text("")
    context = own_chromium(chromium, tmp_path / "profile", extension)
    yield Tabs(context, site)
    context.close()


def test_a_tab_that_was_closed_shows_nothing_when_it_is_opened_again(tabs):
    page = tabs.walked()
    tabs.context.new_page()
    page.evaluate(A_WHILE_AGO)
    tabs.close(page)
    again = tabs.open_again()
    again.wait_for_url(f"{tabs.site}/en/n")
    assert nothing(again)
    for _ in WAY[1:]:
        again.go_back()
        assert nothing(again)
    assert not [each for each in tabs.context.cookies() if each["name"] == "k"], "the walk has ended"


def test_whoever_goes_elsewhere_in_a_tab_and_comes_back_is_where_they_were(tabs, elsewhere):
    page = tabs.walked()
    said = heading(page)
    page.evaluate(A_WHILE_AGO)
    page.goto(elsewhere)
    page.go_back()
    assert heading(page) == said
    page.reload()
    page.go_back()
    page.go_forward()
    assert page.evaluate("sessionStorage.length") == 1, "the last page is noted in the tab"
    assert heading(page) == said
