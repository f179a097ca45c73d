"""Made-up material that is the same in every run, so that two runs can be compared."""

from __future__ import annotations

from random import Random


def steady_random(seed: int) -> Random:
    """Chance that can be repeated; nothing secret is drawn from it."""
    return Random(seed)  # noqa: S311 - made to be repeated, which a source for secrets cannot be
