"""How long a calm voice takes: the one reckoning that recordings and telephone prompts are held against."""

from __future__ import annotations

import unicodedata

from kapea.core.languages.known import language
from kapea.core.languages.text import FULL_STOPS

BREATH_SECONDS = 0.4
"""Added for every sentence."""


class _Sounded(dict[int, str | None]):
    """Letters, marks on them and numbers to themselves, all else to nothing, each looked up once."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        self[code] = sign if unicodedata.category(sign)[0] in "LMN" else None
        return self[code]


_SOUNDED = _Sounded()


def speech_seconds(words: str, code: str) -> float:
    """About how long the words of a language take, in seconds. Break marks and signs of writing take none."""
    letters = len(words.translate(_SOUNDED))
    sentences = max(1, sum(words.count(end) for end in FULL_STOPS))
    return letters / language(code).letters_a_second + sentences * BREATH_SECONDS
