"""Who took part, as a study tells it: in tables, and under its quotes. Both are looked at together.

A label under a quote says that five people or more bear it. Beside a table with hidden counts that can be
enough to work one of them out, so labels are made broader until it is not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kapea.core.evidence.count_system import CountRange, TooLargeToAudit
from kapea.core.evidence.counts import (
    SENSITIVE_THRESHOLD,
    THRESHOLD,
    CellKey,
    CountMark,
    Figure,
    FigureKey,
    Publication,
    PublishedCount,
    ShownCount,
)
from kapea.core.evidence.disclosure_audit import exposures
from kapea.core.evidence.linear_program import TooManyPivots
from kapea.core.evidence.protect import SafeCounts, protect_counts
from kapea.core.evidence.tables import TOTAL, table_figures
from kapea.core.studies.quote_attribution import (
    PlaceTold,
    QuoteLabel,
    attribution_plan,
)
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sample_splits import reached_mark, split_marks
from kapea.core.studies.study_people import (
    KINDS_OF_PLACE,
    ReachedBy,
    ReachedWhom,
    SampledStratum,
    StudyPerson,
    person_cell,
    require_frame,
)

DIMENSIONS_TOLD: Mapping[str, tuple[int, ...]] = {
    "role-age": (0, 1),
    "role-gender": (0, 2),
    "place": (3,),
}
"""The tables of a study, by which parts of a cell: role, age band, gender, kind of place."""
LABEL_KEY, FRAME_KEY, REACHED_KEY, CLAIM_KEY = "label", "frame", "reached", "claim"
TOTAL_KEY = ("role-age", TOTAL, TOTAL)
ASKED, CAME, DID_NOT_COME = "asked", "came", "did-not-come"


@dataclass(frozen=True, slots=True)
class ToldSample:
    """`said`: every figure of who took part; empty where nothing may be published. `labels`: what stands
    under a quote of each seat, the same in all outputs.
    """

    said: Mapping[FigureKey, PublishedCount]
    labels: Mapping[str, QuoteLabel]


def study_publication(people: Sequence[StudyPerson], strata: Sequence[SampledStratum]) -> Publication:
    """What a study publishes of who took part and hangs together: its tables, its frame beside its sample. Of
    children of 9 to 11 a count below ten is small. Raises NotAStratum.
    """
    require_frame(strata, people)
    came = Counter(map(person_cell, people))
    tables = (table_figures(name, came, by=by) for name, by in DIMENSIONS_TOLD.items())
    young = (person_cell(each) for each in people if each.age is ResearchAgeBand.FROM_9)
    return Publication(
        counts={**came, **{(DID_NOT_COME, each.id): each.did_not_come for each in strata}},
        figures=(*(figure for table in tables for figure in table), *_frame_figures(people, strata)),
        thresholds=dict.fromkeys(young, SENSITIVE_THRESHOLD),
        zero_informs=False,
    )


def _frame_figures(people: Iterable[StudyPerson], strata: Iterable[SampledStratum]) -> Iterator[Figure]:
    groups: dict[FigureKey, set[CellKey]] = {}
    for each in strata:
        groups[FRAME_KEY, each.id, ASKED] = {(DID_NOT_COME, each.id)}
    for person in people:
        keys = [(FRAME_KEY, person.stratum, what) for what in (ASKED, CAME)]
        for key in (*keys, *((REACHED_KEY, whom.value) for whom in person.as_whom & KINDS_OF_PLACE)):
            groups.setdefault(key, set()).add(person_cell(person))
    return (Figure(key, frozenset(group)) for key, group in groups.items())


def told_sample(
    people: Sequence[StudyPerson], strata: Sequence[SampledStratum], place: PlaceTold
) -> ToldSample:
    """What may stand in all outputs together. Where too much would have to be looked through, no count is
    published. Raises NotAStratum.
    """
    publication = study_publication(people, strata)
    said = _safe(publication)
    across, claims = _across(publication, said, people)
    never: set[QuoteLabel] = set()
    while True:
        labels = attribution_plan(people, place, never)
        broken = _first_broken(publication, {**said, **claims.told}, claims.figures, people, labels)
        if broken is None:
            return ToldSample({**said, **across, **_splits(said, people)}, labels)
        never.add(broken)


@dataclass(frozen=True, slots=True)
class _Claims:
    """Figures of which something is known without being in a table: that they are so many, or more."""

    figures: tuple[Figure, ...] = ()
    told: Mapping[FigureKey, CountRange] = field(default_factory=dict)


def _across(
    publication: Publication, said: Mapping[FigureKey, PublishedCount], people: Sequence[StudyPerson]
) -> tuple[dict[FigureKey, PublishedCount], _Claims]:
    """Counts that cut across the tables. A reader knows who can be of a kind (only children are out of
    school), so each says that of those there are as many, or more; where that tells too much it is hidden.
    """
    marks: dict[FigureKey, PublishedCount] = {}
    claims = _Claims()
    for whom in sorted(set(ReachedWhom) - KINDS_OF_PLACE, key=lambda each: each.value):
        mine = [each for each in people if whom in each.as_whom]
        mark = reached_mark(said.get(TOTAL_KEY, CountMark.HIDDEN), len(mine), whom)
        if isinstance(mark, ShownCount):
            more = _with_claim(claims, whom, mine, people)
            if _tell_too_much(publication, {**said, **more.told}, more.figures):
                mark = CountMark.HIDDEN
            else:
                claims = more
        marks[REACHED_KEY, whom.value] = mark
    return marks, claims


def _with_claim(
    claims: _Claims, whom: ReachedWhom, mine: Sequence[StudyPerson], people: Iterable[StudyPerson]
) -> _Claims:
    roles = {each.role for each in mine}
    cells = frozenset(person_cell(each) for each in people if each.role in roles)
    key = (CLAIM_KEY, whom.value)
    return _Claims((*claims.figures, Figure(key, cells)), {**claims.told, key: CountRange(len(mine), None)})


def _splits(
    said: Mapping[FigureKey, PublishedCount], people: Sequence[StudyPerson]
) -> dict[FigureKey, PublishedCount]:
    found: dict[FigureKey, PublishedCount] = {}
    for stratum in {each.stratum for each in people}:
        counts = Counter(each.by for each in people if each.stratum == stratum)
        total = said.get((FRAME_KEY, stratum, CAME), CountMark.HIDDEN)
        marks = split_marks(total, {by: counts[by] for by in ReachedBy})
        found |= {(FRAME_KEY, stratum, by.value): mark for by, mark in marks.items()}
    return found


def _first_broken(
    publication: Publication,
    said: Mapping[FigureKey, PublishedCount | CountRange],
    claims: tuple[Figure, ...],
    people: Sequence[StudyPerson],
    labels: Mapping[str, QuoteLabel],
) -> QuoteLabel | None:
    """The first label that, beside the tables and the labels before it, tells too much. The broad ones stand
    first, so it is a fine one that gives way.
    """
    borne = Counter(label for label in labels.values() if label)
    ordered = sorted(borne, key=lambda label: (len(label), -borne[label], label))
    figures = {label: label_figure(label, people, labels) for label in ordered}

    def breaks(upto: int) -> bool:
        borne_too = tuple(figures[each] for each in ordered[:upto])
        return _tell_too_much(publication, {**said, **labels_told(borne_too)}, (*claims, *borne_too))

    if not breaks(len(ordered)):
        return None
    return ordered[bisect_left(range(1, len(ordered)), True, key=breaks)] if ordered else None


def label_figure(
    label: QuoteLabel, people: Iterable[StudyPerson], labels: Mapping[str, QuoteLabel]
) -> Figure:
    """Who bears a label, as a figure beside those of tables."""
    cells = frozenset(person_cell(each) for each in people if labels[each.seat] == label)
    return Figure((LABEL_KEY, *(f"{part}={value}" for part, value in label)), cells)


def labels_told(figures: Iterable[Figure]) -> dict[FigureKey, CountRange]:
    """What a label tells whoever knows how labels are made: five people bear it, or more."""
    return {figure.key: CountRange(THRESHOLD, None) for figure in figures}


def _safe(publication: Publication) -> Mapping[FigureKey, PublishedCount]:
    try:
        safe = protect_counts(publication)
    except (TooLargeToAudit, TooManyPivots):
        return {}
    return safe.said if isinstance(safe, SafeCounts) else {}


def _tell_too_much(
    publication: Publication,
    said: Mapping[FigureKey, PublishedCount | CountRange],
    beside: tuple[Figure, ...],
) -> bool:
    """Whether the tables and what is said beside them tell a count that is small, or that they hide."""
    both = replace(publication, figures=(*publication.figures, *beside))
    hidden = {f.cells for f in publication.figures if said.get(f.key) is CountMark.HIDDEN}
    try:
        found = exposures(both, said)
    except (TooLargeToAudit, TooManyPivots):
        return True
    return any(each.cells in hidden or _is_small(both, each.cells) for each in found)


def _is_small(publication: Publication, cells: frozenset[CellKey]) -> bool:
    count = sum(publication.counts[cell] or 0 for cell in cells)
    return 0 < count < publication.threshold(cells)
