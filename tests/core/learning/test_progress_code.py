"""A code of progress: short, said aloud, mistyped, shared by a household; nothing about a person is in it."""

from __future__ import annotations

import inspect
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.languages.known import DEVANAGARI, KHMER
from kapea.core.learning import progress_code as module
from kapea.core.learning.progress_code import MOST_LESSONS, is_like_code, lessons_of, progress_code

LESSONS = st.frozensets(st.integers(1, MOST_LESSONS), min_size=1)
TEN = tuple(range(1, 11))


@given(LESSONS)
def test_a_code_says_which_lessons_were_done(lessons):
    assert lessons_of(progress_code(lessons)) == lessons


def test_ten_lessons_need_six_digits_and_no_two_sets_share_a_code():
    every = [set(each) for n in range(1, 11) for each in combinations(TEN, n)]
    codes = {progress_code(each) for each in every}
    assert len(codes) == len(every) == 1023
    assert {len(code.replace(" ", "")) for code in codes} == {6}
    assert all(code[0] != "0" for code in codes)


@given(LESSONS)
def test_a_lesson_beyond_the_thirteenth_needs_eight_digits(lessons):
    assert len(progress_code(lessons).replace(" ", "")) == (6 if max(lessons) <= 13 else 8)


def test_nothing_about_a_person_can_be_in_it():
    """By construction: only the numbers of lessons go in. Two people who did the same have the same code."""
    assert list(inspect.signature(progress_code).parameters) == ["lessons"]
    names = {name for name in vars(module) if not name.startswith("_")}
    assert not names & {"random", "time", "datetime", "secrets", "uuid", "os"}
    assert progress_code([3, 1, 2]) == progress_code({1, 2, 3}) == progress_code((2, 2, 3, 1))


def test_a_code_does_not_show_how_far_somebody_is():
    """One lesson more changes most of its digits, and more lessons are no larger number."""
    codes = [progress_code(range(1, n + 1)).replace(" ", "") for n in TEN]
    assert codes != sorted(codes)
    for before, after in pairwise(codes):
        assert sum(a != b for a, b in zip(before, after, strict=True)) >= 3


@given(LESSONS, st.data())
def test_one_wrong_digit_is_noticed(lessons, data):
    digits = progress_code(lessons).replace(" ", "")
    at = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[at]]))
    assert lessons_of(digits[:at] + other + digits[at + 1 :]) is None


@given(LESSONS, st.data())
def test_two_digits_in_each_others_place_are_noticed(lessons, data):
    digits = progress_code(lessons).replace(" ", "")
    first, second = sorted(data.draw(st.lists(st.integers(0, len(digits) - 1), min_size=2, max_size=2)))
    swapped = list(digits)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    if "".join(swapped) != digits:
        assert lessons_of("".join(swapped)) is None


@given(LESSONS, st.sampled_from([KHMER, DEVANAGARI]), st.sampled_from(["", " ", "  ", "-", ".", "\u00a0"]))
def test_it_is_read_in_other_digits_and_however_it_is_grouped(lessons, script, between):
    digits = (
        progress_code(lessons)
        .replace(" ", "")
        .translate({ord(str(n)): digit for n, digit in enumerate(script.digits)})
    )
    assert lessons_of(between.join(digits)) == lessons
    assert lessons_of(f" {digits}\n") == lessons


@pytest.mark.parametrize(
    "words", ["", " ", "1280", "117", "12345", "1234567", "ninety", "93 28 5x", "٩٣٢٨٥٠", "९" * 9]
)
def test_what_is_no_code_says_nothing(words):
    assert lessons_of(words) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(words):
    found = lessons_of(words)
    assert found is None or (is_like_code(words) and lessons_of(progress_code(found)) == found)


def test_nothing_done_has_no_code_and_no_lesson_outside_the_list_has_one():
    assert progress_code([]) == ""
    for wrong in ([0], [MOST_LESSONS + 1], [-1, 3]):
        with pytest.raises(ValueError, match="numbered from 1"):
            progress_code(wrong)


def test_the_codes_of_two_in_one_household_come_together():
    mother, father = lessons_of(progress_code([1, 2])), lessons_of(progress_code([2, 6]))
    assert mother is not None
    assert father is not None
    assert lessons_of(progress_code(mother | father)) == {1, 2, 6}
