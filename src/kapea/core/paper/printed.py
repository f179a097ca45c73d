"""Everything that can be put on paper, by name; and as one value that a press takes, also as bytes."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kapea.core.pack.model import Release, WorkshopPlan
from kapea.core.paper.certificate_paper import PrintedCertificate
from kapea.core.paper.figures_sheet import FiguresSheet
from kapea.core.paper.phrase_card import phrase_card
from kapea.core.paper.piece import Piece, piece
from kapea.core.paper.plan_cards import PICTURES_OF, PictureSheets, PlanCards, picture_sheets, plan_cards
from kapea.core.paper.study_paper import StudyPaper

Printed = Piece | PlanCards | PictureSheets | PrintedCertificate | FiguresSheet | StudyPaper
_decoder: msgspec.json.Decoder[Printed] = msgspec.json.Decoder(Printed)


def printed_by_name(
    release: Release, name: str, language: str, *, at: datetime, address: str = ""
) -> Printed:
    """A material, a card of phrases, the cards of a plan or its pictures. Raises Unprintable."""
    if name in release.phrasebooks:
        return phrase_card(release, release.phrasebooks[name], language, at=at)
    if name in release.workshops:
        return plan_cards(release, release.workshops[name], language, at=at)
    if name in picture_names(release):
        return picture_sheets(release, release.workshops[name.removesuffix(PICTURES_OF)], language)
    return piece(release, name, language, at=at, address=address)


def picture_names(release: Release) -> tuple[str, ...]:
    """The names of the picture sheets that there are."""
    plans = release.workshops.values()
    return tuple(f"{plan.id}{PICTURES_OF}" for plan in plans if any(part.pictures for part in plan.parts))


def papers_of_plan(release: Release, plan: WorkshopPlan) -> tuple[str, ...]:
    """The names of all that is printed for a plan: its cards, its pictures, what is handed out."""
    pictures = (f"{plan.id}{PICTURES_OF}",)
    return (plan.id, *(name for name in pictures if name in picture_names(release)), *plan.prints)


def is_printable_name(release: Release, name: str) -> bool:
    """Whether a release has something to print of that name."""
    known = (release.materials, release.phrasebooks, release.workshops, picture_names(release))
    return any(name in names for names in known)


def encode_printed(made: Printed) -> bytes:
    """The same bytes for the same thing to print."""
    return msgspec.json.encode(made)


def decode_printed(encoded: bytes) -> Printed:
    """What was encoded; raises msgspec.DecodeError for anything else."""
    return _decoder.decode(encoded)
