"""The drawings of phones as they are kept: cut where the words of a menu stand, each different piece once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kapea.core.dialogue.look import worded
from kapea.core.dialogue.state import State
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.offline.graph import Numbers
from kapea.core.pack.model import Release
from kapea.core.pack.parse.walkthroughs import PREFIX
from kapea.web.public.menu_drawing import drawn

_CUT = re.compile(r"(<text[^>]*>|</text>)")
"""Where a drawing is cut: what stands between is the same on many screens."""


def menu_screens(world: World, nodes: Iterable[int], language: str) -> dict[str, Any]:
    """`pieces` of drawings, and by node the positions of those that make its own when put together.

    The server alone breaks words into lines that fit; a phone reckons nothing.
    """
    pieces, made = Numbers(), dict[str, list[int]]()
    for at in nodes:
        if drawing := drawn(world, _view(world, at, language)):
            made[str(at)] = [pieces(piece) for piece in _CUT.split(drawing) if piece]
    return {"screens": made, "pieces": pieces.listed}


def _view(world: World, at: int, language: str) -> View:
    """Any view of a node: its drawing is the same whatever was answered."""
    return worded(world, State(world.release.short_hash, language, ((at, world.fresh),)))


def in_english(release: Release, texts: tuple[str, ...], language: str) -> dict[str, str]:
    """By position of the words of menus that stand in English on a page of another language, what says so."""
    menus = [(n, id) for n, id in enumerate(texts) if id.startswith(PREFIX) and language != "en"]
    same = [n for n, id in menus if release.text(id, language) == release.text(id, "en")]
    return dict.fromkeys(map(str, same), ' lang="en"')
