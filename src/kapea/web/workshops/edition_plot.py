"""Plots of an edition, as numbers for a drawing: every place in them comes out of what the edition says.

A bar begins at nought. What is hidden or has no data is a gap with its word. A change is a dot with
its likely limits; where none is told, none is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kapea.core.evidence.counts import PublishedCount, ShownCount
from kapea.core.present.layout import broken_into_lines, width
from kapea.core.workshops.answer_figures import ToldChange
from kapea.web.workshops.edition_words import EditionWords, signed

WIDE, EDGE = 320, 4
"""As wide as a small phone, in whose dots all here is given."""
LETTERS, LINE = 14, 19
BAR, ROW_GAP = 14, 12
NUMBER_ROOM = 44
"""Beside the longest bar, for its number."""
MARK_ROOM = 22
LEAST_SPAN = 10
"""Points on each side of nought that are always in sight."""


@dataclass(frozen=True, slots=True)
class PlotText:
    """A line of words, and where its foot stands."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class PlotBar:
    """A bar under its name, with its number or its word beside it; no bar where nothing is told."""

    names: tuple[PlotText, ...]
    y: float
    length: float
    told: PlotText


@dataclass(frozen=True, slots=True)
class BarPlot:
    """Who came, place by place."""

    high: float
    title: str
    says: str
    bars: tuple[PlotBar, ...]


@dataclass(frozen=True, slots=True)
class PlotDot:
    """A change under its question: the dot, the line between its limits, and the number. `top`: where the
    mark of nought begins.
    """

    names: tuple[PlotText, ...]
    top: float
    y: float
    low: float
    high: float
    at: float
    told: PlotText


@dataclass(frozen=True, slots=True)
class ChangePlot:
    """Changes on one scale, with nought in the middle of it. `ends` are words at the foot of the scale."""

    high: float
    title: str
    says: str
    zero: float
    ends: tuple[PlotText, ...]
    dots: tuple[PlotDot, ...]


def bar_plot(places: Sequence[tuple[str, PublishedCount]], words: EditionWords) -> BarPlot | None:
    """Bars in the order given; none where fewer than two places are told apart."""
    counts = [mark.count for _, mark in places if isinstance(mark, ShownCount)]
    if len(places) < 2 or not counts:
        return None
    bars, y = [], float(EDGE)
    for name, mark in places:
        names, y = names_in_lines(name, y)
        length = _round((WIDE - NUMBER_ROOM - EDGE) * _count(mark) / max(counts))
        told = PlotText(length + EDGE + 6 if length else EDGE, y + BAR - 2, words.mark(mark))
        bars.append(PlotBar(names, y, length, told))
        y += BAR + ROW_GAP
    says = (
        f"{words.words['figures-plot-came-how']} {_spoken((name, words.mark(mark)) for name, mark in places)}"
    )
    return BarPlot(y, words.words["figures-plot-came"], says, tuple(bars))


def change_plot(changes: Iterable[ToldChange], words: EditionWords) -> ChangePlot | None:
    """Dots in the order given, of those changes that are told."""
    told = [(words.question(each.measure), each.change) for each in changes if each.change is not None]
    if not told:
        return None
    span = max(LEAST_SPAN, *(max(abs(each.low), abs(each.high)) for _, each in told))
    dots, y = [], float(EDGE)
    for question, each in told:
        names, y = names_in_lines(question, y)
        low, at, high = (_on_scale(points, span) for points in (each.low, each.points, each.high))
        top, y = y, y + MARK_ROOM / 2
        number = signed(each.points)
        dots.append(
            PlotDot(names, top, y, low, high, at, PlotText(_beside(at, high, low, number), y + 5, number))
        )
        y += MARK_ROOM / 2 + ROW_GAP
    says = f"{words.words['figures-plot-change-how']} {_spoken((q, words.points(each)) for q, each in told)}"
    foot = y + LINE - 4
    ends = (
        PlotText(EDGE, foot, words.words["figures-fewer"]),
        PlotText(WIDE - EDGE, foot, words.words["figures-more"]),
    )
    zero = _on_scale(0, span)
    return ChangePlot(foot + 8, words.words["figures-plot-change"], says, zero, ends, tuple(dots))


def _count(mark: PublishedCount) -> int:
    return mark.count if isinstance(mark, ShownCount) else 0


def names_in_lines(name: str, y: float) -> tuple[tuple[PlotText, ...], float]:
    """A name on as many lines as it needs, and where what is under it begins."""
    lines = broken_into_lines(name, (WIDE - 2 * EDGE) / LETTERS) or [name]
    texts = tuple(PlotText(EDGE, y + LETTERS + at * LINE, line) for at, line in enumerate(lines))
    return texts, y + len(lines) * LINE + 2


def _on_scale(points: int, span: int) -> float:
    room = WIDE / 2 - EDGE - NUMBER_ROOM
    return _round(WIDE / 2 + room * points / span)


def _beside(at: float, high: float, low: float, number: str) -> float:
    """Where a number stands free of its own line: right of it, or left where there is no room."""
    wide = width(number) * LETTERS
    return high + 8 if high + 8 + wide < WIDE else low - 8 - wide


def _spoken(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{name.rstrip('.?!។')}: {told}." for name, told in pairs)


def _round(length: float) -> float:
    return round(length, 1)
