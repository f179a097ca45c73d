"""Three invented stories of Nepal, as casework tells them, with their worst branch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.staff.at_the_desk import CASES, DESK, SAID
from tests.staff.leaving_something import without_secrets
from tests.staff.referrals_made import REFERRALS, WORDS
from tests.staff.stories.stage import says

from kapea.care.models import CaseReferral, CodeAlert, RecordedPermission
from kapea.care.upkeep import tidy_referrals
from kapea.core.care.referral_codes import ReferralState

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.any_database]


def test_st_07_a_deaf_girl_whose_brother_types_for_her(stage):
    """Marigold, 14. The two pictures were agreed in signs; only with them is anything of before told."""
    story = stage("nepal")
    signs = story.partner("Counsellors who sign")
    counsellor = story.works_at(signs)
    girl = story.leaves(2, level="yellow", words=story.secret("My sister Marigold is asked for pictures"))
    case = story.takes(story.desk, girl)
    story.desk.does(case, "answer", said="On Friday somebody comes who signs.")

    # He has her number and not her pictures: he hears what anybody hears, and nobody calls meanwhile (CW-48).
    his = without_secrets(girl.comes_back(signs=["cup", "fish"]))
    assert his == without_secrets(girl.comes_back("1111 2222 3333 4444", ["cup", "fish"]))
    assert "On Friday" not in says(his)
    assert SAID["reach-pressed"] in story.desk.page(case)
    assert SAID["code-alert-other-signs"] in story.supervisor.client.get(DESK).content.decode()
    for alert in CodeAlert.objects.filter(seen_at=None):
        assert story.supervisor.client.post(f"{DESK}alerts/{alert.id}").status_code == 302

    # She writes alone: now it is known, and presses more.
    alone = story.secret("I am alone now and it was not as he wrote")
    story.passes(hours=2)
    assert "On Friday somebody comes who signs." in says(girl.comes_back())
    girl.does("message", words=alone, yes="yes")
    story.tells(story.desk, alone)
    story.tells(story.supervisor, alone)
    story.desk.does(case, "more")
    assert alone in story.desk.page(case)
    story.desk.does(case, "level", to="orange")

    # A counsellor who signs, and not the brother. Trap: a form on which only other people can speak for her.
    page = story.desk.page_of(story.desk.drafts(case, signs))
    assert 'value="pictures"' in page, "asked by pictures, gestures or signs"
    words = story.secret("Nepali sign language, face to face, never through her brother")
    story.tells(counsellor, words)
    both = (
        {"age_band": "12-14", "how": "pictures"},
        {"age_band": "12-14", "asked_of": "other_trusted_adult", "how": "face_to_face"},
    )
    row = story.asks(story.desk, case, signs, *both, said_communication=words)
    assert words in counsellor.reads(row)
    for step in ("accept", "start"):
        counsellor.answers(row, step)
    assert row.is_at is ReferralState.STARTED
    assert "They have begun to help." in says(girl.comes_back())


def test_st_08_a_trans_girl_who_is_threatened_with_outing(stage):
    """River, 17, at an outreach visit. One psychologist may know; who she is stands nowhere."""
    story = stage("nepal")
    practice = story.partner("Practice of one psychologist")
    case = story.hears(
        story.desk,
        level="orange",
        age_band="15-17",
        came_by="face_to_face",
        reasons=["extortion_money"],
        called=story.secret("River of Patan"),
        wish=story.secret("One person and not a team"),
    )
    story.keeps(story.desk, case)
    story.plans(
        story.desk,
        case,
        need=story.secret("Somebody threatens to tell others"),
        what="See one psychologist",
        by="we ask, River decides",
        view="One person.",
    )

    # Trap: a sex field. None of what nobody is asked is a field, on any page (CW-34).
    story.desk.page(case)
    story.desk.client.get(f"{CASES}new")
    assert story.fields_asked().isdisjoint({"sex", "gender", "orientation", "religion", "caste"})

    # The first never answers: reminded, then a supervisor is rung, and only she gives up waiting (CW-39).
    words = story.secret("She picks the day herself")
    silent = story.partner("Practice that never answers")
    row = story.asks(story.desk, case, silent, sent_by="one_time_link", said_communication=words)
    for _ in range(2):
        tidy_referrals(at=row.due_at + timedelta(minutes=1))
        row.refresh_from_db()
    assert story.desk.is_stopped(row, "step", step="lapse") == SAID["fault-referral-step"]
    story.supervisor.moves(row, "step", step="lapse")
    assert row.is_at is ReferralState.LAPSED
    assert SAID["task-find-next-service"] in story.desk.client.get(REFERRALS).content.decode()

    # One psychologist, by a link: what was allowed stands there, and neither name nor note (CW-36).
    row = story.asks(story.desk, case, practice, sent_by="one_time_link", said_communication=words)
    link = story.by_link(story.desk, row, words)
    page = story.canaries.exchanges[-1].body
    assert words in page
    assert "River of Patan" not in page
    for step in ("accept", "start", "finish"):
        assert link.answers(step).status_code == 200

    # Her own answer ends it, not theirs (CW-40).
    row.refresh_from_db()
    assert row.is_at is ReferralState.DONE_BY_SERVICE
    story.desk.does(case, "closing", reason="goals_met", view="It helped.", way_back_told="on")
    story.supervisor.is_refused(case, "close")
    story.desk.moves(row, "child", says="yes")
    assert row.is_at is ReferralState.CONFIRMED
    story.supervisor.does(case, "close")
    assert not case.is_open


def test_st_09_a_father_says_yes_to_the_police_and_his_daughter_says_no(stage):
    """Terrace, and his daughter of 15. Elders propose a marriage; the ward office is passed by."""
    story = stage("nepal")
    talk, police = story.partner("Counsellors of the terrace"), story.partner("Police of the district")
    ward = story.partner("Ward office")
    counsellor, sergeant, chairman = (story.works_at(each) for each in (talk, police, ward))
    case = story.hears(
        story.desk,
        level="orange",
        age_band="15-17",
        who_asked="caregiver",
        came_by="call",
        reasons=["image_shared", "marriage"],
        called=story.secret("Terrace of the upper fields"),
        wish=story.secret("The elders want her to marry the one who did it"),
    )

    # The duty is shown to staff, as one that is not confirmed, and to no child (CW-31).
    page = story.desk.page(case)
    assert SAID["duty-treat-as-duty"] in page
    assert "The police." in page
    assert SAID["duty-never-said"] in page

    # To the police the father says yes and she says no: hers holds, whatever he signs (CW-27, CW-28).
    story.keeps(story.desk, case)
    row = story.desk.drafts(case, police)
    story.desk.hears(row, asked_of="caregiver")
    assert story.desk.is_stopped(row, "words", **WORDS) == SAID["fault-referral-not-allowed"], "his alone"
    story.desk.hears(row, "no")
    assert SAID["refused-child-said-no"] in story.desk.page_of(row)
    assert story.desk.is_stopped(row, "send", step="make_ready") == SAID["fault-referral-lacks"]
    story.desk.moves(row, "step", step="revoke")
    assert row.code not in sergeant.list()

    # To a talk she says yes, and picks who. Kept from the ward office, which would mediate.
    words = story.secret("A woman, on Wednesday, with her aunt there")
    story.tells(counsellor, words)
    asked = story.asks(story.desk, case, talk, {"must_not_know": [ward.id]}, said_communication=words)
    offered = story.desk.client.get(f"{REFERRALS}new/{case.id}").content.decode()
    assert ward.name not in offered
    assert "mediat" not in offered.lower(), "nobody is offered mediation"
    for step in ("accept", "start"):
        counsellor.answers(asked, step)
    assert words in counsellor.reads(asked)
    assert asked.code not in chairman.list()
    chairman.reads(asked, status=404)

    # The supervisor decides on the duty, and she is told first. It stands sealed in the case.
    decided = story.secret("Told her first on Thursday, she wants Ms Gurung to go with her")
    for each in (story.desk, story.supervisor):
        story.tells(each, decided)
    story.supervisor.does(case, "note", kind="note", said=decided)
    assert decided in story.desk.page(case)

    # She takes her yes back: it stops there at once (CW-29), and he cannot give it for her.
    story.desk.moves(asked, "take-back")
    assert words not in counsellor.reads(asked)
    again = story.desk.drafts(case, talk)
    story.desk.hears(again, asked_of="caregiver")
    assert story.desk.is_stopped(again, "words", **WORDS) == SAID["fault-referral-not-allowed"]
    assert not CaseReferral.objects.filter(partner=ward).exists()
    assert RecordedPermission.objects.filter(kind="tell_org", withdrawn_at=None).exists()
