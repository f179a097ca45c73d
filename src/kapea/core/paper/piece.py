"""A material made ready for the printer: whose words, whom to name, which address. Values only.

It refuses what may not be put on paper, for paper hangs on a wall long after a page would have been mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from kapea.core.pack.model import Material, Part, Release
from kapea.core.pack.parse.materials import FIRST
from kapea.core.paper.belief import Unprintable, believed_until
from kapea.core.paper.check_word import WORDS, check_word, host_of, reveals, shown_as, wrong_with
from kapea.core.paper.contacts import PaperContact, PaperContacts, groups
from kapea.core.paper.sheets import SHEETS, TO_CUT, Sheet
from kapea.core.present.dates import in_words

PAPER, PICTURE = "paper", "picture"
SHORT = frozenset({"head", "say", "people", "address", "strips"})
"""Parts of what is read at a glance: nothing to speak from, nothing to write on."""
TITLE = "Kapea"
"""The title of every file: all that a list of downloads may say."""


class Code(msgspec.Struct, frozen=True):
    """A square code: the address in it, as it is read, and the word the page must show, with its drawing."""

    address: str
    shown: str
    lead: str
    word: str
    drawing: str
    otherwise: str


class Thing(msgspec.Struct, frozen=True):
    """One part as it is laid out; `kind` and the rest as in a material, with words in place of ids."""

    kind: str
    words: tuple[str, ...] = ()
    groups: tuple[PaperContacts, ...] = ()
    drawing: str = ""
    mark: str = ""
    lines: int = 0
    drawings: tuple[str, ...] = ()
    """Beside each of its words, where every one has its own."""
    code: Code | None = None
    strip: PaperContact | None = None
    """Whose number stands on the strips at the foot."""


class Panel(msgspec.Struct, frozen=True):
    """A stretch of paper: the whole sheet (no name), or one of a folded sheet's three."""

    name: str
    things: tuple[Thing, ...]


class Piece(msgspec.Struct, frozen=True, tag=True):
    """Everything the printer needs. `until` is said on the paper; `demo` is empty once the pack is live."""

    id: str
    number: int
    language: str
    title: str
    sheet: Sheet
    fold: bool
    most_pages: int
    panels: tuple[Panel, ...]
    until: str
    demo: str
    hint: str
    form: str = PAPER
    """`paper`, or `picture`: laid out as wide as a phone, for others to pass on."""


def fits_a_phone(made: Piece) -> bool:
    """Whether a piece can be read as a picture on a phone: whom to call now, and little beside."""
    things = [thing for panel in made.panels for thing in panel.things]
    headings = [group.heading for thing in things for group in thing.groups]
    one = made.most_pages == 1 and not made.fold
    return one and headings != [] and not any(headings) and all(t.kind in SHORT for t in things)


def as_picture(made: Piece) -> Piece:
    """The same words and numbers as a picture, without what hands do with paper."""
    return msgspec.structs.replace(made, form=PICTURE, hint="")


def pieces(release: Release) -> tuple[Material, ...]:
    """The materials of a release in the order of their numbers."""
    return tuple(sorted(release.materials.values(), key=lambda each: each.number))


def piece(release: Release, id: str, language: str, *, at: datetime, address: str = "") -> Piece:
    """The piece of a material. Raises Unprintable, also for an address that says too much.

    Without an address the piece has no code.
    """
    material = release.materials.get(id)
    if material is None:
        raise Unprintable(f"There is no piece “{id}”: {', '.join(m.id for m in pieces(release))}.")
    if address and (wrong := wrong_with(release, address)):
        raise Unprintable(f"This address cannot be printed: {wrong}.")
    until = believed_until(release, documents(release, material), at=at)
    panels = tuple(_panels(release, material, language, at, address))
    ends = [p.until for panel in panels for t in panel.things for g in t.groups for p in g.people]
    last = min([until, *(end for end in ends if end)])
    text = release.text
    return Piece(
        id=material.id,
        number=material.number,
        language=language,
        title=TITLE,
        sheet=SHEETS[material.size, material.fold],
        fold=material.fold,
        most_pages=material.most_pages,
        panels=panels,
        until=text("word.print-until", language).replace("{date}", in_words(last, language)),
        demo=" ".join(text(f"word.{name}", language) for name in _caveats(release, material, bool(ends))),
        hint=text(hint, language) if (hint := _hint(material)) else "",
    )


def is_reviewed(release: Release, material: Material) -> bool:
    """Whether somebody reviewed all words that stand on it."""
    return all(release.upkeep[id].is_reviewed for id in documents(release, material))


def _caveats(release: Release, material: Material, names_people: bool) -> Iterator[str]:
    """What a paper says of its own state, also where the rest of the pack is no trial any more."""
    if not release.live and names_people:
        yield "demo"
    elif not is_reviewed(release, material):
        yield "reviewed-by-nobody"


def _hint(material: Material) -> str:
    """The text that says what hands do with the paper; none for one that is put up as it is."""
    if material.fold:
        return "word.print-fold"
    return "word.print-cut" if material.size == TO_CUT else ""


def documents(release: Release, material: Material) -> tuple[str, ...]:
    """The documents whose words stand on a material: its own, and blocks it takes lines from."""
    ids = (text.split(".", 1)[0] for part in material.parts for text in part.texts)
    return tuple(dict.fromkeys((material.id, *ids)))


def _panels(
    release: Release, material: Material, language: str, at: datetime, address: str
) -> Iterator[Panel]:
    for name in dict.fromkeys(part.panel for part in material.parts):
        own = (part for part in material.parts if part.panel == name)
        made = (_thing(release, part, language, at, address) for part in own)
        yield Panel(name, tuple(thing for thing in made if thing is not None))


def _thing(release: Release, part: Part, language: str, at: datetime, address: str) -> Thing | None:
    if part.kind == "address" and not address:
        return None
    try:
        named = groups(release, part.people, language, at=at) if part.people else ()
    except LookupError as nobody:
        raise Unprintable(f"Nobody who may be printed answers to {nobody}.") from nobody
    if part.mark == FIRST:
        named = tuple(msgspec.structs.replace(each, people=each.people[:1]) for each in named)
    if part.kind == "strips":
        return Thing("strips", strip=_strip(release, named, language))
    return Thing(
        kind="list" if part.kind == "block" else part.kind,
        words=tuple(release.text(text, language) for text in part.texts),
        groups=named,
        drawing=release.pictures.get(part.picture, ""),
        mark=part.mark,
        lines=part.lines,
        drawings=tuple(release.pictures.get(name, "") for name in part.pictures),
        code=_code(release, language, address) if part.kind == "address" else None,
    )


def _strip(release: Release, named: tuple[PaperContacts, ...], language: str) -> PaperContact:
    """The first who has a number; without the name, should it tell whoever finds the strip what it is for."""
    people = (who for group in named for who in group.people if who.is_number)
    first = next(people, None)
    if first is None:
        raise Unprintable("Nobody with a number is there for the strips.")
    return msgspec.structs.replace(first, name="") if reveals(release, first.name, language) else first


def _code(release: Release, language: str, address: str) -> Code:
    name = check_word(release, host_of(address))
    return Code(
        address=address,
        shown=shown_as(address),
        lead=release.text("word.print-word", language) if name else "",
        word=release.text(f"{WORDS}{name}", language) if name else "",
        drawing=release.pictures.get(name, ""),
        otherwise=release.text("word.print-other-word", language) if name else "",
    )
