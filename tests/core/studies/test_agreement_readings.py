"""What a figure of agreement allows: by its limits, and nothing where it rests on few units."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.studies.agreement_readings import AgreementReading, agreement_reading
from kapea.core.studies.chance_agreement import NoFigure
from kapea.core.studies.coincidences import AlphaMetric, krippendorff_alpha


@pytest.mark.parametrize(
    ("thousandths", "reading"),
    [
        (1000, AgreementReading.RELIED_ON),
        (800, AgreementReading.RELIED_ON),
        (799, AgreementReading.TENTATIVE),
        (667, AgreementReading.TENTATIVE),
        (666, AgreementReading.RECODE),
        (-400, AgreementReading.RECODE),
    ],
)
def test_the_limits_belong_to_what_is_above_them(thousandths, reading):
    assert agreement_reading(Fraction(thousandths, 1000), 30) is reading


@given(st.fractions(-1, 1), st.integers(0, 29))
def test_st_r31_few_units_allow_nothing_however_high_the_figure(value, units):
    assert agreement_reading(value, units) is AgreementReading.TOO_FEW


@pytest.mark.parametrize("units", [29, 30])
@pytest.mark.parametrize("metric", AlphaMetric)
def test_st_r31_of_many_coders_too(metric, units):
    """Units that one coder alone rated are none."""
    row = [at % 3 for at in range(units)]
    figure = krippendorff_alpha([[*row, 1], [*row, None]], metric)
    assert figure.units == units
    assert figure.reading is (AgreementReading.RELIED_ON if units == 30 else AgreementReading.TOO_FEW)


@pytest.mark.parametrize("why", NoFigure)
def test_where_there_is_no_figure_there_is_nothing_to_read(why):
    assert agreement_reading(why, 500) is AgreementReading.NO_FIGURE
