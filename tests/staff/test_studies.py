"""A study over HTTP: started, written, agreed by two, approved, staffed, stopped; and who is refused what."""

from __future__ import annotations

import pytest
from tests.staff.at_the_desk import SAID
from tests.staff.cast import make_person, signed_in
from tests.staff.studies_held import HERE, StudyWalk

from kapea.audit.models import Event
from kapea.core.staff.roles import Role
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.models import Study

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
R = StudyRole


@pytest.fixture
def walk(cast) -> StudyWalk:
    return StudyWalk(cast).begin()


def refusals(walk: StudyWalk) -> list[str]:
    rows = Event.objects.filter(action="study.refuse", subject=f"study:{walk.id}").order_by("number")
    return [row.detail["code"] for row in rows]


def test_a_study_goes_from_its_start_to_its_team_through_gates_in_order(walk):
    walk.open(StudyGate.IDEA)
    walk.write()
    walk.open(StudyGate.PROTOCOL)
    walk.approve()
    walk.open(StudyGate.ETHICS)
    walk.open(StudyGate.TEAM)
    assert walk.open_gates() == ["g0", "g1", "g2", "g3"]
    page = walk.page(R.MODERATOR)
    assert SAID["study-item-piloted"] in page
    did = list(Event.objects.filter(subject=f"study:{walk.id}").values_list("action", flat=True))
    assert did.count("study.open") == 4
    assert refusals(walk) == []


def test_st_r01_a_request_past_a_shut_gate_changes_nothing_and_leaves_a_row(walk):
    before = Study.objects.values_list("document", "turn").get(id=walk.id)
    walk.post(R.INVESTIGATOR, "sign", 409, act="g2")
    walk.post(R.DATA_STEWARD, "approvals/new", 409)
    walk.write(409)
    assert Study.objects.values_list("document", "turn").get(id=walk.id) == before
    assert refusals(walk) == [
        "study.gate.g2.refused.gate-shut",
        "study.approval.type.refused.gate-shut",
        "study.protocol.edit.refused.gate-shut",
    ]


def test_a_gate_opens_with_the_last_of_two_signatures_of_two_people(walk):
    walk.say(StudyGate.IDEA)
    walk.post(R.INVESTIGATOR, "sign", act="g0")
    assert walk.open_gates() == []
    assert f"{SAID['study-signed']} 1 / 2" in walk.page(R.ADVISER)
    walk.post(R.INVESTIGATOR, "sign", 409, act="g0")
    walk.post(R.MODERATOR, "sign", 409, act="g0")
    assert walk.open_gates() == []
    walk.post(R.SAFEGUARDING_LEAD, "sign", act="g0")
    assert walk.open_gates() == ["g0"]
    assert refusals(walk) == ["study.gate.g0.refused.same-person", "study.gate.g0.refused.not-yours"]


def test_a_signature_is_gone_once_what_was_signed_has_changed(walk):
    walk.open(StudyGate.IDEA)
    walk.write()
    walk.say(StudyGate.PROTOCOL)
    walk.post(R.INVESTIGATOR, "sign", act="g1")
    walk.write(**{"part-question": "Something else."})
    walk.post(R.ADVISER, "sign", act="g1")
    assert walk.open_gates() == ["g0"], "the investigator signed other words"
    walk.post(R.INVESTIGATOR, "sign", act="g1")
    assert walk.open_gates() == ["g0", "g1"]


def test_st_r03_an_amendment_by_two_is_a_version_and_shuts_ethics(walk):
    walk.open(StudyGate.IDEA)
    walk.write()
    walk.open(StudyGate.PROTOCOL)
    walk.approve()
    walk.open(StudyGate.ETHICS)
    walk.write(tool="", tool_words="", **{"tool-guide-12-14": "Other words for the guide."})
    assert walk.open_gates() == ["g0", "g1", "g2"], "a proposal changes nothing yet"
    page = walk.page(R.ADVISER, "protocol")
    assert "Other words for the guide." in page
    assert "Who helps when life online goes wrong?" in page
    walk.post(R.ADVISER, "sign", act="amendment")
    walk.post(R.INVESTIGATOR, "sign", act="amendment")
    assert walk.open_gates() == ["g0", "g1"]
    assert SAID["study-gate-shut-again"] in walk.page(R.ADVISER)
    assert [each["number"] for each in walk.row.document["standing"]["protocol"]["versions"]] == [1, 2]
    assert SAID["study-gap-protocol-version"] in walk.page(R.DATA_STEWARD, "approvals")


