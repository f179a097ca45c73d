"""Three invented stories of Kenya, as casework tells them, with their worst branch."""

from __future__ import annotations

import pytest
from tests.channels.voice.conftest import EveryPrompt, Telephone
from tests.channels.voice.fake_switch import NUMBER as CALLER
from tests.staff.at_the_desk import CASES, NEW, SAID
from tests.staff.referrals_made import REFERRALS
from tests.staff.stories.stage import NUMBER, says

from kapea.care.models import Intake, RecordedPermission, ReferralTodo
from kapea.channels.voice.call import VoiceDoor
from kapea.core.care.case_states import CaseState
from kapea.core.care.referral_codes import ReferralState
from kapea.core.staff.roles import Role
from kapea.people.models import Membership

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.any_database]


def test_st_04_a_girl_whose_teacher_is_the_one_who_hurts(stage):
    """Acacia, 16: yes to the children officer, no to the school. One office declines, another takes it."""
    story = stage("kenya")
    first = story.partner("Children office of the first sub-county")
    second = story.partner("Children office of the second sub-county")
    school = story.partner("School of the acacias")
    officer, other_officer = story.works_at(first), story.works_at(second)
    teacher = story.works_at(second)  # trap: he is the focal point of that office too
    headmaster = story.works_at(school)
    told = story.secret("Mr Otieno of form three writes to me at night")
    girl = story.leaves(2, level="orange", words=told)
    case = story.takes(story.desk, girl)
    story.plans(
        story.desk,
        case,
        need=story.secret("Aunt Wanjeri walks home with her"),
        what="Tell the children officer",
        by="we",
        view="Yes, but nobody at school.",
    )
    assert told in story.desk.page(case)

    # No to the school: whatever anybody else says, nothing is written for it.
    row = story.desk.drafts(case, school)
    story.desk.hears(row, "no")
    assert SAID["refused-child-said-no"] in story.desk.page_of(row)
    story.desk.moves(row, "step", step="revoke")
    assert row.code not in headmaster.list()

    words = story.secret("She can talk on Tuesdays after four")
    for each in (officer, other_officer):
        story.tells(each, words)
    asked = story.asks(story.desk, case, first, {"must_not_know": [school.id]}, said_communication=words)
    assert words in officer.reads(asked)
    offered = story.desk.client.get(f"{REFERRALS}new/{case.id}").content.decode()
    assert school.name not in offered, "kept from the school, it is offered to nobody there"

    # Trap: the decline lies unread. It is something to do, and she hears that it is not about her (CW-38).
    officer.answers(asked, "decline", because="outside_area")
    todo = ReferralTodo.objects.get(referral=asked, done_at=None)
    assert SAID["task-find-next-service"] in story.desk.client.get(REFERRALS).content.decode()
    assert second.name in story.desk.page_of(asked).split(SAID["next-service-why"])[1]
    assert "That is about them, not you." in says(girl.comes_back())
    story.desk.client.post(f"{REFERRALS}todos/{todo.id}")

    # The second office: kept from the one who teaches, also there (CW-33, CW-43).
    keeps = {"must_not_know": [teacher.person.membership.id]}
    asked = story.asks(story.desk, case, second, keeps, said_communication=words)
    teacher.reads(asked, status=404)
    assert asked.code not in teacher.list()
    story.passes(hours=20)
    assert not ReferralTodo.objects.filter(referral=asked).exists()
    other_officer.answers(asked, "receive")
    other_officer.answers(asked, "accept")
    assert "They will help you." in says(girl.comes_back())
    for step in ("start", "finish"):
        other_officer.answers(asked, step)
    girl.comes_back()
    girl.does("answer", source="referrals", about=asked.id, says="yes")
    story.closes(story.desk, case, view="He keeps away.")
    assert told not in says(girl.comes_back())


