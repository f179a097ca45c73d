"""Referrals over HTTP, both ends: from a draft with the child to the child's own answer.

Rules of casework are named by their numbers (docs/safeguarding.md).
"""

from __future__ import annotations

import json
import re

import pytest
from django.apps import apps
from tests.staff.at_the_desk import SAID
from tests.staff.cast import PASSPHRASE, member_of_person
from tests.staff.referrals_made import (
    PLANTED,
    REFERRALS,
    WORDS,
    Refers,
)

from kapea.audit.models import Event
from kapea.care.models import CaseReferral, RecordedPermission, RecordedProtocol
from kapea.care.referral_keys import open_referral
from kapea.core.care.referral_codes import ReferralState
from kapea.core.staff.roles import Role
from kapea.vault.staff_keys import private_by_passphrase

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("plans_live", "nurse"),
]
ZONE = "Asia/Phnom_Penh"


def test_it_goes_from_a_draft_with_the_child_to_the_childs_own_answer(refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    assert row.is_at is ReferralState.SENT
    assert PLANTED in nurse.reads(row)
    assert row.code in nurse.list()
    for step, after in (
        ("receive", ReferralState.RECEIVED),
        ("accept", ReferralState.ACCEPTED),
        ("start", ReferralState.STARTED),
    ):
        nurse.answers(row, step)
        assert row.is_at is after
    assert row.receipt_named == nurse.person.membership.id
    nurse.answers(row, "write_news", news="She came on Monday.")
    assert "She came on Monday." in refers.page_of(row)
    nurse.answers(row, "finish")
    assert row.is_at is ReferralState.DONE_BY_SERVICE
    refers.moves(row, "child", says="yes")
    assert (row.is_at, row.child_says, row.child_written_by) == (
        ReferralState.CONFIRMED,
        "yes",
        refers.person.membership.id,
    )


# --- before it is sent ---------------------------------------------------------------------------


def test_cw_35_without_a_live_protocol_nobody_can_be_chosen(cast, refers, clinic):
    case = refers.new()
    protocol = RecordedProtocol.objects.get(partner=clinic)
    option = f"{protocol.id}.{clinic.id}"
    assert option in refers.client.get(f"{REFERRALS}new/{case.id}").content.decode()
    RecordedProtocol.objects.filter(id=protocol.id).update(left_on=cast.at.date())
    page = refers.client.get(f"{REFERRALS}new/{case.id}").content.decode()
    assert option not in page
    refers.client.post(f"{REFERRALS}new/{case.id}", {"option": option, "sent_by": "account"})
    assert not case.referrals.exists()


def test_cw_35_a_protocol_that_ends_after_the_draft_sends_nothing(cast, refers, clinic):
    row = refers.made_ready(refers.new(), clinic)
    RecordedProtocol.objects.filter(partner=clinic).update(review_on=cast.at.date())
    assert refers.is_stopped(row, "send", step="send") == SAID["fault-referral-lacks"]
    assert not row.receivers.exists()


def test_cw_28_a_childs_no_holds_whatever_an_adult_said(refers, clinic):
    row = refers.drafts(refers.new(), clinic)
    refers.hears(row, asked_of="caregiver")
    refers.hears(row, "no")
    assert SAID["refused-child-said-no"] in refers.page_of(row)
    assert refers.is_stopped(row, "words", **WORDS) == SAID["fault-referral-not-allowed"]
    assert refers.is_stopped(row, "send", step="make_ready") == SAID["fault-referral-lacks"]


def test_before_a_yes_no_word_of_it_can_be_written(refers, clinic):
    row = refers.drafts(refers.new(), clinic)
    assert f"{REFERRALS}{row.id}/words" not in refers.page_of(row)
    assert refers.client.get(f"{REFERRALS}{row.id}/words").status_code == 409
    assert refers.is_stopped(row, "words", **WORDS) == SAID["fault-referral-not-allowed"]
    assert not bytes(row.draft)


def test_a_field_that_nobody_said_yes_to_has_no_place(refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    other = refers.drafts(refers.new(), clinic)
    refers.hears(other)
    page = refers.client.get(f"{REFERRALS}{other.id}/words").content.decode()
    assert 'name="said_communication"' in page
    assert not [each for each in ("name", "school", "summary", "code") if f'"said_{each}"' in page]
    refers.writes(other, said_name="Paper Boat", safety=[])
    assert "Paper Boat" not in refers.page_of(other)
    assert "Paper Boat" not in nurse.reads(row)


def test_cw_36_what_was_sent_is_the_list_of_its_yes_and_nothing_else(cast, refers, clinic):
    row = refers.sends(refers.new(), clinic)
    key = open_referral(
        private_by_passphrase(refers.person.user.id, PASSPHRASE),
        member_of_person(refers.person),
        row,
        at=cast.at,
    )
    body = key.open("payload", bytes(row.payload))
    said = json.loads(body)
    permission = RecordedPermission.objects.get(kind="tell_org")
    assert sorted(said) == sorted(permission.fields) == row.fields
    assert body == json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert (row.rests_on, bytes(row.draft)) == ([permission.id], b"")
    assert said["safe_contact"] == WORDS["said_safe_contact"]


def test_a_word_that_is_changed_is_read_back_again(refers, clinic):
    row = refers.made_ready(refers.new(), clinic)
    refers.moves(row, "step", step="change")
    assert (row.is_at, row.read_back_at) == (ReferralState.DRAFT, None)
    assert refers.is_stopped(row, "send", step="make_ready") == SAID["fault-referral-lacks"]
    refers.moves(row, "read-back")
    refers.moves(row, "send", step="make_ready")


def test_more_fields_need_another_yes(refers, clinic):
    row = refers.drafts(refers.new(), clinic)
    refers.hears(row)
    refers.moves(row, "fields", fields_told=["name", "language"])
    assert "name" in row.fields
    assert SAID["refused-more-fields"] in refers.page_of(row)
    assert refers.is_stopped(row, "words", **WORDS) == SAID["fault-referral-not-allowed"]


def test_cw_41_at_red_nothing_is_sent_before_the_child_is_safe_meanwhile(refers, clinic, nurse):
    case = refers.new(level="red")
    row = refers.drafts(case, clinic)
    refers.hears(row)
    refers.writes(row, safety=["with_whom"])
    refers.moves(row, "read-back")
    refers.moves(row, "send", step="make_ready")
    assert refers.is_stopped(row, "send", step="send") == SAID["fault-referral-lacks"]
    refers.moves(row, "step", step="change")
    refers.writes(row, safety=["with_whom", "where_tonight", "if_they_come", "next_call"])
    refers.moves(row, "read-back")
    refers.moves(row, "send", step="make_ready")
    assert SAID["sender-stays"] in refers.page_of(row)
    refers.moves(row, "send", step="send")
    assert SAID["sender-stays"] in refers.page_of(row), "sent is not received"
    nurse.answers(row, "receive")
    assert SAID["sender-stays"] not in refers.page_of(row)


def test_who_has_it_is_heard_on_the_telephone_and_written_down_sealed(refers, clinic):
    row = refers.sends(refers.new(), clinic)
    refers.moves(row, "receipt", who="Sister Sok")
    assert (row.is_at, row.receipt_written_by) == (ReferralState.RECEIVED, refers.person.membership.id)
    assert "Sister Sok" in refers.page_of(row)
    assert "Sok" not in str(list(row.turns.values())) + str(CaseReferral.objects.values())


def test_two_drafts_at_once_lose_no_word(refers, clinic):
    row = refers.drafts(refers.new(), clinic)
    refers.hears(row)
    old = row.version
    refers.writes(row, safety=[])
    answer = refers.client.post(
        f"{REFERRALS}{row.id}/words", {**WORDS, "seen": old, "said_communication": "With signs"}
    )
    assert answer.status_code == 409
    assert "With signs" in answer.content.decode()


# --- lists ------------------------------------------------------------------------------------------------


def test_cw_25_a_word_of_a_referral_is_in_no_list_row_title_or_address(cast, refers, clinic, nurse):
    row = refers.sends(refers.new(wish=""), clinic)
    nurse.answers(row, "accept")
    nurse.answers(row, "write_news", news=f"{PLANTED} news")
    supervisor = Refers(cast.ours[Role.SUPERVISOR], cast.at)
    pages = [worker.client.get(REFERRALS).content.decode() for worker in (refers, supervisor)]
    pages += [nurse.list(), refers.client.get("/staff/desk/").content.decode()]
    assert all(row.code in page for page in pages[:3])
    assert not [page for page in pages if PLANTED in page]
    title = re.search(r"<title>([^<]*)", refers.page_of(row))[1]
    assert title == "Kapea"
    for model in apps.get_app_config("care").get_models():
        assert PLANTED not in str(list(model.objects.values()))
    assert PLANTED not in str(list(Event.objects.values()))
