"""Reads a printed piece back as a reader aloud would: tagged text in its order, by what the file says it is.

Shaped letters (Khmer, Nepali) are many glyphs for few characters. A file says their words with ActualText;
the readers of the usual libraries pass that over. So this one goes by the standard: ActualText first, then
the font's own table.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream
from tests.run import shared

CHAR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


Matrix = tuple[float, float, float, float, float, float]
"""Where something is drawn, as a file says it: a b c d e f."""
HERE: Matrix = (1, 0, 0, 1, 0, 0)
Run = tuple[tuple[int, float, float], str]


@dataclass(frozen=True)
class Reading:
    """All that is read off a file: its words page by page, those that only eyes meet, stretches of letters
    with their size in points, and words in their order with where each begins.
    """

    pages: list[str]
    beside: list[str]
    sizes: list[tuple[float, str]]
    runs: list[Run]


def reading(data: bytes) -> Reading:
    """Read once in a run, whichever of its processes asks first: it takes longer than to print the file."""
    return _reading(data, hashlib.sha256(data).hexdigest())


@cache
def _reading(data: bytes, name: str) -> Reading:
    return shared(f"read-{name}", lambda: _read(data))


def _read(data: bytes) -> Reading:
    pages = [(_operations(page), _fonts(page)) for page in opened(data).pages]
    words = [list(_words_of(*page)) for page in pages]
    return Reading(
        [bare("".join(piece for piece, aside in page if not aside)) for page in words],
        [bare("".join(piece for piece, aside in page if aside)) for page in words],
        [each for page in pages for each in _sizes(*page)],
        [each for n, page in enumerate(pages) for each in _runs(n, *page)],
    )


def opened(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def text_of(data: bytes, *, beside: bool = False) -> str:
    """All words of a file, without break marks and white space: letters, digits and signs alone.

    `beside`: those that only eyes meet, such as the other copies of a card.
    """
    return "".join(page_texts(data, beside=beside))


def page_texts(data: bytes, *, beside: bool = False) -> list[str]:
    """The same, page by page."""
    return reading(data).beside if beside else reading(data).pages


def bare(words: str) -> str:
    return "".join(c for c in words if not c.isspace() and c not in "\u200b\u00ad\ufeff")


def letter_sizes(data: bytes) -> list[tuple[float, str]]:
    """Each stretch of letters on a file, also what only eyes meet: its size in points, its words."""
    return reading(data).sizes


def _sizes(operations, fonts) -> Iterator[tuple[float, str]]:
    for operands, operator, (at, table, size) in _moves(operations, fonts):
        if operator in (b"Tj", b"TJ"):
            a, b, c, d, _, _ = at
            yield size * abs(a * d - b * c) ** 0.5, _shown(operands, operator, table)


def _operations(page):
    return ContentStream(page["/Contents"].get_object(), page.pdf).operations


def _moves(operations, fonts):
    """Each operation, with where on the page letters begin then, by which table, and how large."""
    kept, table, size = [], {}, 0.0
    at = line = HERE
    for operands, operator in operations:
        if operator == b"q":
            kept.append(at)
        elif operator == b"Q":
            at = kept.pop()
        elif operator == b"cm":
            at = _within(_matrix(operands), at)
        elif operator == b"Tm":
            line = _matrix(operands)
        elif operator == b"Tf":
            table, size = fonts[operands[0]], float(operands[1])
        yield operands, operator, (_within(line, at), table, size)


def _shown(operands, operator, table: dict[int, str]) -> str:
    strings = operands[0] if operator == b"TJ" else operands
    return "".join(_words(s, table) for s in strings if isinstance(s, str | bytes))


def runs(data: bytes) -> list[Run]:
    """Words in their order with where each begins: page, and points from its lower left corner."""
    return reading(data).runs


def _runs(page: int, operations, fonts) -> Iterator[Run]:
    said: list[str | None] = []
    for operands, operator, (at, table, _) in _moves(operations, fonts):
        if operator in (b"BDC", b"BMC"):
            said.append(_actual(operands))
        elif operator == b"EMC":
            said.pop()
        elif operator in (b"Tj", b"TJ"):
            words, whole = _shown(operands, operator, table), [k for k, w in enumerate(said) if w is not None]
            if whole:
                words, said[whole[0]] = said[whole[0]] or "", ""
            yield (page, at[4], at[5]), words


def lines_of(data: bytes) -> list[str]:
    """The lines of a file, without white space: words that follow each other at one height."""
    out, height = [], None
    for (page, _, y), words in runs(data):
        if height == (page, round(y)):
            out[-1] += words
        else:
            out.append(words)
        height = (page, round(y))
    return [bare(line) for line in out if bare(line)]


def _matrix(operands) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def _within(one: Matrix, other: Matrix) -> Matrix:
    """Where `one` comes to stand that is drawn where `other` says."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _fonts(page) -> dict[str, dict[int, str]]:
    return {name: _table(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}


def _words_of(operations, fonts) -> Iterator[tuple[str, bool]]:
    """Words in their order, and whether they are marked as being for the eye only."""
    table, marks, aside = {}, [], []
    for operands, operator in operations:
        if operator in (b"BDC", b"BMC"):
            said = _actual(operands)
            marks.append(said is not None)
            aside.append(operands[0] == "/Artifact")
            yield said or "", any(aside)
        elif operator == b"EMC":
            marks.pop()
            aside.pop()
        elif operator == b"Tf":
            table = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ") and not any(marks):
            strings = operands[0] if operator == b"TJ" else operands
            yield from ((_words(s, table), any(aside)) for s in strings if isinstance(s, str | bytes))


def _actual(operands) -> str | None:
    holds = len(operands) > 1 and hasattr(operands[1], "get")
    said = operands[1].get("/ActualText") if holds else None
    return None if said is None else str(said)


def _words(string, table: dict[int, str]) -> str:
    raw = getattr(string, "original_bytes", string)
    return "".join(table[int.from_bytes(raw[n : n + 2], "big")] for n in range(0, len(raw), 2))


def _table(font) -> dict[int, str]:
    """Glyph number to characters, out of the font's ToUnicode."""
    data, out = font["/ToUnicode"].get_object().get_data(), {}
    for body in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        out |= {int(glyph, 16): _utf16(chars) for glyph, chars in CHAR.findall(body)}
    for body in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
        for first, last, chars in RANGE.findall(body):
            start, low = _utf16(chars), int(first, 16)
            out |= {n: start[:-1] + chr(ord(start[-1]) + n - low) for n in range(low, int(last, 16) + 1)}
    return out


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def codes_in(data: bytes) -> list[str]:
    """What the square codes in a PNG say."""
    return [found.text for found in zxingcpp.read_barcodes(picture(data).convert("L"))]
