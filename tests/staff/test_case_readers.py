"""Who sees a case and has a key of it: handed over, supervised, kept from somebody who stands too close."""

from __future__ import annotations

import pytest
from tests.staff.at_the_desk import CASES, DESK, SAID, Worker
from tests.staff.cast import make_person
from tests.staff.test_matrix import told

from kapea.care.models import CaseConflict, CaseTransfer
from kapea.core.staff.roles import Role
from kapea.people.models import Membership
from kapea.vault.models import RecordWrap
from kapea.web.desk import handing_over

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


def test_cw_43_for_whoever_stands_too_close_it_is_not_there(cast, worker, supervisor):
    case = worker.new()
    assert case.id in supervisor.client.get(DESK).content.decode()
    worker.does(case, "conflicts", member=supervisor.person.membership.id)
    nothing = told(supervisor.client.get("/staff/nothing/is/here"))
    assert told(supervisor.client.get(f"{CASES}{case.id}")) == nothing
    assert told(supervisor.client.post(f"{CASES}{case.id}/close")) == nothing
    for page in (DESK, f"{CASES}"[:-1]):
        assert case.id not in supervisor.client.get(page).content.decode()
    assert not RecordWrap.objects.filter(record=case.id, reader=supervisor.person.membership.id).exists()
    assert supervisor.person.membership.id not in hand_over_list(worker, case)
    worker.does(case, "conflicts", member=supervisor.person.membership.id, ends="yes")
    assert not CaseConflict.objects.filter(case=case).exists()


def readers_of(case) -> set[str]:
    """Memberships that have a key of it."""
    return set(RecordWrap.objects.filter(record=case.id).values_list("reader", flat=True))


def test_cw_43_whoever_stands_too_close_gets_no_key_also_when_it_is_opened_again(worker, supervisor):
    case = worker.new()
    close = supervisor.person.membership.id
    assert close in readers_of(case)
    worker.does(case, "conflicts", member=close)
    worker.page(case)
    assert readers_of(case) == {worker.person.membership.id}
    worker.does(case, "conflicts", member=close, ends="yes")
    worker.page(case)
    assert close in readers_of(case), "it was a mistake"


def test_cw_43_on_the_first_day_it_can_be_kept_from_a_supervisor(worker, supervisor):
    close = supervisor.person.membership.id
    case = worker.new(too_close=[close])
    assert readers_of(case) == {worker.person.membership.id}
    assert supervisor.client.get(f"{CASES}{case.id}").status_code == 404


def test_who_was_offered_it_before_somebody_else_reads_no_more(cast, worker):
    first, second = (make_person(cast.organisation, Role.CASE_WORKER, cast.at) for _ in range(2))
    case = worker.new()
    for each in (first, second):
        worker.does(case, "hand-over", to=each.membership.id)
    assert first.membership.id not in readers_of(case)
    assert second.membership.id in readers_of(case)


def test_with_the_owner_goes_the_supervisor_of_the_owner(cast, worker, supervisor):
    other = make_person(cast.organisation, Role.SUPERVISOR, cast.at)
    takes = Worker(make_person(cast.organisation, Role.CASE_WORKER, cast.at), cast.at)
    Membership.objects.filter(id=takes.person.membership.id).update(supervisor=other.membership.id)
    case = worker.new()
    worker.does(case, "hand-over", to=takes.person.membership.id)
    offer = CaseTransfer.objects.get(case=case, answered_at=None)
    takes.client.post(f"/staff/desk/transfers/{offer.id}", {"answer": "take"})
    takes.page(case)
    assert readers_of(case) == {takes.person.membership.id, other.membership.id}
    assert supervisor.client.get(f"{CASES}{case.id}").status_code == 404


def test_what_nobody_could_open_is_not_taken(cast, worker):
    other = Worker(cast.ours[Role.CASE_WORKER], cast.at)
    case = worker.new()
    worker.does(case, "hand-over", to=other.person.membership.id)
    RecordWrap.objects.filter(record=case.id, reader=other.person.membership.id).delete()
    offer = CaseTransfer.objects.get(case=case, answered_at=None)
    answer = other.client.post(f"/staff/desk/transfers/{offer.id}", {"answer": "take"})
    case.refresh_from_db()
    assert (answer.status_code, other.fault(answer)) == (409, SAID["fault-case-no-key"])
    assert case.owner_id == worker.person.membership.id


def hand_over_list(worker, case) -> str:
    page = worker.page(case)
    return page[page.index('id="worker"') :].split("</select>")[0] if 'id="worker"' in page else ""


def test_cw_23_exactly_one_holds_it_and_who_handed_it_over_reads_no_more(cast, worker):
    other = Worker(cast.ours[Role.CASE_WORKER], cast.at)
    case = worker.new()
    assert other.client.get(f"{CASES}{case.id}").status_code == 404
    worker.does(case, "hand-over", to=other.person.membership.id)
    assert (case.owner_id, other.client.get(f"{CASES}{case.id}").status_code) == (
        worker.person.membership.id,
        404,
    )
    offer = CaseTransfer.objects.get(case=case, answered_at=None)
    assert offer.id in other.client.get(DESK).content.decode()
    assert other.client.post(f"/staff/desk/transfers/{offer.id}", {"answer": "take"}).status_code == 302
    case.refresh_from_db()
    assert case.owner_id == other.person.membership.id
    assert "Paper Boat" in other.page(case)
    assert worker.client.get(f"{CASES}{case.id}").status_code == 404
    assert not RecordWrap.objects.filter(record=case.id, reader=worker.person.membership.id).exists()


def test_an_offer_that_is_not_taken_changes_nothing(cast, worker):
    other = Worker(cast.ours[Role.CASE_WORKER], cast.at)
    case = worker.new()
    worker.does(case, "hand-over", to=other.person.membership.id)
    offer = CaseTransfer.objects.get(case=case, answered_at=None)
    other.client.post(f"/staff/desk/transfers/{offer.id}", {"answer": "leave"})
    case.refresh_from_db()
    assert case.owner_id == worker.person.membership.id
    assert other.client.get(f"{CASES}{case.id}").status_code == 404
    assert not RecordWrap.objects.filter(record=case.id, reader=other.person.membership.id).exists()


def test_a_new_supervisor_opens_it_once_its_owner_has(cast, worker):
    case = worker.new()
    late = Worker(make_person(cast.organisation, Role.SUPERVISOR, cast.at), cast.at)
    Membership.objects.filter(id=worker.person.membership.id).update(supervisor=late.person.membership.id)
    assert "Paper Boat" not in late.page(case, status=409)
    worker.page(case)
    assert "Paper Boat" in late.page(case)


def test_cw_23_a_process_that_dies_between_taking_a_case_and_its_keys_leaves_none_behind(
    cast, worker, monkeypatch
):
    other = Worker(cast.ours[Role.CASE_WORKER], cast.at)
    case, former = worker.new(), worker.person.membership.id
    worker.does(case, "hand-over", to=other.person.membership.id)
    offer = CaseTransfer.objects.get(case=case, answered_at=None)
    with monkeypatch.context() as dies:
        dies.setattr(handing_over, "end_other_reading", lambda case: None)
        other.client.post(f"/staff/desk/transfers/{offer.id}", {"answer": "take"})
    assert former in readers_of(case)
    assert worker.client.get(f"{CASES}{case.id}").status_code == 404, "a key alone lets nobody in"
    other.page(case)
    assert former not in readers_of(case)
