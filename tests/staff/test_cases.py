"""Cases at the desk, over HTTP: from the first day to the last, and what stands in lists and rows.

Rules of casework are named by their numbers (docs/safeguarding.md).
"""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connections
from tests.conftest import world_of
from tests.staff.at_the_desk import ASSESSED, CASES, DESK, NEW, PLANTED, SAID, Worker, in_action, planned
from tests.staff.cast import make_case, make_person

from kapea.care.case_queries import closing_asked, dues_of
from kapea.care.models import Case, CaseEntry, CaseTransfer, RecordedPermission
from kapea.care.upkeep import tidy_records
from kapea.core.care.case_clocks import CaseClock
from kapea.core.care.case_levels import MOST_POINTS, CaseLevel
from kapea.core.care.case_states import CaseState
from kapea.core.care.retention import retention_days
from kapea.core.staff.roles import Role
from kapea.vault.models import RecordWrap

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


# --- from the first day to the last -------------------------------------------------------------


def test_a_case_goes_from_the_first_day_to_the_last_and_is_opened_again(cast, worker, supervisor):
    case = in_action(cast, worker)
    assert case.standing is CaseState.IN_ACTION
    next_on = (cast.at + timedelta(days=14)).date().isoformat()
    worker.does(case, "review", safer="safer", goals="met", next_on=next_on, safely="on")
    assert case.standing is CaseState.REVIEWED
    worker.does(case, "closing", reason="goals_met", view="I am fine.", way_back_told="on", aftercare="on")
    assert closing_asked(case).by == worker.person.membership.id
    supervisor.does(case, "close")
    assert (case.standing, case.due_clock) == (CaseState.CLOSED, "after_closing")
    worker.does(case, "step", step="reopen")
    assert (case.standing, case.episode, case.closing) == (CaseState.REGISTERED, 2, None)


def test_cw_22_what_was_agreed_before_holds_no_more_when_it_is_opened_again(cast, worker, supervisor):
    case = in_action(cast, worker)
    worker.does(case, "closing", reason="child_asked", view="Enough.", way_back_told="on")
    supervisor.does(case, "close")
    assert SAID["fault-case-closed"] == worker.is_refused(case, "note", kind="note", said="More")
    worker.does(case, "step", step="reopen")
    assert SAID["ask-keep-why"] in worker.page(case)
    assert worker.is_refused(case, "step", step="assess") == SAID["fault-case-step"]


def test_nothing_goes_on_before_somebody_said_yes_to_keeping_it(worker):
    case = worker.new()
    worker.does(case, "assessment", **ASSESSED)
    assert case.standing is CaseState.REGISTERED
    assert worker.is_refused(case, "step", step="assess") == SAID["fault-case-step"]
    worker.says_yes(case, "no")
    assert worker.is_refused(case, "step", step="assess") == SAID["fault-case-step"]
    worker.says_yes(case)
    worker.does(case, "step", step="assess")
    assert case.standing is CaseState.ASSESSED


def test_cw_26_one_answer_makes_one_permission_and_the_same_form_no_other(worker):
    case = worker.new()
    form = re.search(r'name="form" value="(\w+)"', worker.page(case))[1]
    said = {"asked_of": "child", "answer": "yes", "age_band": "15-17", "how": "chat", "form": form}
    worker.does(case, "permission", **said)
    assert worker.is_refused(case, "permission", **said) == SAID["fault-permission-twice"]
    row = RecordedPermission.objects.get()
    assert (row.kind, row.assent, row.consent, row.wording) == ("keep", "yes", "", "word.ask-keep")


def test_an_answer_that_nobody_chose_is_none(worker):
    case = worker.new()
    said = {"asked_of": "child", "answer": "", "age_band": "15-17", "how": "chat", "form": "a" * 16}
    assert worker.is_refused(case, "permission", **said) == SAID["fault-permission-unread"]
    assert not RecordedPermission.objects.exists()


