"""What the page on studies says of figures is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.core.studies.designs import (
    CROSSWISE,
    DIRECT,
    FIFTH,
    FIVE_POINTS,
    FORCED,
    LIST,
    TENTH,
    UNRELATED,
    WARNER,
)

from kapea.core.studies.agreement import AgreementMeasure
from kapea.core.studies.agreement_interval import NoInterval
from kapea.core.studies.agreement_readings import AgreementReading
from kapea.core.studies.chance_agreement import NoFigure
from kapea.core.studies.coded_units import AgreementBasis
from kapea.core.studies.coincidences import AlphaMetric
from kapea.core.studies.saturation import NoSaturation, PlanDecision
from kapea.core.studies.sensitive_estimates import NoEstimate
from kapea.core.studies.sensitive_questions import PlanRefusal, half_width_of, people_needed

PAGE = (Path(__file__).parents[3] / "docs" / "studies.md").read_text(encoding="utf-8")
FIGURES = PAGE.split("\n## Figures\n")[1].split("\n## ")[0]
NAMED = set(re.findall(r"`([a-z0-9_]+)`", FIGURES))


def rows(first: str) -> list[list[str]]:
    """The cells of rows whose first cell begins so."""
    found = re.findall(rf"^\| ({first}.*) \|$", FIGURES, re.M)
    return [[cell.strip() for cell in row.split("|")] for row in found]


def test_every_name_of_a_figure_is_on_the_page_and_no_other():
    of_coders = {
        f"{measure.value}_on_{basis.value}" for measure in AgreementMeasure for basis in AgreementBasis
    }
    of_many = {f"krippendorff_alpha_{metric.value}" for metric in AlphaMetric}
    assert {name for name in NAMED if re.match("cohen|krippendorff", name)} == of_coders | of_many


EXPLAINED = (AgreementReading, NoFigure, NoInterval, NoSaturation, NoEstimate, PlanRefusal)


@pytest.mark.parametrize("ids", EXPLAINED, ids=lambda each: each.__name__)
def test_every_id_that_a_page_may_have_to_say_is_explained(ids):
    assert {each.value for each in ids} <= NAMED


def test_every_id_on_the_page_is_one():
    known = {each.value for ids in (*EXPLAINED, PlanDecision) for each in ids}
    assert {name for name in NAMED if not re.match("cohen|krippendorff", name)} <= known


@pytest.mark.parametrize(
    ("first", "design"),
    [
        ("direct", DIRECT),
        ("unrelated question", UNRELATED),
        ("crosswise or Warner", CROSSWISE),
        ("forced answer", FORCED),
        ("Warner", WARNER),
        ("list", LIST),
    ],
)
def test_st_r33_the_table_of_the_page_is_the_planners(first, design):
    [row] = rows(first)
    assert row[1:] == [
        f"{people_needed(design, FIFTH, FIVE_POINTS):,}",
        f"{people_needed(design, TENTH, FIVE_POINTS):,}",
        f"{people_needed(design, FIFTH, TENTH):,}",
        f"{100 * half_width_of(design, FIFTH, 116):.1f}",
        f"{100 * half_width_of(design, FIFTH, 58):.1f}",
    ]
