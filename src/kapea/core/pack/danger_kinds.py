"""Kinds of danger that words may name, and how they are asked about."""

from __future__ import annotations

KINDS = ("dying", "hurt", "marriage", "locked", "meeting", "threat")
"""Those that have a question of their own; the one that cannot wait stands first."""
UNSURE = "unsure"
"""Asked about where somebody typed a sentence that nothing was found in: words that nobody knows."""
MISSING = "missing"
"""Somebody is gone, or goes: one question is about that and about a meeting."""
ALL_KINDS = (*KINDS, MISSING)
ASKED_AS = {MISSING: "meeting"}
"""Kinds that are asked about in the question of another."""
