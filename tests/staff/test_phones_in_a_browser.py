"""Answers on phones in a real browser without JavaScript, on 320 px, in Khmer and in English; and axe finds
nothing to mend on what both sides see.
"""

from __future__ import annotations

import pytest
from tests.browser.conftest import _files_come_from_the_areas
from tests.staff.cast import signed_in
from tests.staff.driving import FAULTS, PHONE, RULES, visit, wrong_with
from tests.staff.phone_room import FIVE, NO, PASS, YES, room_of

from kapea.core.staff.roles import Role
from kapea.learning.models import PairedCount
from kapea.people.models import User

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.browser,
]
CHOSEN = (YES, NO, PASS)
CODES = ("កខ១២", "AB 34", "ef56", "gh-78", "ij 90")


@pytest.fixture
def phones(chromium, site):
    """Makes phones without JavaScript; at the end no page has complained."""
    made = []

    def make(**given):
        made.append(visit(chromium, site, **{"java_script_enabled": False, **given}))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
        assert each.complaints == []


def fits(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def look(page, name: str, request) -> None:
    """Leaves a picture, to be looked at."""
    page.screenshot(path=str(request.getfixturevalue("tmp_path") / f"{name}.png"), full_page=True)


def answers(phone, language: str, number: str, code: str, request) -> None:
    """Somebody types the number, taps three cards, writes a code, and is thanked."""
    page = phone.open(f"/{language}/a")
    assert fits(page)
    look(page, f"number-{language}", request)
    page.locator("#number").fill(f"{number[:3]} {number[3:]}")
    phone.press(".where button")
    assert fits(page)
    for n, card in enumerate(CHOSEN, 1):
        page.locator(f'[name="i{n}"][value="{card}"]').check()
    page.locator("summary").click()
    page.locator("#code").fill(code)
    assert fits(page)
    look(page, f"cards-{language}", request)
    phone.press(".answer.main")
    assert (phone.path(), fits(page)) == (f"/{language}/a/1", True)
    look(page, f"thanks-{language}", request)


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_room_answers_on_phones_of_320_px(cast, phones, language, request):
    person = cast.ours[Role.FACILITATOR]
    User.objects.filter(id=person.user.id).update(language=language)
    room = room_of(cast)
    leads = phones(client=signed_in(person, cast.at))
    for asked in ("before", "after"):
        page = leads.open(room.page)
        leads.press(f'#{asked} button[value="{asked}"]')
        assert fits(page)
        look(page, f"open-{language}-{asked}", request)
        number = room.number(asked)
        assert page.locator(".typed.number").inner_text().replace(" ", "") == number
        for code in CODES:
            answers(phones(), language, number, code, request)
        leads.press(f"#{asked} .how-many a")
        look(page, f"five-{language}-{asked}", request)
        page.locator(f"#apart-{asked}").check()
        leads.press('[value="add"]')
        assert fits(page)
    look(page, f"added-{language}", request)
    assert room.cards("after")["paying"] == (0, 5, 0)
    assert PairedCount.objects.get(measure="paying").kept == 5


@pytest.mark.parametrize("language", ["km", "en"])
def test_axe_finds_nothing_to_mend(cast, phones, language):
    person = cast.ours[Role.FACILITATOR]
    User.objects.filter(id=person.user.id).update(language=language)
    room = room_of(cast)
    number = room.opens()
    room.people(number, FIVE)
    leads = phones(client=signed_in(person, cast.at), java_script_enabled=True)
    assert wrong_with(leads.open(room.page), language) == []
    phone = phones(java_script_enabled=True, viewport=PHONE)
    page = phone.open(f"/{language}/a")
    found = page.evaluate(FAULTS, RULES)
    page.locator("#number").fill(number)
    phone.press(".where button")
    page.locator("summary").click()
    page.locator('[name="i1"][value="smile"]').check()
    assert found + page.evaluate(FAULTS, RULES) == []
