"""Words that may mean danger, in what somebody typed. They only make Kapea ask; nothing is assumed.

A list says how people write it, one way a line: words that follow each other; `*` for how a word may go on;
`(a|b)` for one or the other; `..` for up to three words between. Scripts without spaces are searched
anywhere, and `..` is a few letters there. What only looks alike (`alike`) is taken out before anything is
looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kapea.core.languages.text import ZERO_WIDTH, is_spaced
from kapea.core.pack.model import FlagWords
from kapea.core.pack.parse.word_lists import KINDS

_APOSTROPHES = str.maketrans({c: "" for c in "'’‘ʼ`"})
_LONG_DRAWN = re.compile(r"([a-z])\1{2,}")
_WORD_BETWEEN = r"(?:\S+ ){0,3}?"
_LETTERS_BETWEEN = r".{0,14}?"
LONGEST = 1000
"""Letters and signs that are searched, once each is taken apart: twice what may be typed. One sign can stand
for eighteen letters (U+FDFA), and searching them all would be dear.
"""


def spelled(words: str) -> str:
    """Words as they are searched: small, without accents, apostrophes, signs, drawn-out letters."""
    small = unicodedata.normalize("NFKD", words.replace(ZERO_WIDTH, ""))[:LONGEST].casefold()
    text = unicodedata.normalize("NFKD", small).translate(_APOSTROPHES)
    kept = "".join(c for c in text if not "\u0300" <= c <= "\u036f")
    parted = "".join(c if _is_letter(c) else " " for c in unicodedata.normalize("NFC", kept))
    return " ".join(_LONG_DRAWN.sub(r"\1", parted).split())


def _is_letter(c: str) -> bool:
    """Letters, digits, and the signs that are part of a syllable in Khmer and Devanagari."""
    return c.isalnum() or unicodedata.category(c) in ("Mn", "Mc", "Cf")


class Flags:
    """The lists of all languages of a pack, as one: people mix them, and write one in letters of another."""

    def __init__(self, lists: Iterable[FlagWords]) -> None:
        each = list(lists)
        self._alike = _either(p for words in each for p in words.alike)
        self._kinds = [
            (kind, _either(p for words in each for p in words.kinds.get(kind, ()))) for kind in KINDS
        ]

    def find(self, words: str) -> str:
        """The kind of danger that is named first among the urgent, or "" when none is."""
        text = spelled(words)
        left = self._alike.sub(" \u2205 ", text) if self._alike is not None else text
        found = (kind for kind, pattern in self._kinds if pattern is not None and pattern.search(left))
        return next(found, "")


Pattern = re.Pattern[str] | None


def _either(phrases: Iterable[str]) -> Pattern:
    each = [_pattern(p) for p in phrases]
    return re.compile("|".join(each)) if each else None


def _pattern(phrase: str) -> str:
    """A way of writing as an expression: our signs mean what they mean, all else is taken as it stands."""
    spaced = all(is_spaced(c) for c in phrase if c.isalpha())
    words = re.sub(r"\s*\.\.\s*", " .. ", phrase).split()
    out = ""
    for at, word in enumerate(words):
        if word == "..":
            out += _WORD_BETWEEN if spaced else _LETTERS_BETWEEN
            continue
        out += _word(word)
        if at + 1 < len(words):
            out += " " if spaced else " ?"
    return rf"(?<!\S){out}(?!\S)" if spaced else out


def _word(word: str) -> str:
    """One word of a pattern: `want*`, `(my|him)self`, `kill`."""
    out = ""
    for part in re.split(r"([()|*])", word):
        if part in ("(", "|", ")"):
            out += "(?:" if part == "(" else part
        else:
            out += r"\S*" if part == "*" else re.escape(spelled(part))
    return out
