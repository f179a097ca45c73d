"""Puts a piece on paper: the only place that calls typst and draws square codes. Nothing is stored.

Letters travel with the program (fonts/), and nothing of the machine is used: so a piece looks the same
everywhere.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
import segno
import typst

from kapea.core.languages.known import language
from kapea.core.paper.piece import PICTURE, Piece, Unprintable
from kapea.print.bare_png import bare_png

HERE = Path(__file__).parent
STANDARD: typst.PDFStandard = "ua-1"
"""PDF/UA-1: every word tagged for readers aloud, or no file at all."""
PICTURE_PPI, PICTURE_SIZE = 200, 12
"""Of a page 90 mm wide: 700 dots, and letters that stand as large on a phone as in a message."""
TOO_LONG = ("too long for its sheet", "maximum grouping depth")
"""What is said of words that do not fit: by our own layout; by typst of hundreds of words in a sentence."""
RUNNING, STEPS = 0.7, 8
"""Text that runs over pages is read close by: it begins at this share of a sheet's largest letters."""


def press_piece(piece: Piece) -> bytes:
    """The piece in its form: a PDF, or one picture. Raises Unprintable where words do not fit."""
    return screen_png(piece) if piece.form == PICTURE else pdf(piece)


def screen_png(piece: Piece) -> bytes:
    """The piece as one PNG, as wide as phones show it whole. It says nothing of when or where it was made."""
    [made] = _compiled(piece, "png", PICTURE_PPI, size=PICTURE_SIZE)
    return bare_png(made)


def pdf(piece: Piece) -> bytes:
    """The piece as PDF. The same piece gives the same bytes. Raises Unprintable where words do not fit."""
    return _compiled(piece, "pdf", size=_size(piece))[0]


def png(piece: Piece, *, ppi: float = 110) -> tuple[bytes, ...]:
    """Each page as a picture, to look at."""
    return _compiled(piece, "png", ppi, size=_size(piece))


def _size(piece: Piece) -> float:
    """Points of the letters of a piece that may run over pages; a single sheet finds its own."""
    if piece.most_pages == 1:
        return 0
    large, small = piece.sheet.body * RUNNING, piece.sheet.smallest
    for step in range(STEPS + 1):
        size = large - (large - small) * step / STEPS
        if len(_compiled(piece, "svg", size=size)) <= piece.most_pages:
            return size
    says = f"{piece.id} ({piece.language}) fills more than the {piece.most_pages} pages it may."
    raise Unprintable(f"{says} Say less, or allow more with `pages:`.")


def _compiled(
    piece: Piece, form: typst.OutputFormat, ppi: float | None = None, *, size: float
) -> tuple[bytes, ...]:
    compiler = typst.Compiler(
        HERE / "piece.typ",
        root=HERE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(piece) | {"size": str(size)},
    )
    standards: list[typst.PDFStandard] = [STANDARD] if form == "pdf" else []
    try:
        made = compiler.compile(format=form, ppi=ppi, pdf_standards=standards, timestamp=0)
    except typst.TypstError as error:
        if not any(words in str(error) for words in TOO_LONG):
            raise
        says = f"{piece.id} ({piece.language}) does not fit its sheet, however small the letters."
        raise Unprintable(f"{says} Say less.") from error
    return tuple(made) if isinstance(made, list) else (made or b"",)


def _inputs(piece: Piece) -> dict[str, str]:
    things = (thing for panel in piece.panels for thing in panel.things)
    addresses = {thing.code.address for thing in things if thing.code is not None}
    codes: Mapping[str, str] = {address: _square(address) for address in addresses}
    leading = f"{language(piece.language).script.paper:g}"
    return {
        "leading": leading,
        "piece": msgspec.json.encode(piece).decode(),
        "codes": msgspec.json.encode(codes).decode(),
    }


def _square(address: str) -> str:
    """The code as SVG. A quarter of it may be dirty or torn, as on walls it will be."""
    out = io.BytesIO()
    segno.make_qr(address, error="q").save(out, kind="svg", border=3, xmldecl=False, svgns=True)
    return out.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )
