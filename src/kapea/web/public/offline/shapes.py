"""Blocks as the server's own template draws them, with holes where words and drawings stand: so that what is
kept on a phone is drawn the same, and the script only fills in.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kapea.core.dialogue.world import World
from kapea.core.present.blocks import LEVEL_PICTURES
from kapea.web.public.pages import Passage

HOLE = "\x02"
ANY = "*"
"""The name of a drawing that the script puts in."""
JOINED = ("say", "items", "steps")
"""Kinds of which neighbours stand in one block; of any other, each stands by itself."""


class DrawingHoles(dict[str, Any]):
    """In place of the drawings of a pack: each leaves a hole with its name."""

    def get(self, name: str, default: Any = None) -> Any:
        return SafeString(f'<i data-d="{name}"></i>') if name else default


HOLES = SimpleNamespace(pictures=DrawingHoles())


def block_shapes() -> dict[str, list[str]]:
    """By kind of block, what stands before the words, between them, and after."""
    levels = {f"level {level}": Passage("level", (HOLE,), name) for level, name in LEVEL_PICTURES.items()}
    shapes = {
        **{kind: Passage(kind, (HOLE, HOLE)) for kind in JOINED},
        "do": Passage("do", (HOLE, HOLE), ANY),
        "tap": Passage("tap", (HOLE,)),
        "tap en": Passage("tap", (HOLE,), tongue="en"),
        **levels,
    }
    return {kind: _shape(passage) for kind, passage in shapes.items()}


def _shape(passage: Passage) -> list[str]:
    """Three pieces; a block of one line has nothing between."""
    drawn = render_to_string("public/_block.html", {"part": passage, "frame": HOLES, "w": {}}).strip()
    pieces = drawn.split(HOLE)
    return pieces if len(pieces) == 3 else [pieces[0], "", pieces[1]]


def fallback_line(world: World, language: str) -> str:
    """The line over people who are named because nobody else fits."""
    words = world.release.text("word.nobody-else", language)
    return f'<p class="fallback">{words}</p>'
