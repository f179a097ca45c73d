"""A card for who reads none of a pack's languages: whom to call and what to say, to carry and to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kapea.core.pack.model import Phrasebook, Release
from kapea.core.paper.belief import Unprintable, believed_until
from kapea.core.paper.contacts import PaperContacts, of_services
from kapea.core.paper.piece import TITLE, Panel, Piece, Thing
from kapea.core.paper.sheets import SHEETS
from kapea.core.present.dates import in_words
from kapea.core.present.phrases import phrase

NUMBERS_FROM = 100
"""A card's number is that of its language and this: no material has so high a one."""
SIZE = "A6"
BETWEEN, PLACE = " – ", "…"
STRONG = "strong"


def phrase_card(release: Release, book: Phrasebook, language: str, *, at: datetime) -> Piece:
    """The card of a language, for helpers who read `language`. Raises Unprintable once it is past its day."""
    believed = believed_until(release, (book.id,), at=at)
    try:
        people = of_services(release, book.call, language, at=at)
    except LookupError as nobody:
        raise Unprintable(f"Nobody who may be printed is {nobody}.") from nobody
    until = min([believed, *(each.until for each in people.people if each.until)])
    text = release.text
    return Piece(
        id=book.id,
        number=NUMBERS_FROM + book.number,
        language=release.default_language,
        title=TITLE,
        sheet=SHEETS[SIZE, False],
        fold=False,
        most_pages=1,
        panels=(Panel("", tuple(_things(release, book, people, language))),),
        until=text("word.print-until", language).replace("{date}", in_words(until, language)),
        demo=" ".join(text(f"word.{name}", language) for name in _caveats(release, book)),
        hint="",
    )


def _caveats(release: Release, book: Phrasebook) -> Iterator[str]:
    if not release.live:
        yield "demo"
    if not release.upkeep[book.id].is_reviewed:
        yield "phrases-unchecked"


def _things(release: Release, book: Phrasebook, people: PaperContacts, language: str) -> Iterator[Thing]:
    """The name, whom to call, what to say, and what to say when nobody understands: strong, what is said."""
    text, spoken = release.text, release.default_language
    yield Thing("head", (book.name,))
    yield Thing("people", groups=(people,))
    lead = (phrase(book, "say-this"), text("word.phrase-say-this", language))
    drawing = release.pictures.get("phone-call", "")
    yield Thing("say", (" · ".join(words for words in lead if words),), drawing=drawing)
    yield Thing("head", (text(book.ask, spoken),))
    if book.aloud:
        yield Thing("say", (book.aloud,))
    alarm = [text(f"word.phrases-{word}", spoken) for word in ("child", "danger")]
    yield Thing("say", (text("word.phrases-nobody", language),))
    yield Thing("say", (BETWEEN.join((*alarm, PLACE)),), mark=STRONG)
    if book.alarm:
        yield Thing("say", (BETWEEN.join((book.alarm, PLACE)),))
