"""Somebody who puts all editions of a programme together: what each said of who came, of the year, of
answers. They also know what each audience is asked, and that nobody answers who did not come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from tests.core.evidence.attacker import MOST, Attacker, Found
from tests.core.workshops.programmes import ASKED, MEASURES

from kapea.core.evidence.counts import (
    CellKey,
    CountMark,
    Figure,
    FigureKey,
    Publication,
    PublishedCount,
    ShownCount,
    published_count,
)
from kapea.core.pack.measure_model import TWICE
from kapea.core.workshops.edition_draft import EditionDraft
from kapea.core.workshops.held_workshop import HeldWorkshop

AT = {"area": 1, "audience": 2, "group": 3}
TEN = 10


def cells_of(made: Sequence[EditionDraft]) -> dict[CellKey, int | None]:
    return {(str(each.number), *cell): n for each in made for cell, n in each.cells.items()}


def place_of(cells: Mapping[CellKey, int | None], key: FigureKey, numbers: set[str]) -> frozenset[CellKey]:
    """The cells of a figure `(came|year, table, place)` in these editions, or of all that came in them."""
    mine = (cell for cell in cells if cell[0] in numbers)
    return frozenset(cell for cell in mine if len(key) == 1 or cell[AT[key[1]]] == key[2])


def came_and_year(made: Sequence[EditionDraft]) -> tuple[Publication, dict[FigureKey, PublishedCount]]:
    """Every figure of who came of all editions, and what is said of it."""
    cells, figures, said = cells_of(made), [], {}
    for each in made:
        so_far = {str(e.number) for e in made if e.number <= each.number and e.ends.year == each.ends.year}
        for key, mark in each.said.items():
            if key[0] in ("came", "year"):
                numbers = {str(each.number)} if key[0] == "came" else so_far
                figures.append(Figure((str(each.number), *key), place_of(cells, key, numbers)))
                said[(str(each.number), *key)] = mark
    page = Publication(
        counts=cells, figures=tuple(figures), thresholds=dict.fromkeys(cells, TEN), zero_informs=False
    )
    return page, said


def answers_of(
    made: Sequence[EditionDraft], held: Sequence[HeldWorkshop]
) -> tuple[Publication, dict[FigureKey, PublishedCount]]:
    """Every figure of answers of all editions, with the true counts, apart from our own code."""
    counts: dict[CellKey, int | None] = {}
    figures, said = [], {}
    for each in made:
        for key, mark in each.said.items():
            if key[0] == "answers":
                place = (str(each.number), *key[1:-1])
                told = answered(each, held, *key[1:-1])
                counts[(*place, "hoped")] = told[0] if told else None
                counts[(*place, "others")] = told[1] - told[0] if told else None
                cells = ("hoped",) if key[-1] == "hoped" else ("hoped", "others")
                figures.append(Figure((str(each.number), *key), frozenset((*place, c) for c in cells)))
                said[(str(each.number), *key)] = mark
    return Publication(counts=counts, figures=tuple(figures), thresholds=dict.fromkeys(counts, TEN)), said


def answered(
    edition: EditionDraft, held: Sequence[HeldWorkshop], kind: str, measure: str, when: str
) -> tuple[int, int] | None:
    """Those hoped for, and all, of each group's first session or last."""
    groups: dict[str, list[HeldWorkshop]] = {}
    for session in sorted(held, key=lambda each: each.on):
        if session.id in edition.answers_of and session.kind == kind:
            groups.setdefault(session.group, []).append(session)
    picked = []
    for sessions in groups.values():
        asked = [each for session in sessions for each in session.answers if each.measure == measure]
        if MEASURES[measure].about in TWICE:
            sides = [each.before if when == "before" else each.after for each in asked]
        else:
            sides = [each.before for each in asked]
        told = [each for each in sides if each is not None and each.of]
        if when == "after" and MEASURES[measure].about not in TWICE:
            told = told[1:]
        picked += [told[0] if when == "before" else told[-1]] if told else []
    return (sum(each.count for each in picked), sum(each.of for each in picked)) if picked else None


class WithAnswers(Attacker):
    """Also knows of each edition that its answers are of people who came, of an audience that is asked so."""

    def __init__(self, made: Sequence[EditionDraft], *, whole: bool = False) -> None:
        page, said = came_and_year(made)
        super().__init__(page, said, whole=whole)
        rows, low = [], []
        for each in made:
            for key, mark in each.said.items():
                if key[0] == "answers" and key[-1] == "all" and isinstance(mark, ShownCount):
                    rows.append(self.row(self.who_may_have_answered(key[2], each.number)))
                    low.append(mark.count)
        if rows:
            self.rows = np.vstack([self.rows, *rows])
            self.low, self.high = np.append(self.low, low), np.append(self.high, [MOST] * len(low))

    def who_may_have_answered(self, measure: str, number: int) -> frozenset[CellKey]:
        return frozenset(cell for cell in self.cells if int(cell[0]) <= number and measure in ASKED[cell[2]])


def too_close(made: Sequence[EditionDraft], held: Sequence[HeldWorkshop] = ()) -> list[Found]:
    """Everything that should be kept and is not. `held`: to look at answers, too."""
    answers = Attacker(*answers_of(made, held)).too_close() if held and has_answers(made) else []
    return [*WithAnswers(made).too_close(), *WithAnswers(made, whole=True).too_close(), *answers]


def has_answers(made: Sequence[EditionDraft]) -> bool:
    return any(key[0] == "answers" for each in made for key in each.said)


def false_figures(made: Sequence[EditionDraft], held: Sequence[HeldWorkshop]) -> list[FigureKey]:
    """Figures that are said and not so."""
    pages = [came_and_year(made), answers_of(made, held)]
    return [
        figure.key
        for page, said in pages
        for figure in page.figures
        if said[figure.key] not in (CountMark.HIDDEN, published_count(page.total(figure)))
    ]
