"""Who sees a referral and has a key of it: receivers by name, nobody from whom it is kept, whoever holds the
case now.
"""

from __future__ import annotations

import pytest
from tests.staff.at_the_desk import SAID, Worker
from tests.staff.cast import make_person
from tests.staff.referrals_made import (
    PLANTED,
    RECEIVED,
    REFERRALS,
    WORDS,
    Refers,
    make_partner,
    partner_worker,
)
from tests.staff.test_matrix import told

from kapea.care.models import CaseReferral, CaseTransfer, RecordedPermission, RecordedProtocol
from kapea.care.upkeep import tidy_records
from kapea.core.care.referral_codes import ReferralState
from kapea.core.staff.roles import Role
from kapea.vault.models import RecordRetention, RecordWrap

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


def readers_of(row: CaseReferral) -> set[str]:
    return set(RecordWrap.objects.filter(record=row.id).values_list("reader", flat=True))


def test_nobody_of_the_partner_knows_of_it_before_it_is_sent(cast, refers, clinic):
    nurse = partner_worker(cast, clinic)
    row = refers.made_ready(refers.new(), clinic)
    assert row.code not in nurse.list()
    nurse.reads(row, status=404)
    assert nurse.person.membership.id not in readers_of(row)
    refers.moves(row, "send", step="send")
    nurse.reads(row)


def test_for_an_outsider_it_is_not_there(cast, refers, clinic):
    nurse = partner_worker(cast, clinic)
    row = refers.sends(refers.new(), clinic)
    others = [
        partner_worker(cast, make_partner(cast, "Clinic on the hill")),
        partner_worker(cast, clinic),
        Refers(cast.ours[Role.CASE_WORKER], cast.at),
        Refers(cast.theirs[Role.COUNSELLOR], cast.at),
        Refers(cast.ours[Role.ADMINISTRATOR], cast.at),
    ]
    for each in others:
        nothing = told(each.client.get("/staff/nothing/is/here"))
        for address in (f"{REFERRALS}{row.id}", f"{RECEIVED}{row.id}"):
            assert told(each.client.get(address)) == nothing
        said = {"seen": row.version, "step": "accept"}
        assert told(each.client.post(f"{RECEIVED}{row.id}/answer", said)) == nothing
    for each in (others[2], others[4]):
        assert row.code not in each.client.get(REFERRALS).content.decode()
    row.refresh_from_db()
    assert (row.is_at, nurse.reads(row).count(PLANTED)) == (ReferralState.SENT, 1)


def test_a_receiver_sees_no_case_and_no_page_of_the_sender(refers, clinic, cast):
    nurse = partner_worker(cast, clinic)
    row = refers.sends(refers.new(), clinic)
    pages = (f"{REFERRALS}{row.id}", REFERRALS, "/staff/desk/", f"/staff/desk/cases/{row.case_id}")
    assert {nurse.client.get(each).status_code for each in pages} == {404}
    assert row.case_id not in nurse.list() + nurse.reads(row)


def test_cw_37_the_sender_answers_nothing_for_the_service_and_it_sends_nothing(cast, refers, clinic):
    nurse = partner_worker(cast, clinic)
    row = refers.sends(refers.new(), clinic)
    for step in ("accept", "decline", "start", "finish", "write_news"):
        refers.is_stopped(row, "step", step=step)
        assert refers.client.post(f"{RECEIVED}{row.id}/answer", {"step": step}).status_code == 404
    for what in ("step", "send", "child", "take-back", "words"):
        said = {"seen": row.version, "step": "revoke", "says": "yes"}
        assert nurse.client.post(f"{REFERRALS}{row.id}/{what}", said).status_code == 404
    for step in ("revoke", "confirm", "send", "lapse"):
        nurse.answers(row, step, status=409)
    assert row.is_at is ReferralState.SENT


def test_cw_33_who_must_not_know_there_gets_no_key_and_no_row(cast, refers, clinic):
    uncle, nurse = partner_worker(cast, clinic), partner_worker(cast, clinic)
    row = refers.drafts(refers.new(), clinic)
    refers.hears(row, must_not_know=[uncle.person.membership.id])
    refers.writes(row, safety=[])
    refers.moves(row, "read-back")
    for step in ("make_ready", "send"):
        refers.moves(row, "send", step=step)
    assert row.code not in uncle.list()
    uncle.reads(row, status=404)
    assert uncle.person.membership.id not in readers_of(row)
    nurse.reads(row)


def test_cw_33_whoever_comes_onto_the_list_later_reads_nothing_more(cast, refers, clinic):
    uncle, nurse = partner_worker(cast, clinic), partner_worker(cast, clinic)
    row = refers.sends(refers.new(), clinic)
    uncle.reads(row)
    other = refers.drafts(row.case, clinic)
    refers.hears(other, must_not_know=[uncle.person.membership.id])
    uncle.reads(row, status=404)
    assert row.code not in uncle.list()
    assert uncle.person.membership.id not in readers_of(row)
    refers.page_of(row)
    assert uncle.person.membership.id not in readers_of(row), "also when it is opened again"
    nurse.reads(row)


