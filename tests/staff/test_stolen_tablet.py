"""A tablet in Chromium: a day without a network, closed and opened again, brought once; and stolen, at any
moment of it: nothing that was entered can be read in what it keeps (ST-R40).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import transaction
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser.conftest import _files_come_from_the_areas
from tests.chromium import PATIENT_MILLISECONDS, profiled_chromium
from tests.staff.driving import StaffVisit, visit, wrong_with
from tests.staff.tablets_held import InField, R, study_in_field
from tests.staff.test_workshop_in_a_browser import until

from kapea.core.studies.research_sessions import SessionState
from kapea.core.studies.session_entries import HandShown, session_entries
from kapea.studies.models import StudySealedItem, StudyTablet
from kapea.studies.queries import book_of
from kapea.studies.session_rows import session_entries_of
from kapea.web.field.tablet_page import BLOCK

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.browser,
]
SMALL = {"width": 360, "height": 640}
PLANTED = "rainboat whispered lanternfish"
KEPT = """async () => {
  const held = await caches.open("studies");
  return !!(await held.match(location.pathname)) && (await held.keys()).length >= 5;
}"""
SENT = "document.getElementById('sealed').dataset.waiting === '0'"
SEALS = """async () => {
  const done = (asked) => new Promise((end) => { asked.onsuccess = () => end(asked.result); });
  const base = await done(indexedDB.open("kapea-studies"));
  const all = await done(base.transaction("seals").objectStore("seals").getAll());
  base.close();
  return all.map((each) => ({ ...each, sealed: [...each.sealed] }));
}"""
STORED = """async () => {
  const said = [localStorage, sessionStorage].map((each) => JSON.stringify({ ...each }));
  said.push(document.cookie, location.href, document.title);
  for (const name of await caches.keys()) {
    const held = await caches.open(name);
    for (const asked of await held.keys()) said.push(asked.url, await (await held.match(asked)).text());
  }
  said.push(JSON.stringify(await indexedDB.databases()));
  return said.join("\\n");
}"""
MANY, POINT = 45, "document.querySelector('#entry [value=yellow]')"
"""More than one request holds, and the button that enters them."""
SHOWN = "Object.defineProperty(document, 'visibilityState', {{ value: '{}', configurable: true }})"
SHUT = """(() => {{ const open = IDBFactory.prototype.open; let times = {};
IDBFactory.prototype.open = function (...asked) {{
  if (times-- <= 0) return open.apply(this, asked);
  const refused = {{ error: new DOMException("held", "UnknownError") }};
  setTimeout(() => refused.onerror());
  return refused;
}}; }})()"""
"""The place of seals does not open so many times, as where a browser that was closed still holds it."""
GUESSES = ('"kind"', '"hand":', '"seat":', "C3 red")
"""What an item says inside; none of it stands outside of a seal."""


@pytest.fixture
def there(cast) -> InField:
    with transaction.atomic():
        made = study_in_field(cast)
        made.session.document["started_at"] = (cast.at - timedelta(hours=30)).isoformat()
        made.session.save()
    made.key()
    return made


@pytest.fixture
def tablet(there, chromium, site) -> Iterator[StaffVisit]:
    made = visit(chromium, site, client=there.client(R.MODERATOR), viewport=SMALL)
    yield made
    made.context.close()
    assert [said for said in made.complaints if "net::ERR_" not in said] == []


def press(page: Page, act: str) -> None:
    before = len(page.evaluate(SEALS))
    page.locator(f'#entry button[value="{act}"]').click()
    until(page, f"({SEALS})().then((all) => all.length === {before + 1})")


def choose(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f'#entry input[name="{name}"][value="{value}"]').check()


def wait_for(page: Page, many: int) -> None:
    until(page, f"document.getElementById('sealed').dataset.waiting === '{many}'")


def on_disk(profile: Path, wanted: tuple[str, ...]) -> list[str]:
    """Where in a profile some words stand, as text, in UTF-16, in an address, or in base64."""
    forms = {
        each
        for word in wanted
        for each in (word.encode(), word.encode("utf-16-le"), quote(word).encode(), b64encode(word.encode()))
    }
    files = {path: bytes_of(path) for path in profile.rglob("*") if path.is_file()}
    assert sum(map(len, files.values())) > 100_000, "this is a profile"
    return [str(path) for path, data in files.items() for form in forms if form in data]


def bytes_of(path: Path) -> bytes:
    """What stands in a file; nothing where the browser has just taken it away."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def opened(context: BrowserContext, site: str, there: InField) -> Page:
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(f"{site}{there.there}/run")
    return page


def assert_unreadable(page: Page, profile: Path) -> None:
    kept = page.evaluate(STORED)
    assert not [word for word in (PLANTED, "whispered", *GUESSES) if word in kept]
    for seal in page.evaluate(SEALS):
        assert set(seal) == {"id", "sync", "key", "sealed", "urgent", "taken"}
        assert (len(seal["sealed"]) - 65 - 16) % BLOCK == 0, "no length tells what it is"
    assert on_disk(profile, (PLANTED, "whispered", '"kind":"turn"', '"hand":"red"')) == []


