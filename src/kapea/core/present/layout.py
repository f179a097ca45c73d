"""How wide words are and where their lines may be broken, reckoned without a font: never too narrow."""

from __future__ import annotations

import re
import unicodedata

from kapea.core.languages.text import ZERO_WIDTH

SLIM, LATIN, CAPITAL, WIDE, OTHER = 0.42, 0.62, 0.78, 0.98, 0.82
"""Of an em: a slim letter of Latin or a space, a small one, a capital, a wide one; one of other scripts."""
NARROW = frozenset("iljtfrI.,:;'!()| ")
BROAD = frozenset("mwMW@&%")
COENG = "\u17d2"
"""In Khmer, the next letter stands under the last one."""
_BREAK = re.compile(rf"(?<= )|(?<={ZERO_WIDTH})")


def broken_into_lines(words: str, ems: float) -> list[str]:
    """Lines no wider than so many ems, broken between words; none where a word is wider."""
    lines = [""]
    for word in _BREAK.split(words):
        if width((lines[-1] + word).rstrip()) <= ems:
            lines[-1] += word
        elif width(word.rstrip()) <= ems:
            lines.append(word)
        else:
            return []
    return [clean for line in lines if (clean := line.replace(ZERO_WIDTH, "").strip())]


def width(words: str) -> float:
    """About how wide some words are, in ems, and never less; signs above and below a letter take no room."""
    each = zip(f" {words}", words, strict=False)
    return sum(_wide(letter) for before, letter in each if before != COENG)


def _wide(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Cf"):
        return 0.0
    if letter >= "\u0370":
        return OTHER
    if letter in NARROW:
        return SLIM
    return WIDE if letter in BROAD else CAPITAL if letter.isupper() else LATIN
