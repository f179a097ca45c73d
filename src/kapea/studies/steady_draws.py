"""Chance that comes out the same each time: whoever looks at the same material again sees the same interval,
order or trial.
"""

from __future__ import annotations

from random import Random

FIRST_DRAW = 1
"""Where the draws of a study's figures begin."""


def steady_draws(begins: int = FIRST_DRAW) -> Random:
    """A source of draws that can be repeated. It hides nothing: no key, code or choice of a person hangs on
    it.
    """
    return Random(begins)  # noqa: S311 - made to be repeated, which a source for secrets cannot be
