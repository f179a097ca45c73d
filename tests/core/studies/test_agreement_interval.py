"""How sure an agreement is: over sessions, by the caller's draws, and not where it cannot be told."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapea.core.studies.agreement import AgreementFigure, coder_agreement
from kapea.core.studies.agreement_interval import (
    AgreementInterval,
    NoInterval,
    agreement_interval,
    percentile_limits,
)
from kapea.core.studies.coded_units import AgreementBasis, CodedSpan, TextOfTwoCoders

FAMILIES = {"X": "X", "Y": "Y"}


def session(name: str, first: str, second: str) -> TextOfTwoCoders:
    """A session whose blocks bear these codes, a letter each."""
    spans = [
        tuple(CodedSpan(at * 10, at * 10 + 5, code) for at, code in enumerate(codes))
        for codes in (first, second)
    ]
    return TextOfTwoCoders(session=name, length=len(first) * 10, first=spans[0], second=spans[1])


def kappa(sessions: list[tuple[str, str]]) -> AgreementFigure:
    texts = [session(f"S{at}", *codes) for at, codes in enumerate(sessions)]
    return coder_agreement(texts, FAMILIES, AgreementBasis.CODED_BLOCKS)[0]


ALIKE = [("XXYY", "XXYY"), ("XYXX", "XYXX"), ("XY", "XY")]
CODED_BY_TWO = [("XYXY", "XYXX"), ("XYYY", "YYYX"), ("YYXX", "YXXX"), *ALIKE]


def test_the_same_draws_give_the_same_interval_and_it_holds_the_figure():
    figure = kappa(CODED_BY_TWO)
    found = agreement_interval(figure, Random(7).randrange, rounds=400)
    assert isinstance(found, AgreementInterval)
    assert found == agreement_interval(figure, Random(7).randrange, rounds=400)
    assert found != agreement_interval(figure, Random(8).randrange, rounds=400)
    assert found.low < figure.value < found.high
    assert (found.sessions, found.rounds) == (6, 400)


def test_sessions_are_drawn_and_not_blocks():
    """Sessions that are all alike leave nothing to chance, however their blocks differ."""
    figure = kappa([("XYXY", "XYXX")] * 8)
    found = agreement_interval(figure, Random(7).randrange, rounds=50)
    assert isinstance(found, AgreementInterval)
    assert found.low == found.high == figure.value


def test_each_session_is_drawn_whole_and_as_often_as_the_draws_say():
    """Draws that give each session once give the figure; that give one alone, give that one's."""
    figure = kappa(CODED_BY_TWO)
    turn = iter(range(6))
    found = agreement_interval(figure, lambda below: next(turn), rounds=1)
    assert isinstance(found, AgreementInterval)
    assert found.low == found.high == figure.value
    alone = agreement_interval(figure, lambda below: 0, rounds=1)
    assert isinstance(alone, AgreementInterval)
    assert alone.low == kappa(CODED_BY_TWO[:1]).value


@pytest.mark.parametrize(
    ("sessions", "why"),
    [
        ([], NoInterval.NO_FIGURE),
        ([("X", "X")] * 9, NoInterval.NO_FIGURE),
        (CODED_BY_TWO[:5], NoInterval.TOO_FEW_SESSIONS),
        ([*CODED_BY_TWO[:5], ("", "")], NoInterval.TOO_FEW_SESSIONS),
        ([("X", "X")] * 9 + [("Y", "X")], NoInterval.TOO_FEW_ROUNDS),
    ],
)
def test_where_it_cannot_be_told_it_is_not(sessions, why):
    """In the last, one round in three leaves out the only session that differs, and gives no figure."""
    assert agreement_interval(kappa(sessions), Random(7).randrange, rounds=200) is why


@settings(max_examples=30)
@given(st.lists(st.fractions(-1, 1, max_denominator=50), min_size=1, max_size=60))
def test_the_limits_are_the_percentiles_of_numpy_rounded_outwards(values):
    low, high = percentile_limits(sorted(values))
    numbers = [float(value) for value in values]
    assert float(low) == np.percentile(numbers, 2.5, method="lower")
    assert float(high) == np.percentile(numbers, 97.5, method="higher")
    assert isinstance(low, Fraction)
