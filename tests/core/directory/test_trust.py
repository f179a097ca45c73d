"""What stands between a demo and a live service, and numbers as people dial and read them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.directory.make import make_phone, make_service

from kapea.core.directory.phones import is_valid, phone_link, phone_words
from kapea.core.directory.trust import live_gaps

ON = date(2026, 11, 24)


def kinds(**given: object) -> list[str]:
    return [gap.kind for gap in live_gaps(make_service(**given), ON)]


def test_a_confirmed_service_dialled_this_month_may_go_live():
    assert kinds(phones=(make_phone(verified_by="Sokha", verified_on="2026-11-01"),)) == []


def test_each_number_needs_a_named_person_and_a_fresh_date():
    old = make_phone(verified_by="Sokha", verified_on="2026-10-24")
    unnamed = make_phone("117", verified_on="2026-11-01")
    found = live_gaps(make_service(phones=(old, unnamed, make_phone("119"))), ON)
    assert [(gap.kind, gap.number) for gap in found] == [("not-dialled", n) for n in ("1280", "117", "119")]


def test_nothing_expired_undated_or_unconfirmed_goes_live():
    assert kinds(expires="2026-11-24") == ["expired"]
    assert kinds(expires="2026-11-25") == []
    assert kinds(expires="") == ["no-expiry"]
    assert kinds(confidence="S1") == ["unconfirmed"]


@pytest.mark.parametrize(
    ("number", "country", "link", "words"),
    [
        ("1280", "KH", "tel:1280", "1280"),
        ("092 311 511", "KH", "tel:+85592311511", "092 311 511"),
        ("063963409", "KH", "tel:+85563963409", "063 963 409"),
        ("#163", "PH", "tel:%23163", "#163"),
        ("(02) 1343", "PH", "tel:021343", "(02) 1343"),
        ("0800 722 203", "KE", "tel:0800722203", "0800 722 203"),
        ("0719 638 006", "KE", "tel:+254719638006", "0719 638 006"),
        ("1800 1888 1553", "PH", "tel:180018881553", "1800 1888 1553"),
        ("+855 92 311 511", "KH", "tel:+85592311511", "092 311 511"),
    ],
)
def test_numbers_are_tapped_and_read_as_in_their_country(number, country, link, words):
    assert phone_link(number, country) == link
    assert phone_words(number, country) == words


def test_a_message_goes_to_the_same_number():
    assert phone_link("1280", "KH", "sms") == "sms:1280"


def test_a_number_of_another_country_is_no_number_here():
    assert is_valid("092 311 511", "KH")
    assert not is_valid("092 311 51", "KH")
    assert not is_valid("+254 719 638 006", "KH")
    assert not is_valid("abc", "KH")
