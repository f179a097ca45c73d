"""What each page holds, as plain values made from a view. Templates only lay them out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from kapea.core.dialogue.step import begin, look
from kapea.core.dialogue.view import Offer, Shown, View
from kapea.core.dialogue.world import World
from kapea.web.public.address import home, several
from kapea.web.public.contacts import Contact, contact, urgent
from kapea.web.public.shapes import SHAPE_OF

LEVELS = "A1."
"""Where the lines stand that say how soon; they are shown with the shape of their level."""
YES_NO = ("yes", "no", "unsure")
TILES_AT_ONCE = 12
"""More tiles than this wait behind one tap; a page of pictures ends within two screens."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what is sent, its words, its drawing (a name, or empty)."""

    key: str
    words: str
    picture: str


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that belong together. `kind`: do, say, items, steps, level."""

    kind: str
    lines: tuple[str, ...]
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page of ours."""

    href: str
    words: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class First:
    """The first view."""

    action: str
    contacts: tuple[Contact, ...]
    says: tuple[str, ...]
    ask: str
    tiles: tuple[Choice, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a conversation. `fallback`: the contacts are those for when nothing fits.

    `writes`: a few words may be written instead of choosing.
    """

    action: str
    level: str
    contacts: tuple[Contact, ...]
    is_urgent: bool
    fallback: bool
    note: str
    heading: str
    picture: str
    parts: tuple[Part, ...]
    ask: str
    tiles: tuple[Choice, ...]
    more: tuple[Choice, ...]
    main: tuple[Choice, ...]
    buttons: tuple[Choice, ...]
    minor: tuple[Choice, ...]
    is_first: bool
    writes: bool


def first(world: World, language: str, *, at: datetime) -> First:
    """The first view, from memory alone."""
    view, text = look(world, begin(world, language), at=at), world.release.text
    return First(
        action=f"{home(world, language)}h/0",
        contacts=urgent(world, language, at=at),
        says=tuple(text(s.text, language) for s in view.shown),
        ask=text(view.ask.text, language) if view.ask else "",
        tiles=tuple(_choice(world, o, language) for o in view.offers),
        links=links(world, language),
    )


def links(world: World, language: str) -> tuple[Link, ...]:
    """The ways at the foot of the first view."""
    text, here = world.release.text, home(world, language)
    ways = [
        Link(f"{here}find", text("word.page-find", language), "search-place"),
        Link(f"{here}practice", text("word.page-practice", language), "kind-words"),
        Link(f"{here}p/1", text("word.page-private", language, "short"), "lock"),
        Link(f"{here}p/2", text("word.page-about", language, "short"), "question-mark"),
    ]
    if several():
        ways.append(Link("/", text("word.page-countries", language), "place"))
    return tuple(w for w in ways if "practice" in world.release.journeys or not w.href.endswith("practice"))


def step(world: World, view: View, n: int) -> Step:
    """A step after `n` answers."""
    language, text = view.language, world.release.text
    lines = [s for s in view.shown if s.role != "note"]
    note = next((text(s.text, language) for s in view.shown if s.role == "note"), "")
    head = _heading(lines)
    rest = [s for s in lines if s is not head]
    ask = text(view.ask.text, language) if view.ask else ""
    heading = text(head.text, language) if head else ask
    choices = [(o, _choice(world, o, language)) for o in view.offers]
    tiles = [c for o, c in choices if o.picture and not o.minor]
    plain = [c for o, c in choices if not o.picture and not o.minor]
    is_help = view.node == world.release.nodes[world.help].id
    urgently = is_help or view.level == "red"
    leads = 1 if view.ask is None and not tiles else 0
    return Step(
        action=f"{home(world, language)}h/{n}",
        level=view.level,
        contacts=_contacts(world, view, urgently or view.told, is_help or view.told),
        is_urgent=urgently,
        fallback=any(found.fallback for found in view.contacts),
        note=note,
        heading=heading,
        picture=(head.picture if head else "") or view.picture,
        parts=_parts(world, rest, view),
        ask=ask if head else "",
        tiles=tuple(tiles[:TILES_AT_ONCE]),
        more=tuple(tiles[TILES_AT_ONCE:]),
        main=tuple(plain[:leads]),
        buttons=tuple(plain[leads:]),
        minor=tuple(c for o, c in choices if o.minor),
        is_first=n == 0,
        writes=view.kind == "each",
    )


def _contacts(world: World, view: View, brief: bool, bare: bool) -> tuple[Contact, ...]:
    """In danger the cards are brief; bare where a question or a step must be seen right after them."""
    cards = (contact(world, found, view.language, brief=brief) for found in view.contacts)
    return tuple(replace(card, ways=()) if bare else card for card in cards)


def _choice(world: World, offer: Offer, language: str) -> Choice:
    form = "" if offer.picture else "short"
    drawn = offer.key if offer.key in YES_NO else offer.picture
    return Choice(offer.key, world.release.text(offer.text, language, form), drawn)


def _heading(lines: list[Shown]) -> Shown | None:
    """The words to stand large: the first words, else the first line that says something to do."""
    said = [s for s in lines if not s.text.startswith(LEVELS)]
    return next((s for s in said if s.role == "first"), next(iter(said), None))


def _parts(world: World, lines: list[Shown], view: View) -> tuple[Part, ...]:
    """Neighbours of one kind as one part. What to do in danger is counted: one, two, three."""
    parts = []
    for kind, group in groupby(lines, key=lambda s: _kind(s, view)):
        shown = list(group)
        words = tuple(world.release.text(s.text, view.language) for s in shown)
        if kind == "do":
            parts += [Part("do", _first_sentence(w), s.picture) for s, w in zip(shown, words, strict=True)]
        elif kind == "level":
            parts.append(Part("level", words, SHAPE_OF[view.level]))
        else:
            alone = kind == "steps" and len(words) == 1
            parts.append(Part("say" if alone else kind, words))
    return tuple(parts)


def _kind(shown: Shown, view: View) -> str:
    if shown.text.startswith(LEVELS):
        return "level"
    if shown.role == "do":
        return "do"
    if shown.role == "item":
        return "items"
    return "steps" if view.level == "red" and view.contacts else "say"


def _first_sentence(words: str) -> tuple[str, ...]:
    """What to do, apart from the rest: it stands larger."""
    return tuple(re.split(r"(?<=[.!?។।])\s+", words, maxsplit=1))
