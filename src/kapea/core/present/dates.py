"""Days as people write them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from kapea.core.languages.known import language


def in_words(day: str, code: str) -> str:
    """An ISO date with its month as a word: `24 May 2027`. The year is of the common era, in Nepal too."""
    return format_date(date.fromisoformat(day), "long", locale=language(code).dates or code)
