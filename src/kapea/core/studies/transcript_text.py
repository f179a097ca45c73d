"""Bytes of a file as the text of a transcript: one way of writing line ends and letters, nothing else
changed.

Zero-width spaces, joiners, marks of direction, emoji and marks above and below letters stay: Khmer and
Devanagari need them, and names written from right to left do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kapea.core.studies.text_edits import EditedText, TextEdit, TextSpan

BOM = "\ufeff"
MOST_BYTES = 4_000_000
"""A session of a whole day is a tenth of it."""
_LINE_ENDS = re.compile("\r\n?")
_RUNS = re.compile("[\x00-\x7f]?[^\x00-\x7f]+")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Signs that no XML can hold, and that no hand writes. A tab and a line end are none of them."""


class UnfitTranscript(ValueError):
    """A text that is no transcript; the message says which line and how to mend it, never what stands
    there. `why`: a code for pages; `at`: the line, the turn or the note; 0: it is about all of it.
    """

    def __init__(self, message: str, why: str = "file", at: int = 0) -> None:
        super().__init__(message)
        self.why, self.at = why, at


def decoded_text(data: bytes) -> str:
    """The text of a file. UnfitTranscript where it is not UTF-8, or far too long."""
    if len(data) > MOST_BYTES:
        raise UnfitTranscript(f"file: longer than {MOST_BYTES} bytes; give each session a file of its own")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnfitTranscript("file: written as UTF-16; save it again as UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnfitTranscript(f"line {line}: not UTF-8; save the file again as UTF-8", at=line) from error


class NormalisedText:
    """A text in NFC, with LF alone between lines and no byte order mark; marks into what was there move
    along.
    """

    def __init__(self, text: str) -> None:
        marks = (TextEdit(TextSpan(m.start(), m.end())) for m in re.finditer(f"{BOM}+", text))
        ends = (TextEdit(TextSpan(m.start(), m.end()), "\n") for m in _LINE_ENDS.finditer(text))
        self._lines = EditedText(text, (*marks, *ends))
        self._letters = EditedText(self._lines.text, _compositions(self._lines.text))
        self.text = self._letters.text

    def moved(self, span: TextSpan) -> TextSpan | None:
        """Where the same words are now; None where nothing but byte order marks was marked."""
        there = self._lines.moved(span)
        return None if there is None else self._letters.moved(there)


def composed_text(text: str) -> str:
    """The text so written. UnfitTranscript where a sign in it can be in no text."""
    clean = NormalisedText(text).text
    if found := UNWRITABLE.search(clean):
        line = clean.count("\n", 0, found.start()) + 1
        raise UnfitTranscript(
            f"line {line}: a sign that is no letter (U+{ord(found[0]):04X}); delete it", "sign", line
        )
    return clean


def _compositions(text: str) -> Iterator[TextEdit]:
    if unicodedata.is_normalized("NFC", text):
        return
    for run in _RUNS.finditer(text):
        for start, end in _apart(run[0]):
            old = run[0][start:end]
            new = unicodedata.normalize("NFC", old)
            if new != old:
                yield TextEdit(TextSpan(run.start() + start, run.start() + end), new)


def _apart(run: str) -> Iterator[tuple[int, int]]:
    """Pieces that compose by themselves: between two of them no letter joins another."""
    begin = 0
    for at in range(1, len(run)):
        left, right = run[begin:at], run[at]
        whole = unicodedata.normalize("NFC", left + right)
        parts = unicodedata.normalize("NFC", left) + unicodedata.normalize("NFC", right)
        if not unicodedata.combining(right) and whole == parts:
            yield begin, at
            begin = at
    yield begin, len(run)
