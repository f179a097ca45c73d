"""Pages to read: what is private here, and who is behind it."""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.dialogue.world import World
from kapea.core.pack.conditions import pick

BLOCKS = {1: "private", 2: "about"}
"""The pages to read, by the number in their address."""


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page to read; `reviewed` is false while nobody has signed it. `keys`: it says which keys leave."""

    heading: str
    picture: str
    lines: tuple[str, ...]
    reviewed: bool
    keys: bool
    sources: tuple[str, ...]


def text_page(world: World, language: str, number: int) -> TextPage | None:
    """A page to read, by its number; None when there is none."""
    name = BLOCKS.get(number, "")
    block = world.release.blocks.get(name)
    if block is None:
        return None
    text, kept = world.release.text, world.release.upkeep.get(name)
    ids = [pick(say, world.fresh, frozenset()) for say in (block.title, *block.lines.values())]
    title, *lines = [text(id, language) if id else "" for id in ids]
    return TextPage(
        heading=title,
        picture=block.picture,
        lines=tuple(line for line in lines if line),
        reviewed=kept is not None and kept.state == "reviewed",
        keys=name == "private",
        sources=tuple(world.release.known_sources.get(s, s) for s in kept.sources) if kept else (),
    )