def test_st_05_an_angry_mother_and_a_daughter_who_has_a_thread_of_her_own(stage):
    """Drum wants to know what her daughter wrote. Nobody tells her that there is anything."""
    story = stage("kenya")
    friend = story.colleague(Role.CASE_WORKER)
    shared = story.secret(NUMBER)
    hers = story.secret("Somebody asks me for pictures and mum must not hear it")
    girl = story.leaves(2, level="yellow", words=f"{hers}, the telephone at home is {shared}")
    daughters = story.takes(friend, girl)
    mother = story.leaves(1, level="yellow", who="adult", reach=shared)
    mothers = story.takes(story.desk, mother)
    angry = story.secret("Drum shouts that she will break the telephone")

    # Trap: threads joined by a telephone number. They are two, and neither page knows of the other.
    assert daughters.id != mothers.id
    for worker, case in ((story.desk, daughters), (friend, mothers)):
        assert worker.client.get(f"{CASES}{case.id}").status_code == 404
    story.canaries.told[story.desk.client].discard(hers)
    assert hers not in story.desk.page(mothers)
    assert daughters.id not in story.desk.client.get(CASES[:-1]).content.decode()
    assert hers in friend.page(daughters)

    # Her yes is hers: whether anything of a child may be kept is asked of the child.
    assert {each.asked_of for each in RecordedPermission.objects.filter(case=mothers.id)} == {"caregiver"}
    story.tells(story.desk, angry)
    story.tells(story.supervisor, angry)
    story.desk.does(mothers, "note", kind="note", said=angry)
    assert angry in story.desk.page(mothers)

    # PH-46, and first words to practise. Her number opens her own news, and no sign of a daughter.
    said = "I never say who wrote to us or not. I can help you with your worry. Begin with: I am here."
    story.desk.does(mothers, "answer", said=said)
    page = says(mother.comes_back())
    assert said in page
    for theirs in (hers, daughters.id):
        assert theirs not in page
    assert said not in says(girl.comes_back())

    # She types the daughter's number, without the two pictures it is a number like any other.
    guessed = says(mother.comes_back(girl.code, ["cup", "fish"]))
    assert guessed == says(mother.comes_back("1111 2222 3333 4444", ["cup", "fish"]))
    story.closes(story.desk, mothers, view="She begins with: I am here.", reason="other_help")
    assert daughters.is_open


def test_st_06_a_child_who_calls_nine_times_before_the_tenth(stage, settings):
    """Kite, 11: silent or joking calls, then “can you call police on a father?”. Nobody was blocked."""
    story = stage("kenya")
    line = story.partner("The line 116")
    officer = story.works_at(line)
    number = CALLER.removeprefix("+")
    story.said_to_a_machine(number)
    telephone = Telephone(story.at)
    telephone.door = VoiceDoor("kenya", EveryPrompt("en", "sw"))
    heard = []
    for each in range(9):
        heard.append(telephone.calls(*(["9"] if each % 2 else []))[0])
        telephone.later(minutes=7)
    assert len(set(heard)) == 1, "the ninth call is met as the first"

    # The tenth. A person decides what it is; nothing of the nine stands anywhere, least of all their number.
    case = story.hears(
        story.desk,
        level="red",
        age_band="6-11",
        came_by="call",
        reasons=["physical_violence"],
        called=story.secret("Kite of the tin roofs"),
        wish=story.secret("Can you call police on a father"),
    )
    assert number not in story.desk.page(case)
    assert not [each for each in story.fields_asked() if "block" in each or "prank" in each]
    story.desk.does(case, "step", step="act_first")
    story.keeps(story.desk, case, age="6-11")

    # Warm: the counsellor stays on the line until somebody by name says “I have it”.
    words = story.secret("He is on the line with us, speak softly")
    story.tells(officer, words)
    both = ({"age_band": "6-11"}, {"asked_of": "other_trusted_adult", "age_band": "6-11"})
    row = story.asks(story.desk, case, line, *both, said_communication=words)
    assert SAID["sender-stays"] in story.desk.page_of(row)
    named = story.secret("Officer Akinyi of the night desk")
    for each in (story.desk, story.supervisor):
        story.tells(each, named)
    story.desk.moves(row, "receipt", who=named)
    assert row.is_at is ReferralState.RECEIVED
    assert SAID["sender-stays"] not in story.desk.page_of(row)
    assert named in story.desk.page_of(row)
    officer.answers(row, "accept")
    assert words in officer.reads(row)
    assert case.standing is CaseState.IN_ACTION

    # Nobody answers: a worker above the load is refused, and red goes to the supervisor, not back to a queue.
    for _ in range(4):
        story.desk.new(level="red", language="sw", came_by="call")
    late = story.desk.client.post(f"{CASES}new", {**NEW, "language": "sw"})
    assert (late.status_code, story.desk.fault(late)) == (409, SAID["fault-case-load"])
    assert not Intake.objects.exists()
    assert Membership.objects.filter(id=story.desk.person.membership.id, ended_at=None).exists()
