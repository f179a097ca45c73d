"""Codings that a coder made in another program and brings back. Each says where it stands by a mark of its
line, so that no word travels with it, and nothing is guessed where a text has changed meanwhile.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from kapea.core.studies.refi_project import ExchangedText
from kapea.core.studies.shown_text import ShownText, ShownTurn
from kapea.core.studies.text_edits import TextSpan

MARK_LETTERS = 12
MOST_BROUGHT = 5_000
"""Lines at one time."""
_LINE = re.compile(
    r"(s[1-9]\d{0,3}) ([0-9a-f]{12})\.([1-9]\d{0,3})/([1-9]\d{0,3}) (\d{1,6})-(\d{1,6}) (\S{1,40})"
)
_SESSION = re.compile(r"(s[1-9]\d{0,3})(?:\.txt)?")
_LABEL = re.compile(r"[A-Z]{1,2}[0-9]{0,3}: ")


class BroughtFault(Enum):
    """Why a line was left out."""

    UNREADABLE = "unreadable"
    NOT_HERE = "not_here"
    """A session that is not released, or not for them."""
    OTHER_TEXT = "other_text"
    """No turn that they may see is that line, word by word."""
    PLACE = "place"
    CODE = "code"
    """The codebook has no such code now, or they do not code that session."""


@dataclass(frozen=True, slots=True)
class BroughtCoding:
    """`mark`: of its line; `nth`: which of the lines that are alike, from 1, `of` how many. Places are of the
    words of its turn, without the label.
    """

    session: str
    mark: str
    nth: int
    of: int
    start: int
    end: int
    code: str

    @property
    def line(self) -> str:
        """As it is written down, to be pasted."""
        return f"{self.session} {self.mark}.{self.nth}/{self.of} {self.start}-{self.end} {self.code}"


def line_mark(line: str) -> str:
    """A mark of a line, its label too."""
    return sha256(line.encode()).hexdigest()[:MARK_LETTERS]


# --- out of a project -------------------------------------------------------------------------


def codings_brought(texts: Iterable[ExchangedText], coder: str) -> Iterator[BroughtCoding]:
    """What a coder coded in a project that was taken out of a study here, a coding for each line that it
    touches. Texts of other names are left alone.
    """
    for text in texts:
        if named := _SESSION.fullmatch(text.name):
            spans = [(each.span, each.code) for each in text.segments if each.coder == coder and each.code]
            yield from _of_text(named[1], text.text, sorted(spans))


def _of_text(session: str, text: str, spans: list[tuple[TextSpan, str]]) -> Iterator[BroughtCoding]:
    lines = text.split("\n")
    marks = [line_mark(line) for line in lines]
    at, alike, seen = 0, Counter(marks), Counter[str]()
    for line, mark in zip(lines, marks, strict=True):
        seen[mark] += 1
        if label := _LABEL.match(line):
            for start, end, code in _pieces(text, at + label.end(), at + len(line), spans):
                yield BroughtCoding(session, mark, seen[mark], alike[mark], start, end, code)
        at += len(line) + 1


def _pieces(
    text: str, begins: int, ends: int, spans: list[tuple[TextSpan, str]]
) -> Iterator[tuple[int, int, str]]:
    """What of each span lies in the words of a turn, without blanks at its ends, by places from their first
    sign.
    """
    for span, code in spans:
        part = text[max(begins, span.start) : min(ends, span.end)]
        if part.strip():
            start = max(begins, span.start) + len(part) - len(part.lstrip()) - begins
            yield start, start + len(part.strip()), code


# --- into a study -----------------------------------------------------------------------------


def brought_line(line: str) -> BroughtCoding | None:
    """A line that was pasted; None where it does not read."""
    read = _LINE.fullmatch(" ".join(line.split()))
    if read is None:
        return None
    session, mark, nth, of, start, end, code = read.groups()
    return BroughtCoding(session, mark, int(nth), int(of), int(start), int(end), code.upper())


class BroughtPlaces:
    """Where codings that are brought stand in the texts of now."""

    def __init__(self, texts: Mapping[str, ShownText]) -> None:
        self._turns = {session: _by_mark(text) for session, text in texts.items()}

    def place(self, brought: BroughtCoding) -> TextSpan | BroughtFault:
        """The span in the whole text of its session, or why there is none."""
        if brought.session not in self._turns:
            return BroughtFault.NOT_HERE
        alike = self._turns[brought.session].get(brought.mark, [])
        if len(alike) != brought.of or len(alike) < brought.nth:
            return BroughtFault.OTHER_TEXT
        return _span_in(alike[brought.nth - 1], brought)


def _by_mark(text: ShownText) -> Mapping[str, list[ShownTurn]]:
    found: dict[str, list[ShownTurn]] = defaultdict(list)
    for each in text.turns:
        found[line_mark(each.turn.line)].append(each)
    return found


def _span_in(shown: ShownTurn, brought: BroughtCoding) -> TextSpan | BroughtFault:
    words = shown.turn.words[brought.start : brought.end]
    fits = brought.start < brought.end <= len(shown.turn.words)
    if not fits or words != words.strip():
        return BroughtFault.PLACE
    return TextSpan(shown.words_at + brought.start, shown.words_at + brought.end)
