"""What the next edition of figures would say: of all that was closed and not told yet, up to the end of a
month. An edition is never changed. What comes late is told in the next one, and nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kapea.core.evidence.counts import SENSITIVE_THRESHOLD, FigureKey, PublishedCount, ShownCount
from kapea.core.pack.measure_model import Measure
from kapea.core.workshops.answer_figures import ToldAnswers, ToldChange, WhyNot, told_answers
from kapea.core.workshops.attendance_figures import (
    CAME_KEY,
    DIMENSIONS,
    CountedCells,
    SaidFigures,
    attendance_cells,
    safe_attendance,
    told_tables,
)
from kapea.core.workshops.group_answers import group_answers
from kapea.core.workshops.held_workshop import KINDS, HeldWorkshop
from kapea.core.workshops.year_figures import EditionCounts, year_figures

NO_TABLE, WAITS, BEHIND_HIDDEN, STILL_MEET = "no-table", "waits", "behind-hidden", "still-meet"
LATER = "later"
"""Codes of what is not told: a table (with its name), answers of a kind (with why and of whom), answers of
groups of which it is hidden how many came, and of groups that meet again; and workshops that are told later,
be it that they are not closed or that too few came.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerEdition:
    """An edition that stands. `year`: of the month with which it ends. `came_of`, `answers_of`: ids of the
    workshops that it told.
    """

    counts: EditionCounts
    year: int
    came_of: frozenset[str]
    answers_of: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDraft:
    """All of an edition. `ends` is the last day of its last month; `cells` and the ids are kept for the next
    edition and told to nobody. `held`: workshops whose people are told; `uncounted`: of them, those in which
    nobody counted; `earlier`: those that were held before the edition's first month; `not_said`: codes.
    """

    number: int
    begins: date
    ends: date
    cells: CountedCells
    said: SaidFigures
    changes: tuple[ToldChange, ...]
    came_of: tuple[str, ...]
    answers_of: tuple[str, ...]
    held: int
    uncounted: int
    earlier: int
    not_said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPeriod:
    """From the first day of a month to the last day of one."""

    begins: date
    ends: date


def edition_draft(
    held: Iterable[HeldWorkshop],
    period: EditionPeriod,
    former: Sequence[FormerEdition],
    measures: Mapping[str, Measure],
    *,
    still_meet: Collection[str],
    some_are_open: bool = False,
) -> EditionDraft | None:
    """The next edition; None where too few came to say even how many. `held`: all that was closed, told or
    not; `still_meet`: groups of people with a workshop to come, whose answers wait; `some_are_open`: whether
    workshops of that time are not closed yet.
    """
    closed = [each for each in held if each.on <= period.ends]
    told = frozenset(id for each in former for id in each.came_of)
    untold = [each for each in closed if each.id not in told]
    new = _enough_of_each_audience(untold)
    cells = attendance_cells(new)
    safe = safe_attendance(cells)
    if safe is None:
        return None
    number = len(former) + 1
    year = [each.counts for each in former if each.year == period.ends.year]
    later = [LATER] if some_are_open or len(new) < len(untold) else []
    answers = _Answers(closed, former, measures, {each.id for each in new}, safe.said)
    told_now = answers.told(still_meet, is_last_chance=period.ends.month == 12)
    return EditionDraft(
        number=number,
        begins=period.begins,
        ends=period.ends,
        cells=cells,
        said={
            **safe.said,
            **year_figures([*year, EditionCounts(number, cells, safe.said)]),
            **told_now.said,
        },
        changes=told_now.changes,
        came_of=tuple(sorted(each.id for each in new)),
        answers_of=told_now.of,
        held=len(new),
        uncounted=sum(each.came is None for each in new),
        earlier=sum(each.on < period.begins for each in new),
        not_said=(*later, *_missing_tables(safe.said), *told_now.not_said),
    )


def _enough_of_each_audience(untold: Sequence[HeldWorkshop]) -> list[HeldWorkshop]:
    """Without workshops of an audience of which fewer than ten came: those wait until more did. Hidden among
    others they would hide one of those with them, and all its answers.
    """
    came: dict[str, int] = {}
    for each in untold:
        came[each.audience] = came.get(each.audience, 0) + sum((each.came or {}).values())
    return [each for each in untold if not 0 < came[each.audience] < SENSITIVE_THRESHOLD]


def _missing_tables(said: Collection[FigureKey]) -> Iterator[str]:
    return (f"{NO_TABLE}-{each}" for each in DIMENSIONS if each not in told_tables(said))


@dataclass(frozen=True, slots=True)
class _ToldNow:
    said: dict[FigureKey, PublishedCount]
    changes: tuple[ToldChange, ...]
    of: tuple[str, ...]
    not_said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Answers:
    """Answers that no edition told. `new`: ids of the workshops of this edition; `came`: what it says of who
    came.
    """

    closed: Sequence[HeldWorkshop]
    former: Sequence[FormerEdition]
    measures: Mapping[str, Measure]
    new: Collection[str]
    came: SaidFigures

    def told(self, still_meet: Collection[str], *, is_last_chance: bool) -> _ToldNow:
        """Of each kind: the answers of its groups that are over, or why they wait."""
        open_groups = self._open_groups()
        over = {id: each for id, each in open_groups.items() if id not in still_meet}
        seen = [each for each in over.values() if all(map(self._is_seen, each))]
        said: dict[FigureKey, PublishedCount] = {}
        changes: list[ToldChange] = []
        of: list[str] = []
        not_said = [STILL_MEET] if len(over) < len(open_groups) else []
        not_said += [BEHIND_HIDDEN] if self._are_some_new_unseen(over.values()) else []
        for kind in KINDS:
            mine = [each for each in seen if each[0].kind == kind]
            told = self._told_of(kind, mine, is_last_chance=is_last_chance)
            if isinstance(told, ToldAnswers):
                said |= told.said
                changes += told.changes
                of += [session.id for each in mine for session in each]
            elif mine:
                not_said.append(f"{WAITS}-{told.value}-{kind}")
        return _ToldNow(said, tuple(changes), tuple(sorted(of)), tuple(not_said))

    def _told_of(
        self, kind: str, groups: Iterable[Sequence[HeldWorkshop]], *, is_last_chance: bool
    ) -> ToldAnswers | WhyNot:
        answers = [group_answers(each, self.measures) for each in groups]
        return told_answers(kind, answers, self.measures, is_last_chance=is_last_chance)

    def _open_groups(self) -> dict[str, list[HeldWorkshop]]:
        """By group of people: the sessions whose answers were not told."""
        told = {id for each in self.former for id in each.answers_of}
        groups: dict[str, list[HeldWorkshop]] = {}
        for each in self.closed:
            if each.id not in told and each.answers:
                groups.setdefault(each.group, []).append(each)
        return groups

    def _are_some_new_unseen(self, groups: Iterable[Sequence[HeldWorkshop]]) -> bool:
        unseen = (each for each in groups if not all(map(self._is_seen, each)))
        return any(session.id in self.new for each in unseen for session in each)

    def _is_seen(self, session: HeldWorkshop) -> bool:
        """Whether the edition that told who came says how many of that audience there were. Otherwise their
        answers would: nobody answers who did not come.
        """
        said = [each.counts.said for each in self.former if session.id in each.came_of]
        said += [self.came] if session.id in self.new else []
        mark = said[0].get((CAME_KEY, "audience", session.audience)) if said else None
        return isinstance(mark, ShownCount)
