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
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.certificate_paper import PrintedCertificate
from kapea.core.paper.figures_sheet import FiguresSheet
from kapea.core.paper.piece import PICTURE, Piece
from kapea.core.paper.plan_cards import PictureSheets, PlanCards
from kapea.core.paper.printed import Printed, encode_printed
from kapea.print.bare_png import bare_png

HERE = Path(__file__).parent
STANDARD: typst.PDFStandard = "ua-1"
"""PDF/UA-1: every word tagged for readers aloud, or no file at all."""
PICTURE_PPI, PICTURE_SIZE = 200, 12
"""Of a page 90 mm wide: 700 dots, and letters that stand as large on a phone as in a message."""
TOO_LONG = ("too long for its sheet", "maximum grouping depth")
"""What is said of words that do not fit: by our own layout; by typst of hundreds of words in a sentence."""
NO_LETTER = "could not be displayed with font"
"""What is said of a letter that none of our fonts has."""
RUNNING, STEPS = 0.7, 8
"""Text that runs over pages is read close by: it begins at this share of a sheet's largest letters."""
CARDS_STEP = 0.5
"""Points by which the letters of cards are made larger."""
LAYOUTS: Mapping[type[Printed], str] = {
    Piece: "piece.typ",
    PlanCards: "plan.typ",
    PictureSheets: "sheets.typ",
    PrintedCertificate: "certificate.typ",
    FiguresSheet: "figures.typ",
}
"""How each thing to print is laid out."""


def press_piece(made: Printed) -> bytes:
    """What was made ready, in its form: a PDF, or one picture. Raises Unprintable where words do not fit."""
    return screen_png(made) if isinstance(made, Piece) and made.form == PICTURE else pdf(made)


def screen_png(piece: Piece) -> bytes:
    """The piece as one PNG, as wide as phones show it whole. It says nothing of when or where it was made."""
    [made] = _compiled(piece, "png", PICTURE_PPI, size=PICTURE_SIZE)
    return bare_png(made)


def pdf(made: Printed) -> bytes:
    """A PDF. The same thing to print gives the same bytes. Raises Unprintable where words do not fit."""
    return _compiled(made, "pdf", size=_size(made))[0]


def png(made: Printed, *, ppi: float = 110) -> tuple[bytes, ...]:
    """Each page as a picture, to look at."""
    return _compiled(made, "png", ppi, size=_size(made))


def _size(made: Printed) -> float:
    """Points of the letters of what may run over pages; a single sheet finds its own."""
    if isinstance(made, PlanCards):
        return _size_of_cards(made)
    if isinstance(made, PictureSheets | PrintedCertificate | FiguresSheet) or made.most_pages == 1:
        return 0
    large, small = made.sheet.body * RUNNING, made.sheet.smallest
    for step in range(STEPS + 1):
        size = large - (large - small) * step / STEPS
        if _pages(made, size) <= made.most_pages:
            return size
    says = f"{made.id} ({made.language}) fills more than the {made.most_pages} pages it may."
    raise Unprintable(f"{says} Say less, or allow more with `pages:`.")


def _size_of_cards(cards: PlanCards) -> float:
    """The largest letters that need no more pages than the smallest do: nobody wants one leaf more."""
    large, small = cards.sheet.body, cards.sheet.smallest
    fewest, best, above = _pages(cards, small), small, large + CARDS_STEP
    while above - best > CARDS_STEP:
        size = best + round((above - best) / 2 / CARDS_STEP) * CARDS_STEP
        best, above = (size, above) if _pages(cards, size) <= fewest else (best, size)
    return best


def _pages(made: Printed, size: float) -> int:
    return len(_compiled(made, "svg", size=size))


def _compiled(
    made: Printed, form: typst.OutputFormat, ppi: float | None = None, *, size: float
) -> tuple[bytes, ...]:
    compiler = typst.Compiler(
        HERE / LAYOUTS[type(made)],
        root=HERE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(made) | {"size": str(size)},
    )
    standards: list[typst.PDFStandard] = [STANDARD] if form == "pdf" else []
    try:
        pages = compiler.compile(format=form, ppi=ppi, pdf_standards=standards, timestamp=0)
    except typst.TypstError as error:
        if NO_LETTER in str(error):
            says = f"{made.id} ({made.language}) has a letter that does not travel with the program."
            raise Unprintable(says) from error
        if not any(words in str(error) for words in TOO_LONG):
            raise
        says = f"{made.id} ({made.language}) does not fit its sheet, however small the letters."
        raise Unprintable(f"{says} Say less.") from error
    return tuple(pages) if isinstance(pages, list) else (pages or b"",)


def _inputs(made: Printed) -> dict[str, str]:
    codes = _codes(made) if isinstance(made, Piece) else {}
    return {
        "leading": f"{language(made.language).script.paper:g}",
        "piece": encode_printed(made).decode(),
        "codes": msgspec.json.encode(codes).decode(),
    }


def _codes(piece: Piece) -> Mapping[str, str]:
    things = (thing for panel in piece.panels for thing in panel.things)
    addresses = {thing.code.address for thing in things if thing.code is not None}
    return {address: _square(address) for address in addresses}


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
