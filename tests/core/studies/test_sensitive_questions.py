"""Planning what people may not answer truly: the table to the unit, and each reason against a plan."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import samplesize_confint_proportion
from tests.core.studies.designs import CROSSWISE, DESIGNS, DIRECT, FIFTH, FIVE_POINTS, HIDDEN, TABLE, TENTH

from kapea.core.studies.sensitive_designs import (
    DesignKind,
    ListQuestion,
    MixedAnswer,
    NotADesign,
    SensitiveDesign,
)
from kapea.core.studies.sensitive_questions import (
    NotAQuestionPlan,
    PlanRefusal,
    QuestionPlan,
    QuestionTopic,
    half_width_of,
    people_needed,
    planned_question,
)

FEW = settings(max_examples=40)


def named(value: object) -> str | None:
    return value.kind.value if isinstance(value, SensitiveDesign) else None


def plan(design: SensitiveDesign, **other: object) -> QuestionPlan:
    """A plan against which nothing stands, but for what is said otherwise."""
    fair = QuestionPlan(
        design=design,
        people=10_000,
        half_width=FIVE_POINTS,
        expected=FIFTH,
        topic=QuestionTopic.OTHER,
        of_children=False,
        in_group=False,
        is_random_sample=True,
        has_non_readers=False,
        was_rehearsed=False,
        was_piloted=True,
        has_anchor=True,
        expected_bias=TENTH,
    )
    return replace(fair, **other)


# --- the table --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("design", "five", "rare", "ten", "at_116", "at_58"), TABLE, ids=named)
def test_st_r33_the_table_to_the_unit(design, five, rare, ten, at_116, at_58):
    assert people_needed(design, FIFTH, FIVE_POINTS) == five
    assert people_needed(design, TENTH, FIVE_POINTS) == rare
    assert people_needed(design, FIFTH, TENTH) == ten
    assert round(100 * half_width_of(design, FIFTH, 116), 1) == at_116
    assert round(100 * half_width_of(design, FIFTH, 58), 1) == at_58


@FEW
@given(st.fractions(TENTH, 1 - TENTH, max_denominator=100), st.fractions(Fraction(1, 100), FIFTH))
def test_a_direct_question_needs_what_statsmodels_says(share, half_width):
    exact = samplesize_confint_proportion(float(share), float(half_width))
    assume(abs(exact - round(exact)) > 1e-6)
    assert people_needed(DIRECT, share, half_width) == int(exact) + 1


@pytest.mark.parametrize("design", DESIGNS, ids=named)
def test_so_many_people_reach_the_width_and_one_arm_less_does_not(design):
    for effect in (Fraction(1), Fraction(2), Fraction(27, 10)):
        needed = people_needed(design, FIFTH, FIVE_POINTS, effect=effect)
        assert half_width_of(design, FIFTH, needed, effect=effect) <= 0.05
        fewer = int(needed - 2 * effect - 1)
        assert half_width_of(design, FIFTH, fewer, effect=effect) > 0.05
        assert needed == -(-people_needed(design, FIFTH, FIVE_POINTS) * effect // 1)


# --- what is refused ----------------------------------------------------------------------------------------


MIXED = st.one_of(
    st.just(DIRECT),
    st.builds(MixedAnswer.crosswise, st.fractions(0, 1).filter(lambda p: 0 < p < 1 and p != Fraction(1, 2))),
    st.builds(MixedAnswer.warner, st.fractions(0, 1).filter(lambda p: 0 < p < 1 and p != Fraction(1, 2))),
    st.builds(MixedAnswer.forced, st.fractions(0, Fraction(49, 100)), st.fractions(0, Fraction(49, 100))),
    st.builds(MixedAnswer.unrelated, st.fractions(Fraction(1, 50), 1), st.fractions(0, 1)),
    st.builds(ListQuestion, st.fractions(0, 4), st.fractions(0, 4)),
)
SHARES = st.fractions(0, 1, max_denominator=1000)


@pytest.mark.parametrize("design", DESIGNS, ids=named)
@pytest.mark.parametrize("effect", [1, 2])
def test_st_r33_a_hundred_and_sixteen_people_do_not_reach_five_points(design, effect):
    for expected in (TENTH, FIFTH):
        asked = plan(design, people=116, expected=expected, effect=Fraction(effect))
        assert PlanRefusal.TOO_FEW_PEOPLE in planned_question(asked).refusals


@FEW
@given(MIXED, SHARES)
def test_st_r33_nor_with_any_chance_nor_any_guess(design, expected):
    """Nobody gets in by guessing that it is rare, nor by a chance that hides next to nothing."""
    asked = plan(design, people=116, expected=expected, effect=Fraction(1))
    assert PlanRefusal.TOO_FEW_PEOPLE in planned_question(asked).refusals


@FEW
@given(
    MIXED,
    SHARES,
    st.sampled_from([2, 5000, 10**7, 10**12]),
    st.sampled_from(
        [
            ({"of_children": True}, PlanRefusal.CHILDREN),
            ({"in_group": True}, PlanRefusal.IN_GROUP),
            ({"topic": QuestionTopic.OWN_ABUSE}, PlanRefusal.OWN_ABUSE),
            ({"is_random_sample": False}, PlanRefusal.PURPOSIVE_SAMPLE),
        ]
    ),
)
def test_st_r34_children_groups_and_own_abuse_are_refused_whatever_the_size(design, expected, people, asked):
    what, why = asked
    wide = plan(design, people=people, expected=expected, half_width=Fraction(9, 10), **what)
    planned = planned_question(wide)
    assert why in planned.refusals
    assert not planned.is_allowed


@pytest.mark.parametrize("design", DESIGNS, ids=named)
def test_a_fair_plan_is_allowed_and_told_beside_a_direct_question(design):
    planned = planned_question(plan(design))
    assert planned.refusals == ()
    assert planned.needed_direct == 2 * 246
    assert planned.needed == 2 * people_needed(design, FIFTH, FIVE_POINTS)
    assert planned.half_width_direct <= planned.half_width <= 0.05


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"has_non_readers": True}, PlanRefusal.UNREHEARSED),
        ({"expected_bias": None}, PlanRefusal.BIAS_NOT_STATED),
        ({"expected_bias": Fraction(1, 1000)}, PlanRefusal.PRECISION_LOST),
        ({"topic": QuestionTopic.CARERS_DISCIPLINE, "was_piloted": False}, PlanRefusal.DISCIPLINE_NO_PILOT),
        ({"topic": QuestionTopic.CARERS_DISCIPLINE, "has_anchor": False}, PlanRefusal.DISCIPLINE_NO_ANCHOR),
    ],
)
@pytest.mark.parametrize("design", HIDDEN, ids=named)
def test_hiding_has_reasons_of_its_own_against_it(design, what, why):
    assert planned_question(plan(design, **what)).refusals == (why,)
    assert planned_question(plan(DIRECT, **what)).is_allowed


def test_carers_discipline_needs_six_hundred_and_who_cannot_read_rehearses():
    asked = plan(CROSSWISE, topic=QuestionTopic.CARERS_DISCIPLINE, half_width=TENTH)
    assert planned_question(replace(asked, people=600)).is_allowed
    assert planned_question(replace(asked, people=599)).refusals == (PlanRefusal.DISCIPLINE_TOO_FEW,)
    assert planned_question(plan(CROSSWISE, has_non_readers=True, was_rehearsed=True)).is_allowed


def test_every_reason_is_told_at_once():
    worst = plan(
        CROSSWISE,
        people=20,
        topic=QuestionTopic.OWN_ABUSE,
        of_children=True,
        in_group=True,
        is_random_sample=False,
        has_non_readers=True,
        expected_bias=None,
    )
    assert set(planned_question(worst).refusals) == {
        PlanRefusal.CHILDREN,
        PlanRefusal.IN_GROUP,
        PlanRefusal.OWN_ABUSE,
        PlanRefusal.PURPOSIVE_SAMPLE,
        PlanRefusal.TOO_FEW_PEOPLE,
        PlanRefusal.UNREHEARSED,
        PlanRefusal.BIAS_NOT_STATED,
    }


# --- what cannot be ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "what",
    [
        {"people": 1},
        {"half_width": Fraction(0)},
        {"half_width": Fraction(5)},
        {"expected": Fraction(11, 10)},
        {"effect": Fraction(1, 2)},
    ],
)
def test_a_plan_has_sizes_that_can_be(what):
    with pytest.raises(NotAQuestionPlan):
        plan(DIRECT, **what)


@pytest.mark.parametrize(
    "made",
    [
        lambda: MixedAnswer.crosswise(Fraction(1, 2)),
        lambda: MixedAnswer.warner(Fraction(0)),
        lambda: MixedAnswer.warner(Fraction(1)),
        lambda: MixedAnswer.forced(Fraction(1, 2), Fraction(1, 2)),
        lambda: MixedAnswer.forced(Fraction(-1, 6), Fraction(1, 6)),
        lambda: MixedAnswer.unrelated(Fraction(0), Fraction(1, 2)),
        lambda: MixedAnswer.unrelated(Fraction(1, 2), Fraction(2)),
        lambda: ListQuestion(Fraction(-1), Fraction(1)),
    ],
)
def test_a_chance_by_which_nothing_can_be_told_is_no_design(made):
    with pytest.raises(NotADesign):
        made()


def test_each_kind_is_in_the_table():
    assert {design.kind for design in DESIGNS} == set(DesignKind)
