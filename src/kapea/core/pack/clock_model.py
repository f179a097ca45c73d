"""Until when each thing of a case is due, as a pack says it: hours or days, and what they rest on."""

from __future__ import annotations

import msgspec

from kapea.core.pack.record_model import Upkeep

CLOCKS = (
    "first_action",
    "assessment",
    "plan",
    "follow_up",
    "supervisor_review",
    "after_closing",
)
"""What is due."""
DONE_AGAIN = ("follow_up", "supervisor_review", "after_closing")
"""What is done more than once: its spans may differ from time to time."""
MAY_BE_NEVER = ("after_closing",)
"""Nobody need ask after a case that is closed. Whatever else is due has its time, in every country."""
CLOCK_LEVELS = ("red", "orange", "yellow", "green")
"""How urgent a case is; the most urgent first."""
DEFAULT = "default"
"""It rests on what the programme thinks right, and on no source."""
RESTS_ON = ("law", "guideline", "tool", DEFAULT)
"""What a span was taken from. A tool's is the span that its makers set."""
LONGEST_WAIT_DAYS = 366
"""Nothing that is due for a child waits longer by a number in a file."""


class ClockRow(msgspec.Struct, frozen=True):
    """One row: what is due at a level, in `spans` of (hours, days), one of which is None.

    The first span holds until it was done once, the second until it was done twice, the last from then on;
    `after_closing` has no more turns than spans. No span: nothing is due.
    """

    clock: str
    level: str
    spans: tuple[tuple[float | None, int | None], ...]
    rests_on: str
    upkeep: Upkeep

    @property
    def id(self) -> str:
        """By which it is found: `assessment.red`."""
        return clock_row_id(self.clock, self.level)

    @property
    def is_programme_default(self) -> bool:
        """Whether it rests on no source, only on what the programme thinks right."""
        return self.rests_on == DEFAULT


def clock_row_id(clock: str, level: str) -> str:
    """The id of the row for what is due at a level."""
    return f"{clock}.{level}"
