"""Khmer has no spaces between words: break opportunities are put in at build, and never searched or
matched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kapea.core.languages.text import ZERO_WIDTH

_KHMER_RUN = re.compile(r"[\u1780-\u17d3\u17dc\u17dd]+")
_CANNOT_START = re.compile(r"^[\u17b6-\u17d3\u17d7]")
NEVER_PARTED = ("ឥតគិតថ្លៃ", "លោកអ្នក", "មនុស្សធំ", "ខ្លួនឯង")
"""Words that cutters part, though a line that begins inside them says something else: *free* ends with *it
costs*, the polite *you* with a bare one, a *grown-up* with *big*, *oneself* with a rough *you*.
"""
_PARTED = re.compile(
    "(?:" + "|".join(f"{ZERO_WIDTH}?".join(word) for word in NEVER_PARTED) + ")(?![\u17b6-\u17d3\u17d7])"
)


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
    return _kept_whole(out)


def _kept_whole(marked: str) -> str:
    """The same with a mark on either side of what is never parted, and none inside."""
    apart = _PARTED.sub(
        lambda word: f"{ZERO_WIDTH}{word.group().replace(ZERO_WIDTH, '')}{ZERO_WIDTH}", marked
    )
    return re.sub(f"{ZERO_WIDTH}+", ZERO_WIDTH, apart.strip(ZERO_WIDTH))
