"""Who could have been asked, and who took part, as far as anything published may count or describe them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from kapea.core.evidence.counts import CellKey
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sampling_frame import FrameSurety


class NotAStratum(ValueError):
    """What was counted of a stratum contradicts itself; the message names the column."""


class ReachedBy(Enum):
    """By whom somebody was reached."""

    NGO = "ngo"
    OTHERS = "others"


class ReachedWhom(Enum):
    """What is said of those who came, beside their stratum. Somebody may be several of these."""

    REMOTE = "remote"
    URBAN = "urban"
    OUT_OF_SCHOOL = "out_of_school"
    CARERS_ABROAD = "carers_abroad"
    DISABILITY = "disability"
    OUTSIDE_PROGRAMMES = "outside_programmes"


KINDS_OF_PLACE = frozenset({ReachedWhom.REMOTE, ReachedWhom.URBAN})
"""These hang together with the tables of places; the others cut across all tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPerson:
    """Somebody who took part, as far as a label or a table could tell. `years`: None where nobody asked."""

    seat: str
    role: str
    age: ResearchAgeBand
    gender: str
    place_type: str
    stratum: str
    by: ReachedBy
    as_whom: frozenset[ReachedWhom] = frozenset()
    years: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledStratum:
    """One stratum. `in_frame`: how many could have been asked, 0 where unknown. `did_not_come`: asked, and
    not reached, or no, never why. `waived_left_out`: whether it stands for those whom no committee let ask
    without a guardian. Raises NotAStratum.
    """

    id: str
    known: FrameSurety
    in_frame: int
    did_not_come: int
    waived_left_out: bool = False

    def __post_init__(self) -> None:
        if min(self.in_frame, self.did_not_come) < 0:
            raise NotAStratum(f"{self.id}: less than nobody; count again")
        if self.known is FrameSurety.UNKNOWN and self.in_frame:
            raise NotAStratum(f"{self.id}: in_frame: unknown and a number; say guessed, or leave it out")


def require_frame(strata: Sequence[SampledStratum], people: Iterable[StudyPerson]) -> None:
    """Raises NotAStratum where strata and those who took part do not fit together."""
    came = {each.id: 0 for each in strata}
    if len(came) < len(strata):
        raise NotAStratum("id: two strata bear one name; give each its own")
    for person in people:
        if person.stratum not in came:
            raise NotAStratum(f"{person.stratum}: somebody is of it, and it is not in the frame; add it")
        came[person.stratum] += 1
    for each in strata:
        if each.known is FrameSurety.KNOWN and each.did_not_come + came[each.id] > each.in_frame:
            raise NotAStratum(f"{each.id}: in_frame: fewer than were asked; count the frame again")
        if each.waived_left_out and came[each.id]:
            raise NotAStratum(f"{each.id}: waived_left_out, and some came; ask the committee first")


def person_cell(person: StudyPerson) -> CellKey:
    """What is counted of somebody: all that a table, a label or the frame can tell apart."""
    years = "" if person.years is None else str(person.years)
    where = " ".join(sorted(each.value for each in person.as_whom & KINDS_OF_PLACE))
    return person.role, person.age.value, person.gender, person.place_type, years, person.stratum, where
