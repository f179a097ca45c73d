"""What an assessment and a plan still need is named, in order; a child's no is no action."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.care.case_contents import (
    Assessment,
    CasePlan,
    ChildAgrees,
    NeedAnswer,
    NeedDomain,
    NotAskedBecause,
    PlanLacks,
)

LATER = date(2026, 12, 13)
WHOLE = CasePlan((ChildAgrees.YES,), view_written=True, review_on=LATER)


@given(
    st.dictionaries(st.sampled_from(NeedDomain), st.sampled_from(NeedAnswer)),
    st.dictionaries(st.sampled_from(NeedDomain), st.sampled_from(NotAskedBecause)),
)
def test_every_domain_has_an_answer_or_a_reason_why_it_was_not_asked(needs, not_asked):
    lacking = set(Assessment(needs, not_asked).lacks())
    for domain in NeedDomain:
        silent = needs.get(domain) is NeedAnswer.NOT_ASKED and domain not in not_asked
        assert (domain in lacking) is (domain not in needs or silent)


def test_a_plan_with_all_of_it_lacks_nothing():
    assert WHOLE.lacks() == ()
    not_heard = CasePlan((ChildAgrees.NOT_ASKED,), not_heard=NotAskedBecause.TOO_YOUNG, review_on=LATER)
    assert not_heard.lacks() == ()


@pytest.mark.parametrize("actions", [(), (ChildAgrees.NO,), (ChildAgrees.NO, ChildAgrees.NO)])
def test_what_the_child_said_no_to_is_no_action(actions):
    assert CasePlan(actions, view_written=True, review_on=LATER).lacks() == (PlanLacks.ACTION,)
    with_one = CasePlan((*actions, ChildAgrees.YES), view_written=True, review_on=LATER)
    assert with_one.lacks() == ()


def test_an_empty_plan_names_all_that_it_needs_in_order():
    assert CasePlan().lacks() == (PlanLacks.ACTION, PlanLacks.CHILD_VIEW, PlanLacks.REVIEW_DAY)
