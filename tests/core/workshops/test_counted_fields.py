"""What a workshop counts: every field is made of words of its plan, and what is read out of fields is so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import COUNTRIES, built

from kapea.core.evidence.proportions import AnswerCount
from kapea.core.pack.measure_model import CARDS
from kapea.core.workshops.count_entries import FIELD_NAME, MOST, CountEntry, counted_fields
from kapea.core.workshops.counted_fields import (
    GROWN_UPS,
    LEFT,
    PUPILS,
    MeasuredAnswers,
    came_fields,
    card_field,
    counted_of_plan,
    measured_answers,
    more_answers_than_people,
    people_who_came,
)

MOST_FIELDS = 60
"""A form without scripts sends them all, and a request holds 64 (settings)."""


def release():
    made = built("cambodia").release
    assert made is not None
    return made


def counted(**numbers: int):
    """Fields in which one number stands, by names with `__` for the dot."""
    named = {name.replace("__", ".").replace("_", "-"): value for name, value in numbers.items()}
    return entered(named)


def entered(numbers: dict[str, int]):
    return counted_fields(
        CountEntry(f"entry{n:011d}", name, value) for n, (name, value) in enumerate(numbers.items())
    )


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_field_of_every_plan_is_a_field_and_stands_there_once(country):
    made = built(country).release
    assert made is not None
    for plan in made.workshops.values():
        fields = counted_of_plan(plan)
        assert all(FIELD_NAME.fullmatch(name) for name in fields), plan.id
        assert len(set(fields)) == len(fields) <= MOST_FIELDS, plan.id
        assert set(came_fields(plan)) <= set(fields)
        asked = {(part.when, id, card) for part in plan.parts for id in part.measures for card in CARDS}
        assert {card_field(*each) for each in asked} <= set(fields)


def test_groups_are_broad_and_somebody_may_be_in_none():
    plans = release().workshops
    assert came_fields(plans["workshop-class-b4"]) == (*(f"came.{group}" for group in PUPILS), LEFT)
    assert came_fields(plans["workshop-caregivers-once"]) == (*(f"came.{group}" for group in GROWN_UPS), LEFT)
    assert (GROWN_UPS[-1], PUPILS[-1]) == ("others", "others")


def test_answers_hoped_for_are_counted_out_of_all_that_were_given():
    fields = entered({"before.paying.smile": 9, "before.paying.straight": 2, "after.paying.straight": 13})
    assert measured_answers(fields, release().measures) == (
        MeasuredAnswers("paying", AnswerCount(2, 11), AnswerCount(13, 13)),
    )


def test_where_two_numbers_stand_nothing_is_said_of_it():
    two = [CountEntry(f"entry{n:011d}", "before.paying.smile", value) for n, value in enumerate((1, 2))]
    assert measured_answers(counted_fields(two), release().measures) == ()


@given(st.dictionaries(st.sampled_from(CARDS), st.integers(0, MOST), min_size=1))
def test_whatever_cards_were_counted_the_share_is_one(cards):
    for id, measure in release().measures.items():
        fields = entered({card_field("before", id, card): value for card, value in cards.items()})
        (found,) = measured_answers(fields, {id: measure})
        assert found.before == AnswerCount(
            sum(value for card, value in cards.items() if card in measure.better), sum(cards.values())
        )


def test_who_came_is_all_groups_together_and_unknown_where_nobody_counted():
    plan = release().workshops["workshop-caregivers-once"]
    assert people_who_came(counted(came__women=12, came__men=3, left__early=1), plan) == 15
    assert people_who_came(counted(left__early=1), plan) is None
    two = [CountEntry(f"entry{n:011d}", "came.women", value) for n, value in enumerate((1, 2))]
    assert people_who_came(counted_fields(two), plan) is None


def test_more_cards_than_people_are_told():
    plan = release().workshops["workshop-caregivers-once"]
    many = {"before.paying.smile": 9, "before.paying.straight": 7}
    assert more_answers_than_people(entered({"came.women": 15, **many}), plan) == (("before", "paying"),)
    assert more_answers_than_people(entered({"came.women": 16, **many}), plan) == ()
    assert more_answers_than_people(entered(many), plan) == ()
