"""Changing a text while what points into it goes on pointing at the same words.

Positions are 0-based code points, end exclusive, as Python slices: never bytes, never UTF-16 units.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol, TypeVar

Marked = TypeVar("Marked")


class UnfitSpan(ValueError):
    """A span that is none, or lies outside its text; the message says which and how to mend it."""


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """From `start` up to, not including, `end`. UnfitSpan where nothing lies between."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise UnfitSpan(f"{self.start}-{self.end}: the end comes after the start, and both count from 0")

    def within(self, text: str) -> str:
        """The words that it marks. UnfitSpan where the text is shorter."""
        if self.end > len(text):
            raise UnfitSpan(f"{self.start}-{self.end}: the text ends at {len(text)}; mark the words again")
        return text[self.start : self.end]

    def overlaps(self, other: TextSpan) -> bool:
        """Whether one code point at least lies in both."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: TextSpan) -> bool:
        """Whether all of the other lies in this."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class TextEdit:
    """`new` stands in place of what is marked; empty: it is cut."""

    span: TextSpan
    new: str = ""


class MovesSpans(Protocol):
    """Says where marks of an old text are in a new one."""

    def moved(self, span: TextSpan) -> TextSpan | None:
        """Where the same words are now; None where all of them are gone."""
        ...


class EditedText:
    """A text with some edits in it, none over another. `UnfitSpan` where two overlap or one lies outside."""

    def __init__(self, text: str, edits: Iterable[TextEdit]) -> None:
        self._edits: Sequence[TextEdit] = sorted(edits)
        for one, other in pairwise(self._edits):
            if one.span.overlaps(other.span):
                raise UnfitSpan(
                    f"{other.span.start}-{other.span.end}: another change lies over it; join them"
                )
        for edit in self._edits:
            edit.span.within(text)
        grown = (len(edit.new) - edit.span.end + edit.span.start for edit in self._edits)
        self._starts = [edit.span.start for edit in self._edits]
        self._ends = [edit.span.end for edit in self._edits]
        self._shifts = list(accumulate(grown, initial=0))
        self.text = self._made(text)

    def _made(self, text: str) -> str:
        kept_from = [0, *self._ends]
        kept_to = [*self._starts, len(text)]
        new = [*(edit.new for edit in self._edits), ""]
        return "".join(text[a:b] + put for a, b, put in zip(kept_from, kept_to, new, strict=True))

    def moved(self, span: TextSpan) -> TextSpan | None:
        """Where the same words are now; None where all of them were cut.

        A span that begins or ends inside a change takes in the whole of what stands there now, so that no
        mark ever parts a tag.
        """
        before = bisect_right(self._ends, span.start)
        inside = before < len(self._edits) and self._starts[before] < span.start
        start = (self._starts[before] if inside else span.start) + self._shifts[before]
        after = bisect_left(self._starts, span.end)
        cuts_in = after > 0 and self._ends[after - 1] > span.end
        end = (self._ends[after - 1] if cuts_in else span.end) + self._shifts[after]
        return TextSpan(start, end) if start < end else None


def cut_out(text: str, spans: Iterable[TextSpan]) -> EditedText:
    """The text without what is marked; marks may overlap."""
    return EditedText(text, (TextEdit(span) for span in joined_spans(spans)))


def joined_spans(spans: Iterable[TextSpan]) -> tuple[TextSpan, ...]:
    """The same marks, in order, those that overlap made one. Those that only touch stay apart."""
    runs = overlapping_runs(spans, lambda span: (span.start, span.end))
    return tuple(TextSpan(run[0].start, max(span.end for span in run)) for run in runs)


def overlapping_runs(
    marked: Iterable[Marked], ends: Callable[[Marked], tuple[int, int]]
) -> Iterator[list[Marked]]:
    """What is marked, in order, in runs: each overlaps one before it in its run. What only touches is a run
    of its own. `ends`: where something begins and where it ends.
    """
    run: list[Marked] = []
    reached = 0
    for each in sorted(marked, key=ends):
        start, end = ends(each)
        if run and start >= reached:
            yield run
            run, reached = [], 0
        run.append(each)
        reached = max(reached, end)
    if run:
        yield run
