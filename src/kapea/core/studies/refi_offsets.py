"""How a program counted positions in its texts: the standard says code points, not every program does.

Some count a byte order mark, or a line end of two signs as one, or UTF-16 units. Where selections carry their
words as a name, those words say which; where none do, the standard is taken at its word, and said so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kapea.core.studies.text_edits import TextSpan, UnfitSpan
from kapea.core.studies.transcript_text import BOM, NormalisedText

LEAST_NAME = 4
"""Code points of a name from which on the beginning of some words proves something."""


@dataclass(frozen=True, slots=True)
class ForeignSelection:
    """Positions as they stand in a file, and its name, which may be its first words."""

    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class CountedText:
    """A text as some program counts it: `reading` says how, empty where as the standard says."""

    reading: str
    text: str
    units: Sequence[int] | None = None
    """The UTF-16 unit at which each code point begins; None where code points are counted."""

    def span(self, selection: ForeignSelection) -> TextSpan:
        """UnfitSpan where it marks nothing, lies outside, or parts a code point."""
        start, end = self._point(selection.start), self._point(selection.end)
        span = TextSpan(start, end)
        span.within(self.text)
        return span

    def _point(self, position: int) -> int:
        if self.units is None or position < 0:
            return position
        at = bisect_left(self.units, position)
        if at == len(self.units) or self.units[at] != position:
            raise UnfitSpan(f"{position}: no sign begins there; mark the words again")
        return at


def counted_text(raw: str, selections: Sequence[ForeignSelection]) -> CountedText:
    """The way of counting that fits the most selections: first by their words, then by lying inside."""
    return max(_readings(raw), key=lambda reading: _fit(reading, selections))


def _readings(raw: str) -> Iterator[CountedText]:
    """The standard first: `max` keeps the first of those that fit as well."""
    bare = raw.removeprefix(BOM)
    texts = {raw: ""}
    texts.setdefault(bare, "without its byte order mark")
    texts.setdefault(raw.replace("\r\n", "\n"), "with each line end as one")
    texts.setdefault(bare.replace("\r\n", "\n"), "without its byte order mark, with each line end as one")
    for text, name in texts.items():
        yield CountedText(name, text)
        if any(sign > "\uffff" for sign in text):
            units = list(accumulate((1 + (sign > "\uffff") for sign in text), initial=0))
            yield CountedText(f"{name or 'as written'}, in UTF-16 units", text, units)


def _fit(reading: CountedText, selections: Sequence[ForeignSelection]) -> tuple[int, int]:
    named = inside = 0
    for selection in selections:
        try:
            words = reading.span(selection).within(reading.text)
        except UnfitSpan:
            continue
        inside += 1
        named += _is_named(words, selection.name)
    return named, inside


def _is_named(words: str, name: str) -> bool:
    """Whether a name is the words or their beginning, however long it was cut."""
    said = " ".join(NormalisedText(name.rstrip(". …")).text.split())
    marked = " ".join(NormalisedText(words[: 4 * len(name) + 16]).text.split())
    return bool(said) and (marked == said or (len(said) >= LEAST_NAME and marked.startswith(said)))
