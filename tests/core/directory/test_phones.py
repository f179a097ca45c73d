"""A number is dialled as it is written: nothing is added that would reach somebody else, or nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.directory.phones import LONGEST_SHORT_CODE, digits, is_valid, phone_link, phone_words

WRITTEN = st.text(alphabet="0123456789 +-()*#", max_size=18)
COUNTRIES = st.sampled_from(("KH", "KE", "NP", "PH"))


@given(WRITTEN, COUNTRIES)
def test_spaces_and_hyphens_never_change_what_is_dialled(number, country):
    plain = digits(number)
    assert digits(f" {plain} ") == digits("-".join(plain)) == plain
    assert phone_link(plain, country) == phone_link(f"{plain} ", country)


@given(st.text(alphabet="0123456789", min_size=1, max_size=LONGEST_SHORT_CODE), COUNTRIES)
def test_a_short_code_is_dialled_and_read_exactly_as_it_is(code, country):
    assert phone_link(code, country) == f"tel:{code}"
    assert phone_words(code, country) == code
    assert not is_valid(code, country), "a pack must declare it"


@given(WRITTEN, COUNTRIES)
def test_a_link_has_nothing_in_it_but_what_a_telephone_can_press(number, country):
    scheme, _, pressed = phone_link(number, country).partition(":")
    assert scheme == "tel"
    assert set(pressed.replace("%23", "")) <= set("0123456789+*")


@given(WRITTEN, COUNTRIES)
def test_words_and_link_of_a_full_number_are_one_number(number, country):
    if is_valid(number, country):
        assert phone_link(phone_words(number, country), country) == phone_link(number, country)


@pytest.mark.parametrize(
    ("number", "country"),
    [("092 311 511", "KH"), ("+855 92 311 511", "KH"), ("0719 638 006", "KE"), ("+254719638006", "KE")],
)
def test_a_full_number_is_dialled_with_its_country_so_that_it_works_from_abroad(number, country):
    prefix = {"KH": "tel:+855", "KE": "tel:+254"}[country]
    assert phone_link(number, country).startswith(prefix)


@pytest.mark.parametrize("number", ["0800 723 253", "0800723253"])
def test_a_toll_free_number_is_dialled_without_its_country_which_would_not_reach_it(number):
    assert phone_link(number, "KE") == "tel:0800723253"


def test_a_code_for_a_menu_keeps_its_signs_and_the_hash_survives_the_link():
    assert phone_link("*811#", "KE") == "tel:*811%23"


def test_a_message_opens_messages_and_a_call_opens_the_telephone():
    assert phone_link("1195", "KE", "sms") == "sms:1195"
    assert phone_link("1195", "KE") == "tel:1195"


@pytest.mark.parametrize("number", ["+254 719 638 006", "0800 723 253", "not a number", "", "0"])
def test_a_number_of_elsewhere_or_of_nowhere_is_no_number_of_the_country(number):
    assert not is_valid(number, "KH")


def test_digits_of_another_script_are_not_pressed_for_no_telephone_knows_them():
    assert digits("១២៨០") == ""
    assert digits("1280") == "1280"
