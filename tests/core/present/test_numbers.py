"""A number is never lost or changed on its way to a page, a tap, a message or a voice."""

from __future__ import annotations

import string

import msgspec
import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.core.checker.small_pack import released
from tests.core.directory.make import make_service

from kapea.core.directory.match import Match
from kapea.core.directory.model import Phone
from kapea.core.directory.phones import digits, phone_link, phone_words
from kapea.core.doors.render import contact_said
from kapea.core.pack.model import Release
from kapea.core.present.contact import contact_in_words

COUNTRIES = ("KH", "KE", "NP", "PH")
FIGURES = st.text(alphabet=string.digits, min_size=1, max_size=12)
COUNTRY = st.sampled_from(COUNTRIES)
SHORT = st.text(alphabet=string.digits, min_size=2, max_size=6)
WORDS = {
    "service.line.name": "Helpline",
    "service.line.name~short": "Help",
    "service.line.does": "Listens.",
    "word.call": "Call",
    "word.send-sms": "Write",
}


@st.composite
def written(draw) -> str:
    """A number as somebody may write it down: with a plus, with spaces and lines, with * and #."""
    figures = draw(FIGURES)
    parts = [each + draw(st.sampled_from(("", "", " ", "-"))) for each in figures]
    return (
        draw(st.sampled_from(("", "+", "*", "0")))
        + "".join(parts).strip(" -")
        + draw(st.sampled_from(("", "", "#")))
    )


def release(country: str) -> Release:
    made = released()
    return msgspec.structs.replace(made, country=country, texts={"en": WORDS})


RELEASES = {country: release(country) for country in COUNTRIES}


def named(number: str, kind: str = "voice", **given: object) -> Match:
    phone = Phone(number, kind=kind)
    return Match(make_service(phones=(phone,), **given), "HELPLINE", phone, "unknown", (), fallback=False)


def same_number(one: str, other: str, country: str) -> bool:
    """Whether two ways to write a number reach the same telephone."""
    if digits(one) == digits(other):
        return True
    return phonenumbers.parse(one, country) == phonenumbers.parse(other, country)


@given(written(), COUNTRY)
def test_the_number_that_is_read_is_the_number_of_the_record(number, country):
    assert same_number(phone_words(number, country), number, country)


@given(written(), COUNTRY, st.sampled_from(("voice", "sms")))
def test_the_number_that_a_tap_dials_is_the_number_of_the_record(number, country, kind):
    link = phone_link(number, country, kind)
    assert link.startswith("sms:" if kind == "sms" else "tel:")
    assert same_number(link[4:].replace("%23", "#"), number, country)


@given(written(), COUNTRY)
def test_nothing_in_a_tap_but_what_a_telephone_takes(number, country):
    assert not set(phone_link(number, country)[4:]) - set(string.digits + "+*%23")


@given(SHORT, COUNTRY)
def test_a_short_code_stays_exactly_as_it_is(number, country):
    assert phone_words(number, country) == number
    assert phone_link(number, country) == f"tel:{number}"


@given(written(), COUNTRY, st.booleans())
def test_whoever_is_named_with_a_number_is_shown_with_it_in_every_length(number, country, brief):
    assume(digits(number))
    said = contact_in_words(RELEASES[country], named(number), "en", brief=brief)
    assert said.big == phone_words(number, country)
    assert said.href == phone_link(number, country)
    assert said.big in said.spoken


@given(written(), COUNTRY)
def test_a_message_says_the_number_before_anything_else(number, country):
    found = named(number)
    assert contact_said(RELEASES[country], found, "en").startswith(phone_words(number, country))


@given(SHORT, SHORT)
def test_who_can_be_called_and_written_to_shows_both_numbers(voice, sms):
    found = named(voice)
    both = msgspec.structs.replace(found.service, phones=(Phone(voice), Phone(sms, kind="sms")))
    said = contact_in_words(RELEASES["KH"], msgspec.structs.replace(found, service=both), "en")
    assert said.href == f"tel:{voice}"
    assert [way.href for way in said.ways] == [f"sms:{sms}"]


def test_who_can_only_be_written_to_is_never_offered_a_call():
    said = contact_in_words(RELEASES["KH"], named("1280", "sms"), "en")
    assert (said.kind, said.verb, said.href) == ("sms", "Write", "sms:1280")
    assert said.ways == ()


@pytest.mark.parametrize(
    ("number", "country", "link"),
    [
        ("+855 92 311 511", "KH", "tel:+85592311511"),
        ("092 311 511", "KH", "tel:+85592311511"),
        ("1800 123 456", "KE", "tel:1800123456"),
        ("*123#", "KE", "tel:*123%23"),
    ],
)
def test_a_tap_dials_what_works_from_a_phone_of_that_country(number, country, link):
    assert phone_link(number, country) == link
