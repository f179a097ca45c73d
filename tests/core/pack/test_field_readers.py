"""Small values of pack files: what reads, what does not, and what the author is told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read import field_readers as read
from kapea.core.pack.read.yaml_reader import Reader, read_yaml


def reader(text: str) -> Reader:
    found = Findings()
    item = read_yaml("a.yaml", text.encode(), found)
    assert item is not None
    return Reader(item, found, "a record")


def said(of: Reader) -> list[tuple[str, str, str]]:
    return [(p.code, p.says, p.mend) for p in of.findings.problems]


# --- dates ---------------------------------------------------------------------------


@given(st.dates())
def test_a_date_is_read_back_as_it_is_written(day: date):
    assert read.iso_date(reader(f'on: "{day.isoformat()}"'), "on") == day.isoformat()


@pytest.mark.parametrize("day", ["2027-02-30", "24.05.2027", "05/24/2027", "soon", "2027-13-01"])
def test_what_is_no_date_is_shown_one(day):
    of = reader(f'on: "{day}"')
    assert read.iso_date(of, "on") == ""
    assert said(of) == [("P03", f"“{day}” is no date", "year-month-day: 2027-05-24")]


def test_no_date_is_no_mistake_unless_there_must_be_one():
    assert read.iso_date(reader("a: b"), "on") == ""
    needed = reader("a: b")
    assert read.iso_date(needed, "on", required=True) == ""
    assert [code for code, _, _ in said(needed)] == ["P02"]


# --- ids ------------------------------------------------------------------------------


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True))
def test_letters_digits_and_lines_are_an_id(value):
    found = Findings()
    assert read.an_id(value, Place("a.yaml", 3), {}, found)
    assert found.problems == []


@pytest.mark.parametrize("value", ["1st", "-a", "a b", "a_b", "កា", "a.b", "a/b"])
def test_anything_else_is_not_and_the_author_is_told_what_is(value):
    found = Findings()
    assert not read.an_id(value, Place("a.yaml", 3), {}, found)
    [problem] = found.problems
    assert str(problem) == (
        f"a.yaml:3: error P03: “{value}” is no id\n    mend: letters, digits and - only, a letter first"
    )


def test_an_id_that_is_taken_names_who_has_it():
    found = Findings()
    assert not read.an_id("police", Place("b.yaml", 9), {"police": Place("a.yaml", 3)}, found)
    assert found.problems[0].says == "“police” is already the id of a.yaml:3"


# --- times ----------------------------------------------------------------------------


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_is_its_minutes_after_midnight(hour: int, minute: int):
    of = reader(f'from: "{hour:02}:{minute:02}"')
    assert read.minutes(of.get("from"), of.findings) == hour * 60 + minute
    assert said(of) == []


def test_the_end_of_the_day_is_a_time_and_no_time_is_none():
    of = reader('to: "24:00"')
    assert read.minutes(of.get("to"), of.findings) == 1440
    assert read.minutes(of.get("from"), of.findings) is None


@pytest.mark.parametrize("time", ["8:00", "08.00", "24:01", "25:00", "08:60", "noon", "0800", "08:00:00"])
def test_what_is_no_time_is_shown_one(time):
    of = reader(f'from: "{time}"')
    assert read.minutes(of.get("from"), of.findings) is None
    assert said(of) == [("P03", f"“{time}” is no time of day", 'four digits: "08:00", "24:00"')]


# --- week days ------------------------------------------------------------------------

DAYS = st.integers(0, 6)


@given(DAYS, DAYS)
def test_days_from_one_to_another_are_all_between_also_over_the_end_of_the_week(first: int, last: int):
    of = reader(f"on: {read.WEEKDAYS[first]}-{read.WEEKDAYS[last]}")
    days = read.weekdays(of, "on")
    expected = {(first + n) % 7 + 1 for n in range(7) if (first + n) % 7 == last or n < (last - first) % 7}
    assert set(days) == expected
    assert list(days) == sorted(days)


@given(st.lists(DAYS, min_size=1, max_size=9))
def test_days_named_one_by_one_are_those_each_once(named: list[int]):
    of = reader(f"on: [{', '.join(read.WEEKDAYS[n] for n in named)}]")
    assert read.weekdays(of, "on") == tuple(sorted({n + 1 for n in named}))


@pytest.mark.parametrize("word", ["monday", "mon-", "Mon", "mon-someday", "1"])
def test_what_is_no_week_day_is_shown_some(word):
    of = reader(f"on: [tue, {word}]")
    assert read.weekdays(of, "on") == (2,)
    [(code, says, mend)] = said(of)
    assert (code, says) == ("P03", f"“{word}” is no week day")
    assert "mon-fri" in mend


# --- words out of a list that is known ----------------------------------------------------


def test_each_word_that_is_not_known_is_named_on_its_own_line_with_those_that_are():
    of = reader("kinds:\n  - voice\n  - fax\n  - telex\n")
    assert read.each_in(of, "kinds", ("voice", "sms")) == ("voice", "fax", "telex")
    assert [(p.place.line, p.says, p.mend) for p in of.findings.problems] == [
        (3, "`kinds`: “fax” is not known", "one of voice, sms"),
        (4, "`kinds`: “telex” is not known", "one of voice, sms"),
    ]


def test_one_word_is_a_list_of_one():
    assert read.placed(reader("kinds: voice"), "kinds") == [("voice", Place("a.yaml", 1, "kinds"))]
