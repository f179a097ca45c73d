"""The duty to report at the desk, over HTTP: what staff are shown, and the report that is owed."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from tests.conftest import world_of
from tests.staff.at_the_desk import CASES, DESK, NEW, PLANTED, SAID, Worker
from tests.staff.test_cases import rows_with

from kapea.care.models import Case, ReportTask
from kapea.content.queries import worlds
from kapea.core.care.duty_cards import cards_for_role
from kapea.core.care.reporting import ESCALATES_AFTER
from kapea.people.models import Organisation, User

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
TOLD = {"to_whom": f"Ms {PLANTED}", "told": "told", "rests": "child_yes"}


@pytest.fixture
def manila(cast, plans_live):
    """The organisation works in the Philippines."""
    world = world_of("philippines")
    worlds._put_live(world.release.id, world)
    worlds._looked[world.release.id] = worlds._clock() + 3600
    Organisation.objects.filter(id=cast.organisation.id).update(pack="philippines")
    return world.release


def told(cast, **other) -> dict[str, str]:
    """What is written down of a report that was made this day at noon, or yesterday."""
    on = (cast.at - timedelta(days=1)).date().isoformat()
    return {**TOLD, "do": "done", "office": "police", "on": on, "hour": "12:00", **other}


def duty(worker: Worker, case) -> str:
    return unescape(worker.client.get(f"{CASES}{case.id}/duty").content.decode())


def sends(worker: Worker, case, status: int = 302, **said) -> str:
    answer = worker.client.post(f"{CASES}{case.id}/duty", said)
    assert answer.status_code == status, worker.fault(answer)
    return worker.fault(answer)


def owes(worker: Worker, **other) -> Case:
    return worker.new(**{"language": "fil", "reasons": ["grooming"], **other})


@pytest.mark.parametrize("language", ["en", "fil"])
def test_cw_31_a_case_shows_the_cards_of_the_country_with_where_they_are_from_and_how_sure(
    manila, cast, worker, language
):
    User.objects.filter(id=worker.person.user.id).update(language=language)
    case = worker.new(language="fil")
    page = " ".join(unescape(worker.page(case)).split())
    for card in cards_for_role(manila, "organisation", at=cast.at):
        for text in (card.duty.rule, card.duty.to, card.duty.by_when):
            assert " ".join(manila.staff_text(text, language).split()) in page
        assert all(title in page for title in card.sources)
        assert card.duty.upkeep.expires in page
    if language == "en":
        assert SAID["duty-treat-as-duty"] in page
        assert SAID["duty-confirmed"] not in page
        assert SAID["duty-never-said"] in page


def test_cw_32_it_is_due_at_once_and_climbs_before_the_day_is_over(manila, cast, worker, supervisor):
    case = owes(worker)
    [task] = ReportTask.objects.all()
    assert task.escalates_at == task.began_at + ESCALATES_AFTER < task.began_at + timedelta(hours=24)
    owed = SAID["reports-owed"]
    assert owed in worker.client.get(DESK).content.decode()
    assert SAID["report-owed"] in worker.page(case)
    assert owed not in supervisor.client.get(DESK).content.decode()
    ReportTask.objects.update(escalates_at=cast.at)
    day = supervisor.client.get(DESK).content.decode()
    assert owed in day
    assert f'href="{CASES}{case.id}/duty"' in day


def test_cw_32_in_another_country_or_of_another_worry_none_is_owed_by_itself(manila, worker):
    owes(worker, reasons=["school_and_work"])
    owes(worker, who_asked="caregiver")
    assert not ReportTask.objects.exists()


def test_where_the_country_asks_for_none_at_once_none_begins(worker):
    case = worker.new()
    assert not ReportTask.objects.exists()
    assert sends(worker, case, 409, do="begin") == SAID["fault-case-report-no-offices"]
    assert not ReportTask.objects.exists()


def test_a_worker_says_that_they_know_it_directly(manila, worker):
    case = owes(worker, who_asked="caregiver")
    assert SAID["report-begin-why"] in duty(worker, case)
    for _ in range(2):
        sends(worker, case, do="begin")
    assert ReportTask.objects.count() == 1


def test_st_09_where_no_offices_are_written_down_it_says_so_and_what_to_do(cast, worker):
    case = worker.new(reasons=["grooming"])
    page = worker.client.get(f"/staff/desk/cases/{case.id}/duty").content.decode()
    for word in ("no-offices", "no-offices-why", "no-offices-lead", "no-offices-child", "no-offices-note"):
        assert SAID[f"report-{word}"] in unescape(page)
    answer = worker.client.post(f"/staff/desk/cases/{case.id}/duty", {"do": "begin"})
    said = unescape(answer.content.decode())
    assert (answer.status_code, SAID["fault-case-report-no-offices"] in said) == (409, True)
    assert SAID["fault-case-report-none"] not in said, "nobody said that none is due"


def test_cw_32_it_offers_several_offices_and_none_that_is_kin(manila, cast, worker):
    case = owes(worker)
    offered = duty(worker, case)
    assert '<option value="barangay"' in offered
    sends(worker, case, do="kin", kin=["barangay", "police"])
    offered = duty(worker, case)
    assert '<option value="barangay"' not in offered
    assert offered.count("<option value=") - 1 - 3 - 3 >= 2
    refused = sends(worker, case, 409, **told(cast))
    assert refused == SAID["fault-case-report-office"], "also where nobody ticked it again"
    assert ReportTask.objects.get().done_at is None


def test_where_fewer_than_two_are_left_the_lead_is_asked(manila, cast, worker):
    case = owes(worker)
    [card] = [each for each in cards_for_role(manila, "anyone", at=cast.at) if each.duty.offices]
    sends(worker, case, do="kin", kin=[id for id, _ in card.duty.offices if id != "school"])
    assert SAID["fault-case-report-ask-lead"] in duty(worker, case)
    sends(worker, case, 409, **told(cast, office="school"))


def test_cw_32_it_is_written_to_whom_and_when_and_that_the_child_was_told_first(manila, cast, worker):
    case = owes(worker)
    for lacks in ("to_whom", "told", "rests", "on", "hour"):
        assert sends(worker, case, 409, **told(cast, **{lacks: ""})) == SAID["fault-report"], lacks
    sends(worker, case, **told(cast))
    task = ReportTask.objects.get()
    assert (task.done_at is not None, task.done_by) == (True, worker.person.membership.id)
    page = worker.page(case)
    for said in (f"Ms {PLANTED}", SAID["told-first-told"], SAID["report-rests-child-yes"], "12:00"):
        assert said in page
    assert SAID["report-owed"] not in page
    assert rows_with(PLANTED) == [], "to whom stands sealed"
    assert sends(worker, case, 409, **told(cast)) == SAID["fault-case-report-none"]


def test_a_supervisor_makes_the_report_where_the_worker_does_not(manila, cast, worker, supervisor):
    case = owes(worker)
    sends(supervisor, case, **told(cast, told="told_later", rests="acted_first"))
    assert ReportTask.objects.get().done_by == supervisor.person.membership.id


def test_what_is_no_office_no_reason_and_no_moment_is_refused(manila, cast, worker):
    case = owes(worker)
    for other in ({"office": "elders"}, {"told": "perhaps"}, {"hour": "noon"}, {"kin": ["elders"]}):
        assert sends(worker, case, 409, **told(cast, **other)) == SAID["fault-report"]
    late = told(cast, on=(cast.at + timedelta(days=2)).date().isoformat())
    assert sends(worker, case, 409, **late) == SAID["fault-case-report-later"]
    assert NEW["called"] in worker.page(case)


def test_while_one_is_owed_two_supervisors_agree_to_close(manila, cast, worker, supervisor):
    case = owes(worker)
    worker.does(case, "closing", reason="goals_met", view="Fine", way_back_told="on")
    supervisor.does(case, "close")
    assert case.is_open, "a second one looks"
    sends(worker, case, **told(cast))
    supervisor.does(case, "close")
    assert not case.is_open
