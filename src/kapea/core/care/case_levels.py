"""How urgent a case is: raised by one, lowered by two and with a reason. What is not sure counts as more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kapea.core.care.asking import require_opaque


class CaseLevel(Enum):
    """How soon somebody has to act."""

    RED = "red"
    """Danger now."""
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"


LEVELS = tuple(CaseLevel)
"""The most urgent first."""
PRESSING = frozenset({CaseLevel.RED, CaseLevel.ORANGE})
"""A supervisor agrees to what is planned."""
EVERY_LEVEL = frozenset(CaseLevel)


class LoweredBecause(Enum):
    """Why a case is less urgent than it was. What became of somebody is written in the case, sealed."""

    DANGER_IS_OVER = "danger_is_over"
    IN_A_SAFE_PLACE = "in_a_safe_place"
    OTHERS_STAND_BY = "others_stand_by"
    """Somebody whom the child chose is there, and knows what to do."""
    WAS_SET_TOO_HIGH = "was_set_too_high"


class LevelRefused(ValueError):
    """A level may not be changed so; the message says what it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChange:
    """Who sets which level. `second` and `because` are for lowering alone; ids of memberships."""

    to: CaseLevel
    by: str
    second: str = ""
    because: LoweredBecause | None = None

    def __post_init__(self) -> None:
        require_opaque("by", self.by)
        require_opaque("second", self.second, empty=True)


def is_more_urgent(one: CaseLevel, other: CaseLevel) -> bool:
    """Whether one level is above another."""
    return LEVELS.index(one) < LEVELS.index(other)


def changed_level(now: CaseLevel, change: LevelChange) -> CaseLevel:
    """The level after a change. Raises LevelRefused for the level that it has, and for a lower one without a
    second person and a reason.
    """
    if change.to is now:
        raise LevelRefused("level: it has this level already")
    if not is_more_urgent(change.to, now):
        if not change.second or change.second == change.by:
            raise LevelRefused("second: somebody else has to agree that it is less urgent")
        if change.because is None:
            raise LevelRefused("because: say why it is less urgent now")
    return change.to


# --- how much one worker can carry ------------------------------------------------------------

POINTS: Mapping[CaseLevel, int] = {
    CaseLevel.RED: 3,
    CaseLevel.ORANGE: 2,
    CaseLevel.YELLOW: 1,
    CaseLevel.GREEN: 1,
}
MOST_POINTS = 15
"""Of the open cases of one worker. Programme default: elsewhere 12 to 18 families are thought enough."""


class Assignment(Enum):
    """What becomes of a case that somebody should take."""

    TAKEN = "taken"
    REFUSED = "refused"
    """It stays where it is, and another worker is asked."""
    TO_SUPERVISOR = "to_supervisor"
    """In danger it is never left in a queue that nobody holds."""


def load_points(open_cases: Mapping[CaseLevel, int]) -> int:
    """What a worker carries, by how many open cases of each level."""
    return sum(POINTS[level] * many for level, many in open_cases.items())


def assigned(level: CaseLevel, carried: int) -> Assignment:
    """Whether a worker who carries so many points takes one more case."""
    if carried + POINTS[level] <= MOST_POINTS:
        return Assignment.TAKEN
    return Assignment.TO_SUPERVISOR if level is CaseLevel.RED else Assignment.REFUSED
