"""The forms a text may have besides its full one, and how they are named."""

from __future__ import annotations

from collections.abc import Mapping

FORMS = ("short", "spoken")
TEXT_KEYS = frozenset({"say", "short", "spoken", "law", "menu", "tells", "picture"})
"""What one text in its forms may hold."""


def forms_of(english: Mapping[str, str], id: str) -> list[str]:
    """The ids of a text and of its forms, as they stand in a catalogue."""
    return [id] + [f"{id}~{form}" for form in FORMS if f"{id}~{form}" in english]
