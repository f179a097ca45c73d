"""Numbers as people dial and read them. A short code such as 1280 stays exactly as it is."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

LONGEST_SHORT_CODE = 6


@lru_cache(maxsize=4096)
def digits(number: str) -> str:
    """What is pressed: digits, and the * # + that some services need."""
    return "".join(c for c in number if c.isascii() and (c.isdigit() or c in "*#+"))


def is_valid(number: str, country: str) -> bool:
    """A full number of `country` (ISO code). Short codes are not: a pack declares those."""
    return _parsed(number, country) is not None


def is_emergency(number: str, country: str) -> bool:
    """Whether a number calls the police, an ambulance or the fire brigade of `country` (ISO code)."""
    return bool(phonenumbers.is_emergency_number(number, country)) if country else False


def phone_link(number: str, country: str, kind: str = "voice") -> str:
    """The address behind a tap: `tel:1280`, `tel:+85592311511`, or `sms:…` for kind sms."""
    scheme = "sms:" if kind == "sms" else "tel:"
    parsed = _parsed(number, country)
    if parsed is None or phonenumbers.number_type(parsed) == PhoneNumberType.TOLL_FREE:
        # Toll-free numbers often cannot be reached with a country code, even from inside the country.
        return scheme + digits(number).replace("#", "%23")
    return scheme + phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def phone_words(number: str, country: str) -> str:
    """The number as people of its country write it: with the spaces of the pack, else as is usual there."""
    parsed, written = _parsed(number, country), number.strip()
    if parsed is None or (not written.startswith("+") and " " in written):
        return written
    return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)


def _parsed(number: str, country: str) -> phonenumbers.PhoneNumber | None:
    if len(digits(number)) <= LONGEST_SHORT_CODE or "#" in number or "*" in number:
        return None
    try:
        parsed = phonenumbers.parse(number, country)
    except NumberParseException:
        return None
    return parsed if phonenumbers.is_valid_number_for_region(parsed, country) else None
