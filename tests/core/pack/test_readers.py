"""Readers of mappings: no value makes them raise, no key is passed over, and each mistake has its mend."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.field_readers import (
    an_id,
    count,
    each_in,
    iso_date,
    minutes,
    placed,
    weekdays,
)
from kapea.core.pack.read.yaml_reader import Item, Reader, read_yaml

HERE = Place("a.yaml", 1, "k")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def reader(text: str) -> Reader:
    findings = Findings()
    item = read_yaml("a.yaml", text.encode(), findings)
    assert item is not None
    return Reader(item, findings, "a thing")


def item(value: object) -> Item:
    if isinstance(value, dict):
        return Item({k: item(v) for k, v in value.items()}, HERE)
    return Item([item(v) for v in value] if isinstance(value, list) else value, HERE)


def told(read: Reader) -> list[str]:
    return [f"{p.code} {p.place.line}: {p.says}" for p in read.findings.problems]


@given(ANYTHING)
def test_no_value_whatever_it_is_makes_a_reader_raise(value):
    read = Reader(item({"k": value}), Findings(), "a thing")
    for take in (iso_date, placed, weekdays):
        take(read, "k")
    for known in (read.text, read.words, read.items, read.pairs, read.flag):
        known("k")
    minutes(read.get("k"), read.findings)
    assert 1 <= count(read, "k", 12, default=1) <= 12
    assert each_in(read, "k", ("a",)) is not None
    assert all(p.says and p.mend for p in read.findings.problems)


@given(ANYTHING)
def test_a_file_that_is_no_mapping_is_told_and_read_as_an_empty_one(value):
    findings = Findings()
    read = Reader(item(value), findings, "a thing")
    assert isinstance(value, dict) or str(findings.problems[0]).startswith("a.yaml:1 (k): error P02: a thing")
    assert read.text("x", "none") in (
        "none",
        *([value["x"]] if isinstance(value, dict) and "x" in value else []),
    )


@given(st.text(max_size=8))
def test_an_id_can_stand_in_an_address_a_file_name_and_a_catalogue(word):
    if an_id(word, HERE, {}, Findings()):
        assert word.isascii()
        assert word[0].isalpha()
        assert all(c.isalnum() or c == "-" for c in word)


@pytest.mark.parametrize("written", ["0", "13", "-1", "many", "1.5", "[1]", "9" * 5000])
def test_a_number_outside_its_bounds_is_told_with_the_bounds(written):
    read = reader(f"k: {written}\n")
    assert count(read, "k", 12) == 1
    assert read.findings.problems[-1].mend == "from 1 to 12"


@given(st.integers(1, 12))
def test_a_number_within_its_bounds_is_itself(number):
    read = reader(f"k: {number}\n")
    assert count(read, "k", 12) == number
    assert told(read) == []


def test_a_number_that_nobody_wrote_is_its_default_or_missing():
    assert count(reader("a: 1\n"), "k", 12, default=3) == 3
    read = reader("a: 1\n")
    count(read, "k", 12)
    assert told(read)[0] == "P02 1: a thing has no `k`"


def test_one_word_is_a_list_of_one_and_nothing_is_an_empty_list():
    assert placed(reader("k: a\n"), "k") == [("a", Place("a.yaml", 1, "k"))]
    assert placed(reader("k:\n"), "k") == []
    assert placed(reader("a: 1\n"), "k") == []


def test_a_key_nobody_asked_for_is_told_with_the_nearest_that_is_free_and_all_that_are_known():
    read = reader("\ntitel: x\npicture: y\n")
    read.text("title")
    read.text("picture")
    read.done()
    [problem] = read.findings.problems
    assert str(problem.place) == "a.yaml:2 (titel)"
    assert problem.mend == "perhaps `title`; known: picture, title"


def test_a_key_that_stands_there_already_is_not_proposed_again():
    read = reader("title: x\ntitel: y\n")
    read.text("title")
    read.done()
    assert [p.mend for p in read.findings.problems] == ["known: title"]


def test_the_day_of_a_record_is_compared_as_text_so_its_text_sorts_like_days():
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2027, 1, 1)]
    written = [iso_date(reader(f"k: {d.isoformat()}\n"), "k") for d in days]
    assert written == sorted(written)
