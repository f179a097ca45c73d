"""What leaves a study on pages, as a structure of words: the same on paper, in a browser and as plain text.
Nothing is worked out any more where it is set.
"""

from __future__ import annotations

import msgspec

from kapea.core.paper.sheets import Sheet

REPORT_SHEET = Sheet(210, 297, 20, 11, 9)
"""Read at a desk."""
SLIDES_SHEET = Sheet(297, 167, 14, 16, 10)
"""Shown on a wall, sixteen to nine."""
SUMMARY_SHEET = Sheet(210, 297, 16, 19, 11, least=11)
"""Read together, or read out."""


class StudyLines(msgspec.Struct, frozen=True, tag=True):
    """Some sentences: one after the other, or each by itself. `boxed`: what must not be passed over."""

    lines: tuple[str, ...]
    heading: str = ""
    listed: bool = False
    boxed: bool = False


class StudyTable(msgspec.Struct, frozen=True, tag=True):
    """A table: the first cell of each row is what the row is about. Every row is as long as `head`."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class StudyQuote(msgspec.Struct, frozen=True, tag=True):
    """What somebody said, in its language, and what stands under it."""

    words: str
    language: str
    label: str


class StudyDrawing(msgspec.Struct, frozen=True, tag=True):
    """Sentences beside a drawing that says the same. `drawing`: SVG of ours."""

    heading: str
    lines: tuple[str, ...]
    drawing: str


StudyBlock = StudyLines | StudyTable | StudyQuote | StudyDrawing


MUST_FIT, SHOULD_FIT, RUNS_ON = "must", "should", ""
"""Of a part that begins a page: it stands on that page or there is no file; its letters are made smaller
where that makes it stand there; it goes on to the next.
"""


class StudyPart(msgspec.Struct, frozen=True):
    """What begins a page, and whether it stands there whole."""

    id: str
    heading: str
    blocks: tuple[StudyBlock, ...]
    fits: str = RUNS_ON


class StudyPaper(msgspec.Struct, frozen=True, tag=True):
    """All of it. `marks`: what stands on every page, as that it is a draft."""

    id: str
    language: str
    title: str
    sheet: Sheet
    marks: tuple[str, ...]
    parts: tuple[StudyPart, ...]
    foot: str
