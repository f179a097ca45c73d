"""Leaving something and coming back in a real browser, without JavaScript, on 320 px, in every language."""

from __future__ import annotations

import re

import pytest
from tests.browser.conftest import _files_come_from_the_areas
from tests.conftest import world_of
from tests.staff.cast import signed_in
from tests.staff.driving import FAULTS, PHONE, RULES, WORD_ID, visit
from tests.staff.leaving_something import NUMBER, PLANTED, SIGNS, forget, switch_on

from kapea.content.queries import worlds
from kapea.core.staff.roles import Role
from kapea.people.models import Organisation, User

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.browser,
]

COUNTRY = {"sw": "kenya", "ne": "nepal", "fil": "philippines"}


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


@pytest.fixture
def answering(cast):
    switch_on(cast.organisation, cast.at)
    yield cast
    forget()


@pytest.fixture
def abroad(answering, settings):
    """Moves the organisation to the country of a language."""

    def move(language: str) -> None:
        world = world_of(COUNTRY[language])
        settings.KAPEA_PACKS = [world.release.id]
        worlds.clear()
        worlds._put_live(world.release.id, world)
        worlds._looked[world.release.id] = worlds._clock() + 3600
        Organisation.objects.filter(id=answering.organisation.id).update(pack=world.release.id)
        forget()

    return move


def looked_at(page, name: str, request) -> None:
    """It fits, and leaves a picture to be looked at."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    page.screenshot(path=str(request.getfixturevalue("tmp_path") / f"{name}.png"), full_page=True)


def chooses_signs(page, signs=SIGNS) -> None:
    for each in signs:
        page.locator(f'[name="sign"][value="{each}"]').first.check()


def leaves(phone, number: int, language: str, request) -> str:
    page = phone.open(f"/{language}/d")
    looked_at(page, f"ways-{language}", request)
    phone.press(f'.rows a[href$="d/{number}"]')
    page.locator('[name="level"][value="orange"]').check()
    page.locator('[name="who"][value="child"]').check()
    chooses_signs(page)
    if number == 2:
        page.locator("#told").fill(f"Somebody wants money, {PLANTED}.")
    else:
        page.locator('[name="how"][value="call"]').check()
        page.locator("#reach").fill(NUMBER)
        page.locator('[name="day"][value="1"]').check()
        page.locator("#from").select_option("8")
        page.locator("#to").select_option("18")
        page.locator('[name="others"][value="wrong_number"]').check()
    page.locator('[name="yes"][value="yes"]').check()
    looked_at(page, f"form-{number}-{language}", request)
    phone.press(".answer.main")
    looked_at(page, f"code-{language}", request)
    found = re.search(r"(\d{4} ){3}\d{4}", page.locator(".code").inner_text())
    assert found is not None
    return found[0]


def axe_faults(child, language: str) -> list[str]:
    """What axe finds on the pages of leaving and of coming back."""
    found = []
    for address in ("d", "d/1", "d/2", "b"):
        found += child.open(f"/{language}/{address}").evaluate(FAULTS, RULES)
    child.page.locator("#code").fill("1")
    child.press(".where button")
    return found + child.page.evaluate(FAULTS, RULES)


@pytest.mark.parametrize("language", ["km", "en"])
def test_somebody_leaves_a_message_and_hears_of_it(answering, phones, language, request):
    cast, child = answering, phones()
    code = leaves(child, 2, language, request)
    worker_of = cast.ours[Role.COUNSELLOR]
    User.objects.filter(id=worker_of.user.id).update(language=language)
    worker = phones(client=signed_in(worker_of, cast.at))
    desk = worker.open("/staff/desk/")
    looked_at(desk, f"desk-{language}", request)
    worker.press('form[action*="/intakes/"] button')
    looked_at(desk, f"case-{language}", request)
    desk.locator("#answer").fill("I am here on Monday at ten.")
    worker.press('form[action$="/answer"] button')
    page = child.open(f"/{language}/b")
    looked_at(page, f"type-{language}", request)
    page.locator("#code").fill(code)
    child.press(".where button")
    looked_at(page, f"ask-{language}", request)
    assert page.title() == "Kapea"
    chooses_signs(page)
    child.press(".answer.main")
    assert "I am here on Monday at ten." in page.locator("main").inner_text()
    assert PLANTED not in page.content()
    looked_at(page, f"thread-{language}", request)
    assert child.path() == f"/{language}/b"


@pytest.mark.parametrize("language", ["km", "en"])
def test_somebody_leaves_a_safe_way_and_another_has_the_phone(answering, phones, language, request):
    child = phones()
    code = leaves(child, 1, language, request)
    page = child.open(f"/{language}/b")
    page.locator("#code").fill(code)
    child.press(".where button")
    chooses_signs(page, ["cup", "fish"])
    child.press(".answer.main")
    looked_at(page, f"rest-{language}", request)
    assert NUMBER not in page.content()


@pytest.mark.parametrize("language", COUNTRY)
def test_in_other_countries_somebody_leaves_something_and_comes_back(abroad, phones, language, request):
    abroad(language)
    child = phones()
    code = leaves(child, 2, language, request)
    page = child.open(f"/{language}/d/1")
    assert page.locator("html").get_attribute("lang") == language
    looked_at(page, f"form-1-{language}", request)
    child.open(f"/{language}/b")
    page.locator("#code").fill(code)
    child.press(".where button")
    looked_at(page, f"ask-{language}", request)
    chooses_signs(page)
    child.press(".answer.main")
    looked_at(page, f"thread-{language}", request)
    assert PLANTED not in page.content()
    assert WORD_ID.findall(page.inner_text("main")) == []
    reader = phones(java_script_enabled=True, viewport=PHONE)
    assert axe_faults(reader, language) == []


@pytest.mark.parametrize("language", ["km", "en"])
def test_axe_finds_nothing_to_mend(answering, phones, language):
    child = phones(java_script_enabled=True, viewport=PHONE)
    assert axe_faults(child, language) == []
