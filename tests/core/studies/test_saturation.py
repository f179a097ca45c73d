"""Saturation: the worked series, other orders, and a plan that nobody chooses by what it shows."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapea.core.studies.saturation import (
    NoSaturation,
    NotASaturationPlan,
    NotASessionOrder,
    PlanDecision,
    SaturationCurve,
    SaturationPlan,
    SessionCodes,
    ShuffledSaturation,
    new_codes_by_session,
    saturation_apart,
    saturation_curve,
    saturation_plan_change,
    shuffled_saturation,
)

NEW = (12, 7, 5, 4, 3, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0)
"""How many new codes each of fifteen sessions brought."""
FEW = settings(max_examples=40)


def plan(base: int, run: int, percent: int) -> SaturationPlan:
    return SaturationPlan(base=base, run=run, threshold=Fraction(percent, 100))


def sessions_of(new_codes: tuple[int, ...]) -> list[frozenset[str]]:
    """Sessions that bring so many new codes each, and the first of them say something old as well."""
    starts = [sum(new_codes[:at]) for at in range(len(new_codes))]
    return [
        frozenset(f"C{n}" for n in (*range(start, start + new), 0))
        for start, new in zip(starts, new_codes, strict=True)
    ]


@pytest.mark.parametrize(
    ("fixed", "base", "shares", "reached"),
    [
        (plan(4, 2, 5), 28, [14.3, 7.1, 3.6, 3.6, 3.6, 0.0], (7, 8)),
        (plan(4, 3, 5), 28, [17.9, 7.1, 7.1, 3.6], (8, 10)),
        (plan(4, 2, 0), 28, [14.3, 7.1, 3.6, 3.6, 3.6, 0.0], (10, 11)),
        (plan(4, 3, 0), 28, [17.9, 7.1, 7.1, 3.6], (13, 15)),
        (plan(6, 2, 5), 32, [3.1], (7, 8)),
    ],
)
def test_st_r32_the_worked_series(fixed, base, shares, reached):
    curve = saturation_curve(NEW, fixed)
    assert curve.base_codes == base
    assert [round(100 * float(run.share), 1) for run in curve.runs][: len(shares)] == shares
    assert (curve.reached.first, curve.reached.last) == reached
    assert curve.seen == 35


def test_what_is_saturated_is_not_complete():
    """At 10–11 nothing comes, and still a code comes at 12."""
    assert saturation_curve(NEW, plan(4, 2, 0)).new_after == 1
    assert saturation_curve(NEW, plan(4, 2, 5)).new_after == 2
    assert saturation_curve(NEW[:7], plan(4, 2, 5)).reached is None


ANY_PLAN = st.builds(plan, st.integers(1, 4), st.integers(1, 4), st.integers(0, 99))


@given(st.none() | ANY_PLAN, ANY_PLAN)
def test_st_r32_no_size_is_changed_or_chosen_once_a_session_could_be_held(before, after):
    decided = saturation_plan_change(before, after, session_gate_was_open=True)
    same = before == after
    assert decided is (PlanDecision.UNCHANGED if same else PlanDecision.REFUSED_AFTER_FIRST_SESSION)
    early = saturation_plan_change(before, after, session_gate_was_open=False)
    assert early is (PlanDecision.UNCHANGED if same else PlanDecision.ALLOWED)


@pytest.mark.parametrize(
    ("base", "run", "threshold"), [(0, 2, 0), (4, 0, 0), (4, 2, -1), (4, 2, 1), (-4, 2, 0)]
)
def test_a_plan_has_sizes_by_which_something_can_be_measured(base, run, threshold):
    with pytest.raises(NotASaturationPlan):
        SaturationPlan(base=base, run=run, threshold=Fraction(threshold))


def test_what_cannot_be_worked_out_is_said():
    assert saturation_curve(NEW[:5], plan(4, 2, 5)) is NoSaturation.TOO_FEW_SESSIONS
    assert saturation_curve((0, 0, 3), plan(2, 1, 5)) is NoSaturation.NO_CODES_IN_BASE
    order = Random(1).sample
    few = shuffled_saturation([frozenset()] * 2, plan(2, 1, 5), lambda n: order(range(n), n))
    none = shuffled_saturation([frozenset()] * 3, plan(2, 1, 5), lambda n: order(range(n), n))
    assert (few, none) == (NoSaturation.TOO_FEW_SESSIONS, NoSaturation.NO_CODES_IN_BASE)


def test_a_code_is_new_once():
    assert new_codes_by_session(sessions_of(NEW)) == NEW
    assert new_codes_by_session([frozenset("ab"), frozenset("bc"), frozenset(), frozenset("abc")]) == (
        2,
        1,
        0,
        0,
    )


SESSIONS = st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=4), max_size=8)


@FEW
@given(SESSIONS, ANY_PLAN)
def test_runs_are_counted_as_sets_are(sessions, fixed):
    curve = saturation_curve(new_codes_by_session(sessions), fixed)
    if not isinstance(curve, SaturationCurve):
        return
    assert curve.base_codes == len(frozenset().union(*sessions[: fixed.base]))
    assert curve.seen == len(frozenset().union(*sessions))
    for run in curve.runs:
        before = frozenset().union(*sessions[: run.first - 1])
        after = frozenset().union(*sessions[: run.last])
        assert (run.new, run.last - run.first + 1) == (len(after - before), fixed.run)
        assert run.share == Fraction(run.new, curve.base_codes)
    stopped = [run for run in curve.runs if run.share <= fixed.threshold]
    assert curve.reached == (stopped[0] if stopped else None)


# --- other orders -----------------------------------------------------------------------------------------


def test_other_orders_are_the_callers_and_their_median_is_told():
    sessions = sessions_of(NEW)
    as_held = shuffled_saturation(sessions, plan(4, 2, 5), lambda n: range(n))
    assert as_held == ShuffledSaturation(orders=200, reached=200, median_base=28, median_last=8)
    turns = iter([range(15), range(14, -1, -1), range(15)])
    thrice = shuffled_saturation(sessions, plan(4, 2, 5), lambda n: next(turns), orders=3)
    assert (thrice.orders, thrice.median_base, thrice.median_last) == (3, 28, 8)

    def shuffled(seed):
        random = Random(seed)
        return shuffled_saturation(sessions, plan(4, 2, 5), lambda n: random.sample(range(n), n))

    assert shuffled(3) == shuffled(3)
    assert shuffled(3).median_base < 28


@pytest.mark.parametrize("order", [[0, 1], [0, 1, 1], [1, 2, 3], []])
def test_an_order_in_which_a_session_is_missing_or_doubled_is_refused(order):
    with pytest.raises(NotASessionOrder):
        shuffled_saturation([frozenset("a")] * 3, plan(1, 1, 5), lambda n: order)


def test_groups_and_interviews_and_strata_are_told_apart():
    held = [
        SessionCodes(kind, stratum, frozenset(codes))
        for kind, stratum, codes in (
            ("group", "mothers", "ab"),
            ("interview", "mothers", "abc"),
            ("group", "fathers", "d"),
            ("group", "mothers", "c"),
            ("group", "mothers", "a"),
        )
    ]
    apart = saturation_apart(held, plan(1, 1, 5))
    assert apart["group", "mothers"] == saturation_curve((2, 1, 0), plan(1, 1, 5))
    assert apart["interview", "mothers"] is apart["group", "fathers"] is NoSaturation.TOO_FEW_SESSIONS
