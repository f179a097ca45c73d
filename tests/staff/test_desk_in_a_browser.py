"""Pages of the desk in a real browser: whole on a small phone and a desk, nothing for axe to mend, in two
languages; and the safety plan is not on paper.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from tests.browser.conftest import _files_come_from_the_areas
from tests.core.care.test_helpline_counts import month
from tests.staff.at_the_desk import CASES, DESK
from tests.staff.cast import make_case
from tests.staff.driving import LOOKED_INTO, visit, wrong_with

from kapea.care.helpline_tallies import _sealed, month_of
from kapea.care.models import HelplineTally, ReportTask
from kapea.core.care.case_entries import SAFETY_PLAN_PARTS
from kapea.core.staff.roles import Role
from kapea.people.models import User

__all__ = ["_files_come_from_the_areas"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.browser,
]
CANARY = "wombatlantern"


@pytest.mark.parametrize("language", LOOKED_INTO)
def test_every_page_of_the_desk_can_be_used_by_anybody(cast, supervisor, chromium, site, language):
    with transaction.atomic():
        case = make_case(cast.ours[Role.SUPERVISOR], cast.at)
        name = month_of("Asia/Phnom_Penh", cast.at.replace(day=1) - timedelta(days=20))
        sealed = _sealed(month(60), cast.organisation.id, name)
        HelplineTally.objects.create(organisation=cast.organisation, month=name, sealed=sealed)
        ReportTask.objects.create(case=case, began_at=cast.at, escalates_at=cast.at)
    User.objects.filter(id=supervisor.person.user.id).update(language=language)
    own = f"{CASES}{case.id}"
    supervisor.client.post(f"{own}/safety-plan/write", dict.fromkeys(SAFETY_PLAN_PARTS, CANARY))
    here, found = visit(chromium, site, client=supervisor.client, locale=language), []
    for what in ("", "/duty", "/safety-plan", "/safety-plan/write"):
        found += wrong_with(here.open(f"{own}{what}"), language)
    for page in (DESK, f"{DESK}contacts"):
        found += wrong_with(here.open(page), language)
    assert found == []
    here.open(f"{own}/safety-plan")
    assert CANARY in here.page.inner_text("main")
    here.page.emulate_media(media="print")
    assert CANARY not in here.page.inner_text("main"), "paper has none of it"
    here.context.close()
