"""Days as people write them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

ORDER = {"en": "en_GB"}
"""Day, month, year: one order in every English of ours."""


def in_words(day: str, language: str) -> str:
    """An ISO date with its month as a word: `24 May 2027`. The year is of the common era, in Nepal too."""
    return format_date(date.fromisoformat(day), "long", locale=ORDER.get(language, language))
