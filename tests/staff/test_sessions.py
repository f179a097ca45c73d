"""A session over HTTP: planned, looked at, seated, signed, run, asked again, closed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.staff.at_the_desk import SAID
from tests.staff.sessions_held import SITS, UNDERSTOOD, R, SessionWalk, pilot_closed

from kapea.audit.models import Event
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.guardian_waivers import ScopeOutcome
from kapea.studies.models import StudySeat
from kapea.studies.session_rows import consent_of
from kapea.studies.upkeep import tidy_studies

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
COUNTS = {
    "site": "12", "stratum": "village-12-14", "route": "water-point",
    "asked": "9", "not_reachable": "1", "no": "3", "yes": "4", "came": "4", "left": "0",
}  # fmt: skip
WAIVER = {
    "committee": "nechr", "reference": "283/W", "stratum": "village-12-14",
    "reason": "home_may_be_the_danger",
    "scopes": ["take_part", "audio"], "told_family": "talk-about-phones",
}  # fmt: skip


@pytest.fixture
def walk(cast) -> SessionWalk:
    return SessionWalk(cast).ready()


def refusals(walk: SessionWalk) -> list[str]:
    rows = Event.objects.filter(action="study.refuse", subject=f"study:{walk.id}").order_by("number")
    return [row.detail["code"] for row in rows]


def test_a_pilot_and_a_session_are_run_from_their_plan_to_their_end(walk):
    pilot_closed(walk)
    number = walk.plan()
    labels = walk.run(number)
    assert labels == ["c1", "c2"]
    assert walk.state(number) == "running"
    walk.ask_all("start", labels, number)
    walk.do(R.MODERATOR, "step", number=number, step="pause")
    walk.do(R.CO_MODERATOR, "step", number=number, step="resume")
    walk.ask_all("middle", labels, number)
    walk.do(R.MODERATOR, "step", number=number, step="end")
    walk.do(R.MODERATOR, "step", 409, number=number, step="close")
    walk.ask_all("after", labels, number)
    walk.do(R.MODERATOR, "step", number=number, step="close")
    assert walk.state(number) == "closed"
    assert refusals(walk) == ["study.session.close.refused.items-missing"]
    assert SAID["study-session-is-closed"] in walk.page(R.DATA_STEWARD, "sessions")


@pytest.fixture
def quick(cast) -> SessionWalk:
    walk = SessionWalk(cast).quick()
    walk.plan()
    return walk


def test_st_r02_no_session_seat_or_count_is_made_once_an_approval_is_over(quick):
    quick.clients[R.SAFEGUARDING_LEAD].post(f"/staff/studies/{quick.id}/stop")
    row = quick.row
    row.document["standing"]["stop"] = None
    row.document["standing"]["approvals"][0]["to_day"] = "2020-01-01"
    row.save()
    quick.post(R.INVESTIGATOR, "sessions/plan", 409, whom="village-12-14", site="12", tool="guide-12-14")
    quick.do(R.MODERATOR, "seat", 409, number=2, **(UNDERSTOOD | SITS))
    quick.post(R.DATA_STEWARD, "recruitment", 409, **COUNTS)
    assert (quick.row.sessions.count(), StudySeat.objects.count()) == (2, 0)
    assert quick.row.recruitment.count() == 0
    assert [code.rpartition(".")[2] for code in refusals(quick)] == ["gate-shut"] * 3


def test_st_r06_a_session_is_held_by_one_of_safeguarding_and_let_go_on_by_the_other(quick):
    quick.run(2)
    quick.do(R.MODERATOR, "hold", 404, number=2)
    quick.do(R.SAFEGUARDING_LEAD, "hold", number=2, turn=0)
    assert quick.state(2) == "held"
    quick.do(R.SAFEGUARDING_LEAD, "go-on", 409, number=2)
    quick.do(R.INVESTIGATOR, "go-on", 404, number=2)
    quick.do(R.SAFEGUARDING_SECOND, "go-on", number=2)
    assert quick.state(2) == "paused"
    assert refusals(quick) == ["study.restart.refused.same-person"]


def test_st_r19_a_stop_ends_it_for_all_opens_follow_ups_and_its_report_holds_no_content(quick):
    labels = quick.run(2)
    quick.ask_all("start", labels, 2)
    quick.do(R.CO_MODERATOR, "stop", number=2, turn=0, reason="two-distressed", words="what was said")
    assert quick.state(2) == "stopped"
    after = quick.session(2).aftercare
    assert set(after["report"]) == {"session", "reason", "stopped_at", "due_at"}
    assert [each["days_after"] for each in after["follow_ups"]] == [1, 7]
    assert "what was said" not in json.dumps(after)
    assert consent_of(quick.row).covers("s2-c1", ResearchScope.QUOTE), "what consent allows is kept"
    quick.do(R.MODERATOR, "step", 409, number=2, step="resume")
    assert SAID["study-aftercare"] not in quick.page(R.MODERATOR, "sessions/2")
    assert SAID["study-aftercare"] in quick.page(R.SAFEGUARDING_LEAD, "sessions/2")
    quick.do(R.SAFEGUARDING_LEAD, "follow-up", number=2, day="1")
    quick.do(R.SAFEGUARDING_LEAD, "follow-up", 409, number=2, day="1")
    quick.do(R.SAFEGUARDING_LEAD, "follow-up", 409, number=2, day="5")
    quick.do(R.MODERATOR, "follow-up", 404, number=2, day="7")
    assert quick.session(2).aftercare["asked_after"] == [1]
    quick.do(R.MODERATOR, "step", number=2, step="close")


def test_what_was_changed_in_a_session_meanwhile_is_not_written_over(quick):
    turn = quick.session(2).turn
    quick.seat(2)
    page = quick.do(R.CO_MODERATOR, "seat", 409, number=2, turn=turn, **(UNDERSTOOD | SITS))
    assert SAID["study-fault-stale"] in page.content.decode()
    assert StudySeat.objects.count() == 1
    quick.plan()
    quick.do(R.MODERATOR, "check", number=3, check="here")
    quick.seat(2)
    assert StudySeat.objects.count() == 2, "another session stops nothing"


def test_a_signature_under_one_session_outlasts_what_is_done_in_another(quick):
    quick.agree(quick.seat(2), 2)
    quick.check_all(2)
    quick.plan()
    quick.do(R.MODERATOR, "sign", number=2, act="g5")
    quick.do(R.MODERATOR, "check", number=3, check="here")
    assert [each["act"] for each in quick.row.document["signatures"]] == ["g5:s2"]
    quick.seat(2)
    assert quick.row.document["signatures"] == [], "somebody sits there whom the signer has not seen"


def test_counts_of_who_was_asked_stand_beside_the_frame_and_wrong_ones_are_taken_away(quick):
    quick.run(2)
    quick.do(R.MODERATOR, "step", number=2, step="end")
    quick.post(R.DATA_STEWARD, "recruitment", **COUNTS)
    page = quick.page(R.INVESTIGATOR, "recruitment")
    assert f"{SAID['study-groups-held']} 1 / 2" in page
    assert f"{SAID['study-more-routes']} 1" in page
    quick.post(R.DATA_STEWARD, "recruitment", 409, **(COUNTS | {"came": "9"}))
    quick.post(R.DATA_STEWARD, "recruitment", 409, **(COUNTS | {"asked": "-1"}))
    quick.post(R.INVESTIGATOR, "recruitment", 404, **COUNTS)
    assert quick.row.recruitment.count() == 1
    quick.post(R.DATA_STEWARD, "recruitment/drop", row=quick.row.recruitment.get().row)
    quick.post(R.DATA_STEWARD, "recruitment/drop", 409, row="nothing")
    assert quick.row.recruitment.count() == 0


def test_st_r18_a_waiver_is_a_committees_record_of_two_people_for_a_stratum(quick):
    typed = WAIVER | {"valid_from": quick.cast.today, "valid_to": quick.cast.today}
    quick.post(R.MODERATOR, "consent/waiver", 404, **typed)
    quick.post(
        R.DATA_STEWARD, "consent/waiver", 200, **(typed | {"reference": "for the child of the teacher"})
    )
    quick.post(R.DATA_STEWARD, "consent/waiver", 200, **(typed | {"stratum": "s2-c1"}))
    quick.post(R.DATA_STEWARD, "consent/waiver", **typed)
    waits = quick.row.consent_terms["typed"][0]["id"]
    label = quick.seat(2, safe_adult="yes")
    own = {"how": "spoken"} | {f"{scope.value}-participant": "yes" for scope in ResearchScope}
    quick.do(R.MODERATOR, f"seats/{label}/answer", number=2, **own)
    assert not consent_of(quick.row).covers("s2-c1", ResearchScope.TAKE_PART), "it waits for a second person"
    quick.post(R.DATA_STEWARD, "consent/confirm", 409, waiver=waits)
    quick.post(R.INVESTIGATOR, "consent/confirm", waiver=waits)
    outcomes = {scope: consent_of(quick.row).outcome("s2-c1", scope) for scope in ResearchScope}
    assert outcomes.pop(ResearchScope.TAKE_PART) is ScopeOutcome.COVERED
    assert outcomes.pop(ResearchScope.AUDIO) is ScopeOutcome.COVERED
    assert set(outcomes.values()) == {ScopeOutcome.WAIVER_DOES_NOT_COVER}
    page = quick.page(R.MODERATOR, f"sessions/2/seats/{label}")
    assert "take_part-guardian" not in page, "nobody asks them"
    alone = quick.seat(2)
    quick.do(R.MODERATOR, f"seats/{alone}/answer", number=2, **own)
    assert not consent_of(quick.row).covers("s2-c2", ResearchScope.TAKE_PART), "no safe adult was there"
    assert refusals(quick) == ["study.waiver.confirm.refused.same-person"]


def test_gates_that_lapse_are_shut_by_what_runs_by_itself_and_once(quick):
    quick.post(R.DATA_STEWARD, "item", item="vetting", holds="yes")
    assert tidy_studies(at=quick.cast.at) == 0
    later = quick.cast.at + timedelta(days=31)
    assert tidy_studies(at=later) == 1
    assert quick.open_gates() == ["g0", "g1", "g3", "g4"]
    assert tidy_studies(at=later) == 0
    shut = Event.objects.filter(action="study.shut", subject=f"study:{quick.id}")
    assert [(each.by, each.detail["gate"]) for each in shut] == [("retention", "g2")]
