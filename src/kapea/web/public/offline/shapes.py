"""Layouts as the server's own templates draw them, with holes where words and drawings stand: so that what is
kept on a phone is drawn the same, and the script only fills in.

A hole is `{row.column}`. Rows of a card are its lines, then the drawing of the view, what is asked and a
phone, then the cards of whoever is named in each form; of answers, the answers. `walk.js` says what stands in
a row.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kapea.core.dialogue.view import Offer, Shown
from kapea.core.dialogue.world import World
from kapea.core.offline.graph import Numbers
from kapea.core.offline.layouts import Layout, Layouts, has_screen
from kapea.core.present.blocks import YES_NO, ViewBlock, ViewBlocks, label_form
from kapea.web.public.frame import screen_words
from kapea.web.public.pages import Button, Passage

PICTURE, WORDS, TO_DO, REST, LANG = 2, 3, 4, 5, 6
"""Columns of a line."""
KEY, FULL, SHORT, ASIDE, SIGN = 0, 4, 5, 6, 7
"""Columns of an answer; its drawing stands where a line's does, and that of its words last."""
VIEW_PICTURE, ASK, SCREEN = 0, 1, 2
"""Columns of the row after the lines."""
LANG_HOLE = re.compile(r' lang="(\{\d+\.\d\})"')
"""Most words are of the language of the page, and say no other."""


class DrawingHoles(dict[str, Any]):
    """In place of the drawings of a pack: each leaves a hole with its name."""

    def get(self, name: str, default: Any = None) -> Any:
        return SafeString(f'<i data-d="{name}"></i>') if name else default


class CardHoles(dict[Hashable, Any]):
    """In place of cards that are laid out: the hole in which they will stand."""

    def get(self, key: Hashable, default: Any = None) -> Any:
        assert isinstance(key, tuple), "cards are a tuple"
        return SafeString(f'<ul class="contacts">{key[0]}</ul>')


HOLES = SimpleNamespace(
    pictures=DrawingHoles(),
    laid_out=CardHoles(),
)
"""The frame of a page in which cards, too, are a hole."""
WHOLE, BRIEF, BARE, DANGER, DANGER_BARE = range(5)
"""The forms of cards: as they are, brief, brief without other ways, as in danger, so without other ways."""
FALLBACK = 5
"""Column of the row of cards: what is said where they are named because nothing fits."""


def drawn_layouts(world: World, made: Layouts, language: str) -> dict[str, Any]:
    """`shapes`, each different one once, and `layouts`: by key, the position of its shape; of a card, that of
    what is said, then of whoever is named. `found` is the shape of those who were looked for.
    """
    words, shapes = screen_words(world, language), Numbers()

    def drawn(template: str, page: dict[str, Any]) -> int:
        around = {"page": page, "frame": HOLES, "w": words}
        return shapes(LANG_HOLE.sub(r"\1", render_to_string(f"public/{template}.html", around).strip()))

    def card(page: dict[str, Any]) -> list[int]:
        return [drawn("_card", page), *([drawn("_people", page)] if page["named"] else [])]

    at: dict[str, Any] = {key: card(card_page(layout)) for key, layout in made.cards.items()}
    at |= {key: drawn("_answers", answers_page(layout, words)) for key, layout in made.answers.items()}
    found = drawn("_people", {"contacts": (_hole(0, WHOLE),), "fallback": _hole(0, FALLBACK)})
    return {"layouts": at, "found": found, "shapes": shapes.listed}


def card_page(layout: Layout) -> dict[str, Any]:
    blocks, lines = layout.blocks, [shown for shown in layout.view.shown if shown.role != "note"]
    heading, last, acts = blocks.heading, len(lines), False
    if heading:
        acts = heading.role == "do"
    picture = (
        _hole(_row(lines, heading), PICTURE) if heading and heading.picture else _hole(last, VIEW_PICTURE)
    )
    ask, screen = _hole(last, ASK) if blocks.ask else "", has_screen(layout.view)
    return {
        "is_urgent": blocks.urgent,
        "named": blocks.named,
        "contacts": (_hole(last + 1, cards_form(blocks)),),
        "fallback": _hole(last + 1, FALLBACK),
        "heading": _hole(_row(lines, heading), TO_DO if acts else WORDS) if heading else "",
        "heading_rest": _hole(_row(lines, heading), REST) if heading and acts else "",
        "picture": "" if screen else picture,
        "screen": _hole(last, SCREEN) if screen else "",
        "opening": [_passage(block, lines) for block in blocks.opening],
        "parts": [_passage(block, lines) for block in blocks.blocks],
        "ask": ask,
    }


def cards_form(blocks: ViewBlocks) -> int:
    """The form in which cards stand in a view."""
    if blocks.urgent:
        return DANGER_BARE if blocks.bare else DANGER
    return BARE if blocks.bare else BRIEF if blocks.brief else WHOLE


def answers_page(layout: Layout, words: Mapping[str, str]) -> dict[str, Any]:
    offers, blocks = layout.view.offers, layout.blocks

    def buttons(some: Iterable[Offer]) -> list[Button]:
        return [_button(_row(offers, offer), offer) for offer in some]

    groups = [
        {"words": words[f"group_{g.group}"], "tiles": buttons(g.tiles), "more": buttons(g.more)}
        for g in blocks.groups
    ]
    return {"groups": groups} | {
        name: buttons(some)
        for name, some in {
            "tiles": blocks.tiles,
            "more": blocks.more,
            "main": blocks.main,
            "buttons": blocks.answers,
            "minor": blocks.minor,
            "asides": blocks.asides,
        }.items()
    }


def _passage(block: ViewBlock, lines: list[Shown]) -> Passage:
    rows = [_row(lines, shown) for shown in block.lines]
    own = block.lines[0].picture and block.picture == block.lines[0].picture
    return Passage(
        kind=block.kind,
        lines=tuple(
            _hole(row, n) for row in rows for n in ((TO_DO, REST) if block.kind == "do" else (WORDS,))
        ),
        picture=_hole(rows[0], PICTURE) if own else block.picture,
        lang=_hole(rows[0], LANG) if block.kind == "tap" else "",
    )


def _button(row: int, offer: Offer) -> Button:
    """Yes and no have a sign of their own; any other drawing is a hole."""
    sign = offer.key if offer.key in YES_NO else _hole(row, PICTURE if offer.picture else SIGN)
    aside = ((_hole(row, ASIDE), None),) if offer.aside else ()
    return Button(_hole(row, KEY), _hole(row, SHORT if label_form(offer) else FULL), sign, aside)


def _row(some: Any, one: Any) -> int:
    """By identity: the same words may stand twice."""
    return next(n for n, each in enumerate(some) if each is one)


def _hole(row: int, column: int) -> str:
    return f"{{{row}.{column}}}"
