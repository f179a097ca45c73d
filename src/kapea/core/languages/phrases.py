"""Finds listed words in a text, whole words only, and counts sentences. Break marks and case do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kapea.core.languages.text import FULL_STOPS, UNSEEN, ZERO_WIDTH, is_spaced

_SENTENCE_END = re.compile(rf"[{FULL_STOPS.replace('.', '')}…:;]+|\.+(?=\s|$)|\n")
_NUMBER = re.compile(r"[+(]?\d[\d ()/.,-]*\d|\d")
_SPACE = re.compile(rf"[\s{ZERO_WIDTH}]+")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w")
_LETTER = r"[^\W_]"
"""A letter or digit: an underscore parts words, as a space does."""
_UNSEEN = re.compile(f"[{UNSEEN}]+")


def plain(text: str) -> str:
    """A text as it is searched: composed, small, no signs that are not seen, straight apostrophes, single
    spaces.
    """
    clean = unicodedata.normalize("NFC", text).replace("’", "'").casefold()
    return " ".join(_UNSEEN.sub("", clean).split())


class Phrases:
    """A list of phrases, compiled once. Scripts without spaces are searched anywhere, others by word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        each = sorted({p for p in map(plain, phrases) if p}, key=lambda p: (-len(p), p))
        # What begins a word is tried only where one begins: a list is long, and a text has many letters.
        begins = "|".join(_bounded(p) for p in each if _bounds(p[0]))
        anywhere = "|".join(_bounded(p) for p in each if not _bounds(p[0]))
        found = [rf"(?<!{_LETTER})(?:{begins})"] * bool(begins) + [anywhere] * bool(anywhere)
        self._pattern = re.compile("|".join(found)) if found else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def find(self, text: str) -> str | None:
        """The first phrase in a text (as `plain` has it), or None."""
        found = self._pattern.search(text) if self._pattern is not None else None
        return found.group() if found is not None else None


def _bounded(phrase: str) -> str:
    return re.escape(phrase) + (rf"(?!{_LETTER})" if _bounds(phrase[-1]) else "")


def _bounds(letter: str) -> bool:
    """Whether a word may not go on beside this letter."""
    return letter.isalnum() and is_spaced(letter)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon ends one too, for a voice pauses there."""
    return [s.strip() for s in _SENTENCE_END.split(text) if s.strip()]


def count_words(sentence: str) -> int:
    """Words between spaces and break marks; a number or a telephone number is one."""
    return sum(1 for w in _SPACE.split(_NUMBER.sub(" 1 ", sentence)) if _WORD.search(w))


def most_words(text: str) -> int:
    """More words than this cannot stand in a text: quick to tell, so that only long texts are counted."""
    digits = len(_DIGIT.findall(text)) if _DIGIT.search(text) else 0
    return len(text.split()) + text.count(ZERO_WIDTH) + 2 * digits


def length(text: str) -> int:
    """Characters as a button counts them: break marks are not seen."""
    return len(text.replace(ZERO_WIDTH, ""))
