"""Three invented stories of Cambodia, as casework tells them, with their worst branch.

`stage.secret` plants a canary: whatever is told so is looked for everywhere when the story is over.
"""

from __future__ import annotations

import pytest
from tests.channels.conftest import Phone
from tests.channels.every_door import forget_doors
from tests.channels.fake_telegram import TOKEN, FakeTelegram
from tests.staff.at_the_desk import CASES, SAID
from tests.staff.referrals_made import REFERRALS, WORDS
from tests.staff.stories.stage import says
from tests.staff.test_case_readers import hand_over_list, readers_of
from tests.staff.test_way_in import walks_to_help

from kapea.care.models import Case, Intake, RecordedPermission
from kapea.care.upkeep import tidy_records
from kapea.core.care.case_states import CaseState
from kapea.core.care.exchange.oscar import OSCAR_FIELDS
from kapea.core.care.referral_codes import ReferralState
from kapea.core.staff.roles import Role
from kapea.outbox.models import QueuedReply

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.any_database]


def test_st_01_a_girl_on_a_shared_phone_says_yes_to_keeping_it_and_to_nothing_else(stage):
    """Paper Boat, 15, is threatened over a picture. She comes back after two days, lighter."""
    story = stage("cambodia")
    clinic = story.partner("Clinic by the river")
    told = story.secret("He says everybody at the pagoda school will see it")
    girl = story.leaves(2, level="orange", words=told)

    # Before anything is asked of her: lines to call, steps against the picture, and no field for who she is.
    help_page = walks_to_help(girl)
    assert 'href="tel:' in help_page
    assert "People here can answer you" in says(help_page)
    assert girl.page("/en/form"), "the letter to a platform"
    assert story.fields_asked().isdisjoint(OSCAR_FIELDS.demands), "OSCaR demands a name and a birth date"

    # Trap: the chat stays on the phone. Every page says that nobody keeps it.
    assert "no-store" in girl.client.get("/en/b")["Cache-Control"]
    assert girl.client.post("/leave", {"l": "en"})["Clear-Site-Data"] == '"cache"'
    girl.client.cookies.clear()

    # She said yes to one thing.
    case = story.takes(story.desk, girl)
    assert [each.kind for each in RecordedPermission.objects.all()] == ["keep"]
    assert told in story.desk.page(case).replace("&#x27;", "'")
    assert SAID["reach-may"] not in story.desk.page(case)

    # No to a call, no to telling anybody: nothing of it can be written for a service (CW-28, CW-35).
    row = story.desk.drafts(case, clinic)
    story.desk.hears(row, "no")
    assert story.desk.is_stopped(row, "words", **WORDS) == SAID["fault-referral-not-allowed"]
    assert story.desk.is_stopped(row, "send", step="make_ready") == SAID["fault-referral-lacks"]
    story.desk.moves(row, "step", step="revoke")

    story.plans(
        story.desk,
        case,
        need=story.secret("Her cousin Sophea knows, and stays"),
        what=story.secret("Report the account of the boatman"),
        by="we",
        view="I write when I want to.",
    )
    story.desk.does(case, "answer", said="Do not answer him. I am here on Monday.")

    # Two days later, by her code: what we wrote, never her own words. It is lighter.
    story.passes(days=2)
    girl.page("/en/b")
    page = says(girl.comes_back())
    assert "Do not answer him. I am here on Monday." in page
    assert told not in page
    girl.does("message", words=story.secret("It is quiet now and I feel lighter"), yes="yes")
    story.tells(story.desk, *story.canaries.planted)
    story.desk.does(case, "more")
    assert "I feel lighter" in story.desk.page(case)

    story.closes(story.desk, case, view="Good. I write when I want to.")
    assert "We ended our help. You can write again." in says(girl.comes_back())


