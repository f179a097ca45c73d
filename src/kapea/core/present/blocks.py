"""A view as typed blocks: what belongs together and in which order, by the ids of its texts.

Pages, the terminal, messages and the copy kept on a phone draw the same blocks; none groups words anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import msgspec

from kapea.core.dialogue.view import Offer, Shown, View
from kapea.core.languages.text import FULL_STOPS

LEVEL_LINES = "A1."
"""Where the lines stand that say how soon; they are shown with the shape of their level."""
LEVEL_PICTURES = {"red": "level-red", "orange": "hand", "yellow": "clock", "green": "level-green"}
YES_NO = ("yes", "no", "unsure")
"""Answers with a sign of their own beside the word."""
TILES_AT_ONCE = 12
"""More tiles than this wait behind one tap; a page of pictures ends within two screens."""
ALONE = ("do", "tap", "level")
ROLES = {"do": "do", "tap": "tap", "item": "items"}
LINES_WITH_HEADING = 1
"""So many lines may stand with the heading before whoever is named; more wait until after them."""
_AFTER_SENTENCE = re.compile(rf"(?<=[{FULL_STOPS}])\s+")


class ViewBlock(msgspec.Struct, frozen=True):
    """Lines that belong together. `kind`: do, say, items, steps, tap, level; `picture`: a name, or empty."""

    kind: str
    lines: tuple[Shown, ...]
    picture: str = ""


class TileGroup(msgspec.Struct, frozen=True):
    """Answers with a picture that have something in common, and those of them that wait behind a tap."""

    group: str
    tiles: tuple[Offer, ...]
    more: tuple[Offer, ...]


class ViewBlocks(msgspec.Struct, frozen=True):
    """A view laid out: the heading with its opening, whoever is named, the note, the blocks, the question,
    answers. One kind sentence comes before any number, and the first step is still seen with them.

    named: somebody is. urgent: they are named in danger, the first large, the others in a line. brief: their
    cards leave out what they do. bare: they leave out other ways too, where a question or a step must be seen
    right after them.
    heading: None where the question is the heading. picture: beside it. opening: what belongs to the heading
    so closely that nobody is named between them.
    groups: answers with a picture, under what they have in common. tiles, more: other ones, and those that
    wait behind a tap. main: the one way on, where there
    is nothing to choose. answers: the other ones. minor: those that may stand smaller. asides: those that
    only say something, in place.
    """

    named: bool
    urgent: bool
    brief: bool
    bare: bool
    note: Shown | None
    heading: Shown | None
    picture: str
    opening: tuple[ViewBlock, ...]
    blocks: tuple[ViewBlock, ...]
    ask: Shown | None
    groups: tuple[TileGroup, ...]
    tiles: tuple[Offer, ...]
    more: tuple[Offer, ...]
    main: tuple[Offer, ...]
    answers: tuple[Offer, ...]
    minor: tuple[Offer, ...]
    asides: tuple[Offer, ...]


def laid_out(view: View, *, is_help: bool, names_people: bool | None = None) -> ViewBlocks:
    """The blocks of a view; `is_help`: it is where the red tile leads. `names_people`: whether contacts stand
    over it, where they are not found yet.
    """
    named = bool(view.contacts) if names_people is None else names_people
    lines = [shown for shown in view.shown if shown.role != "note"]
    heading = heading_of(lines)
    offers = tuple(o for o in view.offers if not o.aside)
    tiles = tuple(o for o in offers if o.picture and not o.minor)
    loose = tuple(o for o in tiles if not o.group)
    plain = tuple(o for o in offers if not o.picture and not o.minor)
    leads = 1 if view.ask is None and not tiles else 0
    urgent = is_help or view.level == "red"
    opening, blocks = opened(grouped([s for s in lines if s is not heading], view.level, named), named)
    stepwise = urgent and any(block.kind == "steps" for block in blocks)
    return ViewBlocks(
        named=named,
        urgent=urgent,
        brief=urgent or view.told,
        bare=is_help or view.told or stepwise,
        note=next((shown for shown in view.shown if shown.role == "note"), None),
        heading=heading,
        picture=(heading.picture if heading else "") or view.picture,
        opening=opening,
        blocks=blocks,
        ask=view.ask,
        groups=tile_groups(tiles),
        tiles=loose[:TILES_AT_ONCE],
        more=loose[TILES_AT_ONCE:],
        main=plain[:leads],
        answers=plain[leads:],
        minor=tuple(o for o in offers if o.minor),
        asides=tuple(o for o in view.offers if o.aside),
    )


def heading_of(lines: Sequence[Shown]) -> Shown | None:
    """The words to stand large: the first words, else the first line that says something to do."""
    said = [shown for shown in lines if not is_level(shown.text)]
    return next((shown for shown in said if shown.role == "first"), next(iter(said), None))


def tile_groups(tiles: Sequence[Offer]) -> tuple[TileGroup, ...]:
    """Tiles by what they have in common, the first named first. Over all groups no more are seen at once than
    a page has room for; the others of a group wait behind a tap of its own.
    """
    seen = set(map(id, tiles[:TILES_AT_ONCE]))
    groups = dict.fromkeys(offer.group for offer in tiles if offer.group)
    return tuple(
        TileGroup(
            name,
            tuple(o for o in tiles if o.group == name and id(o) in seen),
            tuple(o for o in tiles if o.group == name and id(o) not in seen),
        )
        for name in groups
    )


def opened(blocks: tuple[ViewBlock, ...], named: bool) -> tuple[tuple[ViewBlock, ...], tuple[ViewBlock, ...]]:
    """What stands with the heading, before whoever is named, and what comes after them: how soon, and the
    rest where it is short. Where nobody is named, nothing is parted.
    """
    said = [block for block in blocks if block.kind != "level"]
    if not named or sum(len(block.lines) for block in said) <= LINES_WITH_HEADING:
        return (blocks, ()) if named else ((), blocks)
    return tuple(block for block in blocks if block.kind == "level"), tuple(said)


def before_contacts(view: View) -> tuple[Shown, ...]:
    """What messages and terminals say before whoever is named: as on pages, the heading and its opening;
    nothing on the first view, where numbers come before any word.
    """
    if not view.contacts or not view.depth:
        return ()
    lines = [shown for shown in view.shown if shown.role != "note"]
    heading = heading_of(lines)
    opening, _ = opened(grouped([s for s in lines if s is not heading], view.level, True), True)
    return (*((heading,) if heading else ()), *(line for block in opening for line in block.lines))


def grouped(lines: Iterable[Shown], level: str, has_contacts: bool) -> tuple[ViewBlock, ...]:
    """Neighbours of one kind as one block. What to do, to tap and how soon stand each by itself; one step
    alone is no list.
    """
    counted = level == "red" and has_contacts
    blocks: list[ViewBlock] = []
    for kind, group in groupby(lines, key=lambda shown: line_kind(shown.text, shown.role, counted=counted)):
        shown = tuple(group)
        if kind in ALONE:
            drawn = LEVEL_PICTURES[level] if kind == "level" else ""
            blocks += (ViewBlock(kind, (each,), drawn or each.picture) for each in shown)
        else:
            blocks.append(ViewBlock("say" if kind == "steps" and len(shown) == 1 else kind, shown))
    return tuple(blocks)


def line_kind(text: str, role: str, *, counted: bool = False) -> str:
    """The kind of block a line stands in; `counted`: what is said in danger is counted, one, two, three."""
    if is_level(text):
        return "level"
    return ROLES.get(role) or ("steps" if counted else "say")


def is_level(text: str) -> bool:
    """Whether a text says how soon."""
    return text.startswith(LEVEL_LINES)


def first_sentence(words: str) -> tuple[str, ...]:
    """What to do, apart from the rest (one or two strings): it stands larger."""
    return tuple(_AFTER_SENTENCE.split(words, maxsplit=1))


def sign_of(offer: Offer, signs: Mapping[str, str]) -> str:
    """The drawing beside an answer, by which it is known unread: its own, the sign of yes, no and not sure,
    or that of its words (`signs`, by text id). Empty: it has none.
    """
    return offer.key if offer.key in YES_NO else offer.picture or signs.get(offer.text, "")


def label_form(offer: Offer) -> str:
    """The form of an answer's text: whole under a picture, else the short one of a button."""
    return "" if offer.picture else "short"
