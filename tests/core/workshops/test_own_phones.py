"""Answers on phones as values: who is asked, when few are too few, what stays of what was linked."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import built

from kapea.core.pack.measure_model import AFTER, ASKED_WHEN, BEFORE, CARDS
from kapea.core.workshops.counted_fields import counted_of_plan
from kapea.core.workshops.own_phones import (
    LEAST_ON_PHONES,
    answer_signs,
    answered_by_enough,
    asked_on_phones,
    fit_answers,
    measures_counted,
    pairs_by_item,
    tally_with,
)

PLANS = built("cambodia").release.workshops
ITEMS = ("one", "two", "three")
cards = st.sampled_from(CARDS)
answers = st.dictionaries(st.sampled_from(ITEMS), cards)
signs = st.text("yn-", min_size=len(ITEMS), max_size=len(ITEMS))


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_grown_ups_are_asked_what_their_plan_asks_and_a_class_nothing(plan):
    for when in ASKED_WHEN:
        asked = asked_on_phones(plan, when, counted_of_plan(plan))
        assert asked == (() if plan.is_class else plan.measured(when))


def test_what_the_workshop_does_not_count_is_not_asked():
    plan = PLANS["workshop-caregivers-once"]
    fields = [field for field in counted_of_plan(plan) if ".paying." not in field]
    assert asked_on_phones(plan, BEFORE, fields) == ("first-words", "one-number")
    assert measures_counted(fields, AFTER) == ("first-words", "one-number")
    assert measures_counted(["came.women", "asked.2-1.hands", "left.early"], BEFORE) == ()


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8) | cards))
def test_only_cards_of_items_that_are_asked_are_taken(given_):
    fit = fit_answers(given_, ITEMS)
    assert set(fit) <= set(ITEMS)
    assert set(fit.values()) <= set(CARDS)


@given(st.lists(answers, max_size=12))
def test_a_tally_is_how_often_each_card_was_chosen_and_nothing_else(phones):
    tally: dict[str, dict[str, int]] = {}
    for each in phones:
        tally = tally_with(tally, each)
    chosen = Counter((id, card) for each in phones for id, card in each.items())
    assert {(id, card): n for id, found in tally.items() for card, n in found.items() if n} == chosen
    assert all(set(found) == set(CARDS) for found in tally.values())


@given(st.permutations(range(6)), st.lists(answers, min_size=6, max_size=6))
def test_it_does_not_say_in_which_order(order, phones):
    made = []
    for arranged in (phones, [phones[at] for at in order]):
        tally: dict[str, dict[str, int]] = {}
        for each in arranged:
            tally = tally_with(tally, each)
        made.append(tally)
    assert made[0] == made[1]


@given(
    st.dictionaries(st.sampled_from(ITEMS), st.fixed_dictionaries(dict.fromkeys(CARDS, st.integers(0, 4))))
)
def test_an_item_that_few_answered_is_left_out(tally):
    enough = answered_by_enough(tally)
    assert {id for id in tally if sum(tally[id].values()) >= LEAST_ON_PHONES} == set(enough)


@given(answers)
def test_signs_say_only_whether_a_card_was_hoped_for_and_are_as_long_for_everybody(given_):
    better = dict.fromkeys(ITEMS, ("smile",))
    made = answer_signs(given_, better)
    assert len(made) == len(ITEMS)
    assert [sign != "-" for sign in made] == [id in given_ for id in ITEMS]
    assert [sign == "y" for sign in made] == [given_.get(id) == "smile" for id in ITEMS]


@given(st.lists(st.tuples(signs, signs), max_size=14))
def test_pairs_are_of_those_who_answered_both_times_and_never_few(linked):
    found = pairs_by_item(ITEMS, ITEMS, linked)
    for at, id in enumerate(ITEMS):
        both = Counter(first[at] + second[at] for first, second in linked)
        counts = [both[key] for key in ("yy", "yn", "ny", "nn")]
        if sum(counts) < LEAST_ON_PHONES:
            assert id not in found
        else:
            pairs = found[id]
            assert [pairs.kept, pairs.lost, pairs.gained, pairs.neither] == counts


def test_an_item_that_is_asked_once_has_no_pairs():
    linked = [("yy", "y")] * 6
    assert set(pairs_by_item(("norm", "one"), ("one",), linked)) == {"one"}
