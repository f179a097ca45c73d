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
from kapea.core.paper.study_paper import StudyPaper
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
    StudyPaper: "study.typ",
}
"""How each thing to print is laid out."""
SIZE_FOUND = PictureSheets | PrintedCertificate | FiguresSheet | StudyPaper
"""Whose layout finds the size of its letters by itself."""


def press_piece(made: Printed) -> bytes:
    """What was made ready, in its form: a PDF, or one picture. Raises Unprintable where words do not fit."""
    return screen_png(made) if isinstance(made, Piece) and made.form == PICTURE else pdf(made)


def screen_png(piece: Piece) -> bytes:
    """The piece as one PNG, as wide as phones show it whole. It says nothing of when or where it was made."""
    [made] = LaidOut(piece).compiled("png", PICTURE_PPI, size=PICTURE_SIZE)
    return bare_png(made)


def pdf(made: Printed) -> bytes:
    """A PDF. The same thing to print gives the same bytes. Raises Unprintable where words do not fit."""
    out = LaidOut(made)
    return out.compiled("pdf", size=out.size())[0]


def png(made: Printed, *, ppi: float = 110) -> tuple[bytes, ...]:
    """Each page as a picture, to look at."""
    out = LaidOut(made)
    return out.compiled("png", ppi, size=out.size())


class LaidOut:
    """One thing to print, in the sizes that were tried: laid out once, it is given in any form at once."""

    def __init__(self, made: Printed) -> None:
        self._made, self._in_size = made, dict[float, typst.Compiler]()

    def size(self) -> float:
        """Points of the letters of what may run over pages; a single sheet finds its own.

        Raises Unprintable where the smallest fill too many pages.
        """
        made = self._made
        if isinstance(made, PlanCards):
            return self._size_of_cards(made)
        if isinstance(made, SIZE_FOUND) or made.most_pages == 1:
            return 0
        large, small = made.sheet.body * RUNNING, made.sheet.smallest
        for step in range(STEPS + 1):
            size = large - (large - small) * step / STEPS
            if self.pages(size) <= made.most_pages:
                return size
        says = f"{made.id} ({made.language}) fills more than the {made.most_pages} pages it may."
        raise Unprintable(f"{says} Say less, or allow more with `pages:`.")

    def _size_of_cards(self, cards: PlanCards) -> float:
        """The largest letters that need no more pages than the smallest do: nobody wants one leaf more."""
        large, small = cards.sheet.body, cards.sheet.smallest
        fewest, best, above = self.pages(small), small, large + CARDS_STEP
        while above - best > CARDS_STEP:
            size = best + round((above - best) / 2 / CARDS_STEP) * CARDS_STEP
            best, above = (size, above) if self.pages(size) <= fewest else (best, size)
        return best

    def pages(self, size: float) -> int:
        """How many pages letters of so many points fill."""
        return len(self.compiled("svg", size=size))

    def compiled(
        self, form: typst.OutputFormat, ppi: float | None = None, *, size: float
    ) -> tuple[bytes, ...]:
        """The one file, or each page of a picture. Raises Unprintable where words or letters do not fit."""
        standards: list[typst.PDFStandard] = [STANDARD] if form == "pdf" else []
        try:
            compiler = self._compiler(size)
            pages = compiler.compile(format=form, ppi=ppi, pdf_standards=standards, timestamp=0)
        except typst.TypstError as error:
            if says := _why_unprintable(self._made, str(error)):
                raise Unprintable(says) from error
            raise
        return tuple(pages) if isinstance(pages, list) else (pages or b"",)

    def _compiler(self, size: float) -> typst.Compiler:
        if size not in self._in_size:
            self._in_size[size] = typst.Compiler(
                HERE / LAYOUTS[type(self._made)],
                root=HERE,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs=_inputs(self._made) | {"size": str(size)},
            )
        return self._in_size[size]


def _why_unprintable(made: Printed, error: str) -> str:
    """What is said of words that cannot be printed; nothing where the fault is none of theirs."""
    if NO_LETTER in error:
        return f"{made.id} ({made.language}) has a letter that does not travel with the program."
    if any(words in error for words in TOO_LONG):
        return f"{made.id} ({made.language}) does not fit its sheet, however small the letters. Say less."
    return ""


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