def test_cw_43_a_service_from_which_it_is_kept_is_not_offered(cast, refers, clinic):
    partner_worker(cast, clinic)
    row = refers.drafts(refers.new(), clinic)
    runs = RecordedProtocol.objects.get(partner=clinic)
    refers.hears(row)
    page = refers.client.get(f"{REFERRALS}new/{row.case_id}").content.decode()
    assert f"{runs.id}.{clinic.id}" in page
    keep_from(row, clinic.id)
    page = refers.client.get(f"{REFERRALS}new/{row.case_id}").content.decode()
    assert f"{runs.id}.{clinic.id}" not in page
    refers.is_stopped(row, "words")


def test_cw_43_another_office_is_kept_from_it_as_a_whole(cast, refers, clinic):
    """Also one that has it already: from then on nobody there reads it."""
    nurse, hill = partner_worker(cast, clinic), make_partner(cast, "Clinic on the hill")
    sent = refers.sends(refers.new(), clinic)
    nurse.reads(sent)
    row = refers.drafts(sent.case, hill)
    assert f'value="{clinic.id}"' in refers.page_of(row)
    assert f'value="{hill.id}"' not in refers.page_of(row), "of them it is asked whether they may know"
    refers.hears(row, must_not_know=[clinic.id])
    nurse.reads(sent, status=404)
    assert sent.code not in nurse.list()
    assert clinic.name not in refers.client.get(f"{REFERRALS}new/{row.case_id}").content.decode()


def keep_from(row: CaseReferral, who: str) -> None:
    for each in RecordedPermission.objects.filter(case=row.case_id):
        each.must_not_know = [who]
        each.save()


def test_with_the_case_its_referrals_go_to_whoever_takes_it(cast, refers, clinic):
    partner_worker(cast, clinic)
    row = refers.sends(refers.new(), clinic)
    takes = Refers(make_person(cast.organisation, Role.CASE_WORKER, cast.at), cast.at)
    assert takes.client.get(f"{REFERRALS}{row.id}").status_code == 404
    refers.does(row.case, "hand-over", to=takes.person.membership.id)
    offer = CaseTransfer.objects.get(case=row.case, answered_at=None)
    takes.client.post(f"/staff/desk/transfers/{offer.id}", {"answer": "take"})
    assert PLANTED in takes.page_of(row)
    assert refers.client.get(f"{REFERRALS}{row.id}").status_code == 404
    assert refers.person.membership.id not in readers_of(row)
    takes.moves(row, "step", step="revoke")


def test_a_supervisor_reads_it_and_sends_nothing(cast, refers, clinic):
    partner_worker(cast, clinic)
    row = refers.made_ready(refers.new(), clinic)
    supervisor = Refers(cast.ours[Role.SUPERVISOR], cast.at)
    assert PLANTED in supervisor.page_of(row)
    assert supervisor.client.post(f"{REFERRALS}{row.id}/send", {"step": "send"}).status_code == 404
    assert supervisor.is_stopped(row, "step", step="revoke")


def test_the_page_of_a_case_leads_to_its_referrals_and_to_no_other(cast, refers, clinic):
    partner_worker(cast, clinic)
    draft, sent = refers.drafts(case := refers.new(), clinic), refers.sends(case, clinic)
    another = refers.drafts(refers.new(), clinic)
    for who in (refers, Worker(cast.ours[Role.SUPERVISOR], cast.at)):
        page = who.page(case)
        for row in (draft, sent):
            line = f'<a href="{REFERRALS}{row.id}">{row.code}</a> · {SAID[f"referral-{row.state}"]}'
            assert page.count(line) == 1
        assert another.code not in page
        assert WORDS["said_safe_contact"] not in page


def test_whoever_stands_too_close_to_the_case_sees_none_of_its_referrals(cast, refers, clinic):
    supervisor = Worker(cast.ours[Role.SUPERVISOR], cast.at)
    row = refers.drafts(refers.new(), clinic)
    refers.does(row.case, "conflicts", member=supervisor.person.membership.id)
    assert supervisor.client.get(f"{REFERRALS}{row.id}").status_code == 404
    assert row.code not in supervisor.client.get(REFERRALS).content.decode()
    assert supervisor.person.membership.id not in readers_of(row)


def test_with_its_case_it_is_erased_and_every_key_of_it(cast, refers, clinic):
    partner_worker(cast, clinic)
    row = refers.sends(refers.new(), clinic)
    RecordRetention.objects.filter(record=row.case_id).update(erase_at=cast.at)
    assert tidy_records(at=cast.at) == 1
    assert not CaseReferral.objects.filter(id=row.id).exists()
    assert not RecordWrap.objects.filter(record=row.id).exists()
    assert not RecordRetention.objects.filter(record=row.id).exists()


def test_who_left_the_partner_reads_no_more_and_a_new_one_was_not_named(cast, refers, clinic):
    nurse = partner_worker(cast, clinic)
    row = refers.sends(refers.new(), clinic)
    late = partner_worker(cast, clinic)
    late.reads(row, status=404)
    nurse.person.membership.ended_at = cast.at
    nurse.person.membership.save()
    nurse.reads(row, status=404)
