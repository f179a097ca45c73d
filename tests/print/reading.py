"""Reads a printed piece back as a reader aloud would: tagged text in its order, by what the file says it is.

Shaped letters (Khmer, Nepali) are many glyphs for few characters. A file says their words with ActualText;
the readers of the usual libraries pass that over. So this one goes by the standard: ActualText first, then
the font's own table.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import numpy as np
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream

CHAR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def opened(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def text_of(data: bytes, *, beside: bool = False) -> str:
    """All words of a file, without break marks and white space: letters, digits and signs alone.

    `beside`: those that only eyes meet, such as the other copies of a card.
    """
    return "".join(page_texts(data, beside=beside))


def page_texts(data: bytes, *, beside: bool = False) -> list[str]:
    """The same, page by page."""
    pages = ([piece for piece, aside in _page(page) if aside == beside] for page in opened(data).pages)
    return [bare("".join(pieces)) for pieces in pages]


def bare(words: str) -> str:
    return "".join(c for c in words if not c.isspace() and c not in "\u200b\u00ad\ufeff")


def letter_sizes(data: bytes) -> list[tuple[float, str]]:
    """Each stretch of letters on a file, also what only eyes meet: its size in points, its words."""
    return [each for page in opened(data).pages for each in _sizes(page)]


def _sizes(page) -> Iterator[tuple[float, str]]:
    for operands, operator, (at, table, size) in _moves(page):
        if operator in (b"Tj", b"TJ"):
            yield size * float(abs(np.linalg.det(at[:2, :2]))) ** 0.5, _shown(operands, operator, table)


def _moves(page):
    """Each operation, with where on the page letters begin then, by which table, and how large."""
    fonts, kept, table, size = _fonts(page), [], {}, 0.0
    at = line = np.eye(3)
    for operands, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
        if operator == b"q":
            kept.append(at)
        elif operator == b"Q":
            at = kept.pop()
        elif operator == b"cm":
            at = _matrix(operands) @ at
        elif operator == b"Tm":
            line = _matrix(operands)
        elif operator == b"Tf":
            table, size = fonts[operands[0]], float(operands[1])
        yield operands, operator, (line @ at, table, size)


def _shown(operands, operator, table: dict[int, str]) -> str:
    strings = operands[0] if operator == b"TJ" else operands
    return "".join(_words(s, table) for s in strings if isinstance(s, str | bytes))


def runs(data: bytes) -> Iterator[tuple[tuple[int, float, float], str]]:
    """Words in their order with where each begins: page, and points from its lower left corner."""
    for n, page in enumerate(opened(data).pages):
        said: list[str | None] = []
        for operands, operator, (at, table, _) in _moves(page):
            if operator in (b"BDC", b"BMC"):
                said.append(_actual(operands))
            elif operator == b"EMC":
                said.pop()
            elif operator in (b"Tj", b"TJ"):
                words, whole = (
                    _shown(operands, operator, table),
                    [k for k, w in enumerate(said) if w is not None],
                )
                if whole:
                    words, said[whole[0]] = said[whole[0]] or "", ""
                yield (n, float(at[2, 0]), float(at[2, 1])), words


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


def _matrix(operands):
    a, b, c, d, e, f = map(float, operands)
    return np.array([[a, b, 0], [c, d, 0], [e, f, 1]])


def _fonts(page) -> dict[str, dict[int, str]]:
    return {name: _table(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}


def _page(page) -> Iterator[tuple[str, bool]]:
    """Words in their order, and whether they are marked as being for the eye only."""
    fonts, table, marks, aside = _fonts(page), {}, [], []
    for operands, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
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
