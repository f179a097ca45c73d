"""What changed over sessions: by session, never by answer; nothing is said to have caused it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW

from kapea.core.evidence import changed, interrupted_series
from kapea.core.evidence.changed import (
    ChangedBySession,
    ChangedProportion,
    SessionAnswers,
    changed_proportion,
    design_effect,
    effective_answers,
    sign_flip_p,
)
from kapea.core.evidence.proportions import AnswerCount

BEFORE = "12/30 15/28 9/25 20/32 11/27 14/30 8/24 17/31"
AFTER = "24/29 16/28 19/24 20/30 10/26 27/30 10/23 22/31"


def sessions_of(before: str, after: str) -> list[SessionAnswers]:
    pairs = zip(before.split(), after.split(), strict=True)
    return [SessionAnswers(*(AnswerCount(*map(int, each.split("/"))) for each in pair)) for pair in pairs]


WORKED = sessions_of(BEFORE, AFTER)


def test_the_worked_workshops():
    found = changed_proportion(WORKED)
    assert isinstance(found, ChangedProportion)
    assert (found.before, found.after) == (AnswerCount(106, 227), AnswerCount(148, 221))
    assert round(106 / 227, 4) == 0.4670
    assert round(148 / 221, 4) == 0.6697
    assert round(found.mean_change, 4) == 0.2012
    assert round(found.deviation, 4) == 0.1974
    assert (round(found.low, 4), round(found.high, 4)) == (0.0362, 0.3663)
    assert found.p == Fraction(4, 256)
    assert (len(found.changes), found.left_out) == (8, 0)


def test_the_interval_that_counts_answers_is_not_the_one_that_is_said():
    found = changed_proportion(WORKED)
    assert isinstance(found, ChangedProportion)
    before, after = 106 / 227, 148 / 221
    half = stats.norm.ppf(0.975) * np.sqrt(before * (1 - before) / 227 + after * (1 - after) / 221)
    naive = after - before - half, after - before + half
    assert [round(each, 4) for each in naive] == [0.1130, 0.2925]
    assert found.low < naive[0] < naive[1] < found.high


def test_the_worked_design_effect():
    effect = design_effect(28, 0.05)
    assert round(effect, 2) == 2.35
    assert effective_answers(224, effect) == 95


@st.composite
def sessions(draw) -> SessionAnswers:
    of = [draw(st.integers(1, 40)) for _ in range(2)]
    return SessionAnswers(*(AnswerCount(draw(st.integers(0, each)), each) for each in of))


@given(st.lists(sessions(), min_size=6, max_size=12))
def test_it_agrees_with_scipy_and_statsmodels(several):
    found = changed_proportion(several)
    assert isinstance(found, ChangedProportion)
    changes = [each.after.count / each.after.of - each.before.count / each.before.of for each in several]
    assert found.mean_change == pytest.approx(np.mean(changes))
    assert found.deviation == pytest.approx(np.std(changes, ddof=1), abs=1e-9)
    low, high = DescrStatsW(changes).tconfint_mean()
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


@given(st.lists(sessions(), min_size=6, max_size=8))
def test_the_sign_flip_test_is_that_of_every_pattern(several):
    changes = [each.changed_by for each in several]
    far = abs(sum(changes))
    patterns = list(product((1, -1), repeat=len(changes)))
    as_far = [p for p in patterns if abs(sum(s * c for s, c in zip(p, changes, strict=True))) >= far]
    assert sign_flip_p(changes) == Fraction(len(as_far), len(patterns))


def test_thirty_sessions_are_flipped_and_more_are_not():
    changes = [Fraction(at + 1, 37) for at in range(31)]
    assert sign_flip_p(changes[:30]) == Fraction(2, 2**30)
    assert sign_flip_p(changes) is None


@pytest.mark.parametrize("many", range(6))
def test_of_fewer_than_six_sessions_each_is_shown_and_no_interval(many):
    found = changed_proportion(WORKED[:many])
    assert found == ChangedBySession(
        changes=tuple(float(each.changed_by) for each in WORKED[:many]), left_out=0
    )
    assert not {"low", "high", "mean_change", "p"} & set(dir(found))


def test_a_session_without_answers_before_or_after_is_left_out_and_counted():
    empty = sessions_of("0/0 3/9", "5/9 0/0")
    found = changed_proportion([*WORKED, *empty])
    assert isinstance(found, ChangedProportion)
    assert found.left_out == 2
    assert found.before.of == 227
    assert isinstance(changed_proportion([*WORKED[:5], *empty]), ChangedBySession)


def test_sessions_that_all_changed_alike_have_an_interval_of_one_point():
    found = changed_proportion(sessions_of(" ".join(["3/12"] * 6), " ".join(["6/12"] * 6)))
    assert isinstance(found, ChangedProportion)
    assert (found.low, found.high, found.p) == (0.25, 0.25, Fraction(2, 64))


def test_no_name_says_that_anything_was_caused():
    said = {name.lower() for module in (changed, interrupted_series) for name in vars(module)}
    assert any("changed" in name for name in said)
    assert not [name for name in said for word in ("caus", "effect_of", "impact", "due_to") if word in name]
