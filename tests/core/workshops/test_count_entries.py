"""Numbers from several phones: whatever arrives when, the same comes out, and nobody's number is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.workshops.count_entries import (
    MOST,
    CountEntry,
    UnfitEntry,
    counted_fields,
    fields_that_differ,
)

FIELD, OTHER = "attendance.women", "attendance.men"


def id_of(number: int) -> str:
    return f"entry{number:011d}"


def entry(number: int, value: int, *over: int, field: str = FIELD) -> CountEntry:
    return CountEntry(id_of(number), field, value, frozenset(map(id_of, over)))


@st.composite
def histories(draw) -> list[CountEntry]:
    """What two or three phones write: each sees what it wrote itself, and now and then what others did."""
    phones = draw(st.integers(1, 3))
    seen: list[list[CountEntry]] = [[] for _ in range(phones)]
    written: list[CountEntry] = []
    for number in range(draw(st.integers(0, 8))):
        phone = draw(st.integers(0, phones - 1))
        if draw(st.booleans()):  # it has a network for a moment
            seen[phone] = list(written)
        field = draw(st.sampled_from((FIELD, OTHER)))
        shown = counted_fields(seen[phone]).get(field)
        over = shown.over if shown else frozenset()
        made = CountEntry(id_of(number), field, draw(st.integers(0, 30)), over)
        seen[phone].append(made)
        written.append(made)
    return written


@given(histories(), st.randoms(use_true_random=False), st.integers(0, 3))
def test_in_any_order_and_as_often_as_it_comes_the_same_stands(history, chance, again):
    shuffled = [*history, *history[:again]]
    chance.shuffle(shuffled)
    assert counted_fields(shuffled) == counted_fields(history)


@given(histories(), st.integers(0, 8))
def test_what_comes_late_adds_to_what_came_before(history, cut):
    early, late = history[:cut], history[cut:]
    known = [each for field in counted_fields(early).values() for each in field.standing]
    assert set(known) <= set(early)
    assert counted_fields([*early, *late]) == counted_fields([*late, *early])


@given(histories())
def test_nobodys_number_is_lost(history):
    """What does not stand was written over by somebody who saw it."""
    fields = counted_fields(history)
    over = {id for each in history for id in each.over}
    for each in history:
        assert each in fields[each.field].standing or each.id in over


@given(histories())
def test_a_phone_that_sees_all_settles_it(history):
    for name, field in counted_fields(history).items():
        settled = CountEntry(id_of(99), name, 7, field.over)
        assert counted_fields([*history, settled])[name].value == 7


def test_two_who_did_not_know_of_each_other_both_stand():
    fields = counted_fields([entry(1, 12), entry(2, 14)])
    assert (fields[FIELD].value, fields[FIELD].values) == (None, (12, 14))
    assert fields_that_differ(fields) == (FIELD,)


def test_two_who_wrote_the_same_agree():
    fields = counted_fields([entry(1, 12), entry(2, 12)])
    assert (fields[FIELD].value, fields_that_differ(fields)) == (12, ())


def test_one_who_corrects_themselves_while_another_writes():
    """The own first number is gone; the other's stands beside the corrected one."""
    fields = counted_fields([entry(1, 12), entry(2, 13, 1), entry(3, 20)])
    assert fields[FIELD].values == (13, 20)


def test_a_number_written_over_one_that_has_not_come_yet_stands():
    late = entry(2, 13, 1)
    assert counted_fields([late])[FIELD].value == 13
    assert counted_fields([late, entry(1, 12)])[FIELD].value == 13


def test_entries_that_write_over_each_other_are_all_shown():
    """No phone makes such; whoever forges them hides nothing."""
    fields = counted_fields([entry(1, 12, 2), entry(2, 14, 1)])
    assert fields[FIELD].values == (12, 14)


def test_one_id_is_one_entry():
    with pytest.raises(UnfitEntry, match="another entry"):
        counted_fields([entry(1, 12), entry(1, 13)])


UNFIT = [
    {"id": "short"},
    {"id": "A" * 20},
    {"id": "with a blank 1234"},
    {"field": "attendance"},
    {"field": "Sok Dara"},
    {"field": "attendance.Dara"},
    {"field": "a.b.c.d.e"},
    {"value": -1},
    {"value": MOST + 1},
    {"value": "12"},
    {"value": 1.0},
    {"value": True},
    {"over": frozenset({"Sok Dara"})},
    {"over": frozenset({id_of(1)})},
]


@pytest.mark.parametrize("changed", UNFIT, ids=str)
def test_nothing_else_is_an_entry_and_no_field_holds_a_name(changed):
    given = {"id": id_of(1), "field": FIELD, "value": 3, "over": frozenset()}
    with pytest.raises(UnfitEntry) as told:
        CountEntry(**given | changed)
    assert "Dara" not in str(told.value)
