"""The exact program finds what HiGHS finds, over fractions and over whole numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from kapea.core.evidence import linear_program, whole_program
from kapea.core.evidence.linear_program import Condition, Infeasible, LinearProgram, TooManyPivots
from kapea.core.evidence.whole_program import WholeProgram
from kapea.core.evidence.whole_rows import solved_columns

MOST = 50


@st.composite
def programs(draw):
    """Conditions that some whole point meets, mostly; and a few sums to make large."""
    size = draw(st.integers(1, 6))
    weights = st.dictionaries(st.integers(0, size - 1), st.sampled_from([1, 1, 1, 2, -1]), max_size=size)
    point = draw(st.lists(st.integers(0, 9), min_size=size, max_size=size))
    conditions = [Condition({at: 1}, 0, MOST) for at in range(size)]
    for each in draw(st.lists(weights, min_size=1, max_size=5)):
        value = sum(weight * point[at] for at, weight in each.items()) + draw(st.sampled_from([0, 0, 0, 7]))
        down, up = draw(st.sampled_from([(0, 0), (0, 0), (2, 3), (4, None)]))
        conditions.append(Condition(each, value - down, None if up is None else value + up))
    return size, conditions, draw(st.lists(weights, min_size=1, max_size=3))


def by_highs(size, conditions, weights, *, whole) -> float | None:
    rows = np.array([[each.weights.get(at, 0) for at in range(size)] for each in conditions])
    high = [np.inf if each.high is None else each.high for each in conditions]
    found = milp(
        [-weights.get(at, 0) for at in range(size)],
        constraints=LinearConstraint(rows, [each.low for each in conditions], high),
        bounds=Bounds(0, np.inf),
        integrality=np.full(size, int(whole)),
    )
    assert found.status in (0, 2), found.message
    return -found.fun if found.status == 0 else None


def meets(conditions, point) -> bool:
    sums = [(each, sum(w * point[at] for at, w in each.weights.items())) for each in conditions]
    return all(each.low <= value and (each.high is None or value <= each.high) for each, value in sums)


@settings(max_examples=150)
@given(programs())
def test_it_finds_what_highs_finds(program):
    size, conditions, sums = program
    try:
        ours = LinearProgram(size, conditions)
    except Infeasible:
        assert by_highs(size, conditions, {}, whole=False) is None
        return
    for weights in sums:
        found = ours.maximise(weights)
        assert float(found.value) == pytest.approx(by_highs(size, conditions, weights, whole=False))
        assert found.value == sum((w * found.point[at] for at, w in weights.items()), Fraction())
        assert min(found.point) >= 0
        assert meets(conditions, found.point)


@settings(max_examples=100)
@given(programs())
def test_in_whole_numbers_it_finds_what_highs_finds(program):
    size, conditions, sums = program
    ours = WholeProgram(size, conditions)
    for weights in sums:
        found, theirs = ours.maximise(weights), by_highs(size, conditions, weights, whole=True)
        if found is None:
            assert theirs is None
        else:
            assert found.value == pytest.approx(theirs)
            assert meets(conditions, found.point)


def test_it_is_exact_where_floats_are_not():
    tenth = 10**30
    program = LinearProgram(2, [Condition({0: tenth, 1: 3}, tenth + 1, tenth + 1)])
    assert program.maximise({0: 1}).value == Fraction(tenth + 1, tenth)


def test_what_nothing_limits_has_no_value():
    program = LinearProgram(2, [Condition({0: 1, 1: -1}, 3, 3)])
    found = program.maximise({0: 1})
    assert found.value is None
    assert meets([Condition({0: 1, 1: -1}, 3, 3)], found.point)
    assert program.maximise({0: -1}).value == -3
    assert WholeProgram(2, [Condition({0: 1, 1: -1}, 3, 3)]).maximise({0: 1}) is None


def test_an_example_on_which_the_simplex_method_goes_round_ends():
    """Chvátal's (1983, chapter 3), its first rows doubled: by the largest weight alone it never ends."""
    rows = [({0: 1, 1: -11, 2: -5, 3: 18, 4: 2}, 0), ({0: 1, 1: -3, 2: -1, 3: 2, 5: 2}, 0), ({0: 1, 6: 1}, 1)]
    program = LinearProgram(7, [Condition(weights, right, right) for weights, right in rows])
    assert program.maximise({0: 10, 1: -57, 2: -9, 3: -24}).value == 1


def test_what_would_take_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(linear_program, "MOST_PIVOTS", 3)
    with pytest.raises(TooManyPivots):
        LinearProgram(9, [Condition({at: 1, at + 1: 1}, 5, 5) for at in range(8)])


def test_whole_points_that_are_not_found_in_time_count_as_not_there(monkeypatch):
    halves = [Condition({0: 1, 1: 1}, 1, 1), Condition({1: 1, 2: 1}, 1, 1), Condition({0: 1, 2: 1}, 0, 1)]
    assert WholeProgram(3, halves).maximise({0: 1, 2: 1, 1: 1}).value == 1
    monkeypatch.setattr(whole_program, "MOST_BRANCHES", 0)
    assert WholeProgram(3, halves).maximise({0: 1, 2: 1, 1: 1}) is None


@given(st.lists(st.frozensets(st.integers(0, 5), min_size=1), min_size=1, max_size=7))
def test_what_sums_solve_is_what_lies_in_their_span(sums):
    rows = np.array([[float(at in each) for at in range(6)] for each in sums])
    rank = np.linalg.matrix_rank(rows)
    spanned = {at for at in range(6) if np.linalg.matrix_rank(np.vstack([rows, np.eye(6)[at]])) == rank}
    assert solved_columns(sums) == spanned
