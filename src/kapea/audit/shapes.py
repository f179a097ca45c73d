"""What may stand in the trail: ids, levels and small numbers, and nothing that somebody wrote.

The trail is kept for years, is read by auditors, and cannot be mended. So a value has a shape into which no
sentence goes, and no name that has a blank, an accent or another script. It guards against a slip of the code
that records, not against code that means to: a name of one word could be an id.

A text of 7 to 15 digits looks like a telephone number and is refused, with marks between them, too, unless it
is a date; so is a whole number of more than six. An id has letters in it, or is longer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MOST_SIGNS = 80
MOST_NUMBER = 999_999
ORGANISATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
ID = re.compile(r"[A-Za-z0-9._:/=-][A-Za-z0-9._:/=+-]{0,79}")
ACCOUNT = re.compile(r"[A-Za-z0-9._@\\:=-][A-Za-z0-9._@\\:/=+-]{0,79}")
ACTION = re.compile(r"[a-z]+([._-][a-z]+){1,4}")
MARKS = re.compile(r"[._:/=+-]")
PHONE = re.compile(r"[0-9]{7,15}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class UnfitForTrail(ValueError):
    """A value that may not stand in the trail. The message names its place, and never the value: it would
    come into the log.
    """


def check_fit(
    *, organisation: str, by: str, action: str, subject: str, detail: Mapping[str, str | int]
) -> None:
    """Raises UnfitForTrail unless every value of a row is an id, a level or a small number."""
    _matches("organisation", ORGANISATION, organisation or "own")
    _matches("action", ACTION, action)
    _matches("by", ACCOUNT, by)
    _check_id("subject", subject)
    for name, value in detail.items():
        if not isinstance(value, int):
            _check_id(f"detail {name}", value)
        elif abs(value) > MOST_NUMBER:
            raise UnfitForTrail(f"{name} is larger than {MOST_NUMBER}: telephone numbers are. Give an id")


def is_account(name: str) -> bool:
    """Whether a name may stand in the trail as who did something."""
    return ACCOUNT.fullmatch(name) is not None


def _check_id(place: str, value: str) -> None:
    _matches(place, ID, value)
    if PHONE.fullmatch(MARKS.sub("", value)) and not DATE.fullmatch(value):
        raise UnfitForTrail(f"{place} could be a telephone number: give an id with letters, or a longer one")


def _matches(place: str, shape: re.Pattern[str], value: str) -> None:
    if shape.fullmatch(value) is None:
        raise UnfitForTrail(f"{place} is no id: at most {MOST_SIGNS} letters, digits and marks, no blank")
