"""Krippendorff's alpha of any number of coders: his own example, and the library of another."""

from __future__ import annotations

from fractions import Fraction

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.coded import corpus, families

from kapea.core.studies.agreement import coder_agreement
from kapea.core.studies.chance_agreement import NoFigure
from kapea.core.studies.coded_units import AgreementBasis
from kapea.core.studies.coincidences import AlphaMetric, NotARating, krippendorff_alpha

EXAMPLE = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
"""Krippendorff (2011), example C: four observers, twelve units, gaps."""
FEW = settings(max_examples=40)


@pytest.mark.parametrize(
    ("metric", "alpha"),
    [
        (AlphaMetric.NOMINAL, 0.743),
        (AlphaMetric.ORDINAL, 0.815),
        (AlphaMetric.INTERVAL, 0.849),
        (AlphaMetric.RATIO, 0.797),
    ],
)
def test_st_r30_the_example_of_2011(metric, alpha):
    figure = krippendorff_alpha(EXAMPLE, metric)
    assert round(float(figure.value), 3) == alpha
    assert (figure.name, figure.units, figure.left_out) == (f"krippendorff_alpha_{metric.value}", 11, 1)
    assert figure.ratings == sum(figure.coincidences.values()) == 40


@st.composite
def ratings(draw: st.DrawFn) -> list[list[int | None]]:
    units = draw(st.integers(1, 6))
    rating = st.one_of(st.none(), st.integers(0, 5))
    row = st.lists(rating, min_size=units, max_size=units)
    return draw(st.lists(row, min_size=2, max_size=4))


@FEW
@given(ratings(), st.sampled_from(AlphaMetric))
def test_st_r30_it_is_that_of_the_library(coders, metric):
    figure = krippendorff_alpha(coders, metric)
    if not isinstance(figure.value, NoFigure):
        data = np.array([[np.nan if value is None else value for value in row] for row in coders])
        other = krippendorff.alpha(reliability_data=data, level_of_measurement=metric.value)
        assert float(figure.value) == pytest.approx(other, abs=1e-9)


@FEW
@given(ratings(), st.sampled_from(AlphaMetric), st.randoms(use_true_random=False))
def test_neither_the_order_of_coders_nor_of_units_matters(coders, metric, random):
    value = krippendorff_alpha(coders, metric).value
    assert krippendorff_alpha(random.sample(coders, len(coders)), metric).value == value
    order = random.sample(range(len(coders[0])), len(coders[0]))
    assert krippendorff_alpha([[row[at] for at in order] for row in coders], metric).value == value


@FEW
@given(ratings(), st.permutations(range(6)))
def test_names_are_only_names_and_steps_only_steps(coders, names):
    def by(change):
        return [[None if value is None else change(value) for value in row] for row in coders]

    nominal = krippendorff_alpha(coders, AlphaMetric.NOMINAL).value
    assert krippendorff_alpha(by(lambda v: names[v]), AlphaMetric.NOMINAL).value == nominal
    ordinal = krippendorff_alpha(coders, AlphaMetric.ORDINAL).value
    assert krippendorff_alpha(by(lambda v: v**3), AlphaMetric.ORDINAL).value == ordinal
    interval = krippendorff_alpha(coders, AlphaMetric.INTERVAL).value
    assert krippendorff_alpha(by(lambda v: Fraction(v, 3) - 7), AlphaMetric.INTERVAL).value == interval
    ratio = krippendorff_alpha(coders, AlphaMetric.RATIO).value
    assert krippendorff_alpha(by(lambda v: v * 9), AlphaMetric.RATIO).value == ratio


@FEW
@given(ratings(), st.sampled_from(AlphaMetric))
def test_a_unit_that_one_alone_rated_changes_nothing(coders, metric):
    more = [[*row, 1 if at == 0 else None] for at, row in enumerate(coders)]
    before, after = krippendorff_alpha(coders, metric), krippendorff_alpha(more, metric)
    assert (after.value, after.coincidences) == (before.value, before.coincidences)
    assert after.left_out == before.left_out + 1


def test_two_coders_without_gaps_are_as_their_table_has_it():
    alpha = coder_agreement(corpus(), families(corpus()), AgreementBasis.CODED_BLOCKS)[1]
    values = sorted({codes for cell in alpha.table.cells for codes in (cell.first, cell.second)})
    pairs = [
        (values.index(c.first), values.index(c.second)) for c in alpha.table.cells for _ in range(c.units)
    ]
    assert krippendorff_alpha(list(zip(*pairs, strict=True)), AlphaMetric.NOMINAL).value == alpha.value


@pytest.mark.parametrize("metric", AlphaMetric)
def test_what_cannot_be_worked_out_is_said(metric):
    for nothing in ([], [[]], [[1, None], [None, 2]]):
        assert krippendorff_alpha(nothing, metric).value is NoFigure.NO_UNITS
    assert krippendorff_alpha([[3, 3], [3, 3]], metric).value is NoFigure.ONE_VALUE_ONLY
    assert krippendorff_alpha([[0, 1], [0, 1]], metric).value == 1


def test_rows_of_other_lengths_and_ratios_of_less_than_nought_are_refused():
    with pytest.raises(NotARating, match="write None"):
        krippendorff_alpha([[1, 2], [1]], AlphaMetric.NOMINAL)
    with pytest.raises(NotARating, match="intervals"):
        krippendorff_alpha([[1, -2], [1, 2]], AlphaMetric.RATIO)
