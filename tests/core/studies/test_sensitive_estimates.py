"""What hidden answers say: the published figures, SciPy's intervals, and people who are made up."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW
from tests.core.studies.coded import TRUTH

from kapea.core.evidence.proportions import AnswerCount, wilson_interval
from kapea.core.studies.anchor_correction import (
    AnchoredAnswers,
    NotAnchored,
    anchored_estimate,
    attentive_share,
)
from kapea.core.studies.sensitive_designs import MixedAnswer, NotADesign
from kapea.core.studies.sensitive_estimates import (
    NoEstimate,
    SensitiveEstimate,
    arm_variance,
    list_estimate,
    mixed_estimate,
)
from kapea.core.studies.sensitive_simulation import (
    SimulatedQuestion,
    simulated_anchored,
    simulated_list,
    simulated_mixed,
)

EXACT = 1e-9
P = Fraction(15, 100)
TREATMENT, CONTROL = (19, 123, 229, 219, 34), (8, 132, 222, 227)
FEW = settings(max_examples=40)
DESIGNS = (
    MixedAnswer.direct(),
    MixedAnswer.crosswise(P),
    MixedAnswer.warner(Fraction(1, 4)),
    MixedAnswer.forced(Fraction(1, 6), Fraction(1, 6)),
    MixedAnswer.unrelated(Fraction(7, 10), Fraction(1, 10)),
)


def named(value: object) -> str | None:
    return value.kind.value if isinstance(value, MixedAnswer) else None


def said(estimate: object) -> tuple[float, float]:
    assert isinstance(estimate, SensitiveEstimate)
    return round(estimate.share, 4), round(estimate.standard_error, 4)


# --- published --------------------------------------------------------------------------------------------


def test_st_r33_the_published_list_experiment():
    assert said(list_estimate(TREATMENT, CONTROL)) == (0.0678, 0.0496)


def test_st_r33_the_published_crosswise_shares_as_asked_and_corrected():
    naive = mixed_estimate(MixedAnswer.crosswise(P), AnswerCount(1427, 2000))
    assert said(naive) == (0.1950, 0.0144)
    corrected = anchored_estimate(P, AnchoredAnswers(of=2000, same=1427, anchor_same=1541))
    assert said(corrected)[0] == 0.1054
    assert corrected.name == "crosswise_anchor_corrected"


def test_st_r33_the_published_warner_share():
    found = mixed_estimate(MixedAnswer.warner(Fraction(1, 6)), AnswerCount(633, 1000))
    assert said(found) == (0.3005, 0.0229)
    assert round(found.standard_error, 6) == TRUTH["warner"]["se"] == 0.022874


def test_the_variances_of_the_table_are_those_of_the_published_arms():
    assert [round(float(arm_variance(arm)), 3) for arm in (TREATMENT, CONTROL)] == [0.848, 0.647]


# --- other libraries -------------------------------------------------------------------------------------


@FEW
@given(
    st.lists(st.integers(0, 30), min_size=4, max_size=4), st.lists(st.integers(0, 30), min_size=3, max_size=3)
)
def test_the_list_is_the_difference_of_means_of_statsmodels(treatment, control):
    estimate = list_estimate(treatment, control)
    if not isinstance(estimate, SensitiveEstimate):
        return
    arms = [
        DescrStatsW([said for said, people in enumerate(arm) for _ in range(people)])
        for arm in (treatment, control)
    ]
    compared = CompareMeans(*arms)
    low, high = compared.zconfint_diff(usevar="unequal")
    assert estimate.share == pytest.approx(arms[0].mean - arms[1].mean, abs=EXACT)
    assert estimate.standard_error == pytest.approx(compared.std_meandiff_separatevar, abs=EXACT)
    assert (estimate.low, estimate.high) == (pytest.approx(low, abs=EXACT), pytest.approx(high, abs=EXACT))


@st.composite
def answers(draw: st.DrawFn) -> AnswerCount:
    of = draw(st.integers(2, 3000))
    return AnswerCount(draw(st.integers(0, of)), of)


@FEW
@given(st.sampled_from(DESIGNS), answers())
def test_the_interval_is_that_of_the_counted_answers(design, given_):
    """It never shuts to a point, and carried back it is the interval of Wilson."""
    found = mixed_estimate(design, given_)
    assert found.low <= found.share <= found.high
    assert found.low < found.high
    wilson = stats.binomtest(given_.count, given_.of).proportion_ci(method="wilson")
    back = sorted(float(design.floor + design.slope * Fraction(end)) for end in (found.low, found.high))
    assert back == pytest.approx([wilson.low, wilson.high], abs=EXACT)
    assert float(design.answered(Fraction(found.share))) == pytest.approx(given_.count / given_.of, abs=EXACT)


def test_a_direct_question_is_told_as_any_proportion_is():
    found, wilson = (
        mixed_estimate(MixedAnswer.direct(), AnswerCount(3, 58)),
        wilson_interval(AnswerCount(3, 58)),
    )
    assert (found.low, found.high, found.share) == (wilson.low, wilson.high, 3 / 58)


# --- the correction ---------------------------------------------------------------------------------------


@FEW
@given(st.fractions(0, Fraction(2, 5), max_denominator=50), st.integers(0, 500))
def test_where_everybody_reads_the_correction_changes_nothing(p, same):
    """The anchor is “same” for as many as have the harmless answer “no”."""
    of = 500 * p.denominator
    if p == 0:
        return
    answers = AnchoredAnswers(of=of, same=same, anchor_same=int(of * (1 - p)))
    assert attentive_share(p, answers) == 1
    naive = mixed_estimate(MixedAnswer.crosswise(p), AnswerCount(same, of))
    corrected = anchored_estimate(p, answers)
    assert corrected.share == pytest.approx(naive.share, abs=EXACT)


@FEW
@given(st.integers(2, 400), st.data(), st.sampled_from([P, Fraction(2, 5), Fraction(3, 4)]))
def test_without_the_joint_count_the_error_is_the_largest_that_can_be(of, data, p):
    same, anchor = data.draw(st.integers(0, of)), data.draw(st.integers(0, of))
    totals = AnchoredAnswers(of=of, same=same, anchor_same=anchor)
    both = data.draw(st.integers(totals.least_both, totals.most_both))
    known = anchored_estimate(p, AnchoredAnswers(of=of, same=same, anchor_same=anchor, both_same=both))
    widest = anchored_estimate(p, totals)
    if isinstance(known, SensitiveEstimate):
        assert widest.share == known.share
        assert widest.standard_error >= known.standard_error > 0
        assert isfinite(widest.low + widest.high)


@FEW
@given(
    st.lists(st.integers(1, 300), min_size=4, max_size=4),
    st.sampled_from([P, Fraction(2, 5), Fraction(3, 4)]),
)
def test_the_error_is_that_of_the_four_ways_to_answer(ways, p):
    """The same by the delta method over the shares of “same” to both, to one, to the other, to neither, with
    steps in place of derivatives.
    """
    both, only_same, only_anchor, _ = ways
    of = sum(ways)
    found = anchored_estimate(
        p,
        AnchoredAnswers(of=of, same=both + only_same, anchor_same=both + only_anchor, both_same=both),
    )
    if not isinstance(found, SensitiveEstimate) or abs(both + only_anchor - of / 2) < of / 10:
        return
    shares = np.array(ways) / of

    def corrected(at):
        return 0.5 - (at[0] + at[1] - 0.5) / (2 * (at[0] + at[2]) - 1)

    steps = np.eye(4) * 1e-6
    slopes = np.array([(corrected(shares + step) - corrected(shares - step)) / 2e-6 for step in steps])
    spread = slopes @ (np.diag(shares) - np.outer(shares, shares)) @ slopes
    assert found.share == pytest.approx(corrected(shares), abs=EXACT)
    assert found.standard_error == pytest.approx((spread / (of - 1)) ** 0.5, rel=1e-5)


@pytest.mark.parametrize(
    ("of", "same", "anchor", "both"), [(10, 11, 5, None), (10, 5, -1, None), (10, 8, 8, 5), (10, 4, 3, 4)]
)
def test_counts_are_of_the_same_people(of, same, anchor, both):
    with pytest.raises(NotAnchored):
        AnchoredAnswers(of=of, same=same, anchor_same=anchor, both_same=both)


# --- what cannot be told -----------------------------------------------------------------------------------


def test_what_cannot_be_worked_out_is_said():
    crosswise = MixedAnswer.crosswise(P)
    assert mixed_estimate(crosswise, AnswerCount(1, 1)) is NoEstimate.TOO_FEW_ANSWERS
    assert mixed_estimate(crosswise, AnswerCount(0, 0)) is NoEstimate.TOO_FEW_ANSWERS
    assert list_estimate((1, 1), (1, 1)) is NoEstimate.LISTS_DO_NOT_MATCH
    assert list_estimate((0, 9, 3), (1, 0)) is NoEstimate.TOO_FEW_ANSWERS
    assert list_estimate((0, 9, 0), (9, 0)) is NoEstimate.NO_SPREAD
    at_chance = AnchoredAnswers(of=100, same=60, anchor_same=50)
    assert anchored_estimate(P, at_chance) is NoEstimate.ANCHOR_AT_CHANCE
    assert anchored_estimate(P, AnchoredAnswers(of=1, same=1, anchor_same=1)) is NoEstimate.TOO_FEW_ANSWERS
    all_same = AnchoredAnswers(of=9, same=9, anchor_same=9)
    assert anchored_estimate(P, all_same) is NoEstimate.NO_SPREAD
    with pytest.raises(NotADesign):
        anchored_estimate(Fraction(1, 2), at_chance)


def test_a_share_below_nought_is_said_and_not_put_right():
    found = mixed_estimate(MixedAnswer.crosswise(P), AnswerCount(95, 100))
    assert found.share < 0
    assert not found.is_a_share
    assert mixed_estimate(MixedAnswer.crosswise(P), AnswerCount(70, 100)).is_a_share


# --- people who are made up ---------------------------------------------------------------------------------


@pytest.mark.parametrize("design", DESIGNS, ids=named)
def test_the_simulation_shows_what_the_formulas_say(design):
    true = Fraction(1, 5)
    shown = simulated_mixed(design, true, 200, Random(11).random, trials=200)
    assert isinstance(shown, SimulatedQuestion)
    error = float(design.variance(true) / 200) ** 0.5
    assert shown.mean == pytest.approx(0.2, abs=4 * error / 200**0.5)
    assert shown.spread == pytest.approx(error, rel=0.2)
    assert 180 <= shown.held <= 199
    again = simulated_mixed(design, true, 200, Random(11).random, trials=200)
    assert again == shown


def test_guessing_pulls_towards_one_half_and_the_anchor_pulls_back():
    true, quarter = Fraction(1, 10), Fraction(1, 4)
    naive = simulated_mixed(
        MixedAnswer.crosswise(P), true, 1000, Random(5).random, trials=80, guessing=quarter
    )
    corrected = simulated_anchored(P, true, 1000, Random(5).random, trials=80, guessing=quarter)
    assert naive.mean == pytest.approx(0.2, abs=0.015)
    assert corrected.mean == pytest.approx(0.1, abs=0.015)
    assert (naive.held, corrected.held) < (20, 80)
    assert corrected.held >= 70


def test_the_error_of_the_correction_is_what_trials_show():
    """Of 2,000 people a quarter guess; the counts are those that the model expects."""
    read, guess = Fraction(3, 4), Fraction(1, 4)
    same = read * Fraction(78, 100) + guess / 2
    anchor = read * Fraction(85, 100) + guess / 2
    both = read * Fraction(78, 100) * Fraction(85, 100) + guess / 4
    counts = [int(2000 * share) for share in (same, anchor, both)]
    expected = anchored_estimate(
        P, AnchoredAnswers(of=2000, same=counts[0], anchor_same=counts[1], both_same=counts[2])
    )
    shown = simulated_anchored(P, Fraction(1, 10), 2000, Random(9).random, trials=150, guessing=guess)
    assert shown.spread == pytest.approx(expected.standard_error, rel=0.2)


def test_a_list_of_made_up_people():
    half = Fraction(1, 2)
    shown = simulated_list((half, half, Fraction(1, 5)), Fraction(3, 10), 400, Random(2).random, trials=120)
    assert shown.mean == pytest.approx(0.3, abs=0.03)
    assert 108 <= shown.held <= 119


def test_trials_in_which_nothing_can_be_told_are_said():
    one = simulated_mixed(MixedAnswer.direct(), Fraction(1, 5), 1, Random(1).random, trials=9)
    assert one is NoEstimate.TOO_FEW_ANSWERS
