"""Who could have been asked: written down before anybody is. A stratum is a kind of people in a kind of
place; nobody has a name here, and no stratum is made of who was harmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused

GROUPS_IN_STRATUM = 2
"""One finds the issues, two understand them (default)."""


class PlaceType(Enum):
    """What kind of place somebody lives in."""

    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    REMOTE = "remote"


class StratumGender(Enum):
    """Whom a stratum is of."""

    GIRLS_OR_WOMEN = "girls-or-women"
    BOYS_OR_MEN = "boys-or-men"
    ANY = "any"


class ProgrammeLink(Enum):
    """Whether they are, or were, in a programme of an organisation."""

    NONE = "none"
    PAST = "past"
    NOW = "now"


class SchoolLink(Enum):
    """Whether they go to school; adults have none."""

    IN_SCHOOL = "in-school"
    OUT_OF_SCHOOL = "out-of-school"
    NOT_ASKED = "not-asked"


class CarerPlace(Enum):
    """Where those who look after them are."""

    PRESENT = "present"
    ABROAD = "abroad"
    NOT_ASKED = "not-asked"


class DisabilityStratum(Enum):
    """Whether a stratum is of people with a disability. Nobody's own is written down."""

    WITH = "with"
    WITHOUT = "without"
    ANY = "any"


class FrameSurety(Enum):
    """How surely somebody knows how many people there are."""

    KNOWN = "known"
    GUESSED = "guessed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A kind of people."""

    place: PlaceType
    band: ResearchAgeBand
    gender: StratumGender = StratumGender.ANY
    programme: ProgrammeLink = ProgrammeLink.NONE
    school: SchoolLink = SchoolLink.NOT_ASKED
    carer: CarerPlace = CarerPlace.NOT_ASKED
    disability: DisabilityStratum = DisabilityStratum.ANY


class UnfitFrame(ValueError):
    """A frame that says what it cannot; the message says which part, and how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameStratum:
    """A stratum in the frame. `people`: how many there are; None where nobody knows. Raises UnfitFrame."""

    id: str
    stratum: Stratum
    people: int | None
    surety: FrameSurety
    groups: int = GROUPS_IN_STRATUM
    waived: bool = False
    """A committee waived the guardian here."""

    def __post_init__(self) -> None:
        if (self.people is None) != (self.surety is FrameSurety.UNKNOWN):
            raise UnfitFrame("people: a number where it is known or guessed, none where it is unknown")
        if (self.people is not None and self.people < 0) or self.groups < 0:
            raise UnfitFrame("people, groups: no number below 0")


@dataclass(frozen=True, slots=True)
class SamplingFrame:
    """Every stratum, by its id. Raises UnfitFrame where two are the same kind of people."""

    strata: Mapping[str, FrameStratum] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kinds = [each.stratum for each in self.strata.values()]
        if len(set(kinds)) < len(kinds) or any(id != each.id for id, each in self.strata.items()):
            raise UnfitFrame("strata: each kind of people once, under its own id")

    @property
    def groups(self) -> int:
        """How many groups it asks for."""
        return sum(each.groups for each in self.strata.values())


def strata_within(groups: int, each: int = GROUPS_IN_STRATUM) -> int:
    """How many strata so many groups are enough for: fifteen for seven, and no more."""
    return groups // each


def group_refusal(
    frame: SamplingFrame, stratum: str, band: ResearchAgeBand, planned: Iterable[str]
) -> StudyRefused | None:
    """None where one more group of a stratum may be planned. `band`: the group's. `planned`: the strata of
    groups that are planned or held already, one for each group.
    """
    wanted = frame.strata.get(stratum)
    if wanted is None or wanted.stratum.band is not band:
        return StudyRefused("group.plan", StudyRefusal.NOT_IN_FRAME)
    if sum(each == stratum for each in planned) >= wanted.groups:
        return StudyRefused("group.plan", StudyRefusal.QUOTA_FULL)
    return None
