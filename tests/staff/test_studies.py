"""A study over HTTP: started, written, agreed by two, approved, staffed, stopped; and who is refused what."""

from __future__ import annotations

import pytest
from tests.staff.at_the_desk import SAID
from tests.staff.studies_held import StudyWalk

from kapea.audit.models import Event
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
