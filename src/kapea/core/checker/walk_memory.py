"""A walk made before, told again for a pack of which only words have changed since.

The walk that is kept is made of a release that has no words. So whatever words there are, it is the walk of
every release that is otherwise the same: nothing has to be believed about what the walk reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from typing import TypeVar

import msgspec

from kapea.core.checker.explore import explore
from kapea.core.checker.graph import Graph, Ways
from kapea.core.checker.watched import Watched, watched
from kapea.core.dialogue.state import Place
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release, encode_release

Memory = MutableMapping[str, bytes]
"""What may be kept from one check to the next, by the same program. It may be empty at any time."""
KIND = "walk "
WORDS = (
    "texts",
    "lint",
    "flags",
    "marks",
    "upkeep",
    "law",
    "pictures",
    "materials",
    "phrasebooks",
    "media",
    "known_sources",
    "duties",
    "staff_texts",
    "retention",
    "clocks",
    "workshops",
    "measures",
    "instruments",
)
"""Parts of a release that no walk reads; what they have properties look at (Watched) is told besides."""


class _Walk(msgspec.Struct):
    """What a graph holds, each different view and each different set of answers once."""

    starts: dict[str, int]
    places: list[Place]
    edges: list[tuple[int, ...]]
    parents: list[int]
    taps: list[int]
    seen: list[int]
    screen_of: list[int]
    views: list[View]
    view_of: list[int]
    ways: list[Ways]
    ways_of: list[int]


def explored(world: World, memory: Memory) -> Graph:
    """As `explore`, out of the memory where it has this walk. A new one takes the place of the one before."""
    graph = Graph(world)
    looked_at = watched(graph.searched)
    shape = _without_words(world.release)
    key = KIND + _fingerprint(shape, looked_at)
    if key in memory:
        _fill(graph, msgspec.msgpack.decode(memory[key], type=_Walk))
    else:
        walked = explore(World(shape), looked_at=looked_at)
        keep_last(memory, KIND, key, msgspec.msgpack.encode(_kept(walked)))
        graph = walked.told_with(world, graph.searched)
    graph.kept_as = key
    return graph


def keep_last(memory: Memory, kind: str, key: str, part: bytes) -> None:
    """Keeps a part in the place of the one before of its kind, with which keys of the kind begin."""
    for old in [name for name in memory if name.startswith(kind)]:
        del memory[old]
    memory[key] = part


def _without_words(release: Release) -> Release:
    """All of a release that decides where answers lead and which texts stand there, by their ids."""
    return msgspec.structs.replace(release, **{name: {} for name in WORDS}, version="", hash="")


def _fingerprint(shape: Release, looked_at: Watched) -> str:
    told = hashlib.sha256(encode_release(shape))
    told.update(msgspec.msgpack.encode((sorted(looked_at.tells_home), looked_at.at_effects)))
    return told.hexdigest()


Each = TypeVar("Each")


def _once(each: list[Each]) -> tuple[list[Each], list[int]]:
    """Every one that a graph shares, and for each its number among them."""
    numbers: dict[int, int] = {}
    of = [numbers.setdefault(id(one), len(numbers)) for one in each]
    return list({id(one): one for one in each}.values()), of


def _kept(graph: Graph) -> _Walk:
    views, view_of = _once([graph.views[at] for at in graph.seen])
    ways, ways_of = _once(graph.ways_of)
    return _Walk(
        graph.starts,
        graph.places,
        graph.edges,
        graph.parents,
        graph.taps,
        graph.seen,
        graph.screen_of,
        views,
        view_of,
        ways,
        ways_of,
    )


def _fill(graph: Graph, walk: _Walk) -> None:
    graph.starts, graph.places, graph.edges = walk.starts, walk.places, walk.edges
    graph.parents, graph.taps, graph.seen = walk.parents, walk.taps, walk.seen
    graph.screen_of = walk.screen_of
    graph.views = [walk.views[walk.view_of[screen]] for screen in walk.screen_of]
    graph.ways_of = [walk.ways[number] for number in walk.ways_of]
