"""Words as they are searched: how somebody typed them matters little."""

from __future__ import annotations

import re
import unicodedata
from string import ascii_letters

from kapea.core.languages.text import ZERO_WIDTH, is_spaced

_APOSTROPHES = "'’‘ʼ`"
_DROPPED: dict[int, None] = dict.fromkeys((*map(ord, _APOSTROPHES), *range(0x300, 0x370)))
"""Apostrophes and accents, once those are signs of their own."""
_LONG_DRAWN = re.compile(r"([a-z])\1{2,}")
LONGEST = 1000
"""Letters and signs that are searched, once each is taken apart: twice what may be typed. One sign can stand
for eighteen letters (U+FDFA), and searching them all would be dear.
"""


def spelled(words: str) -> str:
    """Words as they are searched: small, without accents, apostrophes, signs, drawn-out letters."""
    if words.isascii():
        return " ".join(_LONG_DRAWN.sub(r"\1", words[:LONGEST].translate(_PARTED)).split())
    small = unicodedata.normalize("NFKD", words.replace(ZERO_WIDTH, ""))[:LONGEST].casefold()
    kept = unicodedata.normalize("NFKD", small).translate(_DROPPED)
    parted = unicodedata.normalize("NFC", kept).translate(_PARTED)
    return " ".join(_LONG_DRAWN.sub(r"\1", parted).split())


class _Parted(dict[int, int | str | None]):
    """What stands for a character, by its number: itself, or a space where it is no letter. The letters of
    a few languages come again and again, so what was asked is kept.
    """

    def __missing__(self, number: int) -> int:
        part = number if _is_letter(chr(number)) else ord(" ")
        if len(self) < MOST_LETTERS:
            self[number] = part
        return part


def _is_letter(c: str) -> bool:
    """Letters, digits, and the signs that are part of a syllable in Khmer and Devanagari."""
    return c.isalnum() or unicodedata.category(c) in ("Mn", "Mc", "Cf")


MOST_LETTERS = 5_000
"""Characters of which is kept whether they are letters: those of all our languages, many times over."""
_PARTED = _Parted({ord(c): c.lower() for c in ascii_letters} | dict.fromkeys(map(ord, _APOSTROPHES)))


def has_spaces(phrase: str) -> bool:
    """Whether words of this script are parted by spaces."""
    return phrase.isascii() or all(is_spaced(c) for c in phrase if c.isalpha())
