"""A code of one's own: two letters and two digits, however they are written; nothing that names somebody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.workshops.self_made_codes import UnfitCode, self_made_code

letters = st.sampled_from("abcdefghijklmnopqrstuvwxyzñកខគឃងकखगघ")
digits = st.sampled_from("0123456789")


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("", ""),
        ("   ", ""),
        ("ab12", "ab12"),
        ("AB 12", "ab12"),
        ("12-ab", "ab12"),
        ("a1.b2", "ab12"),
        ("កខ១២", "កខ12"),
        ("កា ខី 12", "កខ12"),
        ("कि खा १२", "कख12"),
        ("ＡＢ１２", "ab12"),
        ("k\u200bh\u200b12", "kh12"),
        ("ñ o 4 2", "no42"),
    ],
)
def test_it_is_the_same_code_however_it_is_written(typed, means):
    assert self_made_code(typed) == means


@pytest.mark.parametrize(
    "typed",
    [
        "Sok",
        "Maria",
        "abc12",
        "ab1",
        "ab123",
        "1234",
        "abcd",
        "012345678",
        "0977 555 222",
        "12.03.1984",
        "ab12!",
        "ab12" * 30,
        "ß12x",
        "😀😀12",
        "\x00ab12",
    ],
)
def test_a_name_a_day_and_a_number_of_a_telephone_are_none(typed):
    with pytest.raises(UnfitCode) as refused:
        self_made_code(typed)
    assert typed not in str(refused.value)


@given(st.permutations(range(4)), letters, letters, digits, digits)
def test_it_does_not_matter_where_the_digits_stand(order, a, b, one, two):
    signs = [a, b, one, two]
    mixed = [signs[at] for at in order]
    kept = "".join(
        [each for each in mixed if not each.isdigit()] + [each for each in mixed if each.isdigit()]
    )
    assert self_made_code("".join(mixed)) == self_made_code(kept)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_nothing_or_refused(typed):
    try:
        code = self_made_code(typed)
    except UnfitCode:
        return
    assert code == "" or (len(code) == 4 and code[2:].isdecimal())
