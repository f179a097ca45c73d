"""A referral without a yes: a worker asks, a supervisor decides, a third looks at it after.

Rules of casework are named by their numbers (docs/safeguarding.md).
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.staff.at_the_desk import SAID
from tests.staff.cast import make_person
from tests.staff.referrals_made import PLANTED, REFERRALS, WORDS, Refers
from tests.staff.test_matrix import told

from kapea.audit.models import Event
from kapea.care.models import ActFirstAsked, CaseReferral, RecordedActFirst, RecordedPermission
from kapea.core.care.referral_codes import ReferralState
from kapea.core.staff.roles import Role

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
ASKED = {"ground": "danger_to_life", "child_wish": "followed", "told": "call"}
LATER = {**ASKED, "told": "telling_raises_danger", "within_days": "2"}
SAFE = ["with_whom", "where_tonight", "if_they_come", "next_call"]
ACTED_FIRST = f"{REFERRALS}acted-first"


@pytest.fixture
def supervisor(cast) -> Refers:
    return Refers(cast.ours[Role.SUPERVISOR], cast.at)


@pytest.fixture
def row(refers, clinic, nurse) -> CaseReferral:
    """A draft at red, to which nobody said anything."""
    return refers.drafts(refers.new(level="red"), clinic)


def decided(refers, supervisor, row, **asked) -> RecordedActFirst:
    refers.moves(row, "act-first", **{**ASKED, **asked})
    supervisor.moves(row, "decide", agrees="yes")
    return RecordedActFirst.objects.get()


def listed(who) -> str:
    return who.client.get(REFERRALS).content.decode()


def sends(refers, row) -> None:
    refers.writes(row, safety=SAFE)
    refers.moves(row, "send", step="make_ready")
    refers.moves(row, "send", step="send")


def test_cw_30_two_decide_and_it_goes_without_a_yes(refers, supervisor, row, nurse):
    refers.moves(row, "act-first", **LATER)
    assert not RecordedActFirst.objects.exists(), "whoever asks decides nothing"
    assert refers.is_stopped(row, "words", **WORDS) == SAID["fault-referral-not-allowed"]
    assert SAID["act-first-agree"] not in refers.page_of(row)
    assert SAID["act-first-agree"] in supervisor.page_of(row)
    assert SAID["act-first-asked"] in listed(supervisor)
    assert SAID["act-first-tell"] not in listed(refers)
    supervisor.moves(row, "decide", agrees="yes")
    record = RecordedActFirst.objects.get()
    assert SAID["act-first-asked"] not in listed(supervisor)
    assert SAID["act-first-tell"] in listed(refers)
    ours = (refers.person.membership.id, supervisor.person.membership.id)
    assert (record.second, record.supervisor) == ours
    assert (record.worker, record.fields, record.target) == (ours[0], row.fields, row.partner_id)
    sends(refers, row)
    assert (row.is_at, row.rests_on, row.told_of_it) == (ReferralState.SENT, [record.id], False)
    assert PLANTED in nurse.reads(row)


def test_cw_30_told_first_it_is_read_back_all_the_same(refers, supervisor, row):
    decided(refers, supervisor, row)
    refers.writes(row, safety=SAFE)
    assert refers.is_stopped(row, "send", step="make_ready") == SAID["fault-referral-lacks"]
    refers.moves(row, "read-back")
    refers.moves(row, "send", step="make_ready")


def test_cw_30_nobody_decides_alone(cast, refers, supervisor, row):
    refers.moves(row, "act-first", **ASKED)
    said = {"seen": row.version, "agrees": "yes"}
    assert refers.client.post(f"{REFERRALS}{row.id}/decide", said).status_code == 404
    own = supervisor.drafts(supervisor.new(level="red"), row.partner)
    supervisor.moves(own, "act-first", **ASKED)
    own_said = {"seen": own.version, "agrees": "yes"}
    assert supervisor.client.post(f"{REFERRALS}{own.id}/decide", own_said).status_code in (404, 409)
    assert not RecordedActFirst.objects.exists()


def test_a_supervisor_who_says_no_lets_nothing_go(refers, supervisor, row):
    refers.moves(row, "act-first", **ASKED)
    supervisor.moves(row, "decide", agrees="no")
    assert not RecordedActFirst.objects.exists()
    assert refers.is_stopped(row, "words", **WORDS) == SAID["fault-referral-not-allowed"]
    assert supervisor.is_stopped(row, "decide", agrees="yes") == SAID["fault-referral-changed"]


def test_what_is_told_is_what_the_supervisor_saw(refers, supervisor, row):
    refers.moves(row, "act-first", **ASKED)
    seen = row.version
    refers.moves(row, "fields", fields_told=["name", "school"])
    answer = supervisor.client.post(f"{REFERRALS}{row.id}/decide", {"seen": seen, "agrees": "yes"})
    assert answer.status_code == 409
    assert not RecordedActFirst.objects.exists()


@pytest.mark.parametrize(
    "lacks",
    [{"ground": ""}, {"child_wish": ""}, {"told": ""}, {"ground": "confirmed_duty"}, {"within_days": "8"}],
)
def test_cw_30_a_record_that_lacks_something_is_not_asked_for(refers, row, lacks):
    row.refresh_from_db()
    said = {**LATER, **lacks, "seen": row.version}
    assert refers.client.post(f"{REFERRALS}{row.id}/act-first", said).status_code == 200
    assert not ActFirstAsked.objects.exists()


def test_cw_33_it_is_never_told_to_whom_the_child_keeps_it_from(refers, supervisor, row):
    refers.moves(row, "act-first", **ASKED)
    other = refers.drafts(row.case, row.partner)
    refers.hears(other, "no")
    RecordedPermission.objects.update(must_not_know=[row.partner_id])
    assert supervisor.is_stopped(row, "decide", agrees="yes") == SAID["fault-referral-act-first"]
    assert refers.is_stopped(row, "act-first", **ASKED) == SAID["fault-referral-kept-from"]
    assert not RecordedActFirst.objects.exists()


def test_a_third_looks_at_it_within_a_day_and_neither_of_the_two(cast, refers, supervisor, row):
    record = decided(refers, supervisor, row)
    address = f"{ACTED_FIRST}/{record.id}"
    assert SAID["act-first-not-you"] in supervisor.client.get(ACTED_FIRST).content.decode()
    assert supervisor.client.post(address).status_code == 409
    assert refers.client.post(address).status_code == 404
    third = Refers(make_person(cast.organisation, Role.SUPERVISOR, cast.at), cast.at)
    page = third.client.get(ACTED_FIRST).content.decode()
    assert SAID["act-first-ground-danger-to-life"] in page
    assert PLANTED not in page
    assert third.client.post(address).status_code == 302
    record.refresh_from_db()
    assert record.reviewed_by == third.person.membership.id
    assert third.client.post(address).status_code == 409
    actions = set(Event.objects.values_list("action", flat=True))
    assert {"referral.ask-act-first", "referral.answer-act-first", "care.act-first", "care.review"} <= actions


def test_for_an_outsider_nothing_of_it_is_there(cast, refers, supervisor, row):
    record = decided(refers, supervisor, row)
    stranger = Refers(cast.theirs[Role.COUNSELLOR], cast.at)
    kin = Refers(make_person(cast.organisation, Role.SUPERVISOR, cast.at), cast.at)
    refers.does(row.case, "conflicts", member=kin.person.membership.id)
    for who in (stranger, kin):
        nothing = told(who.client.get("/staff/nothing/is/here"))
        assert told(who.client.post(f"{ACTED_FIRST}/{record.id}")) == nothing
        assert told(who.client.post(f"{REFERRALS}{row.id}/decide", {"agrees": "yes"})) == nothing
    assert record.id not in kin.client.get(ACTED_FIRST).content.decode()


def test_after_a_day_nothing_goes_on_it_any_more(refers, supervisor, row, cast):
    record = decided(refers, supervisor, row, **LATER)
    back = cast.at - timedelta(days=2)
    RecordedActFirst.objects.filter(id=record.id).update(
        decided_at=back, review_due_at=back + timedelta(days=1)
    )
    assert refers.is_stopped(row, "words", **WORDS) == SAID["fault-referral-not-allowed"]


def test_cw_30_told_later_the_child_is_told_and_it_is_written_down(refers, supervisor, row):
    record = decided(refers, supervisor, row, **LATER)
    sends(refers, row)
    assert SAID["act-first-tell"] in refers.page_of(row)
    refers.moves(row, "told", how="face_to_face")
    record.refresh_from_db()
    assert (record.told_how, record.tell_by) == ("face_to_face", None)
    assert SAID["act-first-tell"] not in refers.page_of(row) + listed(refers)
    assert refers.is_stopped(row, "told", how="call") == SAID["fault-referral-changed"]
