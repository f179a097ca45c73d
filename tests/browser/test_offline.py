"""Help kept on a phone, in a real Chromium: only by choice, whole without a network, gone when removed."""

from __future__ import annotations

import re

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_access import faults
from tests.browser.test_every_page import overflows
from tests.browser.test_leave import nothing_of_help
from tests.ways import keys

from kapea.web.public.offline.views import WORKER

HELD = """async () => ({workers: (await navigator.serviceWorker.getRegistrations()).length,
caches: (await caches.keys()).length, local: localStorage.length, session: sessionStorage.length,
bases: (await indexedDB.databases()).length})"""
NOTHING = {"workers": 0, "caches": 0, "local": 0, "session": 0, "bases": 0}


def keep(visit, language: str = "en"):
    page = visit.open(f"/{language}/keep")
    page.locator("#do-keep").click()
    page.locator("#keep-done").wait_for(timeout=120_000)
    return page


def offline(visit, path: str = "/en/"):
    """Opens an address as somebody whose data has run out."""
    visit.context.set_offline(True)
    return visit.open(path)


def tap(page, key: str):
    """Taps what sends `key`, also where it waits behind “more”."""
    wanted = page.locator(f'button[value="{key}"]')
    if (waits := page.locator(f'details:not([open]):has(button[value="{key}"]) summary')).count():
        waits.first.click()
    wanted.first.click()


# --- by choice only -----------------------------------------------------------------------


def test_without_the_choice_nothing_is_kept(visits):
    visit = visits()
    page = visit.open("/en/")
    visit.tap("1", "S02")
    for path in ("/en/keep", "/en/find", "/en/p/1", "/en/k"):
        visit.open(path)
    page.wait_for_timeout(300)
    assert page.evaluate(HELD) == {**NOTHING, "session": 1}
    noted = page.evaluate("Object.entries(sessionStorage)")
    assert re.fullmatch(r"tab,[\w-]{8} \d+(\.\d+)? \d+", ",".join(noted[0])), (
        "when the last page of the tab went"
    )
    assert not [url for url in visit.asked if url.endswith("k.js")], "no worker was asked for"


def test_only_the_page_that_offers_it_may_have_a_browser_keep_something(visits):
    visit = visits()
    page = visit.open("/en/p/1")
    said = page.evaluate(
        "navigator.serviceWorker.register('/en/k.js', {scope: '/'}).then(() => 'kept', e => e.name)"
    )
    assert said == "SecurityError"
    visit.complaints.clear()
    keep(visit)
    assert page.evaluate(HELD) == {**NOTHING, "workers": 1, "caches": 1}


HELD_BYTES = """async () => {
  const held = await caches.open((await caches.keys())[0]), sizes = {};
  for (const asked of await held.keys()) {
    const got = await held.match(asked);
    sizes[new URL(asked.url).pathname] = [(await got.arrayBuffer()).byteLength, got.headers.get("X-Pressed")];
  }
  return sizes;
}"""


def test_what_is_kept_is_pressed_and_read_whole(visits):
    """Less than a megabyte lies on the phone; what a page reads is the whole edition."""
    visit = visits()
    page = keep(visit)
    sizes = page.evaluate(HELD_BYTES)
    assert {pressed for _, pressed in sizes.values()} == {"1"}
    assert sum(size for size, _ in sizes.values()) <= 1_000_000
    read = page.evaluate("fetch('/en/k.json').then(got => got.json()).then(told => told.texts.length)")
    assert read > 500


def test_what_it_costs_stands_before_the_button_and_without_scripts_a_number_does(visits):
    for scripts in (True, False):
        page = visits(scripts=scripts).open("/en/keep")
        told = page.locator(".items").inner_text()
        for sentence in ("Whoever opens this phone", "until you remove it", "does not remove it"):
            assert sentence in told
        assert page.locator("#do-keep").is_visible() == scripts
        assert "Write one number on paper" in page.locator("main").inner_text()
        assert page.locator(".people a[href='tel:1280']").is_visible()


