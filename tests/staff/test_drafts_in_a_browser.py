"""Drafts in a real Chromium: it is killed while somebody types, and what they typed is there again."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import Error
from tests.browser.conftest import _files_come_from_the_areas
from tests.chromium import whole_chromium
from tests.server import until
from tests.staff.at_the_desk import CASES, DESK, SAID
from tests.staff.cast import PASSPHRASE, signed_in
from tests.staff.driving import visit, wrong_with
from tests.staff.entering import FIRST, code

from kapea.care.models import CaseDraft

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.browser,
]
CANARY = "She asks for her aunt. quokkafeather"
STORED = "[localStorage.length, sessionStorage.length, document.cookie.length]"


@pytest.fixture
def person(cast):
    cast.pupil.user.set_password(PASSPHRASE)
    cast.pupil.user.save()
    return cast.pupil


def signs_in(here, person) -> None:
    here.open(f"{FIRST}?next={DESK}")
    here.page.locator("#login").fill(person.user.username)
    here.page.locator("#password").fill(PASSPHRASE)
    here.press("main button.lead")
    here.page.locator("#code").fill(code())
    here.press("main button.lead")


def test_cw_12_a_browser_that_dies_loses_ten_seconds_at_most(cast, person, worker, chromium, site):
    case = worker.new()
    dies = whole_chromium(chromium)
    first = visit(dies, site, client=signed_in(person, cast.at))
    first.page.clock.install()
    first.open(f"{CASES}{case.id}").locator("#said").fill(CANARY)
    with first.page.expect_response(lambda answer: answer.url.endswith("/draft")) as answer:
        first.page.clock.fast_forward(10_000)
    assert answer.value.status == 204
    assert first.page.evaluate(STORED) == [0, 0, 0], "a phone that is stolen holds no word"
    with suppress(Error):
        dies.new_browser_cdp_session().send("Browser.crash")
    second = visit(chromium, site)
    signs_in(second, person)
    second.press(f'a[href="{CASES}{case.id}"]')
    assert SAID["draft-begun"] in second.page.content()
    assert CANARY not in second.page.content()
    assert wrong_with(second.page, "en") == []
    second.press(f'a[href="{CASES}{case.id}?begun=note"]')
    assert second.page.locator("#said").input_value() == CANARY
    assert wrong_with(second.page, "en") == []
    second.press("form[data-draft] button.lead")
    assert not CaseDraft.objects.exists()
    assert CANARY in second.page.content()
    second.context.close()


def test_whoever_goes_to_another_page_finds_it_again_and_a_session_that_ends_keeps_it(
    cast, person, worker, chromium, site
):
    case = worker.new()
    here = visit(chromium, site, client=signed_in(person, cast.at))
    here.open(f"{CASES}{case.id}/assessment").locator("#said_legal").fill(CANARY)
    here.open(DESK)
    until(CaseDraft.objects.exists, within=300, what="what was typed is sealed")
    here.open(f"{CASES}{case.id}/assessment?begun=assessment")
    assert here.page.locator("#said_legal").input_value() == CANARY
    here.context.clear_cookies(name="ss")
    here.page.locator("#said_legal").fill(f"{CANARY} again")
    here.press("form[data-draft] button.lead")
    assert SAID["draft-sealed"] in here.page.content()
    assert CANARY not in here.page.content()
    signs_in(here, person)
    here.open(f"{CASES}{case.id}/assessment?begun=assessment")
    assert here.page.locator("#said_legal").input_value() == f"{CANARY} again"
    here.context.close()
