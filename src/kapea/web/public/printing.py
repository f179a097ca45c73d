"""What can be printed, and the word by which a page from a wall is known to be ours. Plain values."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Material, Phrasebook
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.check_word import WORDS, check_word, host_of, wrong_with
from kapea.core.paper.phrase_card import NUMBERS_FROM, SIZE, phrase_card
from kapea.core.paper.piece import Piece, fits_a_phone, is_reviewed, piece, pieces
from kapea.core.paper.sheets import CUT_FROM, TO_CUT
from kapea.core.present.contact import BETWEEN
from kapea.core.present.phrases import phrasebooks
from kapea.web.public.address import home_path
from kapea.web.public.navigation import Link
from kapea.web.public.pages import Sign
from kapea.web.public.sketch import sketch

ANY_HOST = "x.example"
"""In a sketch an address is a square; whose it is does not show."""
log = logging.getLogger(__name__)


@cached_per_world()
def site_sign(world: World, language: str, host: str) -> Sign | None:
    """The word of the site at a host; None where the pack has no such words."""
    name = check_word(world.release, host_of(f"//{host}"))
    return Sign(world.release.text(f"{WORDS}{name}", language), name) if name else None


@dataclass(frozen=True, slots=True)
class Paper:
    """A piece in the list: what it looks like, its size and state in words (`says`), the way to a picture (or
    empty); `language` is set where its title is of another than the page.
    """

    link: Link
    sketch: str
    says: str
    picture: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """The page of what can be printed."""

    heading: str
    papers: tuple[Paper, ...]
    forward: str
    note: str
    back: str


def papers_page(world: World, language: str, *, at: datetime) -> Papers:
    """Every piece that may be printed now, under the number it always has; then cards in other languages."""
    text, here = world.release.text, home_path(world, language)
    own = (_paper(world, language, each, at) for each in pieces(world.release))
    cards = (_card(world, language, book, at) for book in phrasebooks(world.release))
    return Papers(
        heading=text("word.print-lead", language),
        papers=tuple(paper for paper in (*own, *cards) if paper is not None),
        forward=text("word.print-forward", language),
        note=text("word.print-keeps", language),
        back=f"{here}more",
    )


def _paper(world: World, language: str, material: Material, at: datetime) -> Paper | None:
    made = _made(world, material, language, f"https://{ANY_HOST}/", at)
    size = CUT_FROM if material.size == TO_CUT else material.size
    state = _state(world, language, reviewed=is_reviewed(world.release, material))
    return _listed(made, _link(world, language, material), (size, *state)) if made else None


def _card(world: World, language: str, book: Phrasebook, at: datetime) -> Paper | None:
    number = NUMBERS_FROM + book.number
    made = printed_card(world, language, number, at=at)
    state = _state(world, language, reviewed=world.release.upkeep[book.id].is_reviewed)
    link = paper_link(world, language, number)
    return _listed(made, link, (SIZE, *state), book.language) if made else None


def _state(world: World, language: str, *, reviewed: bool) -> tuple[str, ...]:
    """The word that a piece is a draft, while nobody reviewed it."""
    return () if reviewed else (world.release.text("word.draft", language),)


def _listed(made: Piece, link: Link, says: tuple[str, ...], language: str = "") -> Paper:
    picture = f"{link.href}/picture" if fits_a_phone(made) else ""
    return Paper(link, sketch(made), BETWEEN.join(says), picture, language)


def paper_link(world: World, language: str, number: int) -> Link:
    """The way to a piece that there is, by its number."""
    if (book := _book(world, number)) is not None:
        address = f"{home_path(world, language)}print/{number}"
        return Link(address, book.name, "paper", "application/pdf")
    return next(_link(world, language, each) for each in pieces(world.release) if each.number == number)


def _link(world: World, language: str, material: Material) -> Link:
    address = f"{home_path(world, language)}print/{material.number}"
    return Link(address, world.release.text(material.title, language), material.picture, "application/pdf")


def printed_piece(world: World, language: str, number: int, address: str, *, at: datetime) -> Piece | None:
    """The piece of a number; None when there is none, or none that may be printed now.

    An address that must not stand on paper leaves the piece without a code.
    """
    fit = "" if wrong_with(world.release, address) else address
    for each in pieces(world.release):
        if each.number == number:
            return _made(world, each, language, fit, at)
    return printed_card(world, language, number, at=at)


def printed_card(world: World, language: str, number: int, *, at: datetime) -> Piece | None:
    """The card of a language in which there are only phrases; None when there is none, or none to print."""
    book = _book(world, number)
    try:
        return phrase_card(world.release, book, language, at=at) if book else None
    except Unprintable:
        _log_refused(world.release.id, world.release.hash, number, at.date())
        return None


def _book(world: World, number: int) -> Phrasebook | None:
    books = phrasebooks(world.release)
    return next((book for book in books if NUMBERS_FROM + book.number == number), None)


def _made(world: World, material: Material, language: str, address: str, at: datetime) -> Piece | None:
    try:
        return piece(world.release, material.id, language, at=at, address=address)
    except Unprintable:
        _log_refused(world.release.id, world.release.hash, material.number, at.date())
        return None


@lru_cache(maxsize=256)
def _log_refused(pack: str, release: str, number: int, day: date) -> None:
    """Says so once a day: cached, so that it is not said again with every look at the list."""
    log.warning("web: piece %s of %s may not be printed", number, pack)
