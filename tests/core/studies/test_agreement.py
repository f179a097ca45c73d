"""Agreement of two coders: the worked figures, those of other libraries, and what must never move them."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from fractions import Fraction

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa
from tests.core.studies.coded import CODES, TEXTS, continuum, corpus, families, family_of

from kapea.core.studies.agreement import (
    AgreementFigure,
    AgreementMeasure,
    AgreementScope,
    AgreementTable,
    UnknownCode,
    coder_agreement,
)
from kapea.core.studies.agreement_readings import LEAST_UNITS_JUDGED, AgreementReading
from kapea.core.studies.chance_agreement import NoFigure
from kapea.core.studies.coded_units import (
    AgreementBasis,
    CodedSpan,
    NotACodedSpan,
    TextOfTwoCoders,
    block_codings,
)

EXACT = 1e-9
PUBLISHED = [basis for basis in AgreementBasis if basis is not AgreementBasis.WHOLE_TEXT]
BLOCKS, BOTH = AgreementBasis.CODED_BLOCKS, AgreementBasis.BOTH_CODED_BLOCKS
FEW = settings(max_examples=25)


def said(texts: list[TextOfTwoCoders], basis: AgreementBasis) -> dict:
    """Every figure of some texts: by what it is about and what was worked out."""
    found = coder_agreement(texts, families(texts), basis)
    return {(each.table.scope, each.table.named, each.measure): each for each in found}


def whole(texts: list[TextOfTwoCoders], basis: AgreementBasis) -> tuple[AgreementFigure, AgreementFigure]:
    """Kappa and alpha over every code."""
    kappa, alpha = coder_agreement(texts, families(texts), basis)[:2]
    return kappa, alpha


def text(first: list[CodedSpan], second: list[CodedSpan], session: str = "S") -> TextOfTwoCoders:
    return TextOfTwoCoders(session=session, length=1000, first=tuple(first), second=tuple(second))


# --- the worked figures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "units", "observed", "chance", "kappa", "alpha"),
    [(BLOCKS, 12, 0.75, 0.0903, 0.7252, 0.7346), (BOTH, 11, 0.8182, 0.1074, 0.7963, 0.8047)],
)
def test_st_r30_the_invented_corpus(basis, units, observed, chance, kappa, alpha):
    of_cohen, of_krippendorff = whole(corpus(), basis)
    assert of_cohen.table.units == of_krippendorff.table.units == units
    assert round(float(of_cohen.observed), 4) == observed
    assert round(float(of_cohen.by_chance), 4) == chance
    assert round(float(of_cohen.value), 4) == kappa
    assert round(float(of_krippendorff.value), 4) == alpha


@pytest.mark.parametrize(("length", "of_all"), [(100, 0.7727), (1000, 0.8638)])
def test_st_r30_coded_characters_do_not_change_with_uncoded_text(length, of_all):
    worked = {
        AgreementBasis.CODED_CHARACTERS: (0.5500, 0.5333),
        AgreementBasis.BOTH_CODED_CHARACTERS: (0.6452, 0.6367),
    }
    for basis, expected in worked.items():
        assert tuple(round(float(f.value), 4) for f in whole(continuum(length), basis)) == expected
    assert round(float(whole(continuum(length), AgreementBasis.WHOLE_TEXT)[0].value), 4) == of_all


@FEW
@given(TEXTS, st.integers(1, 5000))
def test_st_r30_no_published_figure_changes_with_any_text_that_nobody_coded(texts, more):
    longer = [replace(each, length=each.length + more) for each in texts]
    silent = TextOfTwoCoders(session=texts[0].session if texts else "A", length=more, first=(), second=())
    for basis in PUBLISHED:
        before = {key: (f.value, f.table.cells, f.reading) for key, f in said(texts, basis).items()}
        for after in (longer, [*texts, silent]):
            assert {k: (f.value, f.table.cells, f.reading) for k, f in said(after, basis).items()} == before


# --- other libraries --------------------------------------------------------------------------------------


def of_others(table: AgreementTable, measure: AgreementMeasure) -> float:
    """The same by krippendorff and statsmodels, from the raw table alone."""
    values = sorted({codes for cell in table.cells for codes in (cell.first, cell.second)})
    counts = np.zeros((len(values), len(values)))
    for cell in table.cells:
        counts[values.index(cell.first), values.index(cell.second)] = cell.units
    if measure is AgreementMeasure.COHEN_KAPPA:
        return cohens_kappa(counts, return_results=False)
    pairs = [(values.index(cell.first), values.index(cell.second)) for cell in table.cells]
    ratings = np.repeat(np.array(pairs).T, [cell.units for cell in table.cells], axis=1)
    return krippendorff.alpha(reliability_data=ratings, level_of_measurement="nominal")


@FEW
@given(TEXTS)
def test_st_r30_other_libraries_agree(texts):
    for basis in AgreementBasis:
        for figure in coder_agreement(texts, families(texts), basis):
            if not isinstance(figure.value, NoFigure):
                other = of_others(figure.table, figure.measure)
                assert float(figure.value) == pytest.approx(other, abs=EXACT)


# --- no figure stands alone ---------------------------------------------------------------------------------


def test_st_r31_a_figure_has_its_name_its_units_and_its_table():
    assert [each.name for each in fields(AgreementFigure)] == ["measure", "table"]
    names = {figure.name for basis in AgreementBasis for figure in whole(corpus(), basis)}
    assert names == {f"{m.value}_on_{b.value}" for m in AgreementMeasure for b in AgreementBasis}
    for basis in AgreementBasis:
        for figure in coder_agreement(corpus(), families(corpus()), basis):
            assert figure.table.units == sum(cell.units for cell in figure.table.cells) > 0


@pytest.mark.parametrize(("blocks", "few"), [(1, True), (29, True), (30, False), (200, False)])
@pytest.mark.parametrize("basis", PUBLISHED)
def test_st_r31_under_thirty_units_nobody_judges(basis, blocks, few):
    """Characters are counted by their blocks: a hundred of one segment are one decision."""
    codes = ["X", "Y"] * blocks
    spans = [CodedSpan(100 * at, 100 * at + 50, codes[at]) for at in range(blocks)]
    other = [*spans[:-1], replace(spans[-1], code="Z")]
    length = 100 * blocks
    texts = [TextOfTwoCoders(session="S", length=length, first=tuple(spans), second=tuple(other))]
    for figure in whole(texts, basis):
        assert (figure.reading is AgreementReading.TOO_FEW) == few
    assert LEAST_UNITS_JUDGED == 30


@pytest.mark.parametrize(
    ("differing", "reading"),
    [(0, AgreementReading.RELIED_ON), (12, AgreementReading.TENTATIVE), (40, AgreementReading.RECODE)],
)
def test_the_reading_follows_the_figure(differing, reading):
    spans = [CodedSpan(10 * at, 10 * at + 5, "XY"[at % 2]) for at in range(100)]
    turned = [replace(s, code="YX"[at % 2]) if at < differing else s for at, s in enumerate(spans)]
    assert {figure.reading for figure in whole([text(spans, turned)], BLOCKS)} == {reading}
    compared = {figure.reading for figure in whole([text(spans, turned)], AgreementBasis.WHOLE_TEXT)}
    assert compared == {AgreementReading.COMPARED_ONLY}


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ([], [], NoFigure.NO_UNITS),
        ([CodedSpan(0, 9, "X")], [CodedSpan(3, 12, "X")], NoFigure.ONE_VALUE_ONLY),
        ([CodedSpan(0, 9, "A-1"), CodedSpan(5, 9, "B-1")], [], NoFigure.SEVERAL_CODES),
    ],
)
def test_what_cannot_be_worked_out_is_said(first, second, why):
    for figure in whole([text(first, second)], BLOCKS):
        assert figure.value is why
        assert figure.reading is AgreementReading.NO_FIGURE


# --- units ------------------------------------------------------------------------------------------------


def test_overlapping_segments_are_one_block_and_touching_ones_are_two():
    first = [CodedSpan(0, 10, "X"), CodedSpan(30, 60, "X"), CodedSpan(40, 45, "Y")]
    second = [CodedSpan(10, 20, "X"), CodedSpan(20, 31, "Z"), CodedSpan(59, 70, "Y")]
    assert list(block_codings(text(first, second))) == [
        (("X",), ()),
        ((), ("X",)),
        (("X", "Y"), ("Y", "Z")),
    ]


def per_character(texts: list[TextOfTwoCoders], basis: AgreementBasis) -> Counter:
    """The codings of each character, one by one."""
    found: Counter = Counter()
    for each in texts:
        for at in range(each.length):
            there = tuple(
                tuple(sorted({span.code for span in spans if span.start <= at < span.end}))
                for spans in (each.first, each.second)
            )
            wanted = {
                AgreementBasis.CODED_CHARACTERS: any(there),
                AgreementBasis.BOTH_CODED_CHARACTERS: all(there),
                AgreementBasis.WHOLE_TEXT: True,
            }
            found[there] += wanted[basis]
    return +found


@FEW
@given(TEXTS)
def test_characters_are_those_that_are_coded_one_by_one(texts):
    for basis in AgreementBasis:
        if basis not in (BLOCKS, BOTH):
            assert whole(texts, basis)[0].table.pairs == per_character(texts, basis)


@FEW
@given(TEXTS)
def test_blocks_are_the_runs_of_coded_characters_with_no_seam(texts):
    """A block ends where no segment reaches over. Looked at from each place between two characters."""
    blocks = 0
    for each in texts:
        spans = (*each.first, *each.second)
        coded = [at for at in range(each.length) if any(s.start <= at < s.end for s in spans)]
        blocks += sum(not any(s.start < at < s.end for s in spans) for at in coded)
    assert whole(texts, BLOCKS)[0].table.blocks == whole(texts, BLOCKS)[0].table.units == blocks


def test_several_codes_are_looked_at_by_family_and_then_by_code():
    first = [CodedSpan(0, 9, "A-1"), CodedSpan(0, 9, "A-2"), CodedSpan(0, 9, "B-1"), CodedSpan(20, 29, "A-1")]
    second = [CodedSpan(0, 9, "A-1"), CodedSpan(0, 9, "B-1"), CodedSpan(20, 29, "B-1")]
    figures = said([text(first, second)], BLOCKS)
    kappa = {key[:2]: f.value for key, f in figures.items() if f.measure is AgreementMeasure.COHEN_KAPPA}
    assert kappa == {
        (AgreementScope.EVERY_CODE, ""): NoFigure.SEVERAL_CODES,
        (AgreementScope.FAMILY, "A"): NoFigure.SEVERAL_CODES,
        (AgreementScope.CODE, "A-1"): Fraction(0),
        (AgreementScope.CODE, "A-2"): Fraction(0),
        (AgreementScope.FAMILY, "B"): Fraction(0),
    }
    assert {f.table.units for f in figures.values()} == {2}


@pytest.mark.parametrize(("start", "end", "code"), [(-1, 3, "X"), (3, 3, "X"), (5, 3, "X"), (0, 3, "")])
def test_a_segment_lies_in_its_text_and_bears_a_code(start, end, code):
    with pytest.raises(NotACodedSpan):
        CodedSpan(start, end, code)


def test_a_segment_after_the_end_of_its_text_and_a_code_of_no_family_are_refused():
    with pytest.raises(NotACodedSpan, match="one version"):
        TextOfTwoCoders(session="S", length=5, first=(CodedSpan(0, 6, "X"),), second=())
    with pytest.raises(UnknownCode, match="X"):
        coder_agreement([text([CodedSpan(0, 6, "X")], [])], {"Y": "Y"}, BLOCKS)


# --- what must not matter ---------------------------------------------------------------------------------


def renamed(texts: list[TextOfTwoCoders], names: dict[str, str]) -> list[TextOfTwoCoders]:
    def of(spans):
        return tuple(replace(span, code=names[span.code]) for span in spans)

    return [replace(each, first=of(each.first), second=of(each.second)) for each in texts]


@FEW
@given(TEXTS, st.permutations(CODES), st.randoms(use_true_random=False))
def test_neither_coder_nor_name_nor_order_matters(texts, names, random):
    turned = [replace(each, first=each.second, second=each.first) for each in texts]
    again = renamed(texts, dict(zip(CODES, names, strict=True)))
    mixed = random.sample(texts, len(texts))
    for basis in AgreementBasis:
        values = [figure.value for figure in whole(texts, basis)]
        for others in (turned, again, mixed):
            assert [figure.value for figure in whole(others, basis)] == values


@FEW
@given(TEXTS)
def test_who_always_agrees_agrees_wholly_and_nobody_more(texts):
    same = [replace(each, second=each.first) for each in texts]
    for basis in AgreementBasis:
        for figure in coder_agreement(same, families(texts), basis):
            assert figure.value == 1 or isinstance(figure.value, NoFigure)
        for figure in coder_agreement(texts, families(texts), basis):
            if not isinstance(figure.value, NoFigure):
                assert -1 <= figure.value <= 1
                assert (figure.value == 1) == (figure.observed == 1)


@FEW
@given(TEXTS)
def test_what_a_family_is_said_to_be_is_what_it_would_be_alone(texts):
    """In the same units: a family's line hears nothing of how others were coded."""
    for (scope, named, _), figure in said(texts, BLOCKS).items():
        if scope is AgreementScope.FAMILY:
            others = renamed(texts, {c: c if family_of(c) == named else "OTHER" for c in CODES})
            twin = said(others, BLOCKS)[scope, named, figure.measure]
            assert twin.table.pairs == figure.table.pairs
