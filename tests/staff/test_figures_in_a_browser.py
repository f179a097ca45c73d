"""Figures in a real browser: an officer publishes without scripts, and everybody can read what was published,
on a small phone in Khmer and on a desk in English.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from tests.browser.conftest import _files_come_from_the_areas
from tests.staff.cast import signed_in
from tests.staff.driving import DESK, LOOKED_INTO, visit, wrong_with
from tests.staff.test_figures import thawed
from tests.staff.workshops_held import CAREGIVERS, hold, hold_a_month, last_month, publish_last_month

from kapea.core.staff.roles import Role
from kapea.learning.edition_model import FiguresEdition
from kapea.people.models import User
from kapea.web.staff.words import staff_words

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.browser,
]
HERE = "/staff/workshops/figures"
LEAVES_ITS_PLOT = """() => [...document.querySelectorAll('.plot text')].filter(each => {
  const [word, plot] = [each, each.closest('svg')].map(it => it.getBoundingClientRect());
  return word.left < plot.left - 1 || word.right > plot.right + 1 || word.bottom > plot.bottom + 1;
}).map(each => each.textContent)"""
NAMES_ON_TOP = """() => [...document.querySelectorAll('.plot svg')].flatMap(plot => {
  const texts = [...plot.querySelectorAll('text')];
  const boxes = texts.map(each => [each.textContent, each.getBoundingClientRect()]);
  return boxes.flatMap(([said, a], at) => boxes.slice(at + 1)
    .filter(([_, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6).map(([other]) => said + ' / ' + other));
})"""


@pytest.fixture
def officer(cast):
    """A month was held, in which somewhere nobody counted; nothing is published."""
    thawed(FiguresEdition.objects.all())
    leads, first = cast.ours[Role.FACILITATOR], last_month(cast.at).begins
    hold_a_month(leads, first)
    hold(leads, CAREGIVERS, first, "05", ())
    return cast.ours[Role.PROGRAMME_OFFICER]


@pytest.fixture
def looks(cast, officer, chromium, live_server):
    """Visits of the officer; no browser has complained at the end."""
    made = []

    def look(**given):
        site = f"http://localhost:{urlsplit(live_server.url).port}"
        made.append(visit(chromium, site, client=signed_in(officer, cast.at), **given))
        return made[-1]

    yield look
    for each in made:
        each.context.close()
        assert each.complaints == []


def test_an_officer_publishes_without_scripts(cast, officer, looks):
    here = looks(java_script_enabled=False, viewport=DESK)
    page = here.open(HERE)
    here.press("main .button.lead")
    page.locator("#ends").select_option(last_month(cast.at).ends.isoformat())
    here.press("main form.sheet button")
    assert staff_words("en")["figures-first-look"] in page.locator(".warning").inner_text()
    here.press("main .warning button.lead")
    row = FiguresEdition.objects.get()
    assert here.path() == f"{HERE}/{row.id}"
    assert page.locator("h1").inner_text() == "More answered as hoped for: 5 of 5 questions"


@pytest.mark.parametrize("language", LOOKED_INTO)
def test_everybody_can_read_it(cast, officer, looks, language):
    User.objects.filter(id=officer.user.id).update(language=language)
    here, found = looks(locale=language), []
    page = here.open(f"{HERE}/new?ends={last_month(cast.at).ends}")
    found += wrong_with(page, language)
    row = publish_last_month(officer, cast.at)
    for address in (HERE, f"{HERE}/new", f"{HERE}/{row.id}"):
        found += wrong_with(here.open(address), language)
    for size in (LOOKED_INTO[language], DESK):
        page.set_viewport_size(size)
        found += page.evaluate(LEAVES_ITS_PLOT) + page.evaluate(NAMES_ON_TOP)
    assert found == []
