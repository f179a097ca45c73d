"""Leaving in a browser: one tap or Escape three times; nothing left behind; Back shows no help."""

from __future__ import annotations

import pytest

from kapea.guide.models import Conversation

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def nothing_of_help(page) -> None:
    assert page.locator("a[href^='tel:'], .tiles, .bar, .card").count() == 0
    assert page.locator("button").count() == 2, "Leave and Begin"
    assert page.title() in ("Kapea", "Weather")


def left_behind(visit) -> dict[str, object]:
    """What the browser still holds of us, seen from our own origin."""
    page = visit.context.new_page()
    page.goto(f"{visit.site}/healthz")
    held = page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
        (await caches.keys()).length]"""
    )
    page.close()
    ours = [c["name"] for c in visit.context.cookies(visit.site)]
    return {"stores": held, "cookies": ours}


@SCRIPTS
@pytest.mark.parametrize("way", [(), ("1",), ("1", "S02"), ("help", "1")], ids=len)
def test_one_tap_and_back_shows_no_help(visits, elsewhere, scripts, way):
    visit = visits(scripts=scripts)
    page = visit.open("/en/")
    visit.tap(*way)
    page.locator("button.leave").click()
    page.wait_for_url(elsewhere)
    visit.page.wait_for_timeout(200)
    assert Conversation.objects.count() == 0
    for _ in way or ("once",):
        page.go_back()
        if page.url == "about:blank":
            break
        nothing_of_help(page)


@SCRIPTS
def test_one_leaves_although_the_ordinary_site_has_moved(visits, settings, moved, elsewhere, scripts):
    settings.KAPEA_LEAVE_TO = moved
    visit = visits(scripts=scripts)
    page = visit.open("/en/")
    visit.tap("1", "S02")
    page.locator("button.leave").click()
    page.wait_for_url(elsewhere)
    assert page.title() == "Weather"


def test_escape_three_times(visits, elsewhere):
    visit = visits()
    page = visit.open("/km/")
    visit.tap("1", "S11")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert visit.path() == "/km/h/2"
    page.keyboard.press("Escape")
    page.wait_for_url(elsewhere)
    page.go_back()
    nothing_of_help(page)


def test_escape_now_and_then_does_not_leave(visits):
    visit = visits()
    page = visit.open("/en/")
    for key in ("Escape", "Escape", "Tab", "Escape", "Escape"):
        page.keyboard.press(key)
    assert visit.path() == "/en/"


def test_with_the_network_gone_the_words_are_cleared_and_back_shows_no_help(visits):
    visit = visits()
    page = visit.open("/en/")
    visit.tap("1", "S02")
    visit.context.set_offline(True)
    page.locator("button.leave").click()
    page.wait_for_function("!document.body || !document.body.innerText.includes('Help now')")
    visit.context.set_offline(False)
    page.go_back()
    nothing_of_help(page)
    visit.complaints.clear()


@SCRIPTS
def test_nothing_is_left_in_the_browser_but_the_marker(visits, elsewhere, scripts):
    visit = visits(scripts=scripts)
    page = visit.open("/en/")
    visit.tap("1", "S02")
    page.locator("button.leave").click()
    page.wait_for_url(elsewhere)
    visit.page.wait_for_timeout(300)
    if scripts:
        assert left_behind(visit) == {"stores": [0, 0, 0, 0], "cookies": ["v"]}
    assert [c["name"] for c in visit.context.cookies(visit.site)] == ["v"]


@pytest.mark.parametrize("last", ["/en/h/2", "/en/find"])
def test_nor_is_anything_noted_in_the_tab_itself(visits, elsewhere, last):
    visit = visits()
    page = visit.open("/en/")
    visit.tap("1", "S02")
    assert page.evaluate("sessionStorage.length") == 1, "when its last page went"
    if visit.path() != last:
        visit.open(last)
    page.locator("button.leave").click()
    page.wait_for_url(elsewhere)
    page.goto(f"{visit.site}/healthz")
    assert page.evaluate("sessionStorage.length") == 0


@SCRIPTS
def test_begin_leads_back_to_help(visits, elsewhere, scripts):
    visit = visits(scripts=scripts)
    page = visit.open("/en/")
    page.locator("button.leave").click()
    page.wait_for_url(elsewhere)
    visit.open("/en/")
    page.locator("main button").click()
    assert page.locator(".now a[href='tel:1280']").is_visible()


def test_every_title_and_address_in_the_history_is_neutral(visits):
    visit = visits()
    page = visit.open("/km/")
    visit.tap("1", "S11", "1")
    for path in ("/km/find?t=3", "/km/p/1", "/km/practice"):
        visit.open(path)
        assert page.title() == "Kapea"
    seen = {url.removeprefix(visit.site).split("?")[0] for url in visit.asked if not url.startswith("data:")}
    assert seen <= {
        *(
            "/km/",
            "/km/find",
            "/km/p/1",
            "/km/practice",
            "/s/base/kapea.css",
            "/s/base/leave.js",
            "/s/base/aloud.js",
            "/s/public/tab.js",
        ),
        *(f"/km/h/{n}" for n in range(4)),
    }
