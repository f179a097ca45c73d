"""Referrals over HTTP after they were sent: stopped, declined, unanswered, answered by the child at last.

Rules of casework are named by their numbers (docs/safeguarding.md).
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import transaction
from tests.staff.at_the_desk import SAID, Worker
from tests.staff.referrals_made import (
    PLANTED,
    RECEIVED,
    REFERRALS,
    Refers,
    make_partner,
)

from kapea.care.actions import withdraw_permission
from kapea.care.case_saving import CaseRefused
from kapea.care.models import CaseReferral, RecordedPermission, ReferralTodo
from kapea.care.referral_heard import referral_heard
from kapea.care.referral_queries import referral_of_row
from kapea.care.referral_saving import change_referral
from kapea.care.referral_steps import take_childs_answer
from kapea.care.upkeep import tidy_referrals
from kapea.core.care.referral_codes import ChildSays, ReferralState
from kapea.core.care.referrals import child_confirmed
from kapea.core.staff.roles import Role
from kapea.vault.models import RecordWrap

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("plans_live", "nurse"),
]
ZONE = "Asia/Phnom_Penh"


# --- stopped -----------------------------------------------------------------------------------------


def test_cw_29_a_yes_that_is_taken_back_revokes_and_tells_whoever_has_it(refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    nurse.answers(row, "accept")
    refers.moves(row, "take-back")
    assert (row.is_at, row.todos.get(done_at=None).task) == (ReferralState.REVOKED, "tell_receiver_to_stop")
    page = nurse.reads(row)
    assert SAID["referral-stopped"] in page
    assert PLANTED not in page
    assert not RecordWrap.objects.filter(record=row.id, reader=nurse.person.membership.id).exists()
    nurse.answers(row, "start", status=409)
    assert refers.is_stopped(row, "take-back") == SAID["fault-referral-no-yes"]


def test_cw_29_a_later_no_of_the_child_stops_what_is_under_way(refers, clinic):
    row = refers.sends(refers.new(), clinic)
    other = refers.drafts(row.case, clinic)
    refers.hears(other, "no")
    row.refresh_from_db()
    assert row.is_at is ReferralState.REVOKED


def test_cw_28_a_no_of_the_child_also_stops_what_rests_on_an_adults_yes(refers, clinic):
    row = refers.drafts(refers.new(), clinic)
    refers.hears(row, asked_of="caregiver", age_band="0-5")
    refers.writes(row, safety=[])
    refers.moves(row, "read-back")
    for step in ("make_ready", "send"):
        refers.moves(row, "send", step=step)
    other = refers.drafts(row.case, clinic)
    refers.hears(other, "no", age_band="0-5")
    row.refresh_from_db()
    assert row.is_at is ReferralState.REVOKED


def test_cw_29_it_is_revoked_also_where_the_yes_is_taken_back_by_another_door(cast, refers, clinic):
    row = refers.sends(refers.new(), clinic)
    permission = RecordedPermission.objects.get(kind="tell_org")
    after = withdraw_permission(
        organisation=cast.organisation.id, id=permission.id, by="own-code", at=cast.at + timedelta(hours=1)
    )
    row.refresh_from_db()
    assert row.is_at is ReferralState.REVOKED
    assert after.tell_to_stop == (clinic.id,)
    assert [each.id for each in after.already_went] == [row.id]


def test_cw_20_no_case_is_closed_while_a_referral_is_open(cast, refers, clinic):
    case = refers.new()
    row = refers.sends(case, clinic)
    refers.does(case, "closing", reason="child_asked", view="Enough.", way_back_told="on")
    supervisor = Worker(cast.ours[Role.SUPERVISOR], cast.at)
    assert supervisor.is_refused(case, "close")
    refers.moves(row, "step", step="revoke")
    supervisor.does(case, "close")


def test_once_the_service_says_done_the_sender_cannot_revoke_it_unasked(refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    nurse.answers(row, "accept")
    nurse.answers(row, "finish")
    assert refers.is_stopped(row, "step", step="revoke") == SAID["fault-referral-step"]


# --- a no, a silence, an answer ----------------------------------------------------------------------


def test_cw_38_a_no_has_a_reason_and_leads_to_another_service(cast, refers, clinic, nurse):
    make_partner(cast, "Clinic on the hill")
    row = refers.sends(refers.new(), clinic)
    nurse.answers(row, "decline", status=409)
    assert row.is_at is ReferralState.SENT
    nurse.answers(row, "decline", because="full")
    assert (row.is_at, row.todos.get().task) == (ReferralState.DECLINED, "find_next_service")
    page = refers.page_of(row)
    assert "Clinic on the hill" in page.split(SAID["next-service-why"])[1]
    assert not RecordWrap.objects.filter(record=row.id, organisation=clinic.id).exists()
    todo = row.todos.get()
    assert refers.client.post(f"{REFERRALS}todos/{todo.id}").status_code == 302
    assert not ReferralTodo.objects.filter(referral=row, done_at=None).exists()


def test_cw_39_silence_reminds_once_then_rings_and_only_a_supervisor_gives_up(cast, refers, clinic):
    row = refers.sends(refers.new(), clinic)
    supervisor = Refers(cast.ours[Role.SUPERVISOR], cast.at)
    assert supervisor.is_stopped(row, "step", step="lapse") == SAID["fault-referral-lacks"]
    late = row.due_at + timedelta(minutes=1)
    assert [tidy_referrals(at=late), tidy_referrals(at=late)] == [1, 0]
    row.refresh_from_db()
    assert (row.reminded_at, row.rung_at, row.is_at) == (late, None, ReferralState.SENT)
    again = row.due_at + timedelta(minutes=1)
    assert [tidy_referrals(at=again), tidy_referrals(at=again), tidy_referrals(at=again)] == [1, 0, 0]
    row.refresh_from_db()
    assert (row.rung_at, row.is_at, row.todos.get().task) == (again, ReferralState.SENT, "phone_receiver")
    assert SAID["supervisor-rung"] in supervisor.client.get(REFERRALS).content.decode()
    assert tidy_referrals(at=again + timedelta(days=400)) == 0, "no clock closes it"
    assert refers.is_stopped(row, "step", step="lapse") == SAID["fault-referral-step"]
    supervisor.moves(row, "step", step="lapse")
    assert row.is_at is ReferralState.LAPSED


def test_cw_40_that_nobody_came_opens_the_need_again(refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    for step in ("accept", "finish"):
        nurse.answers(row, step)
    refers.moves(row, "child", says="not_yet")
    assert row.is_at is ReferralState.DONE_BY_SERVICE
    refers.moves(row, "child", says="nobody_came")
    assert (row.is_at, row.todos.filter(task="reopen_need").count()) == (ReferralState.NOT_HAPPENED, 1)


def test_cw_40_two_safe_tries_on_two_days_end_it_unheard_and_count_as_no_yes(cast, refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    assert refers.is_stopped(row, "child", says="try") == SAID["fault-referral-step"]
    for step in ("accept", "finish"):
        nurse.answers(row, step)
    refers.moves(row, "child", says="try")
    assert refers.is_stopped(row, "step", step="end_unheard") == SAID["fault-referral-lacks"]
    back = row.waits_since - timedelta(days=2)
    CaseReferral.objects.filter(id=row.id).update(
        waits_since=back, tries=[(back + timedelta(hours=1)).isoformat(), *row.tries]
    )
    refers.moves(row, "step", step="end_unheard")
    assert (row.is_at, child_confirmed(referral_of_row(row))) == (ReferralState.CONFIRMED, False)


def test_cw_38_whoever_asked_hears_each_thing_that_became_of_it_and_a_no(refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    nurse.answers(row, "accept")
    heard = referral_heard(row, time_zone=ZONE)
    assert [each.news.value for each in heard.items] == ["being_prepared", "sent", "accepted"]
    assert ([each.value for each in heard.answers], heard.may_stop) == (["nobody_came"], True)
    nurse.answers(row, "decline", because="not_safe_here")
    assert referral_heard(row, time_zone=ZONE).items[-1].news.value == "declined"


def test_cw_40_by_their_own_code_the_child_says_that_they_got_it(cast, refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    for step in ("accept", "finish"):
        nurse.answers(row, step)
    at = row.waits_since + timedelta(hours=1)
    with transaction.atomic():
        take_childs_answer(row, ChildSays.YES, by="person:code", time_zone=ZONE, at=at)
    assert (row.is_at, row.child_written_by) == (ReferralState.CONFIRMED, "")
    assert child_confirmed(referral_of_row(row))


def test_the_partner_reads_its_own_answers_and_not_what_the_child_said(refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    nurse.answers(row, "accept")
    refers.moves(row, "child", says="nobody_came")
    page = nurse.reads(row)
    assert SAID["did-referral-accept"] in page
    assert SAID["did-referral-say-nobody-came"] not in page
    assert refers.person.user.name not in page.split(SAID["your-answer"])[1]


# --- two at once ---------------------------------------------------------------------------------------


def test_of_two_who_act_at_once_one_wins_and_the_other_loses_nothing_typed(refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    nurse.answers(row, "accept")
    old = row.version
    refers.moves(row, "child", says="nobody_came")
    said = {"seen": old, "step": "write_news", "news": "She came on Monday."}
    answer = nurse.client.post(f"{RECEIVED}{row.id}/answer", said)
    page = answer.content.decode()
    assert (answer.status_code, nurse_fault(page)) == (409, SAID["fault-referral-changed"])
    assert "She came on Monday." in page
    assert not row.turns.filter(step="write_news").exists()


def test_a_row_that_changed_since_it_was_found_is_not_written_over(refers, clinic):
    row = refers.drafts(refers.new(), clinic)
    stale = CaseReferral.objects.get(id=row.id)
    change_referral(row, level="orange")
    with pytest.raises(CaseRefused):
        change_referral(stale, level="green")
    assert CaseReferral.objects.get(id=row.id).level == "orange"


def nurse_fault(page: str) -> str:
    found = re.search(r'<p class="fault" role="alert">([^<]*)', page)
    return found[1] if found else ""