def test_st_r40_a_day_without_network_closed_opened_and_brought_once_and_stolen_at_any_moment(
    there, chromium: Browser, site, tmp_path, cast
):
    profile = tmp_path / "profile"
    context = profiled_chromium(chromium, profile, viewport=SMALL)
    context.set_default_timeout(PATIENT_MILLISECONDS)
    with_cookies = visit(chromium, site, client=there.client(R.MODERATOR))
    cookies = with_cookies.context.cookies()
    with_cookies.context.close()
    context.add_cookies(cookies)
    page = opened(context, site, there)
    until(page, KEPT)
    context.set_offline(True)
    page.clock.set_fixed_time(cast.at - timedelta(days=1))
    choose(page, seat="C1", prompt="chats", card="07")
    for act in ("turn", "card"):
        press(page, act)
    choose(page, seat="C3")
    press(page, "red")
    page.locator("#words").fill(PLANTED)
    wait_for(page, 4)
    assert_unreadable(page, profile)
    assert page.locator("#words").input_value() == PLANTED, "the draft is still open"
    context.close()
    assert on_disk(profile, (PLANTED, "whispered")) == [], "nor once it is closed"

    context = profiled_chromium(chromium, profile, viewport=SMALL)
    context.set_default_timeout(PATIENT_MILLISECONDS)
    context.set_offline(True)
    page = opened(context, site, there)
    wait_for(page, 4)
    assert page.locator("#words").input_value() == ""
    assert page.locator(".hand.gone").count() == 0, "it knows only how many wait"
    choose(page, seat="C2")
    press(page, "turn")
    page.evaluate(f"for (let n = 0; n < {MANY}; n++) document.forms.entry.requestSubmit({POINT})")
    wait_for(page, 4 + 1 + MANY)
    assert_unreadable(page, profile)
    context.add_cookies(cookies)
    context.set_offline(False)
    until(page, SENT)
    page.reload()
    until(page, SENT)
    assert StudySealedItem.objects.count() == 5 + MANY
    assert StudyTablet.objects.count() == 1
    assert_unreadable(page, profile)
    assert PLANTED in there.open().content.decode()
    standing = session_entries(session_entries_of(there.session))
    assert ([each.seat for each in standing.turns], dict(standing.counts), set(standing.gone_at)) == (
        ["s1-c1", "s1-c2"], {("chats", "07"): 1}, {"s1-c3"},
    )  # fmt: skip
    page.clock.set_fixed_time(cast.at + timedelta(hours=30))
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, f"({SEALS})().then((all) => all.length === 0)")
    context.close()


def test_what_the_page_knows_is_gone_when_nobody_looks(there, tablet):
    page = tablet.open(f"{there.there}/run")
    choose(page, seat="C1")
    press(page, "red")
    page.locator(".hand.gone").wait_for()
    page.locator("#words").fill(PLANTED)
    page.evaluate(SHOWN.format("hidden"))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    until(page, "document.querySelectorAll('.hand.gone').length === 0")
    until(page, "document.getElementById('words').value === ''")
    until(page, f"({SEALS})().then((all) => all.length === 2)")
    page.evaluate(SHOWN.format("visible"))
    page.clock.install()
    page.reload()
    choose(page, seat="C2")
    page.clock.run_for(119_000)
    assert page.locator('input[name=seat][value="C2"]').is_checked()
    page.clock.run_for(2_000)
    until(page, "!document.querySelector('input[name=seat]:checked')")


def test_two_tablets_a_stop_and_one_that_is_shut_out(there, tablet, chromium, site):
    other = visit(chromium, site, client=there.client(R.CO_MODERATOR), viewport=SMALL)
    one, two = tablet.open(f"{there.there}/run"), other.open(f"{there.there}/run")
    for page in (one, two):
        until(page, "document.getElementById('sealed').dataset.waiting === '0'")
    for context in (tablet.context, other.context):
        context.set_offline(True)
    choose(one, seat="C1")
    press(one, "turn")
    choose(two, seat="C1")
    press(two, "red")
    two.locator("#stop button").click()
    two.locator("#calm li").first.wait_for()
    for context, page in ((other.context, two), (tablet.context, one)):
        context.set_offline(False)
        until(page, SENT)
    assert book_of(there.row).standing.sessions["s1"].state is SessionState.STOPPED
    there.open()
    assert len([each for each in session_entries_of(there.session) if isinstance(each, HandShown)]) == 1
    lost = StudyTablet.objects.get(brought_by=there.people[R.CO_MODERATOR].user.id)
    StudyTablet.objects.filter(id=lost.id).update(ended_at=there.cast.at)
    choose(two, seat="C2")
    press(two, "turn")
    until(two, "document.getElementById('sealed').textContent.includes('lost')")
    assert StudySealedItem.objects.count() == 3
    other.context.close()


def test_a_place_of_seals_that_does_not_open_at_once_is_tried_again_and_loses_nothing(there, tablet):
    tablet.context.add_init_script(SHUT.format(3))
    page = tablet.open(f"{there.there}/run")
    choose(page, seat="C1")
    page.locator('#entry button[value="turn"]').click()
    until(page, SENT)
    there.open()
    assert [each.seat for each in session_entries(session_entries_of(there.session)).turns] == ["s1-c1"]


def test_a_place_of_seals_that_stays_shut_is_told(there, tablet):
    tablet.context.add_init_script(SHUT.format(10_000))
    page = tablet.open(f"{there.there}/run")
    until(page, "document.getElementById('sealed').textContent === document.body.dataset.unopened")


def test_it_is_led_by_keyboard_and_axe_finds_nothing(there, tablet):
    page = tablet.open(f"{there.there}/run")
    page.locator('input[name=seat][value="C1"]').focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(page, f"({SEALS})().then((all) => all.length === 1)")
    until(page, SENT)
    there.open()
    assert [each.seat for each in session_entries(session_entries_of(there.session)).turns] == ["s1-c2"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for path in ("sessions/1/run", "sessions/1/sealed"):
        assert wrong_with(tablet.open(f"{there.here}/{path}"), "en") == []
