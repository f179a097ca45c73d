"""Cases on the worst evenings: a level that goes up, a plan that nobody approves, a supervisor with a case of
her own.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.conftest import world_of
from tests.staff.at_the_desk import ASSESSED, CASES, SAID, Worker, in_action, planned
from tests.staff.cast import make_person

from kapea.care.case_queries import dues_of
from kapea.core.care.case_clocks import CaseClock
from kapea.core.care.case_states import CaseState
from kapea.core.staff.roles import Role
from kapea.people.models import Membership

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


def due_at(case, clock: CaseClock, at):
    """When something is due in it; None where it is not."""
    dues = dues_of(case, world_of("cambodia").release, at=at)
    return next((each.due.at for each in dues if each.clock is clock), None)


def test_a_plan_that_became_pressing_waits_for_a_supervisor(cast, worker, supervisor):
    case = worker.new()
    worker.says_yes(case)
    worker.does(case, "assessment", **ASSESSED)
    worker.does(case, "plan", **planned(cast))
    worker.does(case, "step", step="plan")
    worker.does(case, "level", to="red")
    assert worker.is_refused(case, "step", step="begin") == SAID["fault-case-step"]
    assert SAID["lacks-approval"] in worker.page(case)
    supervisor.does(case, "step", step="return_plan")
    assert supervisor.is_refused(case, "step", step="approve_plan") == SAID["fault-case-step"]
    worker.does(case, "plan", **planned(cast))
    supervisor.does(case, "step", step="approve_plan")
    worker.does(case, "step", step="begin")
    assert case.standing is CaseState.IN_ACTION


def test_a_plan_that_is_written_anew_is_agreed_to_anew_and_help_goes_on(cast, worker, supervisor):
    case = in_action(cast, worker)
    worker.does(case, "level", to="orange")
    planned_at = case.planned_at
    supervisor.does(case, "step", step="approve_plan")
    assert (case.standing, case.plan_approved, case.planned_at) == (CaseState.IN_ACTION, True, planned_at)
    worker.does(case, "plan", **planned(cast))
    assert (case.standing, case.plan_approved) == (CaseState.IN_ACTION, False)


def test_when_the_level_goes_up_somebody_acts_anew_and_nobody_closes_it(cast, worker, supervisor):
    case = in_action(cast, worker)
    worker.does(case, "closing", reason="goals_met", view="Fine", way_back_told="on")
    assert due_at(case, CaseClock.FIRST_ACTION, cast.at) is None
    worker.does(case, "level", to="red")
    assert case.closing is None
    assert due_at(case, CaseClock.FIRST_ACTION, cast.at) == case.raised_at + timedelta(minutes=15)
    assert supervisor.is_refused(case, "close") == SAID["fault-case-closing"]
    worker.does(case, "note", kind="service", said="Her aunt is with her")
    assert due_at(case, CaseClock.FIRST_ACTION, cast.at) is None


def test_in_danger_the_supervisor_acts_where_the_worker_is_not_there(worker, supervisor):
    case = worker.new(level="red")
    supervisor.does(case, "step", step="act_first")
    assert case.standing is CaseState.IN_ACTION


def test_a_supervisor_who_would_supervise_herself_is_supervised_by_another(cast, supervisor):
    other = Worker(make_person(cast.organisation, Role.SUPERVISOR, cast.at), cast.at)
    case = supervisor.new()
    assert other.client.get(f"{CASES}{case.id}").status_code != 404, "nobody supervises her"
    own = supervisor.person.membership.id
    Membership.objects.filter(id=own).update(supervisor=own)
    assert other.client.get(f"{CASES}{case.id}").status_code != 404
    assert supervisor.client.post(f"{CASES}{case.id}/close").status_code == 404


def test_what_no_child_is_asked_about_takes_two(worker, supervisor):
    case = worker.new()
    worker.does(case, "closing", reason="opened_in_error")
    supervisor.does(case, "close")
    assert case.is_open
    assert SAID["closing-lacks-second-approval"] in supervisor.page(case)


@pytest.mark.parametrize(
    ("reason", "box", "lacks"),
    [("transferred", "taken_over", "taken-over"), ("died", "outside_review", "outside-review")],
)
def test_what_a_reason_asks_for_besides_is_said(cast, worker, supervisor, reason, box, lacks):
    case = in_action(cast, worker)
    said = {"reason": reason, "view": "Good", "way_back_told": "on"}
    worker.does(case, "closing", **said)
    assert SAID[f"closing-lacks-{lacks}"] in supervisor.page(case)
    worker.does(case, "closing", **said, **{box: "on"})
    assert SAID[f"closing-lacks-{lacks}"] not in supervisor.page(case)


def test_cw_17_a_time_that_rests_on_a_tool_says_so(cast, worker):
    case = worker.new(level="green")
    worker.says_yes(case)
    worker.does(case, "assessment", **ASSESSED)
    worker.does(case, "plan", **planned(cast))
    worker.does(case, "step", step="plan")
    assert f"{SAID['rests-on-tool']}: OSCaR" in worker.page(case)
    assert SAID["basis-programme-default"] in worker.page(case)