@pytest.mark.parametrize("form", ["../../etc", "0123456789", "a", ""])
def test_an_answer_under_an_id_that_is_none_of_ours_is_not_read(worker, form):
    case = worker.new()
    said = {"asked_of": "child", "answer": "yes", "age_band": "15-17", "how": "chat", "form": form}
    assert worker.is_refused(case, "permission", **said) == SAID["fault-permission-unread"]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("plan", {"what_0": "A quiet word", "view": "Good", "review_on": "0001-01-01"}),
        ("review", {"said": "A quiet word", "safer": "same", "goals": "not", "next_on": "0001-01-01"}),
    ],
)
def test_a_day_that_is_over_is_told_and_nothing_that_was_typed_is_lost(worker, what, said):
    case = worker.new()
    page = worker.client.post(f"{CASES}{case.id}/{what}", said).content.decode()
    assert SAID["fault-case-day-is-over"] in page
    assert "A quiet word" in page
    assert not case.entries.filter(kind=what).exists()


def test_cw_16_in_danger_help_comes_before_paper(cast, worker, supervisor):
    case = worker.new(level="red")
    worker.does(case, "step", step="act_first")
    assert case.standing is CaseState.IN_ACTION
    assert SAID["acted-first"] in worker.page(case)
    dues = dues_of(case, world_of("cambodia").release, at=cast.at)
    [assessment] = [each.due for each in dues if each.clock is CaseClock.ASSESSMENT]
    assert assessment.at == case.acted_first_at + timedelta(hours=24)
    calm = worker.new()
    assert worker.is_refused(calm, "step", step="act_first") == SAID["fault-case-step"]


def test_at_orange_a_supervisor_agrees_to_the_plan_and_not_its_owner(cast, worker, supervisor):
    case = worker.new(level="orange")
    worker.says_yes(case)
    worker.does(case, "assessment", **ASSESSED)
    assert supervisor.is_refused(case, "step", step="approve_plan") == SAID["fault-case-step"]
    worker.does(case, "plan", **planned(cast))
    for step in ("plan", "approve_plan"):
        assert worker.is_refused(case, "step", step=step) == SAID["fault-case-step"]
    supervisor.does(case, "step", step="approve_plan")
    assert case.standing is CaseState.PLANNED


# --- closing ----------------------------------------------------------------------------------


def test_cw_20_nobody_closes_what_is_their_own(cast, worker, supervisor):
    case = in_action(cast, worker)
    worker.does(case, "closing", reason="goals_met", view="Fine", way_back_told="on")
    assert worker.client.post(f"{CASES}{case.id}/close").status_code == 404
    own = supervisor.new()
    supervisor.does(own, "closing", reason="opened_in_error")
    assert supervisor.client.post(f"{CASES}{own.id}/close").status_code == 404


def test_cw_20_what_is_missing_stands_against_it_and_is_said(cast, worker, supervisor):
    case = in_action(cast, worker)
    worker.does(case, "closing", reason="goals_met")
    assert supervisor.is_refused(case, "close") == SAID["fault-case-closing"]
    page = supervisor.page(case)
    assert SAID["closing-lacks-child-view"].replace("'", "&#x27;") in page
    assert SAID["closing-lacks-way-back"] in page.replace("&#x27;", "'")
    supervisor.does(case, "step", step="keep_open")
    assert case.closing is None


def test_cw_21_nobody_is_given_up_before_three_tries_on_three_days(cast, worker, supervisor):
    case = in_action(cast, worker)
    worker.does(case, "closing", reason="cannot_reach")
    worker.does(case, "note", kind="try", said="Nobody there")
    assert supervisor.is_refused(case, "close") == SAID["fault-case-closing"]
    for days in (0, 8, 15):
        entry = CaseEntry.objects.filter(case=case, kind="try").first()
        CaseEntry.objects.create(
            case=case, kind="try", sealed=entry.sealed, by=entry.by, at=cast.at - timedelta(days=days)
        )
    Case.objects.filter(id=case.id).update(episode_began_at=cast.at - timedelta(days=20))
    second = Worker(make_person(cast.organisation, Role.SUPERVISOR, cast.at), cast.at)
    supervisor.does(case, "close")
    assert case.is_open, "a second supervisor has to agree"
    supervisor.does(case, "second", other=second.person.membership.id)
    second.does(case, "close")
    assert not case.is_open


