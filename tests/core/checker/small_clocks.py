"""Times for the cases of the small pack: the same at every level, all of them programme defaults."""

from __future__ import annotations

from kapea.core.pack.clock_model import CLOCK_LEVELS, CLOCKS

DEFAULT = "rests_on: default, sources: [], review: {state: draft}, expires: 2027-11-24"
WITHIN = {
    "first_action": "2 h",
    "assessment": "same day",
    "plan": "24 h",
    "follow_up": "[3 d, 7 d]",
    "supervisor_review": "14 d",
    "after_closing": "[7 d, 30 d]",
}


def row(clock: str, level: str) -> str:
    """One row as it is written."""
    return f"    {level}: {{within: {WITHIN[clock]}, {DEFAULT}}}\n"


CLOCKS_FILE = "clocks:\n" + "".join(
    f"  {clock}:\n" + "".join(row(clock, level) for level in CLOCK_LEVELS) for clock in CLOCKS
)
