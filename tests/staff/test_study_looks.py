"""Every page of a study in a real browser on a small phone, five languages and both lights in turn: nothing
sticks out at the side, nothing for axe to mend, no id in the place of a word, and keys reach what it is for.
"""

from __future__ import annotations

import pytest
from tests.browser.conftest import _files_come_from_the_areas
from tests.browser.test_access import FAULTS, RULES
from tests.staff.cast import signed_in
from tests.staff.driving import SEEN, WORD_ID, visit
from tests.staff.study_pages import PATHS, study_pages
from tests.staff.study_rows import made_up_study
from tests.staff.test_matrix import filled
from tests.staff.test_study_matrix import MAY, ONE

from kapea.core.staff.roles import Role
from kapea.people.models import User
from kapea.web.staff.words import staff_languages

__all__ = ["_files_come_from_the_areas"]
databases = pytest.mark.django_db(databases=["default", "keys"])
NO_PAGE = {
    "/codebook/file",
    "/outputs/<str:kind>/draft.<str:form>",
    "/outputs/<str:kind>/paper.<str:form>",
    "/summaries/<str:page>/paper.<str:form>",
    "/sessions/<int:number>/sync",
}
"""What comes from there is for a program."""
LIGHTS = ("light", "dark")
CODES_OF_CODES = "hand-over"
"""It stands in the words of a code of the codebook."""
REACHED = """() => (document.querySelector("main .lead") ??
  document.querySelector("main button, main summary, main a[href]")) === document.activeElement"""
FOCUSED = "document.querySelectorAll('a[href], button, input, select, textarea, summary').length"


def by_keys(page) -> bool:
    """Whether somebody without a mouse comes to what the page is for. A date takes four keys."""
    for _ in range(4 * page.evaluate(FOCUSED)):
        page.keyboard.press("Tab")
        if page.evaluate(REACHED):
            return True
    return False


def wrong_on(page, language: str) -> list[str]:
    """What is wrong with a page on a small phone."""
    lang, text, wide, _ = page.evaluate(SEEN)
    found = [] if lang == language else [f"the language {lang}"]
    found += [f"the id {id}" for id in WORD_ID.findall(text) if id != CODES_OF_CODES]
    found += ["wider than a phone"] if wide else []
    found += page.evaluate(FAULTS, RULES)
    return found if by_keys(page) else [*found, "out of reach of the keys"]


@databases
def test_what_is_looked_at_is_every_page_that_a_study_shows(cast):
    researcher = cast.ours[Role.RESEARCHER]
    row = made_up_study(cast.organisation, [researcher], cast.at)
    client = signed_in(researcher, cast.at)
    assert set(MAY) >= PATHS
    for path in set(MAY) - PATHS - NO_PAGE:
        assert client.get(filled(f"{ONE}{path}", row.id)).status_code == 405, path


@pytest.mark.browser
@pytest.mark.usefixtures("plans_live")
@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_every_page_of_a_study_can_be_read_and_used_on_a_small_phone(cast, chromium, site):
    languages, found = sorted(staff_languages()), []
    for turn, each in enumerate(study_pages(cast)):
        language = languages[turn % len(languages)]
        User.objects.filter(id=each.person.user.id).update(language=language)
        here = visit(chromium, site, client=each.client, color_scheme=LIGHTS[turn % 2])
        page = here.open(each.address)
        found += [f"{language} {each.path}: {fault}" for fault in wrong_on(page, language) + here.complaints]
        here.context.close()
    assert found == []
