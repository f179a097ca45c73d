"""A case is closed with a reason, by somebody else, with nothing open and the way back told; or it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT

from kapea.core.care.asking import NotOpaque
from kapea.core.care.case_closing import (
    NOBODY_TO_ASK,
    RED_WITHIN,
    ClosingAsked,
    ClosingFacts,
    ClosingLacks,
    ClosingReason,
    closing_lacks,
)
from kapea.core.care.case_contents import NotAskedBecause
from kapea.core.care.case_levels import CaseLevel

DAY = timedelta(days=1)
ASKED = ClosingAsked(
    by="owner",
    at=AT - DAY,
    reason=ClosingReason.GOALS_MET,
    view_written=True,
    way_back_told=True,
    taken_over=True,
    outside_review=True,
)
FACTS = ClosingFacts(
    asked=ASKED,
    level=CaseLevel.GREEN,
    red_until=None,
    open_referrals=0,
    tries=(AT - 20 * DAY, AT - 10 * DAY, AT - 2 * DAY),
    approvals=frozenset({"chief", "lead"}),
    time_zone="Asia/Phnom_Penh",
    owner="owner",
)
"""All that any reason may ask for is there."""


def lacks(facts: ClosingFacts = FACTS, **asked) -> set[str]:
    """What stands against closing, with some things of the wish to close said otherwise."""
    wish = replace(facts.asked, **asked) if facts.asked else None
    return {each.value for each in closing_lacks(replace(facts, asked=wish), at=AT)}


@pytest.mark.parametrize("reason", ClosingReason)
def test_cw_20_with_all_of_it_a_case_may_be_closed(reason):
    assert lacks(reason=reason) == set()


@pytest.mark.parametrize("reason", ClosingReason)
def test_cw_20_each_thing_that_lacks_is_named_and_alone(reason):
    asks = reason not in NOBODY_TO_ASK
    assert lacks(replace(FACTS, asked=None)) == {"asked"}
    assert lacks(replace(FACTS, open_referrals=1), reason=reason) == {"referrals_answered"}
    assert lacks(reason=reason, way_back_told=False) == ({"way_back"} if asks else set())
    assert lacks(reason=reason, view_written=False) == ({"child_view"} if asks else set())


@pytest.mark.parametrize("why", NotAskedBecause)
def test_cw_20_why_a_child_was_not_heard_stands_for_their_view(why):
    assert lacks(view_written=False, not_heard=why) == set()


@pytest.mark.parametrize("why", NotAskedBecause)
def test_cw_20_nobody_says_that_a_child_asked_who_did_not_hear_them(why):
    """Whoever makes a child be silent would close the case so."""
    said = {"reason": ClosingReason.CHILD_ASKED, "view_written": False, "not_heard": why}
    assert lacks(**said) == {"child_view"}


@pytest.mark.parametrize("agreed", [{"owner"}, {"before"}, {"owner", "before"}])
def test_cw_20_nobody_approves_what_they_asked_for_or_hold(agreed):
    """Also not the one who asked, and then handed the case over."""
    facts = replace(FACTS, approvals=frozenset(agreed))
    assert lacks(facts, by="before") == {"other_approver"}
    assert lacks(replace(facts, approvals=facts.approvals | {"chief"}), by="before") == set()


@given(
    st.sets(st.sampled_from(["owner", "before", "chief", "lead", "third"])),
    st.sampled_from(ClosingReason),
    st.sampled_from(CaseLevel),
    st.sampled_from([None, AT - DAY, AT - RED_WITHIN, AT - RED_WITHIN + timedelta(seconds=1)]),
    st.booleans(),
)
def test_cw_20_where_it_was_dangerous_or_owed_or_no_child_is_asked_two_others_agree(
    agreed, reason, level, red_until, owed
):
    facts = replace(FACTS, approvals=frozenset(agreed), level=level, red_until=red_until, report_owed=owed)
    recent = red_until is not None and AT - red_until < RED_WITHIN
    unasked = reason.value in ("died", "cannot_reach", "opened_in_error")
    two = level is CaseLevel.RED or recent or unasked or owed
    others = agreed - {"owner", "before"}
    said = lacks(facts, by="before", reason=reason)
    assert ("second_approval" in said) is (two and len(others) < 2)
    assert ("other_approver" in said) is (not two and bool(agreed) and not others)


def test_what_was_agreed_lapses_when_the_case_becomes_more_urgent():
    """Asked to close at green; then it is red. It is asked anew, of the child too."""
    assert lacks(replace(FACTS, raised_at=ASKED.at - DAY)) == set()
    for raised in (ASKED.at, ASKED.at + timedelta(hours=1)):
        assert lacks(replace(FACTS, raised_at=raised, level=CaseLevel.RED)) == {"asked"}


def test_a_case_is_not_handed_over_to_nobody_and_a_death_is_looked_at_from_outside():
    assert lacks(reason=ClosingReason.TRANSFERRED, taken_over=False) == {"taken_over"}
    assert lacks(reason=ClosingReason.DIED, outside_review=False) == {"outside_review"}


def test_there_is_no_reason_for_a_family_that_settled_it():
    assert {each.value for each in ClosingReason} == {
        *("goals_met", "child_asked", "other_help", "transferred", "turned_18_with_plan"),
        *("cannot_reach", "died", "opened_in_error"),
    }


def test_who_asks_is_an_id():
    with pytest.raises(NotOpaque):
        replace(ASKED, by="Sok Dara")


# --- whom nobody reaches ----------------------------------------------------------------------

CALLS = {
    "three over fourteen days": ((0, 7, 14), set()),
    "the last may be late": ((0, 1, 40), set()),
    "two on one day are one": ((0, 0, 14), {"three_tries"}),
    "two": ((0, 14), {"three_tries"}),
    "none": ((), {"three_tries"}),
    "three within thirteen days": ((0, 7, 13), {"three_tries"}),
    "one that is yet to come": ((0, 7, 61), {"three_tries"}),
}


@pytest.mark.parametrize(("days", "lacking"), CALLS.values(), ids=CALLS)
def test_cw_21_three_tries_on_three_days_over_fourteen(days, lacking):
    tries = tuple(AT - 60 * DAY + day * DAY for day in days)
    assert lacks(replace(FACTS, tries=tries), reason=ClosingReason.CANNOT_REACH) == lacking
    assert lacks(replace(FACTS, tries=tries)) == set()


def test_cw_21_days_are_those_of_the_country():
    """Two tries on two days in UTC, and on one in Phnom Penh; the other way round as well."""
    first, last = datetime(2026, 11, 1, 5, tzinfo=UTC), datetime(2026, 11, 20, 5, tzinfo=UTC)
    one_day = (datetime(2026, 11, 20, 3, tzinfo=UTC), datetime(2026, 11, 19, 18, tzinfo=UTC))
    for zone, middle, lacking in (
        ("Asia/Phnom_Penh", one_day[1], {"three_tries"}),
        ("UTC", one_day[1], set()),
        ("UTC", one_day[0], {"three_tries"}),
    ):
        facts = replace(FACTS, tries=(first, middle, last), time_zone=zone)
        assert lacks(facts, reason=ClosingReason.CANNOT_REACH) == lacking, zone


def test_cw_21_in_danger_nobody_is_given_up():
    facts = replace(FACTS, level=CaseLevel.RED)
    assert lacks(facts, reason=ClosingReason.CANNOT_REACH) == {ClosingLacks.NOT_RED.value}
    assert lacks(facts) == set()
