"""What a text costs as SMS. Figures beside those of tests are what Kannel sent (docs/doors/kannel.md)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.doors.sms_text import GSM7_ANY, as_sms, is_gsm7, sms_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 152 + "€" + "b" * 20, 2),
        ("a" * 152 + "€" + "b" * 151, 2),
        ("a" * 152 + "€" + "b" * 152, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ក" * 70, 1),
        ("ក" * 71, 2),
        ("ក" * 134, 2),
        ("ក" * 135, 3),
        ("न" * 66 + "😀" + "न" * 10, 2),
        ("", 1),
    ],
)
def test_parts_as_a_network_counts_them(text: str, parts: int):
    assert sms_parts(text) == parts


def test_typographers_signs_do_not_make_a_message_dear():
    said = "You’re right – say “no” … it’s fine"
    assert as_sms(said) == "You're right - say \"no\" ... it's fine"
    assert is_gsm7(as_sms(said))


def test_break_marks_are_not_sent():
    assert as_sms("ជួយ\u200bខ្ញុំ") == "ជួយខ្ញុំ"


def test_a_joiner_that_shapes_a_nepali_word_stays():
    assert as_sms("दोहोर्\u200dयाऊ") == "दोहोर्\u200dयाऊ"


@given(st.text(max_size=300))
def test_what_is_sent_is_sent_the_same_again(text: str):
    assert as_sms(as_sms(text)) == as_sms(text)


@given(st.text(max_size=300))
def test_no_letter_or_digit_is_lost(text: str):
    kept = [sign for sign in text if sign.isalnum()]
    assert [sign for sign in as_sms(text) if sign.isalnum()] == kept


@given(st.text(alphabet=sorted(GSM7_ANY), max_size=400), st.integers(0, 400))
def test_a_text_costs_no_less_than_its_beginning(text: str, at: int):
    assert sms_parts(text[:at]) <= sms_parts(text)
