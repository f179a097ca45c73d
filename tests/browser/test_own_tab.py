"""A conversation opens in its own tab only: a second tab, a history, another person meet nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page
from tests.browser.test_offline import keep

from kapea.guide import access
from kapea.guide.models import Conversation
from kapea.web.public import entry

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
WAY = ("1", "S02", "1")


def nothing(page: Page) -> bool:
    """Whether a page tells nobody anything."""
    seen = page.locator("main").inner_text()
    return "Nothing is here." in seen and not page.locator("a[href^='tel:'], .card, .tiles, .bar").count()


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


@pytest.fixture
def walked(visits):
    """Somebody walked three steps in a tab: their visit, and what the page says."""

    def make(*, scripts: bool):
        visit = visits(scripts=scripts)
        visit.open("/en/")
        visit.tap(*WAY)
        return visit, heading(visit.page)

    return make


@SCRIPTS
def test_in_a_second_tab_nothing_is_here_and_the_first_goes_on(walked, scripts):
    visit, said = walked(scripts=scripts)
    second = visit.context.new_page()
    for address in (visit.page.url, *(f"{visit.site}/en/h/{n}" for n in (0, 2, 3, 9))):
        second.goto(address)
        assert nothing(second), address
        second.reload()
        assert nothing(second), address
    visit.page.reload()
    assert heading(visit.page) == said
    visit.page.go_back()
    visit.page.go_forward()
    assert heading(visit.page) == said
    visit.tap("2")
    assert visit.path() == "/en/h/4"


@SCRIPTS
def test_on_that_page_neither_another_language_nor_a_script_opens_it(walked, scripts):
    visit, _ = walked(scripts=scripts)
    second = visit.context.new_page()
    second.goto(visit.page.url)
    if scripts:
        with second.expect_navigation():
            second.evaluate("location.reload()")
        assert nothing(second)
    second.locator("a.language").first.click()
    assert second.url == f"{visit.site}/km/n"
    assert not second.locator("a[href^='tel:'], .card, .tiles").count()
    second.go_back()
    assert nothing(second)


@SCRIPTS
def test_typed_in_its_own_tab_it_is_nothing_and_back_leads_to_it(walked, scripts):
    visit, said = walked(scripts=scripts)
    visit.page.goto(visit.page.url.replace("/h/3", "/h/2"))
    assert nothing(visit.page)
    visit.page.go_back()
    assert heading(visit.page) == said


@SCRIPTS
def test_after_its_tab_was_closed_the_history_leads_to_nothing(walked, scripts):
    visit, _ = walked(scripts=scripts)
    pages = [visit.page.url, *(url for url in visit.asked if "/h/" in url)]
    visit.page.close()
    later = visit.context.new_page()
    for address in pages:
        later.goto(address)
        assert nothing(later), address


@SCRIPTS
def test_another_person_sees_the_same_nothing(walked, visits, scripts):
    visit, _ = walked(scripts=scripts)
    other = visits(scripts=scripts)
    other.page.goto(visit.page.url)
    assert nothing(other.page)
    second = visit.context.new_page()
    second.goto(visit.page.url)
    assert second.content() == other.page.content()
    assert second.url == other.page.url


@SCRIPTS
@pytest.mark.parametrize("how", ["typed", "its mark", "a new tab"])
def test_the_first_view_ends_it_and_back_shows_nothing(walked, scripts, how):
    visit, _ = walked(scripts=scripts)
    page = visit.page
    if how == "its mark":
        page.locator("a.mark").click()
        page.wait_for_url(f"{visit.site}/en/")
    else:
        (visit.context.new_page() if how == "a new tab" else page).goto(f"{visit.site}/en/")
    if how == "a new tab":
        page.reload()
    else:
        page.go_back()
    assert nothing(page)
    page.go_back()
    assert nothing(page), "one more answer back"
    assert not [c for c in visit.context.cookies() if c["name"] == "k"]


@SCRIPTS
def test_a_second_child_begins_while_the_first_ones_tab_is_open(walked, scripts):
    visit, _ = walked(scripts=scripts)
    second = visit.context.new_page()
    second.goto(f"{visit.site}/en/")
    for key in ("1", "S05"):
        with second.expect_navigation():
            second.locator(f'button[value="{key}"]').first.click()
    theirs = heading(second)
    visit.tap("2")
    assert "This page was closed" in heading(visit.page)
    assert theirs not in visit.page.locator("main").inner_text()
    for _ in range(3):
        visit.page.go_back()
        assert nothing(visit.page)
    second.reload()
    assert heading(second) == theirs
    with second.expect_navigation():
        second.locator("button.answer").first.click()
    assert "/en/h/3" in second.url


def test_where_this_help_is_kept_on_the_phone_it_is_no_different(visits):
    """A worker then asks for every page, in its own name: a typed address as well."""
    visit = visits()
    keep(visit)
    visit.open("/en/")
    visit.tap(*WAY)
    said = heading(visit.page)
    for again in (visit.page.reload, visit.page.go_back, visit.page.go_forward):
        again()
    assert heading(visit.page) == said
    second = visit.context.new_page()
    second.goto(visit.page.url)
    assert second.evaluate("!!navigator.serviceWorker.controller"), "the worker stands between"
    assert nothing(second)
    visit.page.goto(f"{visit.site}/en/")
    visit.page.go_back()
    assert nothing(visit.page)


# --- time ---------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    """What the time is for the public door; it stands still until it is moved."""

    class Clock(datetime):
        here = datetime.now(UTC)

        @classmethod
        def now(cls, tz=None):
            return cls.here

    monkeypatch.setattr(entry, "datetime", Clock)
    return Clock


@SCRIPTS
@pytest.mark.parametrize(("shared", "idle"), [(False, access.IDLE), (True, access.SHARED_IDLE)])
def test_it_is_there_for_so_long_and_then_it_is_gone(visits, clock, scripts, shared, idle):
    visit = visits(scripts=scripts)
    page = visit.open("/en/")
    if shared:
        page.get_by_label("Others use this phone too").check()
    visit.tap(*WAY)
    for _ in range(2):
        said = heading(page)
        clock.here += idle - timedelta(seconds=1)
        page.reload()
        assert heading(page) == said, "time takes no step"
        with page.expect_navigation():
            page.locator("button.answer").first.click()
    clock.here += idle
    page.reload()
    assert nothing(page)
    page.go_back()
    assert nothing(page)


@SCRIPTS
def test_an_answer_after_that_time_is_met_with_people_to_call(visits, clock, scripts):
    visit = visits(scripts=scripts)
    visit.open("/en/")
    visit.tap(*WAY)
    clock.here += access.IDLE
    visit.tap("2")
    assert "This page was closed" in heading(visit.page)
    assert visit.page.locator("main a[href='tel:1280']").is_visible()
    assert Conversation.objects.get().turn == len(WAY)
