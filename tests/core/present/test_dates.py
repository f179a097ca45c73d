"""A day in words is that day in every language, and no other."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.languages.known import LANGUAGES
from kapea.core.present.dates import in_words

DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))
CODE = st.sampled_from(sorted(LANGUAGES))


def numbers(words: str) -> set[int]:
    """The numbers in some words, in the digits of any script."""
    latin = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in words)
    return {int(each) for each in re.findall(r"\d+", latin)}


@given(DAYS, CODE)
def test_it_says_the_day_and_the_year_of_the_common_era_and_no_other_number(day, code):
    assert numbers(in_words(day.isoformat(), code)) == {day.day, day.year}


@given(DAYS, CODE)
def test_the_month_is_a_word_so_that_no_one_takes_it_for_the_day(day, code):
    words = in_words(day.isoformat(), code)
    assert [each for each in words.split() if each.strip(",").isalpha() or not each[0].isdigit()]


@given(DAYS, DAYS, CODE)
def test_two_days_are_never_told_in_the_same_words(one, other, code):
    assert (in_words(one.isoformat(), code) == in_words(other.isoformat(), code)) == (one == other)


@pytest.mark.parametrize("written", ["", "24.11.2026", "2026-02-30", "tomorrow"])
def test_what_is_no_day_is_no_words(written):
    with pytest.raises(ValueError, match=r"\S"):
        in_words(written, "en")


def test_in_a_language_nobody_wrote_down_a_day_is_still_told():
    assert numbers(in_words("2027-05-24", "th")) == {24, 2027}
