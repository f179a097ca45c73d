"""What a figure of agreement allows, as the id of a word. The limits .80 and .667 are Krippendorff's."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from kapea.core.studies.chance_agreement import NoFigure

LEAST_UNITS_JUDGED = 30
RELIED_ON_FROM = Fraction(80, 100)
TENTATIVE_FROM = Fraction(667, 1000)


class AgreementReading(Enum):
    """Each reading; whoever shows a figure shows this with it."""

    NO_FIGURE = "no_figure"
    COMPARED_ONLY = "for_comparison_only"
    TOO_FEW = "too_few_to_judge"
    RELIED_ON = "can_be_relied_on"
    TENTATIVE = "tentative"
    RECODE = "talk_sharpen_recode"


def agreement_reading(
    value: Fraction | NoFigure, units: int, *, is_compared_only: bool = False
) -> AgreementReading:
    """What a figure allows that rests on so many units. However high it is, few units allow nothing."""
    if isinstance(value, NoFigure):
        return AgreementReading.NO_FIGURE
    if is_compared_only:
        return AgreementReading.COMPARED_ONLY
    if units < LEAST_UNITS_JUDGED:
        return AgreementReading.TOO_FEW
    if value >= RELIED_ON_FROM:
        return AgreementReading.RELIED_ON
    return AgreementReading.TENTATIVE if value >= TENTATIVE_FROM else AgreementReading.RECODE
