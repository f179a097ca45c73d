"""Chances that can be made in a yard without a battery: a die, slips in a bag, the month of a birthday.

The interviewer must not learn how chance fell, and the chance must be known exactly. Of a birthday it is only
guessed: months are not equally long, nor births equally many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from kapea.core.studies.sensitive_designs import DesignKind


class PaperWay(Enum):
    """How a chance is made, as the id of a word."""

    DIE = "die"
    SLIPS = "slips"
    MONTHS = "months"


SIDES: dict[PaperWay, int] = {PaperWay.DIE: 6, PaperWay.SLIPS: 20, PaperWay.MONTHS: 12}
"""How many equally likely things a way has."""
PAPER_CHANCES: tuple[Fraction, ...] = tuple(
    sorted({Fraction(n, sides) for sides in (6, 12, 20) for n in range(1, sides)})
)
"""Every chance that one of them makes."""


@dataclass(frozen=True, slots=True)
class PaperChance:
    """`marked` of `of` things make it so: sides of a die, slips with a dot, months of a year."""

    way: PaperWay
    marked: int
    of: int


def paper_chance(way: PaperWay, chance: Fraction) -> PaperChance | None:
    """How that way makes a chance; None where it cannot."""
    marked = chance * SIDES[way]
    return PaperChance(way, int(marked), SIDES[way]) if marked.denominator == 1 else None


@dataclass(frozen=True, slots=True)
class MadeChances:
    """The chances of a design, made on paper. `so`: on which it turns; `or_so`: on which somebody has to say
    no; `other`: on which the harmless question turns.
    """

    so: PaperChance
    or_so: PaperChance | None = None
    other: PaperChance | None = None


def made_chances(kind: DesignKind, way: PaperWay, chances: Sequence[Fraction]) -> MadeChances | None:
    """The chances of a design in the order of its maker's arguments; None where that way makes one of them
    not. The harmless question of the unrelated design is a slip, whatever the way.
    """
    so = paper_chance(way, chances[0])
    if so is None or len(chances) == 1:
        return MadeChances(so) if so is not None else None
    is_other = kind is DesignKind.UNRELATED
    second = paper_chance(PaperWay.SLIPS if is_other else way, chances[1])
    if second is None:
        return None
    return MadeChances(so, other=second) if is_other else MadeChances(so, or_so=second)
