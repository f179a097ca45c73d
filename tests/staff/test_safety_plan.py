"""The safety plan, over HTTP: for whoever asks for it and nowhere else; taken out by a supervisor alone."""

from __future__ import annotations

from html import unescape

import pytest
from tests.run import ROOT
from tests.staff.at_the_desk import CASES, DESK, SAID
from tests.staff.cast import make_case, signed_in
from tests.staff.test_cases import rows_with
from tests.staff.test_matrix import told

from kapea.audit.models import Event
from kapea.care import case_queries
from kapea.core.care.case_entries import SAFETY_PLAN_PARTS
from kapea.core.staff.roles import Role

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
CANARY = "wombatlantern"
PLAN = {part: f"{part} {CANARY}" for part in SAFETY_PLAN_PARTS}


@pytest.fixture
def case(worker):
    made = worker.new()
    answer = worker.client.post(f"{CASES}{made.id}/safety-plan/write", PLAN)
    assert answer["location"] == f"{CASES}{made.id}/safety-plan"
    return made


def rows(action: str) -> int:
    return Event.objects.filter(action=f"case.{action}-safety-plan").count()


def test_cw_45_it_is_shown_to_whoever_asks_for_it_and_each_look_is_a_row(case, worker, supervisor):
    for many, each in enumerate((worker, supervisor, supervisor), 1):
        page = unescape(each.client.get(f"{CASES}{case.id}/safety-plan").content.decode())
        assert all(said in page for said in PLAN.values())
        assert rows("read") == many
    row = Event.objects.filter(action="case.read-safety-plan").latest("number")
    assert (row.by, row.subject) == (f"member:{supervisor.person.membership.id}", f"case:{case.id}")


def test_cw_45_no_other_page_has_it_and_none_opens_it(case, worker, supervisor, monkeypatch):
    opened, really = [], case_queries.open_entry
    monkeypatch.setattr(
        case_queries, "open_entry", lambda row, key: opened.append(row.kind) or really(row, key)
    )
    for each in (worker, supervisor):
        own = ("assessment", "plan", "review", "closing", "duty") if each is worker else ("duty",)
        for page in (DESK, CASES[:-1], f"{CASES}{case.id}", *(f"{CASES}{case.id}/{what}" for what in own)):
            answer = each.client.get(page)
            assert answer.status_code == 200
            assert CANARY not in answer.content.decode()
    assert rows("read") == 0
    assert set(opened) == {"registered"}, "it was not even opened"
    assert rows_with(CANARY) == []


def test_cw_45_paper_has_none_of_it(case, worker):
    page = worker.client.get(f"{CASES}{case.id}/safety-plan").content.decode()
    shown = page[page.index('class="unprinted"') : page.index("</section>")]
    assert page.count(CANARY) == shown.count(CANARY) == len(PLAN)
    styles = (ROOT / "src/kapea/web/staff/static/staff.css").read_text(encoding="utf-8")
    assert "@media print{.unprinted{display:none}}" in styles


def test_cw_45_taking_it_out_is_for_a_supervisor_and_leaves_a_row(cast, case, worker, supervisor):
    nothing = told(worker.client.post("/staff/nothing/is/here"))
    assert told(worker.client.post(f"{CASES}{case.id}/safety-plan/export")) == nothing
    assert SAID["safety-plan-take"] not in worker.client.get(f"{CASES}{case.id}/safety-plan").content.decode()
    assert rows("export") == 0
    answer = supervisor.client.post(f"{CASES}{case.id}/safety-plan/export")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="text.txt"'
    assert all(said in answer.content.decode() for said in PLAN.values())
    assert "Paper Boat" not in answer.content.decode()
    assert rows("export") == 1
    own = make_case(cast.ours[Role.SUPERVISOR], cast.at)
    assert supervisor.client.post(f"{CASES}{own.id}/safety-plan/export").status_code == 404


def test_cw_45_no_link_takes_it_out(case, supervisor):
    assert supervisor.client.get(f"{CASES}{case.id}/safety-plan/export").status_code == 405


def test_its_holder_writes_it_anew_from_what_stands_there_and_nobody_else(case, cast, worker, supervisor):
    form = worker.client.get(f"{CASES}{case.id}/safety-plan/write").content.decode()
    assert PLAN["signal"] in form
    assert rows("read") == 1
    worker.client.post(f"{CASES}{case.id}/safety-plan/write", {"signal": "Another"})
    page = worker.client.get(f"{CASES}{case.id}/safety-plan").content.decode()
    assert "Another" in page
    assert CANARY not in page
    refused = supervisor.client.post(f"{CASES}{case.id}/safety-plan/write", PLAN)
    assert (refused.status_code, supervisor.fault(refused)) == (409, SAID["fault-case-not-yours"])
    other = signed_in(cast.ours[Role.CASE_WORKER], cast.at)
    assert other.get(f"{CASES}{case.id}/safety-plan").status_code == 404


def test_where_none_is_written_it_says_so_and_there_is_nothing_to_look_at(worker):
    case = worker.new()
    assert SAID["safety-plan-none"] in worker.client.get(f"{CASES}{case.id}/safety-plan").content.decode()
    assert rows("read") == 0
