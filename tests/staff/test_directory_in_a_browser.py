"""Pages of the directory in a real browser: nothing for axe to mend, five languages, and no script needed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.browser.conftest import _files_come_from_the_areas
from tests.staff.cast import signed_in
from tests.staff.driving import LOOKED_INTO, visit, wrong_with

from kapea.core.staff.roles import Role
from kapea.directory.models import DirectoryEdit
from kapea.people.models import User
from kapea.web.staff.words import staff_languages, staff_words

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.browser,
]
FOUND = [{"field": "phones", "code": "P05", "says": "cannot be dialled", "mend": "correct it"}]


@pytest.fixture
def visits(chromium, site):
    """Makes visits; at the end no browser has complained of a page."""
    made = []

    def make(**given):
        made.append(visit(chromium, site, **given))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
        assert each.complaints == []


def test_every_page_can_be_used_by_anybody(cast, visits):
    editor, found = cast.ours[Role.EDITOR], []
    DirectoryEdit.objects.filter(id=cast.change.id).update(state="stopped", findings=FOUND)
    changes, client = "/staff/directory/changes", signed_in(cast.ours[Role.EDITOR], cast.at)
    pages = ["", "/new?service=ambulance", "/dials"]
    addresses = [f"/staff/directory{each or '/'}" for each in pages]
    for language in staff_languages():
        User.objects.filter(id=editor.user.id).update(language=language)
        here = visits(client=client, java_script_enabled=language in LOOKED_INTO, locale=language)
        for address in [*addresses, changes, f"{changes}/{cast.change.id}"]:
            found += wrong_with(here.open(address), language)
        page = here.open("/staff/directory/new")
        page.get_by_role("button", name=staff_words(language)["propose-it"]).click()
        if language in LOOKED_INTO:
            found += wrong_with(page, language)
    assert found == []


def test_without_a_script_one_proposes_mends_and_another_approves(cast, visits):
    said = staff_words("en")
    page = visits(client=signed_in(cast.ours[Role.EDITOR], cast.at), java_script_enabled=False).open(
        "/staff/directory/new"
    )
    typed = {
        "name_km": "ផ្ទះទន្លេ",
        "does_km": "ជួយគ្រួសារ",
        "number_1": "12",
        "sources": "River House themselves",
        "expires": (cast.at + timedelta(days=60)).date().isoformat(),
    }
    for name, value in typed.items():
        page.fill(f"#{name}", value)
    page.select_option("#type_1", "NGO")
    page.get_by_role("button", name=said["propose-it"]).click()
    assert said["fault-entry-phones"] in page.inner_text("main")
    assert page.input_value("#name_km") == "ផ្ទះទន្លេ", "nothing typed is lost"
    page.fill("#number_1", "012 345 678")
    page.get_by_role("button", name=said["propose-it"]).click()
    assert said["edit-proposed"] in page.inner_text("main")
    address = page.url
    assert page.get_by_role("button", name=said["approve-change"]).count() == 0
    other = visits(client=signed_in(cast.ours[Role.SUPERVISOR], cast.at), java_script_enabled=False)
    there = other.open("/" + address.split("/", 3)[3])
    there.get_by_role("button", name=said["approve-change"]).click()
    assert said["edit-approved"] in there.inner_text("main")
