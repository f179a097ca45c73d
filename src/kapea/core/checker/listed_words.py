"""Short lists of words of one language, as they are written: those that say no, those that name a relative.

`*` is how a word may go on or begin. Where words are not parted by spaces they are looked for anywhere. What
only looks alike is named too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kapea.core.languages.text import is_spaced

_BETWEEN = re.compile(r"[^\w'\u0900-\u0963\u17b4-\u17dd-]+|_")
"""What stands between words; the signs of Devanagari and Khmer belong to theirs."""


def words_apart(text: str) -> list[str]:
    """The words of a text (as `plain` has it), without the signs around them; don't is dont."""
    return [word for word in _BETWEEN.split(text.replace("'", "")) if word]


class ListedWords:
    """A list of words of one language, ready to be counted."""

    def __init__(self, words: Iterable[str], alike: Iterable[str] = ()) -> None:
        words, alike = tuple(words), tuple(alike)
        anywhere = [w for w in words if not all(map(is_spaced, w.strip("*")))]
        self._inside = _either(anywhere)
        self._alike_inside = _either(w for w in alike if not all(map(is_spaced, w.strip("*"))))
        self._whole, self._alike = _either(w for w in words if w not in anywhere), _either(alike)
        self.is_one = lru_cache(maxsize=50_000)(self._is_one)

    def __bool__(self) -> bool:
        return self._inside is not None or self._whole is not None

    def count(self, text: str) -> int:
        """How many of its words stand in a text (as `plain` has it)."""
        clean = self._alike_inside.sub(" ", text) if self._alike_inside is not None else text
        inside = len(self._inside.findall(clean)) if self._inside is not None else 0
        return inside + sum(map(self.is_one, words_apart(clean)))

    def first(self, text: str) -> str | None:
        """One of them in a text (as `plain` has it), or None."""
        clean = self._alike_inside.sub(" ", text) if self._alike_inside is not None else text
        inside = self._inside.search(clean) if self._inside is not None else None
        return inside.group() if inside else next((w for w in words_apart(clean) if self.is_one(w)), None)

    def _is_one(self, word: str) -> bool:
        if self._whole is None or self._whole.fullmatch(word) is None:
            return False
        return self._alike is None or self._alike.fullmatch(word) is None


def _either(words: Iterable[str]) -> re.Pattern[str] | None:
    each = [re.escape(word).replace(r"\*", r"\S*") for word in words if word.strip()]
    return re.compile("|".join(each)) if each else None
