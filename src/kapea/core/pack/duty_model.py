"""Who has to report what, as a pack says it to staff. Nothing here is said to a child."""

from __future__ import annotations

import msgspec

from kapea.core.directory.trust import CONFIRMED
from kapea.core.pack.record_model import Upkeep

STAFF_TEXTS = "duty_to_report."
"""How the ids of texts begin that only staff read. A release keeps them apart: no page, message, recording or
phone of whoever asks for help can come to one. No id has an underscore, so no other text begins so.
"""
REPORTERS = ("anyone", "school", "health", "organisation", "official")
"""Who may have a duty. No child and no friend of one is in it: no duty is ever placed on them here."""


class DutyToReport(msgspec.Struct, frozen=True):
    """One row: who reports, what the rule is, to whom, by when. The last three are ids of staff texts.

    `offices` are places of which any one will do, by a short name and the id of the text that says it.
    """

    id: str
    roles: tuple[str, ...]
    rule: str
    to: str
    by_when: str
    upkeep: Upkeep
    confidence: str
    offices: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The ids of all that it says."""
        return self.rule, self.to, self.by_when, *(text for _, text in self.offices)

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody reviewed it for law, and its sources are enough."""
        kept = self.upkeep
        return kept.is_reviewed and "law" in kept.reviewed_for and self.confidence in CONFIRMED
