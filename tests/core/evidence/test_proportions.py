"""Proportions with their intervals agree with SciPy and statsmodels, and are said no finer than may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from kapea.core.evidence import distributions
from kapea.core.evidence.proportions import (
    AnswerCount,
    NoAnswers,
    NotAProportion,
    SaidCount,
    SaidCountInterval,
    SaidPercent,
    SaidTenths,
    clopper_pearson_interval,
    said_proportion,
    wilson_interval,
)

EXACT = 1e-9


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 12, 0.0000, 0.2425),
        (3, 12, 0.0889, 0.5323),
        (12, 12, 0.7575, 1.0000),
        (18, 60, 0.1990, 0.4251),
        (45, 150, 0.2324, 0.3776),
    ],
)
def test_the_worked_wilson_intervals(count, of, low, high):
    found = wilson_interval(AnswerCount(count, of))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 12, 0, 0.2646), (3, 12, 0.0549, 0.5719), (18, 60, 0.1885, 0.4321)],
)
def test_the_worked_clopper_pearson_intervals(count, of, low, high):
    found = clopper_pearson_interval(AnswerCount(count, of))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@st.composite
def answers(draw) -> AnswerCount:
    of = draw(st.one_of(st.integers(1, 40), st.integers(1, 5000)))
    return AnswerCount(draw(st.integers(0, of)), of)


@given(answers())
def test_intervals_are_those_of_statsmodels(given_):
    for ours, method in ((wilson_interval, "wilson"), (clopper_pearson_interval, "beta")):
        low, high = proportion_confint(given_.count, given_.of, method=method)
        found = ours(given_)
        assert found.low == pytest.approx(low, abs=EXACT)
        assert found.high == pytest.approx(high, abs=EXACT)


@given(answers())
def test_the_share_lies_in_its_interval_and_clopper_pearson_is_exact(given_):
    for interval in (wilson_interval(given_), clopper_pearson_interval(given_)):
        assert 0 <= interval.low <= given_.count / given_.of <= interval.high <= 1
    exact = clopper_pearson_interval(given_)
    if given_.count:
        assert stats.binom.sf(given_.count - 1, given_.of, exact.low) == pytest.approx(0.025, abs=EXACT)
    if given_.count < given_.of:
        assert stats.binom.cdf(given_.count, given_.of, exact.high) == pytest.approx(0.025, abs=EXACT)


@pytest.mark.parametrize("a", [0.5, 1, 2, 10, 500, 20_000])
@pytest.mark.parametrize("b", [0.5, 1, 7, 300, 30_000])
def test_quantiles_are_those_of_scipy(a, b):
    for probability in (1e-6, 0.025, 0.5, 0.975):
        ours = distributions.beta_quantile(probability, a, b)
        assert ours == pytest.approx(stats.beta.ppf(probability, a, b), abs=EXACT)


@pytest.mark.parametrize("freedom", [1, 2, 3, 5, 7, 20, 100, 1000])
def test_t_and_normal_quantiles_are_those_of_scipy(freedom):
    ours = distributions.t_quantile(0.95, freedom)
    assert ours == pytest.approx(stats.t.ppf(0.975, freedom), abs=EXACT)
    assert distributions.normal_quantile(0.95) == pytest.approx(1.959964, abs=1e-6)


def test_beyond_its_ends_a_beta_variable_never_is():
    assert (distributions.incomplete_beta(-1, 2, 3), distributions.incomplete_beta(2, 2, 3)) == (0, 1)


@pytest.mark.parametrize(("count", "of"), [(-1, 3), (4, 3), (0, -1)])
def test_so_many_of_fewer_is_refused(count, of):
    with pytest.raises(NotAProportion):
        AnswerCount(count, of)


@pytest.mark.parametrize("interval", [wilson_interval, clopper_pearson_interval])
def test_nobody_has_no_interval(interval):
    with pytest.raises(NotAProportion, match="nobody answered"):
        interval(AnswerCount(0, 0))


@pytest.mark.parametrize(
    ("count", "of", "form"),
    [
        (0, 0, NoAnswers()),
        (3, 9, SaidCount(AnswerCount(3, 9))),
        (3, 12, SaidCountInterval(AnswerCount(3, 12), 8, 54)),
        (12, 12, SaidCountInterval(AnswerCount(12, 12), 75, 100)),
        (0, 29, SaidCountInterval(AnswerCount(0, 29), 0, 12)),
        (18, 60, SaidPercent(AnswerCount(18, 60), 30, 19, 43)),
        (1, 199, SaidPercent(AnswerCount(1, 199), 1, 0, 3)),
        (45, 200, SaidTenths(AnswerCount(45, 200), 225, 172, 288)),
    ],
)
def test_the_form_in_which_a_share_is_said(count, of, form):
    assert said_proportion(AnswerCount(count, of)) == form


FORMS = {
    NoAnswers: range(1),
    SaidCount: range(1, 10),
    SaidCountInterval: range(10, 30),
    SaidPercent: range(30, 200),
    SaidTenths: range(200, 100_000),
}


@given(answers())
def test_no_percentage_of_a_few_and_no_decimal_under_200(given_):
    form = said_proportion(given_)
    assert given_.of in FORMS[type(form)]
    assert hasattr(form, "percent") == (30 <= given_.of < 200)
    assert hasattr(form, "tenths") == (given_.of >= 200)


@given(answers())
def test_limits_that_are_said_are_no_closer_than_the_interval(given_):
    form, interval = said_proportion(given_), wilson_interval(given_)
    if isinstance(form, SaidCountInterval | SaidPercent | SaidTenths):
        whole = 1000 if isinstance(form, SaidTenths) else 100
        assert form.low / whole <= interval.low + EXACT
        assert form.high / whole >= interval.high - EXACT
