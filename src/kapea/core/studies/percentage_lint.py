"""Percentages in what a team writes. Who took part was chosen, so a share of them is a share of nobody.

Every percentage in free text is refused, of whatever it is: a share that means something is set by the report
itself, with its number of units. In any script, with or without digits beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_LATIN_WORDS = (
    r"per\W{0,2}cent\w*",
    r"percent\w*",
    r"pct\.?",
    r"asilimia",
    r"por[sc]i?y?ento",
    r"por\s+ciento",
    r"bahagdan",
)
_WORDS = "|".join((*(rf"\b(?:{word})\b" for word in _LATIN_WORDS), "ភាគរយ", "(?:प्रतिशत|प्रतिसत)"))
_SIGNS = "[%٪‰‱]"
_NUMBER = r"\d[\d.,]*"
PERCENTAGE = re.compile(
    rf"(?:{_NUMBER}\s*)?(?:{_SIGNS}|{_WORDS})(?:\s*{_NUMBER})?", re.IGNORECASE | re.UNICODE
)
HOW_TO_MEND = "mend-percentage-say-groups"
"""The id of the sentence that says: write in how many of how many groups it was said."""


@dataclass(frozen=True, slots=True)
class PercentageFound:
    """Where a percentage stands, from 1. `mend`: the id of the sentence that says how to write it."""

    line: int
    column: int
    mend: str = HOW_TO_MEND


def percentages_found(text: str) -> tuple[PercentageFound, ...]:
    """Every percentage of a text. Signs of other widths are read as the usual ones, and what takes no room
    between letters is passed over.
    """
    lines = enumerate(text.splitlines(), start=1)
    return tuple(PercentageFound(n, column) for n, line in lines for column in _columns(line))


def _columns(line: str) -> Iterator[int]:
    plain, places = _plain(line)
    for found in PERCENTAGE.finditer(plain):
        yield places[found.start()] + 1


def _plain(line: str) -> tuple[str, list[int]]:
    """The line as it is searched, and where each sign of it stands in the line as it is written."""
    signs: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(line):
        if unicodedata.category(sign) != "Cf":
            usual = unicodedata.normalize("NFKC", sign)
            signs.append(usual)
            places += [at] * len(usual)
    return "".join(signs), places
