"""At the service: one shows a referral to a colleague, who takes it over; and whoever came later is named."""

from __future__ import annotations

import pytest
from tests.staff.at_the_desk import SAID
from tests.staff.referrals_made import PLANTED, RECEIVED, REFERRALS, Refers, make_partner, partner_worker
from tests.staff.test_matrix import told
from tests.staff.test_referral_readers import readers_of

from kapea.audit.models import Event
from kapea.care.models import RecordedPermission
from kapea.core.care.referral_codes import ReferralState
from kapea.core.staff.roles import Role

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


@pytest.fixture
def row(refers, clinic, nurse):
    """Sent, and accepted by the nurse, before anybody else worked there."""
    row = refers.sends(refers.new(), clinic)
    nurse.answers(row, "accept")
    return row


@pytest.fixture
def doctor(cast, clinic, row):
    """Came after it was sent."""
    made = partner_worker(cast, clinic)
    made.person.user.name = "Doctor Sok"
    made.person.user.save()
    return made


def does(who, row, what: str, **said):
    row.refresh_from_db()
    answer = who.client.post(f"{RECEIVED}{row.id}/{what}", {"seen": row.version, **said})
    row.refresh_from_db()
    return answer


def test_a_colleague_is_shown_it_and_takes_it_over(refers, nurse, doctor, row):
    doctor.reads(row, status=404)
    assert does(nurse, row, "colleague", to=doctor.person.membership.id).status_code == 302
    assert PLANTED in doctor.reads(row)
    assert row.receipt_named == nurse.person.membership.id, "until somebody takes it, it stays where it is"
    nurse.reads(row)
    assert does(doctor, row, "take-over").status_code == 302
    assert (row.receipt_named, row.is_at) == (doctor.person.membership.id, ReferralState.ACCEPTED)
    nurse.reads(row, status=404)
    assert row.code not in nurse.list()
    assert nurse.person.membership.id not in readers_of(row)
    page = refers.page_of(row)
    assert f"Doctor Sok · <b>{SAID['has-it-now']}</b>" in page
    assert SAID["did-referral-take-over"] in page
    doctor.answers(row, "start")


def test_each_of_it_is_in_the_trail_of_both(nurse, doctor, row, clinic, cast):
    does(nurse, row, "colleague", to=doctor.person.membership.id)
    does(doctor, row, "take-over")
    for action in ("referral.name", "referral.take-over"):
        found = Event.objects.filter(action=action, subject=f"referral:{row.id}")
        assert {each.organisation for each in found} == {clinic.id, cast.organisation.id}, action


def test_whoever_holds_the_case_names_one_who_came_later(refers, doctor, row):
    refers.moves(row, "there", to=doctor.person.membership.id)
    assert PLANTED in doctor.reads(row)
    assert refers.is_stopped(row, "there", to=doctor.person.membership.id) == SAID["fault-referral-not-them"]


def test_nobody_is_shown_it_who_is_not_of_the_service_or_from_whom_it_is_kept(
    cast, refers, nurse, doctor, row, clinic
):
    RecordedPermission.objects.update(must_not_know=[doctor.person.membership.id])
    stranger = partner_worker(cast, make_partner(cast, "Clinic on the hill"))
    for who in (doctor, stranger, Refers(cast.ours[Role.COUNSELLOR], cast.at), nurse):
        to = who.person.membership.id
        assert does(nurse, row, "colleague", to=to).status_code == 409
        refers.is_stopped(row, "there", to=to)
    assert doctor.person.membership.id not in nurse.reads(row), "nor is offered"
    assert doctor.person.membership.id not in readers_of(row)
    doctor.reads(row, status=404)


def test_for_an_outsider_nothing_of_it_is_there(cast, refers, nurse, doctor, row, clinic):
    stranger = partner_worker(cast, make_partner(cast, "Clinic on the hill"))
    for who in (stranger, doctor):
        nothing = told(who.client.get("/staff/nothing/is/here"))
        for what in ("colleague", "take-over"):
            to = who.person.membership.id
            assert told(does(who, row, what, to=to)) == nothing
        assert told(who.client.post(f"{REFERRALS}{row.id}/there", {"to": to})) == nothing
    assert row.receipt_named == nurse.person.membership.id


def test_of_two_who_take_it_at_once_one_has_it(cast, clinic, refers):
    first, second = partner_worker(cast, clinic), partner_worker(cast, clinic)
    third = partner_worker(cast, clinic)
    row = refers.sends(refers.new(), clinic)
    first.answers(row, "receive")
    seen = {"seen": row.version}
    assert second.client.post(f"{RECEIVED}{row.id}/take-over", seen).status_code == 302
    late = third.client.post(f"{RECEIVED}{row.id}/take-over", seen)
    assert (late.status_code, SAID["fault-referral-changed"] in late.content.decode()) == (409, True)
    row.refresh_from_db()
    assert row.receipt_named == second.person.membership.id
    assert does(second, row, "take-over").status_code == 409, "whoever has it takes nothing over"


def test_what_nobody_has_yet_is_not_taken_over(refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    assert does(nurse, row, "take-over").status_code == 409
    assert row.is_at is ReferralState.SENT


def test_whoever_handed_it_on_can_be_shown_it_again(nurse, doctor, row):
    does(nurse, row, "colleague", to=doctor.person.membership.id)
    does(doctor, row, "take-over")
    assert does(doctor, row, "colleague", to=nurse.person.membership.id).status_code == 302
    assert PLANTED in nurse.reads(row)
    assert row.receivers.count() == 2
