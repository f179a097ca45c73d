"""By which ways people were asked, and what came of it: counts, and never a name or a reason for a no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import Enum

from kapea.core.studies.sampling_frame import FrameStratum, SamplingFrame


class RecruitmentRoute(Enum):
    """A way to people. None is a diagnosis, kin of a suspect, or a list that carries names away."""

    NGO = "ngo"
    SCHOOL_LIST = "school-list"
    """Read by the data steward alone."""
    WATER_POINT = "water-point"
    MARKET_HOUR = "market-hour"
    OUT_OF_SCHOOL_CLUB = "out-of-school-club"
    DOOR_KNOCK = "door-knock"
    """By a woman and a man, without a phone."""


LEAST_OTHER_ROUTES = 2
"""Besides organisations."""


class UnfitRoute(ValueError):
    """Counts that contradict each other; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCounts:
    """How many in one stratum by one route. Whoever was asked and is in neither `no` nor `yes` has not
    answered yet. Raises UnfitRoute.
    """

    asked: int = 0
    not_reachable: int = 0
    no: int = 0
    yes: int = 0
    came: int = 0
    left: int = 0

    def __post_init__(self) -> None:
        if any(type(n) is not int or n < 0 for n in self.numbers):
            raise UnfitRoute("counts: whole numbers from 0")
        if not (self.no + self.yes <= self.asked and self.left <= self.came <= self.yes):
            raise UnfitRoute("counts: no and yes are of those asked, came of yes, left of those who came")

    @property
    def numbers(self) -> tuple[int, ...]:
        """In the order of the fields."""
        return tuple(getattr(self, each.name) for each in fields(self))

    def __add__(self, other: RouteCounts) -> RouteCounts:
        names = [each.name for each in fields(self)]
        sums = (one + two for one, two in zip(self.numbers, other.numbers, strict=True))
        return RouteCounts(**dict(zip(names, sums, strict=True)))


@dataclass(frozen=True, slots=True)
class RecruitmentRow:
    """Counts of one day at one site by one route. The same row counts once, however often it comes."""

    id: str
    site: str
    stratum: str
    route: RecruitmentRoute
    counts: RouteCounts


def rows_counted(rows: Iterable[RecruitmentRow]) -> Mapping[tuple[str, RecruitmentRoute], RouteCounts]:
    """By stratum and route. Raises UnfitRoute where one id is two rows."""
    known: dict[str, RecruitmentRow] = {}
    for row in rows:
        if known.setdefault(row.id, row) != row:
            raise UnfitRoute("id: two rows bear one id; enter one of them anew")
    found: dict[tuple[str, RecruitmentRoute], RouteCounts] = defaultdict(RouteCounts)
    for row in known.values():
        found[row.stratum, row.route] += row.counts
    return dict(found)


def routes_missing(rows: Iterable[RecruitmentRow]) -> int:
    """How many routes besides organisations are still to be gone, before what was heard can be of more than
    those whom organisations know.
    """
    others = {row.route for row in rows if row.counts.asked} - {RecruitmentRoute.NGO}
    return max(0, LEAST_OTHER_ROUTES - len(others))


@dataclass(frozen=True, slots=True)
class StratumSample:
    """The frame against the sample in one stratum. `held`: groups that took place. These are true counts:
    what is published of them hides the small ones.
    """

    frame: FrameStratum
    held: int
    via_ngo: RouteCounts
    via_others: RouteCounts

    @property
    def all_routes(self) -> RouteCounts:
        """By whatever route."""
        return self.via_ngo + self.via_others


def frame_against_sample(
    frame: SamplingFrame, rows: Iterable[RecruitmentRow], held: Iterable[str]
) -> tuple[StratumSample, ...]:
    """Each stratum of the frame, those of which nobody came too, by id. `held`: the stratum of each group
    that took place.
    """
    counted, groups = rows_counted(rows), tuple(held)
    return tuple(
        StratumSample(
            frame.strata[id],
            groups.count(id),
            _sum(n for (stratum, route), n in counted.items() if stratum == id and _is_ngo(route)),
            _sum(n for (stratum, route), n in counted.items() if stratum == id and not _is_ngo(route)),
        )
        for id in sorted(frame.strata)
    )


def _is_ngo(route: RecruitmentRoute) -> bool:
    return route is RecruitmentRoute.NGO


def _sum(counts: Iterable[RouteCounts]) -> RouteCounts:
    return sum(counts, RouteCounts())


def sample_by(
    samples: Iterable[StratumSample], part: Callable[[FrameStratum], str]
) -> dict[str, RouteCounts]:
    """Counts by a part of the stratum: the kind of place, whether in school, where carers are."""
    found: dict[str, RouteCounts] = defaultdict(RouteCounts)
    for each in samples:
        found[part(each.frame)] += each.all_routes
    return dict(found)
