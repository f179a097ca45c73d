"""Pages to read: what is private here, and who is behind it."""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.dialogue.world import World
from kapea.core.pack.conditions import pick
from kapea.core.pack.model import Block, Say
from kapea.web.public.audio import WithSound, with_sound

BLOCKS = {1: "private", 2: "about"}
"""The pages to read, by the number in their address."""


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines under a heading, which is empty where they stand under none; and what is heard for each."""

    heading: str
    lines: tuple[WithSound, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page to read; `reviewed` is false while nobody has signed it. `keys`: it says which keys leave."""

    heading: str
    picture: str
    groups: tuple[LineGroup, ...]
    reviewed: bool
    keys: bool
    sources: tuple[str, ...]


def text_page(world: World, language: str, number: int, *, heard: bool = True) -> TextPage | None:
    """A page to read, by its number; None when there is none. `heard`: what was recorded can be fetched."""
    name = BLOCKS.get(number, "")
    block = world.release.blocks.get(name)
    if block is None:
        return None
    kept = world.release.upkeep.get(name)
    return TextPage(
        heading=_said(world, block.title, language),
        picture=block.picture,
        groups=_groups(world, block, language, heard=heard),
        reviewed=kept is not None and kept.is_reviewed,
        keys=name == "private",
        sources=tuple(world.release.known_sources.get(s, s) for s in kept.sources) if kept else (),
    )


def _groups(world: World, block: Block, language: str, *, heard: bool) -> tuple[LineGroup, ...]:
    """The lines in their order, parted where a heading stands."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    for key, say in block.lines.items():
        if key in block.headings:
            groups.append((_said(world, block.headings[key], language), []))
        if id := _id(world, say):
            groups[-1][1].append(id)
    return tuple(_group(world, heading, ids, language, heard) for heading, ids in groups if ids)


def _group(world: World, heading: str, ids: list[str], language: str, heard: bool) -> LineGroup:
    lines = (
        with_sound(world, id, language) if heard else (world.release.text(id, language), None) for id in ids
    )
    return LineGroup(heading, tuple(lines))


def _said(world: World, say: Say, language: str) -> str:
    return world.release.text(_id(world, say), language)


def _id(world: World, say: Say) -> str:
    return pick(say, world.fresh, frozenset()) or ""
