"""Whatever is done to a chain is found and named: which row, and what became of it. Chains of any kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.apps.chains import chained, end_of, named, walked

from kapea.audit import walk as walking
from kapea.audit.chain import ChainRow, beginning, row_hash
from kapea.audit.walk import FaultKind, WalkedRow

FEW = settings(max_examples=settings().max_examples // 5)
words = st.text(max_size=8)
rows = st.builds(
    ChainRow,
    organisation=st.just("a"),
    number=st.just(0),
    before=st.just(""),
    at=st.datetimes(timezones=st.just(UTC)),
    by=words,
    action=words,
    subject=words,
    detail=st.dictionaries(words, words | st.integers(0, 999), max_size=3),
)
chains = st.lists(rows, min_size=1, max_size=8).map(chained)
two_or_more = st.lists(rows, min_size=2, max_size=8).map(chained)
any_place = st.integers(0, 7)
ROW = ChainRow("a", 1, "0" * 64, datetime(2026, 11, 29, tzinfo=UTC), "by", "did", "it", {"level": "red"})
OTHERS = {
    "organisation": "b",
    "number": 2,
    "before": "1" * 64,
    "at": ROW.at + timedelta(microseconds=1),
    "by": "somebody",
    "action": "did.not",
    "subject": "that",
    "detail": {"level": "green"},
}
"""Another value for each field that is hashed."""


def changed(row: WalkedRow, **fields: object) -> WalkedRow:
    """A row with other fields, and the hash that it had."""
    return replace(row, row=replace(row.row, **fields))


def renumbered(row: WalkedRow, number: int) -> WalkedRow:
    return replace(changed(row, number=number), number=number)


def rehashed(row: WalkedRow) -> WalkedRow:
    return replace(row, hash=row_hash(row.row))


def put(rows: list[WalkedRow], place: int, row: WalkedRow) -> list[WalkedRow]:
    return [*rows[:place], row, *rows[place + 1 :]]


# --- the hash -----------------------------------------------------------------------------


def test_the_hash_of_a_row_is_what_it_was():
    """Rows of today must be proved for ever."""
    assert row_hash(ROW) == "e8ae1ee37f9c8db5590618f9dc2636275266d28aa16ef590791534644a11a26e"
    assert beginning("").hash == "9d32f0dbef8795b7f9b2b36b6876add642cc9a9cded981db34456bebd7b81e60"
    assert beginning("a").hash == "0cd50a29b9621b78f5a06a66df1349225a2091c731834b7b118ba8ed6bb656a1"


@pytest.mark.parametrize("field", OTHERS)
def test_every_field_is_in_the_hash(field):
    assert row_hash(replace(ROW, **{field: OTHERS[field]})) != row_hash(ROW)


@FEW
@given(words, words, words, words)
def test_no_word_can_go_over_into_the_next_field(one, two, other, another):
    assume((one, two) != (other, another))
    assert row_hash(replace(ROW, by=one, action=two)) != row_hash(replace(ROW, by=other, action=another))


def test_the_order_of_details_says_nothing():
    one, other = {"a": 1, "b": 2}, {"b": 2, "a": 1}
    assert row_hash(replace(ROW, detail=one)) == row_hash(replace(ROW, detail=other))


# --- what is done to a chain -----------------------------------------------------------------


@FEW
@given(chains)
def test_what_was_only_added_to_is_whole(rows):
    walk = walked(rows, points=[end_of(rows)], note=end_of(rows))
    assert (named(walk), walk.rows, walk.last) == (set(), len(rows), len(rows))


@pytest.mark.parametrize("field", [field for field in OTHERS if field not in ("organisation", "number")])
@FEW
@given(chains, any_place)
def test_a_changed_field_is_named(field, rows, place):
    place %= len(rows)
    value = OTHERS[field]
    assume(getattr(rows[place].row, field) != value)
    met = put(rows, place, changed(rows[place], **{field: value}))
    assert named(walked(met, note=end_of(rows))) == {("changed", "a", place + 1, place + 1)}


@FEW
@given(two_or_more, any_place)
def test_a_changed_hash_is_named(rows, place):
    place %= len(rows) - 1
    met = put(rows, place, replace(rows[place], hash="f" * 64))
    assert named(walked(met, note=end_of(rows))) == {("changed", "a", place + 1, place + 1)}


@FEW
@given(two_or_more, any_place)
def test_a_row_with_a_new_hash_of_its_own_is_named(rows, place):
    place %= len(rows) - 1
    met = put(rows, place, rehashed(changed(rows[place], by="another one")))
    assert named(walked(met, note=end_of(rows))) == {("replaced", "a", place + 1, place + 1)}


@FEW
@given(chains)
def test_the_last_row_with_a_new_hash_of_its_own_is_named(rows):
    met = put(rows, len(rows) - 1, rehashed(changed(rows[-1], by="another one")))
    assert named(walked(met, note=end_of(rows))) == {("rewritten", "a", len(rows), len(rows))}


@FEW
@given(two_or_more, any_place, any_place)
def test_rows_taken_out_are_named(rows, place, more):
    place %= len(rows) - 1
    last = min(place + 1 + more, len(rows) - 1)
    met = rows[:place] + rows[last:]
    assert named(walked(met, note=end_of(rows))) == {("missing", "a", place + 1, last)}


@FEW
@given(chains, any_place)
def test_a_chain_that_was_cut_off_at_its_end_is_named(rows, place):
    place %= len(rows)
    met = rows[:place]
    assert named(walked(met, note=end_of(rows))) == {("truncated", "a", place + 1, len(rows))}


@FEW
@given(two_or_more, any_place, any_place)
def test_rows_that_changed_places_are_named_with_the_places_they_came_from(rows, one, other):
    one, other = one % len(rows), other % len(rows)
    assume(one != other)
    met = put(rows, one, renumbered(rows[other], one + 1))
    met = put(met, other, renumbered(rows[one], other + 1))
    walk = walked(met, note=end_of(rows))
    assert {each for each in named(walk) if each[0] == "moved"} == {
        ("moved", "a", one + 1, one + 1),
        ("moved", "a", other + 1, other + 1),
    }
    assert f"row {one + 1} was moved here: it is row {other + 1}." in [f.sentence for f in walk.faults]


@FEW
@given(two_or_more, any_place, st.integers(2, 40))
def test_a_row_with_another_number_is_named(rows, place, further):
    place, far = place % (len(rows) - 1), len(rows) + further
    met = [*rows[:place], *rows[place + 1 :], renumbered(rows[place], far)]
    faults = named(walked(met, note=end_of(rows)))
    assert {("missing", "a", place + 1, place + 1), ("moved", "a", far, far)} <= faults


@FEW
@given(two_or_more, any_place, rows)
def test_a_row_put_in_is_named_and_those_behind_it(rows, place, new):
    place %= len(rows) - 1
    before = rows[place - 1].hash if place else beginning("a").hash
    inserted = rehashed(WalkedRow(place + 1, "", replace(new, number=place + 1, before=before)))
    met = [*rows[:place], inserted, *(renumbered(row, row.number + 1) for row in rows[place:])]
    faults = named(walked(met, note=end_of(rows)))
    assert {("moved", "a", n, n) for n in range(place + 2, len(rows) + 2)} <= faults


@FEW
@given(chains, rows)
def test_a_row_put_in_at_the_end_without_the_program_is_named(rows, new):
    met = chained([*(row.row for row in rows), new])
    assert named(walked(met, note=end_of(rows))) == {("inserted", "a", len(met), len(met))}


@FEW
@given(two_or_more, any_place, rows)
def test_a_number_that_stands_twice_is_named(rows, place, new):
    place %= len(rows)
    twin = rehashed(WalkedRow(place + 1, "", replace(new, number=place + 1, before="")))
    met = [*rows[: place + 1], twin, *rows[place + 1 :]]
    assert named(walked(met, note=end_of(rows))) == {("doubled", "a", place + 1, place + 1)}


@FEW
@given(two_or_more, two_or_more, any_place)
def test_a_row_moved_to_another_organisation_is_named_with_the_one_it_came_from(rows, others, place):
    place %= len(rows) - 1
    others = chained(replace(row.row, organisation="b") for row in others)
    stolen = changed(renumbered(rows[place], len(others) + 1), organisation="b")
    mine = walked([*rows[:place], *rows[place + 1 :]], note=end_of(rows))
    theirs = walked([*others, stolen], organisation="b", note=end_of(others))
    faults = named(mine, theirs)
    assert ("missing", "a", place + 1, place + 1) in faults
    assert ("moved", "b", len(others) + 1, len(others) + 1) in faults
    assert f"it is row {place + 1} of a." in " ".join(f.sentence for f in theirs.faults)


@FEW
@given(chains, any_place, rows)
def test_a_history_written_anew_is_whole_but_for_an_old_head(rows, place, new):
    place %= len(rows)
    anew = chained([*(row.row for row in rows[:place]), new, *(row.row for row in rows[place + 1 :])])
    assume(anew[-1].hash != rows[-1].hash)
    assert named(walked(anew, note=end_of(anew))) == set()
    old = named(walked(anew, points=[end_of(rows)], note=end_of(anew)))
    assert old == {("rewritten", "a", len(rows), len(rows))}


@FEW
@given(chains)
def test_a_chain_that_is_gone_as_a_whole_is_told_by_a_head_only(rows):
    assert named(walked([], note=beginning("a"))) == set()
    gone = named(walked([], points=[end_of(rows)], note=beginning("a")))
    assert gone == {("truncated", "a", 1, len(rows))}


def test_what_cannot_be_read_is_a_changed_row():
    rows = chained([ROW, ROW, ROW])
    met = put(rows, 1, replace(rows[1], row=None))
    assert named(walked(met, note=end_of(rows))) == {("changed", "a", 2, 2)}
    untimely = put(rows, 1, changed(rows[1], at=None))
    assert named(walked(untimely, note=end_of(rows))) == {("changed", "a", 2, 2)}


def test_of_very_many_faults_some_are_named_and_the_others_counted(monkeypatch):
    monkeypatch.setattr(walking, "MOST_FAULTS", 3)
    rows = chained([ROW] * 10)
    walk = walked([changed(row, by="x") for row in rows], note=end_of(rows))
    assert ([f.number for f in walk.faults], walk.unnamed) == ([1, 2, 3], 7)


def test_every_kind_says_which_rows_and_what_in_a_sentence():
    for kind in FaultKind:
        fault = walking.TrailFault(kind, "a", 5, 7, "taken out")
        assert fault.sentence == "rows 5 to 7 were taken out."
    assert replace(fault, last=5).sentence == "row 5 was taken out."
