"""Three invented stories of the Philippines, as casework tells them, with their worst branch.

Stories run on the first database; ST-11, which goes through most of it, on each.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.staff.at_the_desk import CASES, DESK, SAID
from tests.staff.leaving_something import OTHERS, SIGNS, Visitor, without_secrets
from tests.staff.referrals_made import REFERRALS
from tests.staff.stories.stage import says
from tests.staff.test_reports import duty, sends, told

from kapea.care.models import CodeAlert, Intake, RecordedPermission, ReferralTodo, ReportTask, SafeContactTry
from kapea.care.upkeep import tidy_referrals
from kapea.core.care.case_states import CaseState
from kapea.core.care.referral_codes import ReferralState
from kapea.outbox.models import QueuedReply
from kapea.vault.models import PersonKey

pytestmark = [pytest.mark.django_db(databases=["default", "keys"])]
STEPS = ("accept", "start", "finish")


@pytest.mark.any_database
def test_st_10_a_child_tells_of_a_sister_and_it_is_arranged_at_home(stage):
    """Jeepney, 10, about a sister of 8. Nobody asks the mother, and nobody rings that number."""
    story = stage("philippines")
    case = story.hears(
        story.desk,
        level="red",
        age_band="6-11",
        came_by="message",
        reasons=["live_abuse"],
        called=story.secret("Jeepney of Tondo"),
        wish=story.secret("That it stops for Bituin and that we stay together"),
    )

    # In danger somebody acts first. A report is owed by itself, at once (CW-16, CW-32).
    story.desk.does(case, "step", step="act_first")
    assert SAID["acted-first"] in story.desk.page(case)
    [task] = ReportTask.objects.all()
    assert task.escalates_at < task.began_at + timedelta(hours=24)
    assert SAID["reports-owed"] in story.desk.client.get(DESK).content.decode()

    # Trap: consent of the mother who arranges it, the number at home called back. Neither can be.
    assert not RecordedPermission.objects.exists()
    assert story.desk.client.post(f"{CASES}{case.id}/try", {"outcome": "nobody"}).status_code == 409
    assert not SafeContactTry.objects.exists()
    assert not QueuedReply.objects.exists()

    # The uncle sits in the barangay: it is left out, and stays so, whatever is ticked again.
    sends(story.desk, case, do="kin", kin=["barangay", "barangay-children"])
    assert '<option value="barangay"' not in duty(story.desk, case)
    assert (
        sends(story.desk, case, 409, **told(story.cast, office="barangay"))
        == SAID["fault-case-report-office"]
    )

    # Nobody reports: before the day is over it is with the supervisor.
    assert SAID["reports-owed"] not in story.supervisor.client.get(DESK).content.decode()
    story.passes(hours=13)
    assert SAID["reports-owed"] in story.supervisor.client.get(DESK).content.decode()

    # Social welfare and the women and children desk; Jeepney was told first, and two decided.
    for office, who in (("social-welfare", "Ms Reyes of the city"), ("police", "Sergeant Cruz of the desk")):
        named = story.secret(who)
        for each in (story.desk, story.supervisor):
            story.tells(each, named)
        if not ReportTask.objects.filter(done_at=None).exists():
            sends(story.desk, case, do="begin")
        sends(story.supervisor, case, **told(story.cast, office=office, to_whom=named, rests="acted_first"))
        page = story.desk.page(case)
        assert named in page
        assert SAID["told-first-told"] in page
    assert ReportTask.objects.exclude(done_at=None).count() == 2
    assert case.standing is CaseState.IN_ACTION


def test_st_11_the_service_says_done_and_nobody_came(stage):
    """Mango, 16, by a link without an account. Only her own yes closes the loop."""
    story = stage("philippines")
    office = story.partner("City social welfare office")
    girl = story.leaves(2, level="yellow", words=story.secret("They passed my picture round in the jeepney"))
    case = story.takes(story.desk, girl)
    story.plans(
        story.desk,
        case,
        need=story.secret("Mango half believes it is her fault"),
        what="Counselling",
        by="we",
        view="Ask me.",
    )
    words = story.secret("She waits at the mango tree by the hall")
    row = story.asks(story.desk, case, office, sent_by="one_time_link", said_communication=words)

    # Nobody answers: they are reminded once, then a supervisor is rung; no clock closes it (CW-39).
    late = row.due_at + timedelta(minutes=1)
    tidy_referrals(at=late)
    row.refresh_from_db()
    tidy_referrals(at=row.due_at + timedelta(minutes=1))
    row.refresh_from_db()
    assert (row.is_at, row.rung_at is not None) == (ReferralState.SENT, True)
    assert SAID["supervisor-rung"] in story.supervisor.client.get(REFERRALS).content.decode()
    assert "They have not answered. We ask them again." in says(girl.comes_back())

    # The link opens once, for one name; then it is accepted, begun and “done”.
    link = story.by_link(story.desk, row, words)
    for step in STEPS:
        assert link.answers(step).status_code == 200
    story.desk.does(case, "closing", reason="goals_met", view="Ask me.", way_back_told="on")
    story.supervisor.is_refused(case, "close")

    # She says that nobody came: the need is open again, and somebody telephones (CW-40).
    assert "Did you get their help?" in says(girl.comes_back())
    girl.does("answer", source="referrals", about=row.id, says="nobody_came")
    row.refresh_from_db()
    assert row.is_at is ReferralState.NOT_HAPPENED
    page = story.supervisor.client.get(REFERRALS).content.decode()
    assert SAID["task-reopen-need"] in page
    for todo in ReferralTodo.objects.filter(referral=row, done_at=None):
        assert story.supervisor.client.post(f"{REFERRALS}todos/{todo.id}").status_code == 302

    # A second visit, and her own yes.
    story.tells(story.desk, *story.canaries.planted)
    again = story.asks(story.desk, case, office, sent_by="one_time_link", said_communication=words)
    link = story.by_link(story.desk, again, words)
    for step in STEPS:
        assert link.answers(step).status_code == 200
    girl.comes_back()
    girl.does("answer", source="referrals", about=again.id, says="yes")
    again.refresh_from_db()
    assert again.is_at is ReferralState.CONFIRMED
    story.supervisor.does(case, "close")
    assert not case.is_open


@pytest.mark.any_database
def test_st_12_a_boyfriend_forces_the_number_from_her(stage):
    """Typhoon, 17. He sees “call us” only; the supervisor is told; she has a new number afterwards."""
    story = stage("philippines")
    number = story.secret("0917 555 0184")
    hours = {"from": "8", "to": "15", "day": ["1", "2", "3", "4", "5", "6", "7"]}
    girl = story.leaves(1, level="orange", reach=number, **hours)
    case = story.takes(story.desk, girl)
    story.desk.does(case, "answer", said="I call on Monday in the break.")
    stranger = without_secrets(Visitor().comes_back("1111 2222 3333 4444", OTHERS))

    # He makes her open it: right number, other pictures. It is the page of a number nobody was given (CW-47).
    his = without_secrets(girl.comes_back(signs=OTHERS))
    assert his == stranger
    assert "Monday" not in his
    day = story.supervisor.client.get(DESK).content.decode()
    assert SAID["code-alert-other-signs"] in day
    page = story.desk.page(case)
    assert SAID["reach-pressed"] in page
    assert number not in page

    # Even the right pictures are shut for an hour; a supervisor looks first.
    assert without_secrets(girl.comes_back()) == stranger
    for alert in CodeAlert.objects.filter(seen_at=None):
        assert story.supervisor.client.post(f"{DESK}alerts/{alert.id}").status_code == 302
    story.passes(hours=2)
    assert "I call on Monday in the break." in says(girl.comes_back())

    # Calls in school hours alone (CW-46): at two in the afternoon the number is there, in the evening not.
    story.waits_until(14)
    assert number in story.desk.page(case)
    story.passes(hours=5)
    assert number not in story.desk.page(case)
    assert SAID["reach-not-now"] in story.desk.page(case)

    # She empties it, with her pictures, and has a new number: the old one opens nothing any more.
    girl.comes_back()
    girl.does("erase", sign=SIGNS)
    old = girl.code
    girl.comes_back()
    girl.does("throw")
    assert without_secrets(girl.comes_back(old)) == stranger
    messages = story.secret("Only messages from now on")
    anew = story.leaves(2, level="orange", words=messages)
    assert anew.code != old
    assert "We have it." in says(anew.comes_back())
    assert messages in story.desk.page(story.takes(story.desk, anew))
    assert Intake.objects.count() == 2
    assert PersonKey.objects.exists()
    assert "Somebody has read it" in says(anew.comes_back())
