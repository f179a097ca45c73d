"""Sensitive questions over HTTP: what they would need, what is refused, the form, and what totals say."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from tests.core.studies.designs import TABLE
from tests.staff.at_the_desk import SAID
from tests.staff.cast import make_person, signed_in
from tests.staff.studies_held import HERE
from tests.staff.study_rows import made_up_study

from kapea.audit.models import Event
from kapea.core.staff.roles import Role
from kapea.core.studies.sensitive_designs import DesignKind
from kapea.core.studies.sensitive_estimates import NoEstimate
from kapea.core.studies.sensitive_questions import PlanRefusal
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.models import Study, StudyText
from kapea.web.field.plan_questions_forms import STARTS

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
R = StudyRole
FAIR = {
    **STARTS,
    "people": "10000",
    "expected": "20",
    "width": "5",
    "effect": "1",
    "bias": "10",
    "topic": "other",
    "asked": "adults",
    "setting": "alone",
    "sample": "random",
    "reading": "all-read",
}
OF_TABLE = {
    DesignKind.DIRECT: {},
    DesignKind.UNRELATED: {"unrelated_p": "7/10", "unrelated_q": "1/10"},
    DesignKind.CROSSWISE: {"crosswise_p": "3/20"},
    DesignKind.FORCED: {"forced_yes": "1/6", "forced_no": "1/6"},
    DesignKind.LIST: {"long_varies": ".848", "short_varies": ".647"},
}
ROWS = re.compile(r"<tr><td>(?:<b>)?([^<]*)(?:</b>)?</td>" + r'<td class="number"[^>]*>([^<]*)</td>' * 2)


class Planner:
    """A study as a row, and somebody who plans in it."""

    def __init__(self, cast, role: StudyRole = R.INVESTIGATOR) -> None:
        person = make_person(cast.organisation, Role.RESEARCHER, cast.at)
        self.row = made_up_study(cast.organisation, [person], cast.at, [role])
        self.client = signed_in(person, cast.at)

    def post(self, path: str = "plan", status: int = 200, /, **said) -> str:
        answer = self.client.post(f"{HERE}{self.row.id}/{path}", said)
        assert answer.status_code == status, (answer.status_code, answer.content.decode()[-2000:])
        return answer.content.decode()

    def plan(self, **other) -> str:
        return self.post(**{**FAIR, **other})

    def ways(self, **other) -> dict[str, tuple[str, str]]:
        """Each way of asking in the table of all: how many it needs, and how far off it is."""
        table = self.plan(**other).partition('id="ways"')[2].partition("</table>")[0]
        return {name: (needed, points) for name, needed, points in ROWS.findall(table)}


@pytest.fixture
def planner(cast) -> Planner:
    return Planner(cast)


# --- what it needs ---------------------------------------------------------------------------------------


def test_st_r33_the_page_has_the_published_table_to_the_unit(planner):
    asked = {
        "five": {"people": "116"},
        "rare": {"people": "116", "expected": "10"},
        "ten": {"people": "58", "width": "10"},
        "warner": {"people": "116", "warner_p": "3/20", "design": "warner"},
    }
    shown = {name: planner.ways(**said) for name, said in asked.items()}
    for design, five, rare, ten, at_116, at_58 in TABLE:
        name = SAID[f"study-design-{design.kind.value}"]
        if design.kind is DesignKind.WARNER and design.floor == Fraction(17, 20):
            assert shown["warner"][name] == (f"{five:,}", f"{at_116:.1f}")
            continue
        assert shown["five"][name] == (f"{five:,}", f"{at_116:.1f}"), name
        assert shown["rare"][name][0] == f"{rare:,}", name
        assert shown["ten"][name] == (f"{ten:,}", f"{at_58:.1f}"), name
    assert len(shown["five"]) == len(DesignKind)


@pytest.mark.parametrize("kind", DesignKind, ids=lambda kind: kind.value)
def test_st_r33_a_hundred_and_sixteen_people_do_not_reach_five_points(planner, kind):
    page = planner.plan(design=kind.value, people="116")
    assert "This does not fit 116 people" in page
    assert SAID["study-against-too_few_people"] in page
    assert f'action="{HERE}{planner.row.id}/plan/form"' not in page
    assert "This fits 10,000 people" in planner.plan(design=kind.value)


def test_a_cluster_needs_twice_as_many_and_a_direct_question_stands_beside_it(planner):
    page = planner.plan(effect="2", people="116")
    assert "For 5 points each way, 1,292 people must answer. Asked directly: 492." in page
    assert "With 116 people it may be 16.7 points off, each way. Asked directly: 10.3." in page


# --- what is refused -------------------------------------------------------------------------------------

NEVER = ({"asked": "children"}, {"setting": "group"}, {"topic": "own_abuse"}, {"sample": "chosen"})
WHY = ("children", "in_group", "own_abuse", "purposive_sample")


@pytest.mark.parametrize("kind", DesignKind, ids=lambda kind: kind.value)
def test_st_r34_children_groups_and_own_abuse_are_refused_whatever_the_size(planner, kind):
    for said, why in zip(NEVER, WHY, strict=True):
        page = planner.plan(design=kind.value, people="10000000", width="50", **said)
        assert "This fits 10,000,000 people" in page, "it is not the size"
        assert SAID[f"study-against-{why}"] in page
        assert SAID["study-plan-allowed"] not in page


def test_every_reason_is_told_at_once_with_how_to_mend_it(planner):
    discipline = {"topic": "carers_discipline", "people": "20", "reading": "some-not"}
    worst = {"asked": "children", "setting": "group", "sample": "chosen"}
    page = planner.plan(**discipline, **worst, bias="")
    told = {reason for reason in PlanRefusal if SAID[f"study-against-{reason.value}"] in page}
    assert told == set(PlanRefusal) - {PlanRefusal.OWN_ABUSE, PlanRefusal.PRECISION_LOST}
    assert SAID["study-against-bias_smaller_than_precision_lost"] in planner.plan(bias="0.1")


def test_what_nobody_said_is_not_taken_for_granted(planner):
    """Who is asked, where and how chosen has to be said; and nothing that was typed is lost."""
    for name in ("people", "expected", "width", "topic", "asked", "setting", "sample", "reading"):
        page = planner.plan(**{name: ""})
        assert SAID["study-fault-plan-unfit"] in page
        assert 'id="told"' not in page
        assert SAID["fault-required"] in page
    page = planner.plan(people="", width="7.5")
    assert 'name="width" inputmode="decimal" autocomplete="off" maxlength="12" value="7.5"' in page


UNFIT = (
    {"people": "1"},
    {"people": "a few"},
    {"people": "99999999999"},
    {"people": "9" * 5000},
    {"expected": "101"},
    {"expected": "NaN"},
    {"width": "0"},
    {"width": "1e400"},
    {"effect": "0.5"},
    {"bias": "-1"},
    {"design": "list", "long_varies": "-1"},
    {"design": "list", "short_varies": ""},
    {"design": "warner", "warner_p": "1/2"},
    {"design": "crosswise", "crosswise_p": "0"},
    {"design": "forced_answer", "forced_yes": "1/2", "forced_no": "1/2"},
    {"design": "none"},
    {"topic": "<script>"},
)


def test_what_cannot_be_is_said_and_nothing_is_worked_out(planner):
    for said in UNFIT:
        page = planner.plan(**said)
        assert SAID["study-fault-plan-unfit"] in page, said
        assert 'id="told"' not in page, said
        assert "<script>" not in page


def test_the_smallest_and_the_surest_plan_that_can_be_is_told(planner):
    """Where nobody can say anything of a trial, that is said in place of a number."""
    for kind in DesignKind:
        page = planner.plan(design=kind.value, people="2", expected="0", long_varies="0", short_varies="0")
        assert "This does not fit 2 people" in page
        assert "-0.0" not in page
    assert SAID["study-no-share-too_few_answers"] in planner.plan(design="list", people="2")
    certain = {"design": "list", "people": "50", "expected": "0", "long_varies": "0", "short_varies": "0"}
    page = planner.plan(**certain)
    assert SAID["study-no-share-no_spread"] in page
    assert "<circle" not in page


def test_nothing_is_kept_and_nothing_stands_in_an_address(planner):
    before = (Study.objects.get(id=planner.row.id).document, Event.objects.count(), StudyText.objects.count())
    page = planner.plan()
    planner.post("plan/estimate", design="direct", answered="58", counted="3")
    after = (Study.objects.get(id=planner.row.id).document, Event.objects.count(), StudyText.objects.count())
    assert after == before
    forms = re.findall(r'<form method="(\w+)" action="[^"]*plan[^"]*"', page)
    assert set(forms) == {"post"}
    assert "?" not in "".join(re.findall(r'(?:href|action)="(/staff/studies[^"]*)"', page))
    got = planner.client.get(f"{HERE}{planner.row.id}/plan", FAIR).content.decode()
    assert 'id="told"' not in got, "what stands in an address is not read"


# --- trials ----------------------------------------------------------------------------------------------


def test_trials_are_a_plot_and_a_table_without_a_script_and_always_the_same(planner):
    page, again = (re.sub(r'value="\w{64}"', "", planner.plan(people="116")) for _ in range(2))
    assert page == again
    assert page.count("<circle") == 6
    assert "500 times 116 made-up people. It is true of 20 in 100." in page
    assert "20 in 100 guess; put right by the second question" in page
    assert "<script" not in page
    assert planner.plan(design="list").count("<circle") == 1
    assert "40 times 1,500 made-up people" in planner.plan()


# --- totals ----------------------------------------------------------------------------------------------


def totals(planner: Planner, **said) -> str:
    return planner.post("plan/estimate", **{**STARTS, **said})


def test_st_r33_the_published_answers_have_the_published_shares(planner):
    crosswise = {"design": "crosswise", "answered": "2000", "counted": "1427", "anchor": "1541"}
    page = totals(planner, **crosswise)
    assert "19.50 in 100" in page
    assert "Standard error 1.44 points. 2,000 people answered." in page
    assert "10.54 in 100" in page.partition(SAID["study-estimate-corrected"])[2]
    arms = {"long": "19, 123, 229, 219, 34", "short": "8 132 222 227"}
    page = totals(planner, design="list", **arms)
    assert "6.78 in 100" in page
    assert "Standard error 4.96 points. 1,213 people answered." in page
    page = totals(planner, design="warner", warner_p="1/6", answered="1000", counted="633")
    assert "30.05 in 100" in page
    assert "Standard error 2.29 points." in page


NO_SHARE = (
    ({"design": "direct", "answered": "1", "counted": "1"}, NoEstimate.TOO_FEW_ANSWERS),
    ({"design": "list", "long": "0 0 9 0", "short": "0 9 0"}, NoEstimate.NO_SPREAD),
    ({"design": "list", "long": "1 2 3", "short": "1 2 3"}, NoEstimate.LISTS_DO_NOT_MATCH),
    ({"answered": "100", "counted": "60", "anchor": "50"}, NoEstimate.ANCHOR_AT_CHANCE),
)


def test_why_there_is_no_share_is_said_in_words(planner):
    assert {why for _, why in NO_SHARE} == set(NoEstimate)
    for said, why in NO_SHARE:
        assert SAID[f"study-no-share-{why.value}"] in totals(planner, **said)


def test_a_share_that_is_none_is_told_as_it_comes_out(planner):
    page = totals(planner, answered="100", counted="90")
    assert "-7.14 in 100" in page
    assert SAID["study-estimate-outside"] in page
    assert SAID["study-estimate-outside"] not in totals(planner, answered="100", counted="80")


UNFIT_TOTALS = (
    ({"answered": "10", "counted": "11"}, "fault-study-counts"),
    ({"answered": "10", "counted": "5", "anchor": "11"}, "fault-study-counts"),
    ({"answered": "10", "counted": "5", "anchor": "5", "both": "6"}, "fault-study-counts"),
    ({"answered": "ten", "counted": "5"}, "fault-study-number"),
    ({"answered": "10"}, "fault-required"),
    ({"design": "list", "long": "1,two", "short": "1"}, "fault-study-number"),
    ({"design": "list", "long": " ".join("1" * 20), "short": "1"}, "fault-study-number"),
    ({"design": "list", "long": "", "short": "1,2"}, "fault-required"),
)


def test_totals_that_cannot_be_are_said(planner):
    for said, word in UNFIT_TOTALS:
        page = totals(planner, **said)
        assert SAID[word] in page, said
        assert 'id="found"' not in page, said
