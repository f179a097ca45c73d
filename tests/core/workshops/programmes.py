"""Programmes made up: workshops month by month in some areas, and the editions that tell of them."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from kapea.core.evidence.proportions import AnswerCount
from kapea.core.pack.measure_model import Measure
from kapea.core.workshops.counted_fields import MeasuredAnswers
from kapea.core.workshops.edition_draft import (
    EditionDraft,
    EditionPeriod,
    FormerEdition,
    edition_draft,
)
from kapea.core.workshops.held_workshop import HeldWorkshop
from kapea.core.workshops.year_figures import EditionCounts

AUDIENCES = ("caregivers", "class-a", "class-b", "class-c", "faith-leaders", "local-authorities")
MEASURES: Mapping[str, Measure] = {
    id: Measure(id, about, f"{id}.ask", ("a", "b", "c"), ("smile",))
    for id, about in {
        "first-words": "first-words",
        "one-number": "knowledge",
        "people-support": "norm",
        "help-still": "knowledge",
        "passed-shame": "warning",
        "settle": "knowledge",
    }.items()
}
ASKED = {
    "caregivers": ("first-words", "one-number", "people-support"),
    "class-a": ("help-still",),
    "class-b": ("help-still", "passed-shame"),
    "class-c": ("help-still", "passed-shame"),
    "faith-leaders": ("first-words", "settle"),
    "local-authorities": ("settle",),
}


def period(first: str, last: str = "") -> EditionPeriod:
    """From a month to a month, as 2026-11."""
    year, month = map(int, (last or first).split("-"))
    began = date.fromisoformat(f"{first}-01")
    return EditionPeriod(begins=began, ends=date(year, month, calendar.monthrange(year, month)[1]))


def answers(measure: str, before: str, after: str = "") -> MeasuredAnswers:
    """As `12/30`; empty where it was not asked."""
    told = (AnswerCount(*map(int, each.split("/"))) if each else None for each in (before, after))
    return MeasuredAnswers(measure, *told)


def stands(draft: EditionDraft) -> FormerEdition:
    """The edition once it is published."""
    return FormerEdition(
        counts=EditionCounts(draft.number, draft.cells, draft.said),
        year=draft.ends.year,
        came_of=frozenset(draft.came_of),
        answers_of=frozenset(draft.answers_of),
    )


def editions(
    held: Sequence[HeldWorkshop], periods: Sequence[EditionPeriod], still_meet: frozenset[str] = frozenset()
) -> list[EditionDraft]:
    """One after the other; where too few came, the next begins with the same month."""
    made: list[EditionDraft] = []
    begins = periods[0].begins
    for each in periods:
        whole = replace(each, begins=begins)
        draft = edition_draft(held, whole, [stands(e) for e in made], MEASURES, still_meet=still_meet)
        if draft is not None:
            made.append(draft)
            begins = periods[min(periods.index(each) + 1, len(periods) - 1)].begins
    return made


class Programme:
    """Workshops of a made-up programme, by chance and yet the same each time."""

    def __init__(self, seed: int, *, areas: int, groups: int, months: int, sparse: bool = False) -> None:
        self.seed = seed
        self.areas, self.groups, self.months, self.sparse = areas, groups, months, sparse

    def held(self) -> list[HeldWorkshop]:
        self.chance = Random(self.seed)
        return [each for month in range(self.months) for each in self._month(month)]

    def periods(self) -> list[EditionPeriod]:
        return [period(f"2026-{month + 1:02}") for month in range(self.months)]

    def _month(self, month: int) -> Iterator[HeldWorkshop]:
        for n in range(self.groups):
            area = f"A{self.chance.randrange(self.areas):02}"
            audience = self.chance.choices(AUDIENCES, (5, 1, 2, 2, 1, 1))[0]
            late = month + 1 if self.chance.random() < 0.1 else month
            for session in range(self.chance.choice((1, 1, 2))):
                yield self._session(f"g{month}-{n}", late, session, area, audience)

    def _session(self, group: str, month: int, session: int, area: str, audience: str) -> HeldWorkshop:
        kinds = ("girls", "boys", "other-pupils") if "class" in audience else ("women", "men", "others")
        many = [self.chance.randrange(3, 25), self.chance.randrange(0, 12), self.chance.choice((0, 0, 0, 1))]
        if self.sparse:
            many = [self.chance.randrange(0, 7), self.chance.randrange(0, 4), self.chance.choice((0, 1))]
        told = None if self.chance.random() < 0.05 else dict(zip(kinds, many, strict=True))
        of = sum((told or {}).values())
        return HeldWorkshop(
            id=f"{group}-{session}",
            on=date(2026, min(month + 1, 12), 3 + session),
            group=group,
            area=area,
            audience=audience,
            came=told,
            answers=tuple(self._answers(each, of) for each in ASKED[audience]) if of else (),
        )

    def _answers(self, measure: str, of: int) -> MeasuredAnswers:
        sides = []
        for share in (0.4, 0.7):
            answered = max(0, of - self.chance.choice((0, 0, 1)))
            sides.append(AnswerCount(sum(self.chance.random() < share for _ in range(answered)), answered))
        once = MEASURES[measure].about in ("norm", "practice", "warning")
        return MeasuredAnswers(measure, sides[0], None if once else sides[1])
