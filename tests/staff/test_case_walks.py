"""Random walks through the pages of a case, by everybody: only moves of its table happen, each by its own
hand, nobody closes what they hold, and whoever has no part in it changes and reads nothing.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.staff.at_the_desk import ASSESSED, CASES, PLANTED, Worker, in_action
from tests.staff.cast import Cast
from tests.staff.test_matrix import undone

from kapea.care.models import Case
from kapea.core.care.case_levels import LEVELS, is_more_urgent
from kapea.core.care.case_states import CaseHand, CaseNeed, CaseState, CaseStep, moved
from kapea.core.staff.roles import Role

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]

HANDS = {"owner": frozenset({CaseHand.OWNER}), "supervisor": frozenset({CaseHand.SUPERVISOR})}
OTHERS = ("colleague", "administrator", "auditor", "editor", "partner", "outsider")
CLOSING = {"reason": "goals_met", "view": "Fine", "way_back_told": "on", "aftercare": "on"}
WHAT = [
    *(("step", {"step": each.value}) for each in CaseStep),
    *(("level", {"to": each.value, "because": "danger_is_over"}) for each in LEVELS),
    *(("level", {"answer": each}) for each in ("yes", "no")),
    ("assessment", ASSESSED),
    ("closing", CLOSING),
    ("close", {}),
    ("note", {"kind": "note", "said": "Well"}),
]
KEEN = [
    ("owner", "closing", CLOSING),
    ("supervisor", "close", {}),
    ("supervisor", "step", {"step": "reopen"}),
]
"""What leads on: so that walks come further than luck takes them."""
OF_PAGES = {"assessment": CaseStep.ASSESS, "closing": CaseStep.ASK_TO_CLOSE, "close": CaseStep.CLOSE}


@pytest.fixture
def everybody(cast: Cast) -> dict[str, Worker]:
    people = {
        "owner": cast.pupil,
        "supervisor": cast.ours[Role.SUPERVISOR],
        "colleague": cast.ours[Role.CASE_WORKER],
        "administrator": cast.ours[Role.ADMINISTRATOR],
        "auditor": cast.ours[Role.AUDITOR],
        "editor": cast.ours[Role.EDITOR],
        "partner": cast.ours[Role.PARTNER_WORKER],
        "outsider": cast.theirs[Role.COUNSELLOR],
    }
    return {name: Worker(person, cast.at) for name, person in people.items()}


@pytest.fixture
def case(cast, everybody) -> Case:
    """A case whose plan is being done."""
    return in_action(cast, everybody["owner"])


def values(case: Case) -> dict:
    return Case.objects.filter(id=case.id).values().get()


def check_stranger(worker: Worker, case: Case, before: dict, answer) -> None:
    """It is not there for them: not to change, and not to read."""
    assert answer.status_code == 404
    assert PLANTED not in answer.content.decode()
    assert values(case) == before
    assert worker.client.get(f"{CASES}{case.id}").status_code == 404


def check_change(before: Case, after: Case, who: str, what: str, said: dict) -> None:
    """What happened stands in the table, by that hand; closing and lowering took two."""
    if after.state != before.state:
        step = OF_PAGES.get(what) or CaseStep(said["step"])
        has = dict.fromkeys(CaseNeed, True)
        assert moved(before.standing, step, before.urgency, HANDS[who], has) is after.standing
        assert (after.standing is CaseState.CLOSED) == (step is CaseStep.CLOSE)
    if after.standing is CaseState.CLOSED and before.is_open:
        assert (who, before.closing is not None) == ("supervisor", True)
        assert before.owner_id not in str(after.closing_approved_by)
    if is_more_urgent(before.urgency, after.urgency):
        assert said.get("answer") == "yes"
        assert before.lower_level["by"] != {"owner": before.owner_id}.get(who)


def test_cw_15_and_20_no_walk_through_the_pages_of_a_case_leaves_its_table(everybody, case):
    reached: set[str] = set()

    @settings(
        max_examples=6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
        derandomize=True,
    )
    @given(
        st.lists(
            st.one_of(
                st.sampled_from(KEEN),
                st.tuples(st.sampled_from([*HANDS, *OTHERS]), st.sampled_from(WHAT)).map(
                    lambda pair: (pair[0], *pair[1])
                ),
            ),
            min_size=8,
            max_size=14,
        )
    )
    def walk(steps) -> None:
        with undone():
            for who, what, said in steps:
                before, was = Case.objects.get(id=case.id), values(case)
                answer = everybody[who].client.post(f"{CASES}{case.id}/{what}", said)
                assert answer.status_code in (200, 302, 404, 409)
                after = Case.objects.get(id=case.id)
                if who in OTHERS:
                    check_stranger(everybody[who], case, was, answer)
                else:
                    check_change(before, after, who, what, said)
                reached.add(after.state)

    walk()
    assert {"in_action", "closed", "registered"} <= reached


def test_a_walk_of_a_case_that_leads_on_is_closed_by_the_supervisor_alone(everybody, case):
    for who, what, said in KEEN:
        if what == "close":
            assert everybody["owner"].client.post(f"{CASES}{case.id}/close", said).status_code == 404
        before = Case.objects.get(id=case.id)
        everybody[who].client.post(f"{CASES}{case.id}/{what}", said)
        check_change(before, Case.objects.get(id=case.id), who, what, said)
        case.refresh_from_db()
        assert (case.standing is CaseState.CLOSED) == (what == "close"), what
    assert case.episode == 2


def test_where_nothing_of_their_country_is_live_no_case_is_there_and_no_page_fails(everybody, case):
    for address in ("/staff/desk/", f"{CASES}{case.id}", "/staff/referrals/"):
        assert everybody["outsider"].client.get(address).status_code == 404