def test_removing_removes_everything(visits):
    visit = visits()
    page = keep(visit)
    page.locator("#do-remove").click()
    page.locator("#keep-removed").wait_for()
    assert page.evaluate(HELD) == NOTHING
    visit.open("/en/keep")
    page.locator("#keep-ask").wait_for()


def test_it_can_be_removed_without_a_network_too(visits):
    visit = visits()
    keep(visit)
    page = offline(visit)
    page.locator('#foot button[value="off"]').click()
    page.locator('button[value="remove"]').click()
    page.locator("main.nothing").wait_for()
    assert page.evaluate(HELD) == NOTHING
    assert "gone" in page.locator("main").inner_text()


def test_another_language_takes_the_place_of_the_first(visits):
    visit = visits()
    keep(visit, "en")
    page = keep(visit, "km")
    page.wait_for_function("caches.keys().then(names => names.length === 1)")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 1
    page = offline(visit, "/en/")
    page.locator(".tiles").wait_for()
    assert page.locator("html").get_attribute("lang") == "km"


def test_a_phone_that_cannot_keep_it_says_so_and_keeps_nothing(visits):
    visit = visits()
    page = visit.open("/en/keep")
    visit.context.route("**/k.json", lambda route: route.abort())
    visit.context.set_offline(True)
    page.locator("#do-keep").click()
    page.locator("#keep-failed").wait_for()
    assert page.evaluate(HELD) == NOTHING
    visit.complaints.clear()


# --- the whole help journey with the network off --------------------------------------------


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_help_journey_leads_to_a_number_without_a_network(visits, size):
    visit = visits(size=size)
    keep(visit)
    page = offline(visit)
    found = faults(page)
    assert page.locator(".now a[href='tel:1280']").is_visible()
    assert "Kept on this phone" in page.locator(".demo").inner_text()
    for key in keys("cambodia", "S02-child-calm"):
        tap(page, key)
        found += faults(page)
        assert not overflows(page)
        assert re.fullmatch(r"Kapea · \d+", page.title())
    assert page.locator("main a[href^='tel:']").first.is_visible()
    assert found == []
    visit.complaints.clear()


def test_the_red_tile_leads_to_the_danger_and_its_own_contact(visits):
    visit = visits()
    keep(visit)
    page = offline(visit, "/en/h/7")
    tap(page, "help")
    tap(page, page.locator("main .tiles button, main .answers button").first.get_attribute("value"))
    first = page.locator(".now .contact a").first
    assert first.get_attribute("href") == "tel:117"
    assert page.locator("body.level-red").count() == 1
    assert page.locator(".bar a").get_attribute("href") == "tel:117"
    assert page.locator(".bar button").is_hidden()
    assert page.locator(".moves button[value=help]").is_visible()
    assert page.locator(".caveat").count() == 0
    assert "not checked yet" in page.locator(".demo").inner_text()
    page.locator(".moves button[value=back]").click()
    assert page.locator(".moves button[value=help]").is_hidden(), "here help leads nowhere"


def test_nobody_is_said_to_be_open_now(visits):
    visit = visits()
    keep(visit)
    page = offline(visit)
    page.locator('#foot button[value="find"]').click()
    for n in range(page.locator(".rows button").count()):
        page.locator(".rows button").nth(n).click()
        assert "open now" not in page.locator("main").inner_text()
        assert "closed now" not in page.locator("main").inner_text()
        page.locator(".moves button[value=back]").click()


def test_back_goes_one_step_back_and_loading_anew_begins_anew(visits):
    visit = visits()
    keep(visit)
    page = offline(visit)
    tap(page, "1")
    tap(page, "S02")
    there = page.locator("main h1").inner_text()
    tap(page, "1")
    page.go_back()
    assert page.locator("main h1").inner_text() == there
    assert page.evaluate("history.state") is None
    assert page.evaluate(HELD) == {**NOTHING, "workers": 1, "caches": 1}
    page.reload()
    page.locator("main.first").wait_for()