def test_st_r05_roles_that_exclude_each_other_are_refused_in_words(walk):
    walk.give(R.CODER_A, to=R.MODERATOR)
    answer = walk.give(R.CODER_B, to=R.MODERATOR, status=409).content.decode()
    assert SAID["study-refused-roles-clash"] in answer
    assert SAID["study-role-coder-a"] in answer
    moderator = walk.people[R.MODERATOR].user.id
    walk.post(R.INVESTIGATOR, "team/end", account=moderator, role="coder-a")
    walk.give(R.CODER_B, to=R.MODERATOR, status=409)
    walk.give(R.MANAGER, to=R.INVESTIGATOR, status=409)
    assert refusals(walk) == [
        "study.role.grant.refused.roles-clash",
        "study.role.grant.refused.roles-clash",
        "study.role.grant.refused.own-grant",
    ]


def test_st_r06_one_act_stops_it_and_another_of_safeguarding_lets_it_go_on(walk):
    walk.post(R.INVESTIGATOR, "stop", 404)
    walk.clients[R.SAFEGUARDING_LEAD].post(f"{HERE}{walk.id}/stop", {"turn": "0"})
    assert walk.row.document["standing"]["stop"], "stopping asks for no turn"
    assert SAID["study-stopped"] in walk.page(R.MODERATOR)
    walk.post(R.SAFEGUARDING_LEAD, "restart", 409)
    walk.post(R.INVESTIGATOR, "restart", 404)
    second = walk.people[R.SAFEGUARDING_SECOND].user.id
    walk.post(R.INVESTIGATOR, "team/end", 409, account=second, role="safeguarding-second")
    walk.post(R.SAFEGUARDING_SECOND, "restart")
    assert walk.row.document["standing"]["stop"] is None


def test_who_left_the_organisation_fills_no_role(walk):
    walk.say(StudyGate.IDEA)
    walk.post(R.SAFEGUARDING_LEAD, "sign", act="g0")
    walk.people[R.SAFEGUARDING_LEAD].membership.ended_at = walk.cast.at
    walk.people[R.SAFEGUARDING_LEAD].membership.save()
    walk.post(R.INVESTIGATOR, "sign", act="g0")
    assert walk.open_gates() == []


def test_what_was_changed_meanwhile_is_not_written_over(walk):
    seen = walk.row.turn
    walk.write(tool="", tool_words="")
    said = {"turn": seen, "part-question": "Mine, from an older page."}
    answer = walk.clients[R.INVESTIGATOR].post(f"{HERE}{walk.id}/protocol/write", said)
    assert answer.status_code == 409
    assert SAID["study-fault-stale"] in answer.content.decode()
    assert "Mine, from an older page." in answer.content.decode(), "what was typed is not lost"
    assert "Mine, from an older page." not in walk.page(R.ADVISER, "protocol")


def test_a_code_is_taken_once_and_is_nobodys_sentence(cast):
    client = signed_in(make_person(cast.organisation, Role.PROGRAMME_OFFICER, cast.at), cast.at)
    said = {"code": "river-2", "role": "manager"}
    assert client.post(f"{HERE}new", said).status_code == 302
    assert client.post(f"{HERE}new", said).status_code == 409
    for code in ("", "two words", "ចំណារ", "A" * 13, "-A"):
        assert client.post(f"{HERE}new", said | {"code": code}).status_code == 200
    assert Study.objects.count() == 1
