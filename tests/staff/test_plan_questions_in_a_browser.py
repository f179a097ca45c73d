"""The planner in a real browser: planned without scripts, readable on a small phone in Khmer and on a desk in
English.
"""

from __future__ import annotations

import pytest
from tests.browser.conftest import _files_come_from_the_areas
from tests.staff.cast import make_person, signed_in
from tests.staff.driving import DESK, LOOKED_INTO, visit, wrong_with
from tests.staff.study_rows import made_up_study
from tests.staff.test_figures_in_a_browser import LEAVES_ITS_PLOT, NAMES_ON_TOP
from tests.staff.test_plan_questions import FAIR

from kapea.core.staff.roles import Role
from kapea.core.studies.study_roles import StudyRole
from kapea.people.models import User
from kapea.web.staff.words import staff_words

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.browser,
]
WORST = {"asked": "children", "setting": "group", "sample": "chosen", "people": "116"}


@pytest.fixture
def analyst(cast):
    person = make_person(cast.organisation, Role.RESEARCHER, cast.at)
    person.study = made_up_study(cast.organisation, [person], cast.at, [StudyRole.ANALYST])
    return person


def fill(page, said: dict[str, str]) -> None:
    """Types what a plan says, and chooses the rest."""
    for name, value in said.items():
        found = page.locator(f"[name={name}]")
        if name == "design":
            page.locator(f"#design-{value}").check()
        elif found.evaluate("each => each.tagName") == "SELECT":
            found.select_option(value)
        else:
            found.fill(value)


@pytest.mark.parametrize("language", LOOKED_INTO)
def test_a_plan_is_made_without_scripts_and_everybody_can_read_it(cast, chromium, site, analyst, language):
    User.objects.filter(id=analyst.user.id).update(language=language)
    client, address = signed_in(analyst, cast.at), f"/staff/studies/{analyst.study.id}/plan"
    plain = visit(chromium, site, client=client, java_script_enabled=False, viewport=DESK)
    fill(plain.open(address), {**FAIR, **WORST})
    told = plain.press("main form.sheet button.lead").locator("#told").inner_text()
    assert staff_words(language)["study-against-children"] in told
    assert staff_words(language)["study-plan-fits-not"].format(people="116") in told
    assert plain.path() == address
    plain.context.close()
    here, found = visit(chromium, site, client=client, locale=language), []
    for said in (FAIR, {**FAIR, **WORST}):
        page = here.open(address)
        found += wrong_with(page, language)
        fill(page, said)
        found += wrong_with(here.press("main form.sheet button.lead"), language)
        for size in (LOOKED_INTO[language], DESK):
            page.set_viewport_size(size)
            found += page.evaluate(LEAVES_ITS_PLOT) + page.evaluate(NAMES_ON_TOP)
    page = here.open(f"{address}/estimate")
    fill(page, {"design": "crosswise", "answered": "2000", "counted": "1427", "anchor": "1541"})
    found += wrong_with(here.press("main form.sheet button.lead"), language)
    here.context.close()
    assert found + here.complaints + plain.complaints == []
