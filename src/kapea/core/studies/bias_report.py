"""Whom a study could have asked, whom it heard, and what therefore cannot be said. Page 2 of every output.

What cannot be said is worked out from the counts and never written by hand, so nobody can leave a line out.
Counts go through the same protection as all published counts of people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kapea.core.evidence.counts import THRESHOLD, CountMark, PublishedCount, published_count
from kapea.core.studies.sample_told import ASKED, CAME, FRAME_KEY, REACHED_KEY, ToldSample
from kapea.core.studies.sampling_frame import FrameSurety
from kapea.core.studies.study_people import (
    ReachedBy,
    ReachedWhom,
    SampledStratum,
    StudyPerson,
    require_frame,
)


@dataclass(frozen=True, slots=True)
class UnsaidLine:
    """A sentence about what cannot be said: its id, and what goes into it."""

    id: str
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StratumLine:
    """One row of the table: frame against sample. `in_frame`: no data where nobody knows, and hidden with
    `asked`, of which it would say that it is no more.
    """

    stratum: str
    known: FrameSurety
    in_frame: PublishedCount
    asked: PublishedCount
    came: PublishedCount
    by: Mapping[ReachedBy, PublishedCount]


@dataclass(frozen=True, slots=True)
class BiasReport:
    """`strata`: row by row. `reached`: of all who came. `unsaid`: what cannot be said; never empty."""

    strata: tuple[StratumLine, ...]
    reached: Mapping[ReachedWhom, PublishedCount]
    unsaid: tuple[UnsaidLine, ...]


ALWAYS = ("unsaid-no-share-of-a-population", "unsaid-silence-on-hitting", "unsaid-groups-show-norms")
"""No percentage of a population; that nobody speaks of hitting does not say there is none; what a group says
shows what is held right, not what is done.
"""
NOBODY_THERE: Mapping[ReachedWhom, str] = {
    ReachedWhom.REMOTE: "unsaid-remote-places",
    ReachedWhom.URBAN: "unsaid-urban-places",
    ReachedWhom.OUT_OF_SCHOOL: "unsaid-out-of-school",
    ReachedWhom.CARERS_ABROAD: "unsaid-carers-abroad",
    ReachedWhom.DISABILITY: "unsaid-disability",
    ReachedWhom.OUTSIDE_PROGRAMMES: "unsaid-outside-programmes",
}
UNSAID_OF_STRATUM, UNSAID_OF_WAIVED = "unsaid-stratum-not-heard", "unsaid-waived-stratum-left-out"
UNSAID_OF_PLACE = "unsaid-place-not-visited"


def bias_report(
    strata: Sequence[SampledStratum],
    people: Sequence[StudyPerson],
    told: ToldSample,
    *,
    places_in_frame: Sequence[str] = (),
) -> BiasReport:
    """The report. `told`: what may be said of these people and strata. `places_in_frame`: kinds of place that
    could have been visited. Raises NotAStratum.
    """
    require_frame(strata, people)
    visited = {each.place_type for each in people}
    places = [each for each in dict.fromkeys(places_in_frame) if each not in visited]
    return BiasReport(
        strata=tuple(_line(each, people, told) for each in strata),
        reached={whom: _mark(told, (REACHED_KEY, whom.value), _are(whom, people)) for whom in ReachedWhom},
        unsaid=(
            *_unsaid(strata, people),
            *(UnsaidLine(UNSAID_OF_PLACE, {"place": each}) for each in places),
        ),
    )


def _are(whom: ReachedWhom, people: Sequence[StudyPerson]) -> bool:
    return any(whom in each.as_whom for each in people)


def _unsaid(strata: Sequence[SampledStratum], people: Sequence[StudyPerson]) -> Iterator[UnsaidLine]:
    yield from map(UnsaidLine, ALWAYS)
    yield from (UnsaidLine(line) for whom, line in NOBODY_THERE.items() if not _are(whom, people))
    seated = {each.stratum for each in people}
    for each in strata:
        if each.id not in seated:
            line = UNSAID_OF_WAIVED if each.waived_left_out else UNSAID_OF_STRATUM
            yield UnsaidLine(line, {"stratum": each.id})


def _line(stratum: SampledStratum, people: Sequence[StudyPerson], told: ToldSample) -> StratumLine:
    mine = [each for each in people if each.stratum == stratum.id]

    def mark(what: str, is_anybody: bool) -> PublishedCount:
        return _mark(told, (FRAME_KEY, stratum.id, what), is_anybody)

    asked = mark(ASKED, bool(mine or stratum.did_not_come))
    return StratumLine(
        stratum=stratum.id,
        known=stratum.known,
        in_frame=_frame_mark(stratum, asked),
        asked=asked,
        came=mark(CAME, bool(mine)),
        by={by: mark(by.value, bool(mine)) for by in ReachedBy},
    )


def _frame_mark(stratum: SampledStratum, asked: PublishedCount) -> PublishedCount:
    if stratum.known is FrameSurety.UNKNOWN:
        return CountMark.NO_DATA
    is_small = 0 < stratum.in_frame < THRESHOLD
    return CountMark.HIDDEN if is_small or asked is CountMark.HIDDEN else published_count(stratum.in_frame)


def _mark(told: ToldSample, key: tuple[str, ...], is_anybody: bool) -> PublishedCount:
    """What is said of a count; that it is nobody is said in any case."""
    return told.said.get(key, CountMark.HIDDEN) if is_anybody else CountMark.ZERO
