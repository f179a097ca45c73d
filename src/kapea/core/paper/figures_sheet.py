"""One page of figures for whoever reads few numbers: people drawn as people, and each sentence large."""

from __future__ import annotations

import msgspec

from kapea.core.paper.sheets import Sheet

FIGURES_SHEET = Sheet(210, 297, 15, 24, 11, least=11)
"""Read by several people at once, who stand around it."""
NOT_DRAWN = -1
"""In place of how many figures are drawn, where that would say more than may be said."""


class SheetGroup(msgspec.Struct, frozen=True):
    """Who came: what the group is called, how many figures are drawn of it, and the number or its word."""

    name: str
    figures: int
    told: str


class SheetSide(msgspec.Struct, frozen=True):
    """Before or after: how many of ten figures are filled, and the counts."""

    name: str
    of_ten: int
    told: str


class SheetQuestion(msgspec.Struct, frozen=True):
    """A question, how it was answered before and after, and by how much that changed."""

    kind: str
    question: str
    before: SheetSide
    after: SheetSide
    change: str


class FiguresSheet(msgspec.Struct, frozen=True, tag=True):
    """The page. `each`: for how many a figure stands; `of_ten`: what the rows of ten say; `says`: what these
    numbers cannot say.
    """

    id: str
    number: int
    language: str
    title: str
    sheet: Sheet
    message: str
    months: str
    came: str
    groups: tuple[SheetGroup, ...]
    each: str
    questions: tuple[SheetQuestion, ...]
    of_ten: str
    says: tuple[str, ...]
    foot: str
