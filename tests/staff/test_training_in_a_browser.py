"""Training and certificates in a real browser: on a small phone and without scripts, from the first hour to a
code that anybody checks.
"""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from tests.browser.conftest import _files_come_from_the_areas
from tests.print.reading import text_of
from tests.staff.cast import make_person, signed_in
from tests.staff.driving import LOOKED_INTO, visit, wrong_with

from kapea.core.paper.printed import decode_printed
from kapea.core.staff.roles import Role
from kapea.core.workshops.facilitator_training import NEEDED_MINUTES, CertificateLevel, TrainingKind
from kapea.learning.certificate_checks import certificate_code
from kapea.people.models import User
from kapea.print import press
from kapea.print.queue import PressQueue
from kapea.web.staff.words import staff_words
from kapea.web.workshops import training

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.browser,
    pytest.mark.usefixtures("plans_live"),
]
OWN, PEOPLE = "/staff/workshops/training", "/staff/workshops/training/people"
FIRST = NEEDED_MINUTES[CertificateLevel.FIRST]


@pytest.fixture
def site(live_server, settings, tmp_path, monkeypatch) -> str:
    settings.KAPEA_CERTIFICATE_KEY_FILE = str(tmp_path / "certificate.key")
    queue = PressQueue(lambda encoded: press.press_piece(decode_printed(encoded)), most_bytes=0)
    monkeypatch.setattr(training, "forgetting_queue", queue)
    return f"http://localhost:{urlsplit(live_server.url).port}"


@pytest.fixture
def newcomer(cast):
    with transaction.atomic():
        return make_person(cast.organisation, Role.FACILITATOR, cast.at, name="newcomer")


def confirm(here, cast, form: str, kind: str, minutes: int) -> None:
    """Fills one of the two forms, as a thumb does."""
    sheet = here.page.locator(form)
    if kind != "rehearsal":
        sheet.locator("[name=kind]").select_option(kind)
    day = cast.at.date() - timedelta(days=list(TrainingKind).index(TrainingKind(kind)))
    sheet.locator("[name=on]").fill(day.isoformat())
    sheet.locator("[name=minutes]").select_option(str(minutes))
    for box in sheet.locator("[name=right]").all():
        box.check()
    with here.page.expect_navigation():
        sheet.locator("button").click()


@pytest.mark.parametrize("language", ["en", "km"])
def test_from_the_first_hour_to_a_code_that_anybody_checks(cast, newcomer, site, chromium, language):
    User.objects.update(language=language)
    said = staff_words(language)
    supervisor = signed_in(cast.ours[Role.SUPERVISOR], cast.at)
    here = visit(chromium, site, client=supervisor, java_script_enabled=False, locale=language)
    here.open(PEOPLE)
    here.press(f"a[href$='{newcomer.membership.id}']")
    for kind in FIRST:
        which = 1 if kind.value == "rehearsal" else 0
        confirm(here, cast, f"form[action$=hours] >> nth={which}", kind.value, FIRST[kind])
    assert said["nothing-missing"] in here.page.inner_text("main")
    here.press("form[action$=certificate] button")
    assert said["certificate-state-counts"] in here.page.inner_text("main")
    code = paper_code(signed_in(newcomer, cast.at), language)
    anybody = visit(chromium, site, java_script_enabled=False, locale=language)
    anybody.open(f"/{language}/check")
    anybody.page.locator("#code").fill(code)
    anybody.press("form.where button")
    assert anybody.page.locator("[role=status]").count() == 1
    assert cast.organisation.name in anybody.page.inner_text("main")
    assert anybody.path() == f"/{language}/check"
    for each in (here, anybody):
        each.context.close()


def paper_code(client, language: str) -> str:
    """The code on the paper that the form of the page gives."""
    page = client.get(OWN).content.decode()
    address = re.search(r'action="([^"]+/print)"', page)[1]
    printed = client.post(address, {"language": language, "name": "Sok Visal"})
    return re.search(r"\d{25}", text_of(printed.content))[0]


@pytest.mark.parametrize("language", LOOKED_INTO)
def test_every_page_of_it_can_be_used_by_anybody(cast, newcomer, site, chromium, language):
    User.objects.update(language=language)
    found = []
    leads, misses = cast.ours[Role.FACILITATOR], newcomer
    looks = {
        Role.SUPERVISOR: [PEOPLE, *(f"{PEOPLE}/{each.membership.id}" for each in (leads, misses))],
        Role.ADMINISTRATOR: [PEOPLE, f"{PEOPLE}/{leads.membership.id}"],
        Role.FACILITATOR: [OWN],
    }
    for role, addresses in looks.items():
        here = visit(chromium, site, client=signed_in(cast.ours[role], cast.at), locale=language)
        for address in addresses:
            found += wrong_with(here.open(address), language)
        if role is Role.FACILITATOR:
            here.page.locator("#name").fill("王")
            found += wrong_with(here.press("form[action$=print] button"), language)
        assert here.complaints == []
        here.context.close()
    assert found == []


@pytest.mark.parametrize("language", LOOKED_INTO)
def test_the_public_page_can_be_used_by_anybody(cast, newcomer, site, chromium, language):
    here, found = visit(chromium, site, locale=language), []
    found += wrong_with(here.open(f"/{language}/check"), language)
    for code in ("1", "1" * 25, signed_code(cast)):
        here.page.locator("#code").fill(code)
        found += wrong_with(here.press("form.where button"), language)
    assert here.complaints == []
    here.context.close()
    assert found == []


def signed_code(cast) -> str:
    return certificate_code(cast.certificates[Role.FACILITATOR]).shown
