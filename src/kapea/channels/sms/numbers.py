"""Who wrote a text message: one number in one form, however a network writes it. Names are never answered."""

from __future__ import annotations

import re
from collections.abc import Callable

import phonenumbers

from kapea.content.queries import worlds

INTERNATIONAL = re.compile(r"\+[0-9]{8,15}")
SHORTEST = 7
"""Digits of somebody's own number; shorter ones are services, which answer each other without end."""


def region_of(pack: str) -> Callable[[], str]:
    """Gives the two letters of the country of a pack, which are known once it is live."""
    return lambda: worlds.live(pack).release.country


def number_of_sender(written: str, region: Callable[[], str]) -> str:
    """The number with + and country code; empty for a name, a short code, or no number of that region.

    `region` gives the two letters of the country whose numbers come without their code.
    """
    said = written.strip()
    if INTERNATIONAL.fullmatch(said):
        return said
    digits = said.removeprefix("+")
    if not re.fullmatch(r"[0-9]+", digits) or len(digits) < SHORTEST:
        return ""
    try:
        number = phonenumbers.parse(digits, region())
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
