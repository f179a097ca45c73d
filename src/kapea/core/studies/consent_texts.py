"""Which words of consent were read out: an id made of them, so that an answer names what it was given to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

CONSENT_PARTS = ("consent", "understanding")
"""Sections of the words of a pack that somebody hears before they agree."""


def consent_words_id(lines: Mapping[str, Mapping[str, str]], english: Mapping[str, str]) -> str:
    """The id of the words of a pack. `lines`: ids of texts by section and name; `english`: words by id of a
    text. Changed words have another id, and are asked anew.
    """
    said = [
        f"{part}.{name}={english.get(id, '')}"
        for part in CONSENT_PARTS
        for name, id in sorted(lines.get(part, {}).items())
    ]
    return f"words-{hashlib.sha256(chr(10).join(said).encode()).hexdigest()[:12]}"
