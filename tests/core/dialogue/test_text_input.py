"""What is typed is compared within a bound, whatever one sign of it stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.dialogue.text_input import MAX_SAID, normalised


@given(st.text(max_size=600))
def test_nothing_that_may_be_typed_grows_without_end(words):
    """One sign can stand for eighteen letters (U+FDFA); small letters may be three for one."""
    assert len(normalised(words)) <= 3 * MAX_SAID


@pytest.mark.parametrize("sign", ["\ufdfa", "\ufb03", "\u33af", "x"])
def test_a_sign_that_stands_for_many_letters_counts_for_them(sign):
    assert len(normalised(sign * MAX_SAID)) <= MAX_SAID


@pytest.mark.parametrize(
    ("typed", "means"),
    [("  YES. ", "yes"), ("១២", "12"), ("Ｓ０２", "s02"), ("a\u200bb", "ab"), ("no!\n", "no"), ("", "")],
)
def test_spaces_size_digits_and_break_marks_make_no_difference(typed, means):
    assert normalised(typed) == means
