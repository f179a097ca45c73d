"""A person's whole way in a real browser, through HTTPS and the proxy, with scripts and without.

`make test` goes it in two countries on one database, `make check-all` in all on each.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route
from tests.browser.conftest import PHONE
from tests.chromium import PATIENT_MILLISECONDS, whole_chromium
from tests.deployment.outside import Deployment
from tests.deployment.proxy import NAME
from tests.deployment.visitors import WAYS, Way, way
from tests.packs import SOME
from tests.server import until

GONE = [each for each in WAYS if each[0] in SOME]
ELSEWHERE = "<!doctype html><title>Weather</title><p>Rain in the evening."

pytestmark = [pytest.mark.browser, pytest.mark.any_database]


@pytest.fixture
def scripts(deployment: Deployment, going: Way) -> bool:
    """Whether the browser runs scripts: on one database in half of the countries, on the other in others."""
    return (deployment.postgres is None) == (going.tag in ("en-kh", "en-np"))


@pytest.fixture(scope="module")
def browser(deployment: Deployment, chromium: Browser) -> Iterator[Browser]:
    """A browser that finds the site under its own name."""
    until(deployment.server.is_up, within=600, what="the site is not up")
    rules = f"--host-resolver-rules=MAP {NAME}:443 127.0.0.1:{deployment.proxy.port}"
    browser = whole_chromium(chromium, rules)
    yield browser
    browser.close()


@pytest.fixture
def page(scripts: bool, browser: Browser) -> Iterator[Page]:
    """A phone of somebody's own, which finds an ordinary page everywhere else."""
    size = {"width": PHONE[0], "height": PHONE[1]}
    context = browser.new_context(ignore_https_errors=True, java_script_enabled=scripts, viewport=size)
    context.set_default_timeout(PATIENT_MILLISECONDS)
    context.route(lambda url: not url.startswith(f"https://{NAME}/"), _elsewhere)
    yield context.new_page()
    context.close()


def _elsewhere(route: Route) -> None:
    route.fulfill(body=ELSEWHERE, content_type="text/html; charset=utf-8")


def names_somebody(page: Page) -> bool:
    return page.locator('a[href^="tel:"], a[href^="sms:"]').count() > 0


@pytest.mark.parametrize("going", [way(*each) for each in GONE], ids=[country for country, _, _ in GONE])
def test_a_whole_way_stands_behind_https_and_after_leave_nothing_is_left_of_it(page: Page, going: Way):
    page.goto(f"https://{NAME}/{going.tag}/")
    assert names_somebody(page)
    for number, answer in enumerate(going.answers, start=1):
        with page.expect_navigation():
            page.locator(f'button[name="a"][value="{answer}"]').first.click()
        assert page.url.partition("?")[0] == f"https://{NAME}/{going.tag}/h/{number}"
        assert names_somebody(page), page.url
    page.reload()
    last = page.url
    assert last.partition("?")[0] == f"https://{NAME}/{going.tag}/h/{len(going.answers)}"
    assert names_somebody(page)
    cookies = page.context.cookies()
    assert cookies
    assert all(cookie["secure"] for cookie in cookies)

    page.locator("#leave").click()
    page.wait_for_url(lambda url: NAME not in url)
    page.goto(last)
    assert not names_somebody(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_behind_https_a_second_tab_a_closed_one_and_another_person_meet_nothing(page: Page, browser: Browser):
    going = way(*WAYS[0])
    page.goto(f"https://{NAME}/{going.tag}/")
    for answer in going.answers:
        with page.expect_navigation():
            page.locator(f'button[name="a"][value="{answer}"]').first.click()
    address = page.url
    second = page.context.new_page()
    stranger = browser.new_context(ignore_https_errors=True)
    for other in (second, stranger.new_page()):
        other.goto(address)
        assert not names_somebody(other)
    page.reload()
    assert names_somebody(page), "the person's own tab goes on"
    page.close()
    second.goto(address)
    assert not names_somebody(second), "closing the tab opens it to nobody"
    stranger.close()
