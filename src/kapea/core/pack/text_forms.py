"""The forms a text may have besides its full one, and how they are named."""

from __future__ import annotations

FORMS = ("short", "spoken")
TEXT_KEYS = frozenset({"say", "short", "spoken", "law", "menu", "tells", "picture", "act"})
"""What one text in its forms may hold."""
