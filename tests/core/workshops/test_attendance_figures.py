"""Who came: the total always, places where they keep everybody, and how it is kept in a table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.workshops.programmes import Programme, editions

from kapea.core.evidence.counts import CountMark, ShownCount
from kapea.core.workshops import attendance_figures
from kapea.core.workshops.attendance_figures import safe_attendance, told_tables
from kapea.core.workshops.edition_record import (
    edition_digest,
    read_cells,
    read_changes,
    read_figures,
    stored_cells,
    stored_changes,
    stored_figures,
)

FEW = {
    ("A", "class-b", "girls"): 10,
    ("A", "class-b", "boys"): 3,
    ("A", "class-b", "other-pupils"): 1,
    ("A", "class-a", "girls"): 3,
    ("A", "class-a", "boys"): 2,
    ("A", "local-authorities", "women"): 5,
    ("A", "local-authorities", "others"): 2,
}
"""Of these, hiding the total would hide fewest people."""


def test_the_total_is_told_and_others_are_hidden_in_its_place():
    found = safe_attendance(FEW)
    assert found is not None
    assert found.said[("came",)] == ShownCount(26)


def test_of_fewer_than_ten_nothing_is_told():
    assert safe_attendance({("A", "caregivers", "women"): 9}) is None
    assert safe_attendance({}) is None
    assert safe_attendance({("A", "caregivers", ""): None}) is None


def test_a_table_that_would_tell_is_left_out_and_the_audience_is_left_out_last():
    """Two groups of which one is small: whatever is hidden of them, the total tells."""
    cells = {("A", "caregivers", "women"): 30, ("A", "caregivers", "men"): 4}
    found = safe_attendance(cells)
    assert found is not None
    assert "group" not in told_tables(found.said)
    assert found.said["came", "audience", "caregivers"] == ShownCount(34)


def test_what_is_too_large_to_look_through_is_told_in_fewer_tables(monkeypatch):
    def only_the_total(publication):
        raise attendance_figures.TooLargeToAudit("too large")

    monkeypatch.setattr(attendance_figures, "protect_counts", only_the_total)
    assert safe_attendance({("A", "caregivers", "women"): 30}) is None


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 999))
def test_an_edition_comes_out_of_its_table_as_it_went_in(seed):
    programme = Programme(seed, areas=2, groups=6, months=2)
    for each in editions(programme.held(), programme.periods()):
        assert read_figures(stored_figures(each.said)) == each.said
        assert read_cells(stored_cells(each.cells)) == each.cells
        assert read_changes(stored_changes(each.changes)) == each.changes


def test_a_mark_is_a_word_and_nobody_is_nought():
    said = {
        ("a",): CountMark.HIDDEN,
        ("b",): CountMark.NO_DATA,
        ("c",): CountMark.ZERO,
        ("d",): ShownCount(12),
    }
    assert stored_figures(said) == [["a", "hidden"], ["b", "no data"], ["c", 0], ["d", 12]]


@pytest.mark.parametrize("change", [{"held": 2}, {"cells": [["A", 3]]}])
def test_the_digest_is_of_all_of_it(change):
    record = {"held": 1, "cells": [["A", 2]], "said": [["came", 20]]}
    assert edition_digest(record) == edition_digest(dict(reversed(record.items())))
    assert edition_digest(record | change) != edition_digest(record)
