"""A change of level agrees with statsmodels, and never comes without its control and its placebo."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.stattools import durbin_watson

from kapea.core.evidence.interrupted_series import TooFewPeriods, changed_series

CALLS = [
    *(112, 115, 119, 117, 114, 118, 124, 127, 125, 121, 126, 131),
    *(158, 162, 160, 165, 171, 169, 164, 168, 174, 177, 173, 176),
]
CONTROL = [
    *(88, 90, 93, 92, 89, 91, 95, 98, 97, 94, 96, 99),
    *(103, 105, 104, 107, 110, 109, 106, 108, 111, 113, 112, 114),
]


def rounded(*numbers: float) -> list[float]:
    return [round(each, 4) for each in numbers]


def test_the_worked_calls():
    found = changed_series(CALLS, CONTROL, before=12).outcome
    line = rounded(found.start, found.trend, found.level_change, found.trend_change)
    assert line == [111.5000, 1.4231, 29.4872, 0.1399]
    assert rounded(*found.errors) == [1.8579, 0.2524, 2.4777, 0.3570]
    assert (round(found.low, 3), round(found.high, 3)) == (24.319, 34.656)
    assert round(found.durbin_watson, 4) == 1.7508
    assert rounded(*found.robust_errors) == [1.1966, 0.1667, 1.8731, 0.2058]
    before, after = np.mean(CALLS[:12]), np.mean(CALLS[12:])
    assert (before, round(after, 2), round(after / before - 1, 3)) == (120.75, 168.08, 0.392)
    assert found.level_change < after - before, "the figure had been rising"


def test_the_worked_control_difference_and_placebo():
    found = changed_series(CALLS, CONTROL, before=12)
    assert rounded(found.control.level_change, found.control.errors[2]) == [4.6294, 1.5421]
    assert rounded(found.difference.level_change, found.difference.errors[2]) == [24.8578, 1.1430]
    assert (round(found.difference.low, 3), round(found.difference.high, 3)) == (22.474, 27.242)
    assert rounded(found.placebo.level_change, found.placebo.errors[2]) == [5.3333, 3.4890]
    assert (round(found.placebo.low, 3), round(found.placebo.high, 3)) == (-2.712, 13.379)


months = st.lists(st.integers(0, 500), min_size=24, max_size=40)


@given(months, st.data())
def test_it_agrees_with_statsmodels(figures, data):
    before = data.draw(st.integers(12, len(figures) - 12))
    ours = changed_series(figures, figures, before=before).outcome
    t = np.arange(len(figures))
    fit = OLS(
        figures, np.column_stack([np.ones_like(t), t + 1, t >= before, np.clip(t - before, 0, None)])
    ).fit()
    robust = fit.get_robustcov_results("HAC", maxlags=2, use_correction=True)
    near = {"rel": 1e-6, "abs": 1e-6}
    assert [ours.start, ours.trend, ours.level_change, ours.trend_change] == pytest.approx(fit.params, **near)
    assert ours.errors == pytest.approx(fit.bse, **near)
    assert ours.robust_errors == pytest.approx(robust.bse, **near)
    assert (ours.low, ours.high) == pytest.approx(fit.conf_int()[2], **near)
    if fit.ssr > 1e-6:
        assert ours.durbin_watson == pytest.approx(durbin_watson(fit.resid), rel=1e-6)


def test_what_a_figure_does_as_its_control_does_is_no_difference():
    found = changed_series(CALLS, CALLS, before=12).difference
    assert (found.level_change, found.low, found.high, found.durbin_watson) == (0, 0, 0, 2)


@pytest.mark.parametrize(("months", "before"), [(23, 12), (24, 11), (24, 13)])
def test_fewer_than_twelve_periods_on_a_side_are_refused(months, before):
    with pytest.raises(TooFewPeriods, match="12 periods before"):
        changed_series(CALLS[:months], CONTROL[:months], before=before)


def test_a_control_of_other_periods_is_refused():
    with pytest.raises(TooFewPeriods, match="for each period"):
        changed_series(CALLS, CONTROL[:23], before=12)
