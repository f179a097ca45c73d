"""Which words of consent a release has, as an id."""

from __future__ import annotations

from kapea.core.pack.model import Release
from kapea.core.studies.consent_texts import consent_words_id

NO_WORDS = "no-words"
"""Where a pack has none: nobody can be asked."""


def release_words_id(release: Release | None) -> str:
    """The id of the words that are read out before somebody agrees."""
    found = release.instruments.get("study-words") if release is not None else None
    if release is None or found is None:
        return NO_WORDS
    return consent_words_id(found.lines, release.texts.get("en", {}))
