"""What may point to a person, and a place in a text where something does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from kapea.core.studies.text_edits import TextSpan


class IdentifierKind(Enum):
    """Each is looked for by everybody who reads; only some can be found by a machine."""

    NAME = "name"
    PHONE = "phone"
    HANDLE = "handle"
    LINK = "link"
    MAIL = "mail"
    NUMBER = "number"
    """Of a card, an account, a payment, a pupil, a plate."""
    DATE = "date"
    PLACE = "place"
    SCHOOL = "school"
    WORSHIP = "worship"
    ORGANISATION = "organisation"
    RARE_DETAIL = "rare_detail"
    """A job, an event, an illness, a relation that few share."""


@dataclass(frozen=True, slots=True)
class ProposedIdentifier:
    """What a machine marks for people to look at. That it marks nothing says nothing: a text without marks is
    a text that people have not read yet.
    """

    span: TextSpan
    kind: IdentifierKind


LETTER = "[\\w\u0300-\u036f\u0900-\u0963\u0966-\u097f\u1780-\u17d3\u17dc-\u17dd\u200c\u200d]"
"""A letter, digit or mark of a word, for a regular expression: `\\w` alone ends at the first vowel sign of
Khmer and Devanagari. A zero-width space is none: it parts words.
"""


def whole_word(pattern: str) -> re.Pattern[str]:
    """A pattern that begins and ends where a word does."""
    return re.compile(f"(?<!{LETTER})(?:{pattern})(?!{LETTER})")
