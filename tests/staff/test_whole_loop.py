"""One loop: from what a mother leaves on a page to her own “yes, it came”,
through the pages of everybody in it. docs/tour.md walks the same way.
"""

from __future__ import annotations

import re

import pytest
from tests.staff.at_the_desk import ASSESSED, DESK, Worker, planned
from tests.staff.cast import browser
from tests.staff.leaving_something import MESSAGE, Visitor, forget, plain, switch_on
from tests.staff.referrals_made import REFERRALS, Refers, make_partner

from kapea.care import same_moment
from kapea.care.models import Case, CaseReferral, ReferralTodo
from kapea.core.care.case_states import CaseState
from kapea.core.care.referral_codes import ReferralState, ReferralTask
from kapea.core.staff.roles import Role
from kapea.web.partner_link.views import link_tries

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
STEPS = ("accept", "start", "finish")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(same_moment, "SAME_MOMENT", 0.0)
    forget()
    link_tries.clear()
    yield
    forget()
    link_tries.clear()


@pytest.fixture
def mother(cast) -> Visitor:
    """She leaves a message for people who answer, and has a number to come back with."""
    switch_on(cast.organisation, cast.at)
    visitor = Visitor()
    visitor.leaves(2, who="adult")
    return visitor


@pytest.fixture
def refers(cast, mother) -> Refers:
    """A case worker takes what she left, and plans with the child."""
    worker = Refers(cast.ours[Role.CASE_WORKER], cast.at)
    row = mother.left()
    assert MESSAGE["words"] not in worker.client.get(DESK).content.decode()
    assert worker.client.post(f"{DESK}intakes/{row.id}/take").status_code == 302
    case = Case.objects.get(id=row.id)
    assert MESSAGE["words"] in worker.page(case).replace("&#x27;", "'")
    worker.says_yes(case)
    worker.does(case, "assessment", **ASSESSED)
    worker.does(case, "plan", **planned(cast))
    Worker(cast.ours[Role.SUPERVISOR], cast.at).does(case, "step", step="approve_plan")
    worker.does(case, "step", step="begin")
    return worker


@pytest.fixture
def referral(cast, mother, refers) -> CaseReferral:
    return refers.sends(Case.objects.get(id=mother.left().id), make_partner(cast), sent_by="one_time_link")


def service_answers(refers: Refers, row: CaseReferral, *steps: str) -> None:
    """Somebody at the service opens the link, with the code that they were told, and answers."""
    page = refers.client.post(f"{REFERRALS}{row.id}/link").content.decode()
    address = re.search(r'value="http://[^/]+(/l/en/[^"]+)"', page)[1]
    code = re.search(r"<b>(\d{4} \d{4})</b>", page)[1]
    client = browser()
    opened = client.post(address, {"code": code, "who": "Nurse Dara"}).content.decode()
    seen = re.search(r'name="page" value="([^"]+)"', opened)[1]
    for step in steps:
        assert client.post(address, {"code": code, "page": seen, "step": step}).status_code == 200
    row.refresh_from_db()


def test_from_what_a_mother_leaves_to_her_own_yes(cast, mother, refers, referral):
    assert "We asked another place" in plain(mother.comes_back())
    service_answers(refers, referral, *STEPS)
    page = plain(mother.comes_back())
    for said in ("They will help you.", "They have begun to help.", "Did you get their help?"):
        assert said in page
    case = Case.objects.get(id=referral.case_id)
    refers.does(case, "closing", reason="goals_met", view="It is quiet now", way_back_told="on")
    supervisor = Worker(cast.ours[Role.SUPERVISOR], cast.at)
    supervisor.is_refused(case, "close")
    mother.does("answer", source="referrals", about=referral.id, says="yes")
    referral.refresh_from_db()
    assert referral.is_at is ReferralState.CONFIRMED
    supervisor.does(case, "close")
    assert case.standing is CaseState.CLOSED
    assert "We ended our help. You can write again." in plain(mother.comes_back())


def test_done_by_the_service_is_not_the_end_where_nobody_came(mother, refers, referral):
    """ST-11: the service marks it done; by the code she says that nobody came."""
    service_answers(refers, referral, *STEPS)
    mother.comes_back()
    mother.does("answer", source="referrals", about=referral.id, says="nobody_came")
    referral.refresh_from_db()
    assert referral.is_at is ReferralState.NOT_HAPPENED
    assert ReferralTodo.objects.filter(referral=referral, task=ReferralTask.REOPEN_NEED.value).exists()
    assert "We ask them what happened." in plain(mother.comes_back())


def test_by_the_code_it_is_stopped_and_whoever_has_it_is_told(mother, refers, referral):
    service_answers(refers, referral, "accept")
    mother.comes_back()
    mother.does("answer", source="referrals", about=referral.id, says="stop")
    referral.refresh_from_db()
    assert referral.is_at is ReferralState.REVOKED
    assert ReferralTodo.objects.filter(task=ReferralTask.TELL_RECEIVER_TO_STOP.value).exists()
    assert "It is stopped." in plain(mother.comes_back())


@pytest.mark.parametrize("says", ["yes", "not_yet", "wrong", "", "confirm"])
def test_what_cannot_be_said_of_it_now_changes_nothing(mother, referral, says):
    mother.comes_back()
    before = CaseReferral.objects.filter(id=referral.id).values().get()
    mother.does("answer", source="referrals", about=referral.id, says=says)
    assert CaseReferral.objects.filter(id=referral.id).values().get() == before


def test_nobody_answers_for_a_referral_of_somebody_else(mother, referral):
    another = Visitor()
    another.leaves()
    another.comes_back()
    before = CaseReferral.objects.filter(id=referral.id).values().get()
    assert "Did you get" not in plain(another.comes_back())
    for says in ("stop", "nobody_came"):
        another.does("answer", source="referrals", about=referral.id, says=says)
    assert CaseReferral.objects.filter(id=referral.id).values().get() == before
