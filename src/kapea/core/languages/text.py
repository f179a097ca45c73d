"""Characters of written words that every part of Kapea must treat alike."""

from __future__ import annotations

ZERO_WIDTH = "\u200b"
"""Where a line may be broken, in scripts that put no space between words."""
UNSEEN = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
"""Joiners, break marks, directions: signs that a reader does not see, as the inside of a regular expression's
brackets. A word with one inside is the same word to a reader.
"""
FULL_STOPS = ".?!\u17d4\u17d5\u0964\u0965"
"""What ends a sentence, in Latin, Khmer and Devanagari."""
TALL_FROM = "\u0900"
"""From here on, scripts have wide letters, and signs above and below them."""
_UNSPACED = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u9fff"))
"""Thai and Lao, Burmese, Khmer, Chinese and Japanese."""


def is_spaced(letter: str) -> bool:
    """Whether the script of a letter is written with spaces between words."""
    return not any(first <= letter <= last for first, last in _UNSPACED)


def is_tall(letter: str) -> bool:
    """Whether a letter needs more room than one of Latin, in its width and from line to line."""
    return letter >= TALL_FROM