def test_st_02_a_girl_of_nine_whose_uncle_is_at_the_police_post(stage):
    """Grandmother Lotus calls. The district office and one shelter may know; the post must not."""
    story = stage("cambodia")
    district, shelter = story.partner("District social affairs"), story.partner("House of the lotus pond")
    post = story.partner("Commune police post")
    official, matron, uncle = (story.works_at(each) for each in (district, shelter, post))
    cousin = story.colleague(Role.CASE_WORKER)
    case = story.hears(
        story.desk,
        level="red",
        age_band="6-11",
        who_asked="caregiver",
        came_by="call",
        reasons=["sexual_violence"],
        called=story.secret("Grandmother Lotus of Kien Svay"),
        wish=story.secret("To stay with grandmother and never with uncle Vuthy"),
        too_close=[cousin.person.membership.id],
    )
    story.tells(story.desk, *story.canaries.planted)
    story.tells(story.supervisor, *story.canaries.planted)

    # The uncle's cousin works here: for him there is no such case, and nobody can hand it to him (CW-43).
    assert cousin.client.get(f"{CASES}{case.id}").status_code == 404
    assert cousin.person.membership.id not in readers_of(case)
    assert cousin.person.membership.id not in hand_over_list(story.desk, case)

    # In danger somebody acts first; then the girl is asked, and says yes.
    story.desk.does(case, "step", step="act_first")
    assert SAID["acted-first"] in story.desk.page(case)
    story.keeps(story.desk, case, age="6-11")

    # Trap: routing by the commune leads to the post. The child keeps it from them, as a whole.
    row = story.desk.drafts(case, district)
    assert post.name in story.desk.page_of(row)
    story.desk.hears(row, age_band="6-11", must_not_know=[post.id])
    assert story.desk.is_stopped(row, "words", **WORDS), "at nine a yes of the grandmother is needed too"
    story.desk.hears(row, asked_of="caregiver", age_band="6-11")
    offered = story.desk.client.get(f"{REFERRALS}new/{case.id}").content.decode()
    assert (post.name in offered, shelter.name in offered) == (False, True)

    words = story.secret("Ask for the blue gate and say that Lotus sent you")
    for each in (story.desk, story.supervisor, official):
        story.tells(each, words)
    story.desk.writes(row, said_communication=words, safety=["with_whom", "where_tonight"])
    story.desk.moves(row, "read-back")
    story.desk.moves(row, "send", step="make_ready")
    assert story.desk.is_stopped(row, "send", step="send") == SAID["fault-referral-lacks"], "safe meanwhile?"
    story.desk.moves(row, "step", step="change")
    safe = ["with_whom", "where_tonight", "if_they_come", "next_call"]
    story.desk.writes(row, said_communication=words, safety=safe)
    story.desk.moves(row, "read-back")
    for step in ("make_ready", "send"):
        story.desk.moves(row, "send", step=step)

    # Sent is not received: the counsellor stays until somebody there has it by name (CW-41).
    assert SAID["sender-stays"] in story.desk.page_of(row)
    official.answers(row, "receive")
    assert SAID["sender-stays"] not in story.desk.page_of(row)
    assert words in official.reads(row)
    for step in ("accept", "start", "finish"):
        official.answers(row, step)
    story.desk.moves(row, "child", says="yes")
    assert row.is_at is ReferralState.CONFIRMED

    # The shelter has an alias and a telephone; where it is has no field, and nothing is sent by text (CW-42).
    both = ({"age_band": "6-11"}, {"asked_of": "caregiver", "age_band": "6-11"})
    other = story.asks(
        story.desk, case, shelter, *both, concerns_shelter="on", said_whereabouts="Road 7, house 9"
    )
    assert "Road 7, house 9" not in matron.reads(other) + story.desk.page_of(other)
    assert not QueuedReply.objects.exists()

    # At the post nobody has a list, a page or a key of it (CW-33).
    for each in (row, other):
        assert each.code not in uncle.list()
        uncle.reads(each, status=404)


def test_st_03_a_monk_tells_of_a_boy_who_has_said_nothing_to_us(stage, settings):
    """Still Water writes by Telegram. The boy gave no permission: of him nothing may be kept."""
    story = stage("cambodia")
    clinic = story.partner("Clinic by the river")
    telegram = FakeTelegram()
    settings.KAPEA_TELEGRAM_TOKEN, settings.KAPEA_TELEGRAM_API = TOKEN, telegram.address
    forget_doors()
    try:
        chat = Phone(telegram, story.clock)
        chat.writes("/start")
        chat.taps("Begin")
        answered = chat.writes(story.said_to_a_machine("A novice of twelve is threatened over a picture"))
    finally:
        telegram.stop()
    assert "1280" in answered, "guidance by a machine"

    # He leaves a way to call him back, and no word of the boy: there is no field for it.
    number = story.secret("092 555 0143")
    monk = story.leaves(1, level="orange", who="adult", reach=number)
    case = story.takes(story.desk, monk)
    assert [each.kind for each in RecordedPermission.objects.filter(case=case.id)] == ["call_back"]
    assert RecordedPermission.objects.get(case=case.id).asked_of == "caregiver"
    story.waits_until(14)
    assert number in story.desk.page(case), "in the hours that he gave"

    # Trap: a case with the monk's story. It goes nowhere: the boy said yes to nothing (CW-28, CW-35).
    story.desk.does(case, "assessment", need_safety="urgent", said_safety="Ask the boy himself")
    assert story.desk.is_refused(case, "step", step="assess") == SAID["fault-case-step"]
    row = story.desk.drafts(case, clinic)
    story.desk.hears(row, asked_of="other_trusted_adult", age_band="12-14")
    assert story.desk.is_stopped(row, "words", **WORDS) == SAID["fault-referral-not-allowed"]
    story.desk.moves(row, "step", step="revoke")

    # Trap: readable by the monk. His number shows him news, and nothing that stands in a case.
    assert case.standing is CaseState.REGISTERED
    page = says(monk.comes_back())
    assert "Somebody has read it, and helps you." in page
    assert "Ask the boy himself" not in page

    # The boy called 1280 himself. Opened in error: two supervisors see that, and the monk takes it all back.
    story.desk.does(case, "closing", reason="opened_in_error")
    story.supervisor.does(case, "close")
    assert case.is_open
    second = story.colleague(Role.SUPERVISOR)
    story.tells(second, *story.canaries.planted)
    story.supervisor.does(case, "second", other=second.person.membership.id)
    second.does(case, "close")
    assert not case.is_open
    monk.comes_back()
    assert "gone in one day" in says(monk.does("erase", sign=["boat", "tree"]))
    story.passes(hours=26)
    tidy_records(at=story.at)
    assert not Case.objects.filter(id=case.id).exists()
    assert not Intake.objects.exists()
    story.cases.remove(case)
