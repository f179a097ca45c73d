"""Khmer has no spaces between words: break opportunities are put in at build, and never searched or
matched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kapea.core.languages.text import ZERO_WIDTH

_KHMER_RUN = re.compile(r"[\u1780-\u17d3\u17dc\u17dd]+")
_CANNOT_START = re.compile(r"^[\u17b6-\u17d3\u17d7]")


def breaker(words_of: Callable[[str], Iterable[str]]) -> Callable[[str], str]:
    """A function that marks word boundaries inside Khmer runs, given one that cuts a run into words."""

    def mark(text: str) -> str:
        return _KHMER_RUN.sub(lambda run: _joined(words_of(run.group())), text)

    return mark


def _joined(words: Iterable[str]) -> str:
    """Words with a break mark between; never before a sign that belongs to the letter in front of it."""
    out = ""
    for word in words:
        clean = word.replace(ZERO_WIDTH, "")
        if not clean:
            continue
        glue = "" if not out or _CANNOT_START.match(clean) else ZERO_WIDTH
        out += glue + clean
    return out
