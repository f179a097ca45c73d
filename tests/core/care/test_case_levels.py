"""A level goes up by one person, down by two. Nobody carries too much, and nobody in danger waits for it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.care.asking import NotOpaque
from kapea.core.care.case_levels import (
    LEVELS,
    MOST_POINTS,
    POINTS,
    Assignment,
    CaseLevel,
    LevelChange,
    LevelRefused,
    LoweredBecause,
    assigned,
    changed_level,
    is_more_urgent,
    load_points,
)

BECAUSE = LoweredBecause.DANGER_IS_OVER
HIGHER = [(now, to) for now, to in product(LEVELS, LEVELS) if LEVELS.index(to) < LEVELS.index(now)]
LOWER = [(to, now) for now, to in HIGHER]


def test_the_most_urgent_stands_first():
    assert [each.value for each in LEVELS] == ["red", "orange", "yellow", "green"]
    assert all(is_more_urgent(to, now) and not is_more_urgent(now, to) for now, to in HIGHER)
    assert not any(is_more_urgent(level, level) for level in LEVELS)


@pytest.mark.parametrize(("now", "to"), HIGHER)
def test_cw_19_raising_takes_one_person_and_no_reason(now, to):
    assert changed_level(now, LevelChange(to=to, by="worker")) is to


@pytest.mark.parametrize(("now", "to"), LOWER)
def test_cw_19_lowering_takes_two_people_and_a_reason(now, to):
    refused = (
        LevelChange(to=to, by="worker"),
        LevelChange(to=to, by="worker", because=BECAUSE),
        LevelChange(to=to, by="worker", second="worker", because=BECAUSE),
        LevelChange(to=to, by="worker", second="other"),
    )
    for change, says in zip(refused, ("second", "second", "second", "because"), strict=True):
        with pytest.raises(LevelRefused, match=f"^{says}:"):
            changed_level(now, change)
    assert changed_level(now, LevelChange(to=to, by="worker", second="other", because=BECAUSE)) is to


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_that_it_has_is_no_change(level):
    with pytest.raises(LevelRefused, match="already"):
        changed_level(level, LevelChange(to=level, by="worker", second="other", because=BECAUSE))


def test_who_changes_a_level_is_an_id_and_says_nothing_of_anybody():
    for wrong in ({"by": ""}, {"by": "Sok Dara"}, {"by": "worker", "second": "+855 12 345 678"}):
        with pytest.raises(NotOpaque):
            LevelChange(to=CaseLevel.RED, **wrong)


open_cases = st.dictionaries(st.sampled_from(LEVELS), st.integers(0, 20))


@given(open_cases, st.sampled_from(LEVELS))
def test_cw_24_above_the_limit_it_is_refused_and_red_goes_to_the_supervisor(held, level):
    carried = load_points(held)
    fits = carried + POINTS[level] <= MOST_POINTS
    what = assigned(level, carried)
    assert (what is Assignment.TAKEN) is fits
    if not fits:
        assert what is (Assignment.TO_SUPERVISOR if level is CaseLevel.RED else Assignment.REFUSED)


def test_cw_24_a_red_case_is_never_sent_back_to_a_queue():
    """However much anybody carries: somebody by name holds it."""
    assert Assignment.REFUSED not in {assigned(CaseLevel.RED, carried) for carried in range(200)}


def test_cw_24_the_limit_is_fifteen_points_and_not_one_more():
    assert load_points({CaseLevel.RED: 2, CaseLevel.ORANGE: 3, CaseLevel.YELLOW: 2, CaseLevel.GREEN: 1}) == 15
    assert assigned(CaseLevel.GREEN, 14) is Assignment.TAKEN
    assert assigned(CaseLevel.GREEN, 15) is Assignment.REFUSED
    assert assigned(CaseLevel.ORANGE, 14) is Assignment.REFUSED
    assert assigned(CaseLevel.RED, 12) is Assignment.TAKEN
    assert assigned(CaseLevel.RED, 13) is Assignment.TO_SUPERVISOR
