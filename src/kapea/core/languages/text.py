"""Characters of written words that every part of Kapea must treat alike."""

from __future__ import annotations

ZERO_WIDTH = "\u200b"
