"""How many words a quote has, in scripts with spaces and in those without."""

from __future__ import annotations

import re
import unicodedata

LETTERS_A_WORD = 2
"""Base letters of a Khmer word, about: a writer puts no spaces between words (programme default). Erring to
more words makes a quote shorter, never longer.
"""
_GAP = re.compile(r"[\s\u200b]+")
_KHMER = range(0x1780, 0x17B4)
"""The letters of Khmer that carry marks; marks and vowels are not counted."""


def quote_words(text: str) -> int:
    """Words between spaces; of a run of Khmer, as many as its letters make."""
    return sum(_words_of(chunk) for chunk in _GAP.split(unicodedata.normalize("NFC", text)) if chunk)


def _words_of(chunk: str) -> int:
    letters = sum(ord(sign) in _KHMER for sign in chunk)
    return max(1, -(-letters // LETTERS_A_WORD)) if letters else _has_letter(chunk)


def _has_letter(chunk: str) -> int:
    return int(any(unicodedata.category(sign)[0] in "LN" for sign in chunk))
