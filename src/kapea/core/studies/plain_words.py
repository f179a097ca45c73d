"""What plain words for people outside a team may not say: a share, a small number, what points to somebody,
and what somebody said where nobody was asked for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from kapea.core.evidence.counts import THRESHOLD
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.identifier_patterns import formed_identifiers
from kapea.core.studies.percentage_lint import percentages_found
from kapea.core.studies.repeated_words import SaidWords

_NUMBER = re.compile(r"(?<![\dA-Za-z_.,/:\-])\d{1,3}(?![\dA-Za-z_/:\-]|[.,]\d)")
"""By itself, also where a script puts no space beside it."""
POINTS_TO_SOMEBODY = frozenset(IdentifierKind) - {IdentifierKind.DATE}
"""A month or a year alone names nobody."""


class WordFault(Enum):
    """Why some words are not given to others."""

    MISSING = "missing"
    PERCENTAGE = "percentage"
    SMALL_NUMBER = "small-number"
    """A count so small that people of the place would know who it was."""
    POINTS_TO_SOMEBODY = "points-to-somebody"
    SOMEBODY_SAID = "somebody-said"
    TOO_MANY_WORDS = "too-many-words"
    NEVER_SAID = "never-said"
    """It stands in the lists of what no words of ours say."""


def word_faults(text: str, said: SaidWords) -> Iterator[WordFault]:
    """Everything that keeps a text from being given to others. `said`: all that was said in the study."""
    if percentages_found(text):
        yield WordFault.PERCENTAGE
    if any(has_small_number(line) for line in text.splitlines()):
        yield WordFault.SMALL_NUMBER
    if any(mark.kind in POINTS_TO_SOMEBODY for mark in formed_identifiers(text)):
        yield WordFault.POINTS_TO_SOMEBODY
    if said.are_in(text):
        yield WordFault.SOMEBODY_SAID


def has_small_number(line: str) -> bool:
    """Whether a number from 1 to 4 stands there by itself, in the digits of any script. What counts a line of
    a list at its beginning is none; nor are hours, days of a month with strokes, or ages from one to another.
    """
    plain = re.sub(r"^\s*\d{1,2}[.)]\s", "", line)
    return any(0 < int(found.group()) < THRESHOLD for found in _NUMBER.finditer(plain))
