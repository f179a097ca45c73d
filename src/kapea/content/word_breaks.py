"""What marks where words end, for languages that put no space between them and have a word cutter here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kapea.content import khmer_words
from kapea.core.languages.khmer import breaker
from kapea.core.languages.known import LANGUAGES
from kapea.core.pack.assets import Breaker

CUTTERS = {"khmercut": lru_cache(maxsize=50_000)(khmer_words.cut_words)}
"""By the name a language's record has for it. The same runs come again in every country."""


def breakers() -> Mapping[str, Breaker]:
    """By language, what marks where its words end, for those that a word cutter of ours knows."""
    cut = ((each.code, CUTTERS.get(each.cutter)) for each in LANGUAGES.values())
    return {code: breaker(words_of) for code, words_of in cut if words_of is not None}