def test_old_records_are_marked_when_their_day_has_come(visits):
    visit = visits()
    keep(visit)
    visit.context.clock.set_fixed_time("2027-12-01T10:00:00Z")
    page = offline(visit)
    assert "Some of it is old" in page.locator(".demo").inner_text()
    page.locator("button[name=page][value=find]").click()
    page.locator("button[name=found]").first.click()
    assert "not checked recently" in page.locator(".people .contact").first.inner_text()


def test_when_the_network_is_back_the_pages_are_the_servers_and_it_renews_itself(visits):
    visit = visits()
    page = keep(visit)
    offline(visit)
    visit.context.set_offline(False)
    visit.open("/en/")
    assert page.locator("#foot").count() == 0
    visit.tap("1")
    assert visit.path() == "/en/h/1"


# --- when something fails -----------------------------------------------------------------------


@pytest.mark.parametrize("failing", ["forget.js", "walk.js", "kept.js", "k.json"])
def test_no_failure_of_a_script_takes_the_numbers_from_the_kept_page(visits, failing):
    visit = visits()
    visit.context.route(f"**/{failing}*", lambda route: route.abort())
    page = visit.open("/en/k")
    assert page.locator(".now a[href='tel:1280']").is_visible()
    assert "Kept on this phone" in page.locator(".demo").inner_text()
    assert failing == "forget.js" or page.locator("main button:visible").count() == 0
    visit.complaints.clear()


def test_without_scripts_the_kept_page_names_numbers_and_has_no_dead_button(visits):
    page = visits(scripts=False).open("/en/k")
    assert page.locator(".now a[href='tel:1280']").is_visible()
    assert page.locator("main button:visible, .bar:visible, #foot:visible").count() == 0


STEP_IN = """async ([script, status, headers]) => {
  const handlers = {}, held = {match: async () => new Response("kept")};
  const run = new Function("KEPT", "addEventListener", "fetch", "caches", script);
  run({name: "k", page: "/en/k", files: []}, (name, act) => { handlers[name] = act; },
    async () => new Response("answered", {status, headers}), {open: async () => held});
  let given;
  handlers.fetch({request: {url: "https://example.org/en/", method: "GET", mode: "navigate"},
    respondWith: (answer) => { given = answer; }});
  return (await given).text();
}"""
OURS = {"Content-Security-Policy": "default-src 'none'"}


@pytest.mark.parametrize(
    ("status", "headers", "shown"),
    [
        (502, {}, "kept"),
        (503, {}, "kept"),
        (504, {}, "kept"),
        (503, OURS, "answered"),
        (500, {}, "answered"),
        (404, OURS, "answered"),
        (200, OURS, "answered"),
    ],
)
def test_the_kept_page_steps_in_where_a_proxy_cannot_reach_us(chromium, status, headers, shown):
    """A proxy's own page has no number. Ours, also on an unlucky day, has."""
    page = chromium.new_page()
    assert page.evaluate(STEP_IN, [WORKER.read_text("utf-8"), status, headers]) == shown
    page.close()


# --- leaving -----------------------------------------------------------------------------------


def test_leave_without_a_network_clears_the_words_and_back_shows_no_help(visits, elsewhere):
    visit = visits()
    keep(visit)
    page = offline(visit)
    tap(page, "1")
    page.locator("button.leave").click()
    page.wait_for_function("!document.querySelector('.tiles, .card, .bar')")
    page.goto(visit.site + "/en/")
    page.locator("main.nothing").wait_for()
    assert page.locator("a[href^='tel:']:visible, .tiles, .card").count() == 0
    page.locator("main button").click()
    page.locator(".now a[href='tel:1280']").wait_for()
    visit.complaints.clear()


def test_leave_with_a_network_leaves_what_was_kept(visits, elsewhere):
    visit = visits()
    keep(visit)
    page = visit.open("/en/")
    page.locator("button.leave").click()
    page.wait_for_url(elsewhere)
    page.go_back()
    nothing_of_help(page)
    assert page.evaluate(HELD) == {**NOTHING, "workers": 1, "caches": 1}
