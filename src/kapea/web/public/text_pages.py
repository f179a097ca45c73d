"""Pages to read: what is private here, and who is behind it."""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.dialogue.world import World
from kapea.core.pack.conditions import pick
from kapea.core.pack.model import Block, Say

BLOCKS = {1: "private", 2: "about"}
"""The pages to read, by the number in their address."""


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines under a heading, which is empty where they stand under none."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page to read; `reviewed` is false while nobody has signed it. `keys`: it says which keys leave."""

    heading: str
    picture: str
    groups: tuple[LineGroup, ...]
    reviewed: bool
    keys: bool
    sources: tuple[str, ...]


def text_page(world: World, language: str, number: int) -> TextPage | None:
    """A page to read, by its number; None when there is none."""
    name = BLOCKS.get(number, "")
    block = world.release.blocks.get(name)
    if block is None:
        return None
    kept = world.release.upkeep.get(name)
    return TextPage(
        heading=_said(world, block.title, language),
        picture=block.picture,
        groups=_groups(world, block, language),
        reviewed=kept is not None and kept.state == "reviewed",
        keys=name == "private",
        sources=tuple(world.release.known_sources.get(s, s) for s in kept.sources) if kept else (),
    )


def _groups(world: World, block: Block, language: str) -> tuple[LineGroup, ...]:
    """The lines in their order, parted where a heading stands."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    for key, say in block.lines.items():
        if key in block.headings:
            groups.append((_said(world, block.headings[key], language), []))
        groups[-1][1].append(_said(world, say, language))
    parted = ((heading, tuple(filter(None, lines))) for heading, lines in groups)
    return tuple(LineGroup(heading, lines) for heading, lines in parted if lines)


def _said(world: World, say: Say, language: str) -> str:
    id = pick(say, world.fresh, frozenset())
    return world.release.text(id, language) if id else ""
