"""For how long what somebody left with a helper is kept, as a pack says it."""

from __future__ import annotations

import msgspec

from kapea.core.pack.record_model import Upkeep

RETAINED = ("callback", "case", "conversation", "message", "referral")
"""Kinds of records that are kept for a while: each needs its number."""
LONGEST_DAYS = 3_660
"""Ten years. Nothing of a child is kept for longer by a number in a file."""


class Retention(msgspec.Struct, frozen=True):
    """For how many days a record of a kind is kept after the last thing was done with it."""

    kind: str
    days: int
    upkeep: Upkeep

    @property
    def is_programme_default(self) -> bool:
        """Whether it rests on no source, only on what the programme thinks right."""
        return not self.upkeep.sources
