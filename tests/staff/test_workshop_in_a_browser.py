"""A whole workshop on a small phone: the network goes in the middle, the tab is closed, nobody is signed in
any more; nothing entered is lost, and it is sent once.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.browser.conftest import _files_come_from_the_areas
from tests.chromium import PATIENT_MILLISECONDS
from tests.staff.cast import PLAN, make_person, signed_in
from tests.staff.driving import visit

from kapea.core.staff.roles import Role
from kapea.learning.models import EnteredCount, Facilitation, Workshop
from kapea.learning.queries import counted_in
from kapea.people.models import StaffSession

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.browser,
]
STEP_MILLISECONDS = 50
PHONE = {"width": 360, "height": 640}
KEPT = """async () => {
  const held = await caches.open("workshops");
  return !!(await held.match(location.pathname)) && (await held.keys()).length >= 6;
}"""
HOLDS_NO_PAGE = """async () => !(await (await caches.open("workshops")).keys()).some(
  (asked) => asked.url.endsWith("/run"))"""
SENT = "document.getElementById('sending').dataset.waiting === '0'"


@pytest.fixture
def phones(cast, chromium, site):
    """Makes the phone of somebody who is signed in; at the end no page has complained."""
    made = []

    def make(person):
        made.append(visit(chromium, site, client=signed_in(person, cast.at), viewport=PHONE))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
        assert [said for said in each.complaints if "net::ERR_" not in said] == []


@pytest.fixture
def second(cast):
    """Who leads it too."""
    with transaction.atomic():
        person = make_person(cast.organisation, Role.FACILITATOR, cast.at, name="second")
        Facilitation.objects.create(workshop=cast.workshop, membership=person.membership)
    return person


def until(page, asked: str) -> None:
    """Waits for what a script says; our pages let no script be made of words."""
    for _ in range(PATIENT_MILLISECONDS // STEP_MILLISECONDS):
        if page.evaluate(asked):
            return
        page.wait_for_timeout(STEP_MILLISECONDS)
    raise AssertionError(asked)


def opened(phone, cast):
    """The page of the workshop, once the phone keeps it."""
    page = phone.open(f"/staff/workshops/{cast.workshop.id}/run")
    until(page, KEPT)
    return page


def another_tab(phone, cast):
    """The tab is closed, and the page opened in a new one."""
    phone.page.close(run_before_unload=False)
    phone.page = phone.context.new_page()
    return phone.open(f"/staff/workshops/{cast.workshop.id}/run")


def enter(page, field: str, value: int) -> None:
    page.locator(f'.shown [data-field="{field}"] input').fill(str(value))


def add(page, field: str, times: int) -> None:
    for _ in range(times):
        page.locator(f'.shown [data-field="{field}"] button:last-child').first.click()


def onward(page) -> None:
    """To the next part, once it is there."""
    link = page.locator(".shown .steps .lead")
    part = link.get_attribute("href")
    link.click()
    page.locator(f"{part}.shown").wait_for()


def answer(page, when: str, numbers: dict[str, tuple[int, int, int]]) -> None:
    for measure, cards in numbers.items():
        for card, value in zip(("smile", "straight", "question"), cards, strict=True):
            enter(page, f"{when}.{measure}.{card}", value)


def sent(page) -> None:
    until(page, SENT)


def standing(cast) -> dict[str, tuple[int, ...]]:
    return {name: field.values for name, field in counted_in(cast.workshop).items()}


BEFORE = {"first-words": (3, 5, 7), "paying": (9, 2, 4), "one-number": (1, 1, 13)}
AFTER = {"first-words": (12, 2, 1), "paying": (1, 13, 1), "one-number": (14, 1, 0)}


def test_a_whole_workshop_without_a_network_and_with_a_closed_tab(cast, phones):
    phone = phones(cast.ours[Role.FACILITATOR])
    page = opened(phone, cast)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    enter(page, "came.women", 12)
    add(page, "came.men", 3)
    sent(page)
    phone.context.set_offline(True)
    onward(page)
    answer(page, "before", BEFORE)
    for _ in range(5):
        onward(page)
    page = another_tab(phone, cast)
    assert page.locator(".shown").get_attribute("id") == "p7", "where it was left"
    page.locator(".run-bar .alarm").click()
    page.locator("#told a[href^='tel:']").first.wait_for()
    page.locator("#told .resume").click()
    for _ in range(4):
        onward(page)
    answer(page, "after", AFTER)
    onward(page)
    enter(page, "left.early", 1)
    assert page.locator("#sending").get_attribute("data-waiting") == "19"
    phone.context.set_offline(False)
    sent(page)
    told = {
        f"{when}.{measure}": cards
        for when, each in (("before", BEFORE), ("after", AFTER))
        for measure, cards in each.items()
    }
    expected = {
        f"{name}.{card}": (value,)
        for name, cards in told.items()
        for card, value in zip(("smile", "straight", "question"), cards, strict=True)
    }
    assert standing(cast) == {**expected, "came.women": (12,), "came.men": (3,), "left.early": (1,)}
    assert PLAN in cast.workshop.plan
    onward(page)
    phone.press("#after .lead")
    phone.press("button[value=close]")
    cast.workshop.refresh_from_db()
    assert cast.workshop.state == "closed"


def test_once_it_is_closed_and_all_is_sent_nothing_stays_on_the_phone(cast, phones):
    phone = phones(cast.ours[Role.FACILITATOR])
    page = opened(phone, cast)
    enter(page, "came.women", 12)
    sent(page)
    page = another_tab(phone, cast)
    assert page.evaluate("localStorage.length") == 1, "it goes on"
    Workshop.objects.update(state="closed")
    page = phone.open(f"/staff/workshops/{cast.workshop.id}/run")
    until(page, "JSON.stringify(localStorage).includes('closed')")
    page = phone.open("/staff/workshops/")
    until(page, "localStorage.length === 0")
    until(page, HOLDS_NO_PAGE)


def test_an_answer_that_never_came_back_sends_nothing_twice(cast, phones):
    """The server took it; the phone never heard so, and its tab was closed."""
    phone = phones(cast.ours[Role.FACILITATOR])
    page = opened(phone, cast)
    phone.context.route(
        "**/sync",
        lambda route: (
            (route.fetch(), route.abort())[1] if route.request.method == "POST" else route.fallback()
        ),
    )
    enter(page, "came.women", 12)
    until(page, "JSON.stringify(localStorage).includes('tried')")
    page.wait_for_timeout(500)
    enter(page, "came.women", 13)
    phone.context.unroute("**/sync")
    page = another_tab(phone, cast)
    sent(page)
    assert standing(cast) == {"came.women": (13,)}
    assert EnteredCount.objects.count() == 2


def test_two_who_lead_it_overwrite_nobody(cast, phones, second):
    one, two = phones(cast.ours[Role.FACILITATOR]), phones(second)
    first, other = opened(one, cast), opened(two, cast)
    for phone in (one, two):
        phone.context.set_offline(True)
    enter(first, "came.women", 12)
    enter(first, "came.men", 3)
    enter(other, "came.women", 14)
    for phone in (one, two):
        phone.context.set_offline(False)
        sent(phone.page)
    assert standing(cast) == {"came.women": (12, 14), "came.men": (3,)}
    which = other.locator('[data-field="came.women"] .which button')
    which.get_by_text("14", exact=True).click()
    sent(other)
    assert standing(cast)["came.women"] == (14,)
    one.context.set_offline(True)
    one.context.set_offline(False)
    until(
        first,
        "document.querySelector('[data-field=\"came.women\"] input').value === '14'",
    )
    assert other.locator('[data-field="came.men"] input').input_value() == "3"


def test_whoever_is_signed_out_in_the_middle_goes_on_and_signs_in_afterwards(cast, phones):
    """Fifteen idle minutes are over while forty people look on."""
    phone = phones(cast.ours[Role.FACILITATOR])
    opened(phone, cast)
    StaffSession.objects.all().delete()
    page = another_tab(phone, cast)
    enter(page, "came.women", 12)
    page.locator("#sending a[href='/staff/sign-in']").wait_for()
    assert standing(cast) == {}
    phone.context.clear_cookies()
    again = phones(cast.ours[Role.FACILITATOR])
    phone.context.add_cookies(again.context.cookies())
    page = another_tab(phone, cast)
    sent(page)
    assert standing(cast) == {"came.women": (12,)}


def test_khmer_and_devanagari_digits_are_numbers_too(cast, phones):
    page = opened(phones(cast.ours[Role.FACILITATOR]), cast)
    page.locator('[data-field="came.women"] input').fill("១៤")
    page.locator('[data-field="came.men"] input').fill("१२")
    page.locator('[data-field="came.others"] input').fill("two")
    sent(page)
    assert standing(cast) == {"came.women": (14,), "came.men": (12,)}


def test_what_the_phone_keeps_tells_of_nobody(cast, phones):
    phone = phones(cast.ours[Role.FACILITATOR])
    page = opened(phone, cast)
    enter(page, "came.women", 12)
    sent(page)
    kept = page.evaluate("""async () => {
      const held = await caches.open("workshops"), said = [JSON.stringify(localStorage)];
      for (const asked of await held.keys()) said.push(await (await held.match(asked)).text());
      return said.join("\\n");
    }""")
    person = cast.ours[Role.FACILITATOR]
    assert "came.women" in kept
    assert not [
        said for said in (person.user.name, person.user.username, cast.organisation.name) if said in kept
    ]
