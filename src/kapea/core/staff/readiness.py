"""What must be there before a membership may read anything of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kapea.core.staff.roles import READS_PEOPLE, Role


class Gate(Enum):
    """One thing that must come first."""

    VETTING = "vetting"
    """A named administrator wrote down that this person was vetted."""
    CONDUCT = "conduct"
    """They accepted the code of conduct, as it is now."""
    SECOND_FACTOR = "second_factor"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class MembershipStanding:
    """What is known of a membership. `conduct` is the version that was accepted."""

    role: Role
    vetted_at: datetime | None
    conduct: int
    has_second_factor: bool
    has_keys: bool
    ended_at: datetime | None = None


CONDUCT = 1
"""The version of the code of conduct; whoever accepted another is asked again."""


def missing_gates(standing: MembershipStanding) -> tuple[Gate, ...]:
    """What is still missing, in the order in which it is done."""
    there = {
        Gate.SECOND_FACTOR: standing.has_second_factor,
        Gate.KEYS: standing.has_keys,
        Gate.CONDUCT: standing.conduct == CONDUCT,
        Gate.VETTING: standing.vetted_at is not None,
    }
    return tuple(gate for gate, done in there.items() if not done)


def may_lead_groups(standing: MembershipStanding) -> bool:
    """Whether they may stand before a class or a circle: children sit there, or close by."""
    is_there = standing.role is Role.FACILITATOR and standing.ended_at is None
    return is_there and not missing_gates(standing)


def may_read_people(standing: MembershipStanding) -> bool:
    """Whether anything of a person may be opened for this membership."""
    return standing.role in READS_PEOPLE and standing.ended_at is None and not missing_gates(standing)
