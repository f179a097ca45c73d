"""What stands in a released transcript in place of what identifies: `[teacher]`, never a blank, never a
number that leads from one session to another. The log of what was replaced is kept apart from the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from kapea.core.languages.text import UNSEEN, is_spaced, is_tall
from kapea.core.studies.identifier_kinds import LETTER
from kapea.core.studies.text_edits import EditedText, TextEdit, TextSpan

_TAG = re.compile(r"\[[^\[\]\n]{1,48}\]")
_UNSEEN = re.compile(f"[{UNSEEN}]")


class UnfitReplacement(ValueError):
    """A replacement that hides nothing, or too much; the message says how to mend it, never what it hides."""


@dataclass(frozen=True, slots=True, order=True)
class PlannedReplacement:
    """What is marked becomes `tag`, words in square brackets. `by`: an opaque id. `why`: in a few words."""

    span: TextSpan
    tag: str
    by: str
    why: str

    def __post_init__(self) -> None:
        if not _TAG.fullmatch(self.tag):
            raise UnfitReplacement("tag: a few words in square brackets, as [teacher]")


@dataclass(frozen=True, slots=True)
class KeptAsIs:
    """Somebody decided that what is marked points to nobody, and why."""

    span: TextSpan
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class ReplacementLogRow:
    """One row of the log: where it was and where it is, what it was and what it became, who, why."""

    raw: TextSpan
    released: TextSpan
    old: str
    new: str
    by: str
    why: str


def replaced_text(
    text: str, planned: Iterable[PlannedReplacement]
) -> tuple[str, tuple[ReplacementLogRow, ...]]:
    """The text with every tag in its place, and the log, in order."""
    rows = sorted(planned)
    edited = EditedText(text, (TextEdit(row.span, row.tag) for row in rows))
    return edited.text, tuple(_log(text, edited, rows))


def _log(text: str, edited: EditedText, rows: Iterable[PlannedReplacement]) -> Iterator[ReplacementLogRow]:
    for row in rows:
        released = edited.moved(row.span)
        if released is not None:
            yield ReplacementLogRow(row.span, released, row.span.within(text), row.tag, row.by, row.why)


def session_tags(things: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """A tag for each thing of one session, given as (thing, kind in words) in the order in which they come.

    The same thing has one tag; a second of a kind has a number, counted in this session alone, so a tag says
    nothing of any other session.
    """
    seen: dict[str, str] = {}
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(1))
    for thing, kind in things:
        key = seen_alike(thing)
        if key not in seen:
            number = next(numbers[kind])
            seen[key] = f"[{kind}]" if number == 1 else f"[{kind} {number}]"
    return seen


def seen_alike(surface: str) -> str:
    """Words as a reader takes them: small, without signs that are not seen, single spaces."""
    return " ".join(_UNSEEN.sub("", surface).casefold().split())


def occurrences(surface: str, text: str) -> Iterator[TextSpan]:
    """Wherever a surface stands in a text, in whatever case, with whatever unseen signs between its letters.
    Where words are parted by spaces, as a word of its own, but for what Nepali writes on to its end.
    """
    letters = seen_alike(surface)
    if not letters:
        return
    gap = f"[{UNSEEN}]*"
    body = gap.join(rf"(?:\s|[{UNSEEN}])+" if letter == " " else re.escape(letter) for letter in letters)
    begins = f"(?<!{LETTER})" if is_spaced(letters[0]) else ""
    ends = "" if is_tall(letters[-1]) else f"(?!{LETTER})"
    for match in re.finditer(f"{begins}{body}{ends}", text, re.I):
        yield TextSpan(*match.span())
