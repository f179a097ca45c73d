"""Who may sit together. One age band in a circle; nobody with a brother, a sister or somebody who has power
over them; never an office with families. People choose the group they sit in; nobody is sorted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from kapea.core.studies.research_ages import CHILD_BANDS, ResearchAgeBand
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused

MOST_SEATS = 8
MOST_YOUNG_SEATS = 6
"""Of children of 9 to 11."""


class SeatKind(Enum):
    """As what somebody takes part."""

    CHILD = "child"
    MOTHER = "mother"
    FATHER = "father"
    CARER = "carer"
    TEACHER = "teacher"
    FAITH_LEADER = "faith-leader"
    AUTHORITY = "authority"
    PROVIDER = "provider"


FAMILY = frozenset({SeatKind.CHILD, SeatKind.MOTHER, SeatKind.FATHER, SeatKind.CARER})


class ChosenGroup(Enum):
    """The circle that somebody wishes to sit in."""

    GIRLS_OR_WOMEN = "girls-or-women"
    BOYS_OR_MEN = "boys-or-men"
    MIXED = "mixed"
    """They asked for it."""


class ApartBecause(Enum):
    """Why two people are never in one room for this."""

    SIBLINGS = "siblings"
    POWER = "power"
    """One has power over the other: a monitor, an employer, an older pupil, kin of an official."""


class SeatClash(Enum):
    """What stands against two seats in one session."""

    SAME_SEAT = "same-seat"
    AGE_BAND = "age-band"
    SIBLINGS = "siblings"
    POWER = "power"
    AUTHORITY_WITH_FAMILY = "authority-with-family"
    PARENTS_APART = "parents-apart"
    """Mothers and fathers sit apart (default)."""
    GROUP = "group"
    """They chose another circle."""
    FULL = "full"


class UnfitSeat(ValueError):
    """A seat that contradicts itself; the message says how."""


@dataclass(frozen=True, slots=True)
class SeatedPerson:
    """Somebody as a number. Raises UnfitSeat where a child is not of a child's age, or an adult is."""

    seat: str
    kind: SeatKind
    band: ResearchAgeBand
    group: ChosenGroup = ChosenGroup.MIXED

    def __post_init__(self) -> None:
        if (self.kind is SeatKind.CHILD) != (self.band in CHILD_BANDS):
            raise UnfitSeat("kind: whoever is under 18 is seated as a child, and nobody else is")


@dataclass(frozen=True, slots=True)
class KeptApart:
    """A pair that was flagged, by their numbers. Which of them it was about is not said."""

    pair: frozenset[str]
    because: ApartBecause


def seats_clash(one: SeatedPerson, other: SeatedPerson, apart: Iterable[KeptApart]) -> frozenset[SeatClash]:
    """What stands against two sharing a session; the same whichever is named first."""
    pair, kinds = {one.seat, other.seat}, {one.kind, other.kind}
    found = {SeatClash(each.because.value) for each in apart if each.pair == pair}
    against = {
        SeatClash.SAME_SEAT: len(pair) == 1,
        SeatClash.AGE_BAND: one.band is not other.band,
        SeatClash.AUTHORITY_WITH_FAMILY: SeatKind.AUTHORITY in kinds and bool(kinds & FAMILY),
        SeatClash.PARENTS_APART: kinds == {SeatKind.MOTHER, SeatKind.FATHER},
        SeatClash.GROUP: one.group is not other.group,
    }
    return frozenset(found | {clash for clash, is_so in against.items() if is_so})


def seating_clashes(seated: Iterable[SeatedPerson], apart: Iterable[KeptApart]) -> tuple[SeatClash, ...]:
    """Everything that stands against people in one session, in the order of the list."""
    people, flagged = tuple(seated), tuple(apart)
    found = {clash for one, other in combinations(people, 2) for clash in seats_clash(one, other, flagged)}
    if len(people) > _most(people):
        found.add(SeatClash.FULL)
    return tuple(clash for clash in SeatClash if clash in found)


def _most(people: tuple[SeatedPerson, ...]) -> int:
    young = any(each.band is ResearchAgeBand.FROM_9 for each in people)
    return MOST_YOUNG_SEATS if young else MOST_SEATS


def seat_person(
    seated: tuple[SeatedPerson, ...], person: SeatedPerson, apart: Iterable[KeptApart]
) -> tuple[SeatedPerson, ...] | StudyRefused:
    """Seats one more."""
    together = (*seated, person)
    clashes = seating_clashes(together, apart)
    if clashes:
        codes = tuple(clash.value for clash in clashes)
        return StudyRefused("seat", StudyRefusal.NOT_SEATED_TOGETHER, codes)
    return together