# --- levels and load ----------------------------------------------------------------------------


def test_cw_19_one_raises_and_two_lower(worker, supervisor):
    case = worker.new()
    worker.does(case, "level", to="orange")
    assert worker.is_refused(case, "level", to="green") == SAID["fault-case-lower-needs-reason"]
    worker.does(case, "level", to="yellow", because="danger_is_over")
    assert case.urgency is CaseLevel.ORANGE
    assert worker.is_refused(case, "level", answer="yes") == SAID["fault-level"]
    supervisor.does(case, "level", answer="yes")
    assert case.urgency is CaseLevel.YELLOW


def test_cw_24_above_the_load_no_case_is_opened_but_in_danger(cast, worker, supervisor):
    for _ in range(MOST_POINTS - Case.objects.filter(owner=worker.person.membership).count()):
        make_case(worker.person, cast.at)
    answer = worker.client.post(f"{CASES}new", NEW)
    assert (answer.status_code, worker.fault(answer)) == (409, SAID["fault-case-load"])
    assert "That it stops" in answer.content.decode(), "nothing that was typed is lost"
    case = worker.new(level="red")
    assert case.owner_id == worker.person.membership.id
    offer = CaseTransfer.objects.get(case=case, answered_at=None)
    assert offer.to_id == supervisor.person.membership.id, "it is in no queue that nobody holds"


# --- what stands where ------------------------------------------------------------------------


def test_cw_25_no_word_that_was_written_stands_in_a_list_or_in_a_row(cast, worker, supervisor, caplog):
    case = in_action(cast, worker)
    worker.does(case, "note", kind="note", said=f"A {PLANTED} again")
    assert PLANTED in worker.page(case)
    for page in (DESK, CASES[:-1]):
        assert PLANTED not in worker.client.get(page).content.decode()
        assert "Paper Boat" not in supervisor.client.get(page).content.decode()
    assert PLANTED not in caplog.text
    assert rows_with(PLANTED) == rows_with("Paper Boat") == []


def rows_with(words: str) -> list[str]:
    """Tables of either database in which words stand readable."""
    found = []
    for alias in ("default", "keys"):
        for model in apps.get_models(include_auto_created=True):
            with connections[alias].cursor() as cursor:
                if model._meta.db_table in connections[alias].introspection.table_names(cursor):
                    cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                    rows = repr([[bytes(v) if isinstance(v, memoryview) else v for v in r] for r in cursor])
                    found += [model._meta.label] if words in rows else []
    return found


def test_a_case_goes_with_its_keys_and_its_permissions_when_its_day_has_come(cast, worker):
    case = in_action(cast, worker)
    days = retention_days(world_of("cambodia").release, "case")
    tidy_records(at=cast.at + timedelta(days=days - 1))
    assert Case.objects.filter(id=case.id).exists()
    tidy_records(at=cast.at + timedelta(days=days + 1))
    left = [Case.objects.filter(id=case.id), CaseEntry.objects.filter(case=case.id)]
    left += [RecordWrap.objects.filter(record=case.id), RecordedPermission.objects.filter(case=case.id)]
    assert [rows.count() for rows in left] == [0, 0, 0, 0]


def test_cw_18_a_worker_reads_the_time_of_their_country_and_a_day_as_that_day(cast, worker):
    case = worker.new(level="green")
    there = ZoneInfo("Asia/Phnom_Penh")
    [assessment] = [
        each.due.at
        for each in dues_of(case, world_of("cambodia").release, at=cast.at)
        if each.clock is CaseClock.ASSESSMENT
    ]
    last_day = (assessment.astimezone(there) - timedelta(seconds=1)).date()
    page = worker.page(case)
    assert f"<time>{last_day}</time>" in page
    assert f"<time>{case.registered_at.astimezone(there):%Y-%m-%d %H:%M}</time>" in page
