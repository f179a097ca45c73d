"""Pairs of answers: the test and the interval agree with calculations that owe ours nothing."""

from __future__ import annotations

from fractions import Fraction
from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats
from statsmodels.stats.contingency_tables import mcnemar

from kapea.core.evidence.changed import ChangedProportion, changed_proportion
from kapea.core.evidence.paired import (
    AnswerPairs,
    ChangedPairs,
    FewPairs,
    NotPairs,
    answers_of_session,
    changed_pairs,
    mcnemar_p,
)
from kapea.core.evidence.proportions import AnswerCount

counts = st.integers(0, 25)
several = st.builds(AnswerPairs, kept=counts, lost=counts, gained=counts, neither=counts)
few = st.lists(st.integers(0, 3), max_size=9).map(lambda all: pairs_of(*map(all.count, range(4))))
enough = several.filter(lambda pairs: pairs.of >= 10)


def pairs_of(kept: int, lost: int, gained: int, neither: int) -> AnswerPairs:
    return AnswerPairs(kept=kept, lost=lost, gained=gained, neither=neither)


@given(several)
def test_the_exact_test_is_that_of_statsmodels_and_of_scipy(pairs):
    table = [[pairs.kept, pairs.lost], [pairs.gained, pairs.neither]]
    found = float(mcnemar_p(pairs))
    changed = pairs.lost + pairs.gained
    assert found == pytest.approx(min(1.0, mcnemar(table, exact=True).pvalue) if changed else 1.0)
    assert found == pytest.approx(stats.binomtest(pairs.lost, changed).pvalue if changed else 1.0)


def likeliest(pairs: AnswerPairs, difference: float) -> float:
    """The proportion of those who lost it that makes the counts likeliest, found by looking for it."""
    low, high = max(0.0, -difference), (1 - difference) / 2

    def unlikely(lost: float) -> float:
        parts = (pairs.gained, lost + difference), (pairs.lost, lost)
        rest = pairs.kept + pairs.neither, 1 - 2 * lost - difference
        return -sum(many * log(max(share, 1e-300)) for many, share in (*parts, rest) if many)

    found = optimize.minimize_scalar(unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-12})
    return min((found.x, low, high), key=unlikely)


def score(pairs: AnswerPairs, difference: float) -> float:
    lost = likeliest(pairs, difference)
    variance = (2 * lost + difference - difference**2) / pairs.of
    return ((pairs.gained - pairs.lost) / pairs.of - difference) / sqrt(variance)


@pytest.mark.parametrize(
    "counts", [(36, 12, 2, 0), (3, 4, 9, 14), (10, 0, 6, 8), (0, 3, 3, 20), (5, 1, 17, 7), (12, 9, 2, 4)]
)
def test_the_interval_is_where_the_score_of_the_likeliest_counts_reaches_the_quantile(counts):
    pairs = pairs_of(*counts)
    found = changed_pairs(pairs)
    assert isinstance(found, ChangedPairs)
    z = stats.norm.ppf(0.975)
    assert score(pairs, found.low) == pytest.approx(z, abs=1e-4)
    assert score(pairs, found.high) == pytest.approx(-z, abs=1e-4)


def test_a_worked_table_from_elsewhere():
    """59 and 80 stayed, 6 came to it, 16 left it (Cavo 2012): what the R package `contingencytables` gives,
    by the statisticians Fagerland, Lydersen and Laake.
    """
    found = changed_pairs(pairs_of(59, 16, 6, 80))
    assert isinstance(found, ChangedPairs)
    assert (round(found.difference, 4), round(found.low, 4), round(found.high, 4)) == (
        -0.0621, -0.1240, -0.0054,
    )  # fmt: skip
    assert round(float(found.p), 6) == 0.052479


@given(enough)
def test_the_difference_lies_in_its_interval_and_turns_with_it(pairs):
    found = changed_pairs(pairs)
    turned = changed_pairs(pairs_of(pairs.kept, pairs.gained, pairs.lost, pairs.neither))
    assert isinstance(found, ChangedPairs)
    assert isinstance(turned, ChangedPairs)
    assert -1 <= found.low <= found.difference <= found.high <= 1
    assert (found.low, found.high, found.p) == (
        pytest.approx(-turned.high, abs=1e-7), pytest.approx(-turned.low, abs=1e-7), turned.p,
    )  # fmt: skip


@given(few)
def test_of_fewer_than_ten_there_is_no_interval_and_no_test(pairs):
    assert changed_pairs(pairs) == FewPairs(pairs)


def test_where_nobody_changed_nothing_is_unlikely():
    assert mcnemar_p(pairs_of(9, 0, 0, 9)) == Fraction(1)


def test_fewer_than_nobody_are_no_pairs():
    with pytest.raises(NotPairs):
        pairs_of(1, -1, 2, 3)


def test_over_sessions_the_sessions_are_counted():
    sessions = [pairs_of(4, 1, 6, n) for n in range(6)]
    assert answers_of_session(sessions[2]).before == AnswerCount(5, 13)
    assert answers_of_session(sessions[2]).after == AnswerCount(10, 13)
    found = changed_proportion(map(answers_of_session, sessions))
    assert isinstance(found, ChangedProportion)
    assert found.mean_change == pytest.approx(sum(5 / each.of for each in sessions) / 6)
