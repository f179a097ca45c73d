"""The form of a question over HTTP: of a plan that stands, of tools that a committee approved, for adults."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from tests.staff.at_the_desk import SAID
from tests.staff.studies_held import StudyWalk
from tests.staff.test_plan_questions import FAIR

from kapea.audit.models import Event
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.session_forms import converted

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
R = StudyRole

STATEMENTS = {
    "list-en": "I have shouted at a child this month.\nI walked to the market.\nI own a radio.\nI drank tea.",
    "list-km": "ខ្ញុំបានស្រែកដាក់កុមារ។\nខ្ញុំដើរទៅផ្សារ។\nខ្ញុំមានវិទ្យុ។\nខ្ញុំផឹកតែ។",
    "one": "I have shouted at a child this month.",
    "harm": "Somebody hit me this month.",
    "formula": '=HYPERLINK("http://example.org")',
    "answer": "What I said before was ${agreed}.",
}
LISTED = {**FAIR, "design": "list", "tool-en": "list-en", "tool-km": "list-km"}
ONE = {**FAIR, "design": "direct", "tool-en": "one"}
NO_FORM = (
    ({**LISTED, "asked": "children"}, "study-fault-plan-refused"),
    ({**LISTED, "people": "116"}, "study-fault-plan-refused"),
    ({**LISTED, "people": ""}, "study-fault-plan-unfit"),
    ({**LISTED, "tool-en": ""}, "study-fault-form-english"),
    ({**LISTED, "tool-en": "guide-of-nobody"}, "study-fault-form-english"),
    ({**LISTED, "tool-km": "one"}, "study-fault-form-lines"),
    ({**LISTED, "design": "crosswise"}, "study-fault-form-way"),
    ({**LISTED, "design": "crosswise", "way": "die"}, "study-fault-form-way"),
    ({**LISTED, "design": "crosswise", "way": "slips"}, "study-fault-form-lines"),
    ({**ONE, "tool-en": "harm"}, "study-fault-form-asks"),
    ({**ONE, "tool-km": "formula"}, "study-fault-form-lines"),
    ({**ONE, "tool-en": "answer"}, "study-fault-form-lines"),
)


def agreed(cast, bands: list[str]) -> StudyWalk:
    """A study whose protocol is agreed, with tools of statements in it."""
    made = StudyWalk(cast).begin()
    made.open(StudyGate.IDEA)
    for tool, words in STATEMENTS.items():
        made.write(bands=bands, tool=tool, tool_words=words)
    made.open(StudyGate.PROTOCOL)
    return made


def approve(walk: StudyWalk, bands: list[str]) -> None:
    """A committee approves all of it, and the gate is opened."""
    day = walk.cast.at.date()
    days = {"from_day": day.replace(year=day.year - 1), "to_day": day.replace(year=day.year + 1)}
    said = {"committee": "nechr", "number": "283", "sites": ["12"], "bands": bands, "tools": list(STATEMENTS)}
    walk.post(R.DATA_STEWARD, "approvals/new", **said, **days)
    waiting = walk.row.document["standing"]["approvals"][-1]["id"]
    walk.post(R.INVESTIGATOR, "approvals/confirm", approval=waiting)
    walk.open(StudyGate.ETHICS)


def asked_for(walk: StudyWalk, status: int, said: dict[str, str], path: str = "plan/form"):
    return walk.post(R.INVESTIGATOR, path, status, **said)


def cells(xlsx: bytes) -> list[object]:
    survey = load_workbook(io.BytesIO(xlsx))["survey"]
    return [value for line in survey.iter_rows(values_only=True) for value in line]


def test_st_r02_no_form_is_taken_before_a_committee_approved_and_the_trail_has_a_row(cast):
    walk = agreed(cast, ["12-14", "18+"])
    assert SAID["study-refused-gate-shut"] in asked_for(walk, 409, LISTED).content.decode()
    [row] = Event.objects.filter(action="study.refuse", subject=f"study:{walk.id}")
    assert row.detail["code"] == "study.question-form.refused.gate-shut"
    assert SAID["study-form-later"] in asked_for(walk, 200, LISTED, "plan").content.decode()
    approve(walk, ["12-14", "18+"])
    assert SAID["study-form-do"] in asked_for(walk, 200, LISTED, "plan").content.decode()
    for said, word in NO_FORM:
        assert SAID[word] in asked_for(walk, 409, said).content.decode(), said
    assert not Event.objects.filter(action="study.form").exists()
    taken = asked_for(walk, 200, LISTED)
    [row] = Event.objects.filter(action="study.form", subject=f"study:{walk.id}")
    assert row.detail == {"design": "list"}
    assert taken["Content-Disposition"] == 'attachment; filename="question.xlsx"'
    assert "kapea-hidden-question" in converted(taken.content)
    said = cells(taken.content)
    assert said.count("I have shouted at a child this month.") == 1, "in the longer list alone"
    assert said.count("I own a radio.") == said.count("ខ្ញុំមានវិទ្យុ។") == 2
    assert "I own a radio." in cells(asked_for(walk, 200, LISTED).content)
    walk.post(R.SAFEGUARDING_LEAD, "stop")
    assert SAID["study-refused-stopped"] in asked_for(walk, 409, LISTED).content.decode()


def test_st_r02_a_study_of_children_alone_has_no_form(cast):
    walk = agreed(cast, ["12-14"])
    approve(walk, ["12-14"])
    page = asked_for(walk, 409, LISTED).content.decode()
    assert SAID["study-refused-not-approved"] in page
    assert SAID["study-gap-age"] in page


def test_only_ways_that_make_the_chance_are_offered_and_a_mistake_loses_nothing(cast):
    walk = agreed(cast, ["12-14", "18+"])
    approve(walk, ["12-14", "18+"])

    def offered(page: str) -> list[str]:
        return re.findall('<option value="([^"]*)"', page.partition('id="way"')[2].partition("</select>")[0])

    for p, ways in (("3/20", ["slips"]), ("1/4", ["slips", "months"]), ("1/6", ["die", "months"])):
        said = {**FAIR, "people": "1000000", "bias": "90", "crosswise_p": p}
        assert offered(asked_for(walk, 200, said, "plan").content.decode()) == ways
    six = {"design": "forced_answer", "forced_yes": "1/6", "forced_no": "1/20"}
    page = asked_for(walk, 200, {**FAIR, **six}, "plan").content.decode()
    assert offered(page) == []
    assert SAID["study-fault-form-way"] in page
    page = asked_for(walk, 409, {**LISTED, "tool-km": "one"}).content.decode()
    chosen = re.findall('<option value="([^"]+)" selected', page.partition('id="tool-en"')[2])
    assert chosen[:2] == ["list-en", "one"]
