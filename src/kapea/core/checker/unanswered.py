"""The places of danger where nobody has answered yet, and where the answers there lead."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from kapea.core.checker.graph import Graph
from kapea.core.pack.model import ALPHABET


class Unanswered(NamedTuple):
    """`ways`: places of a known danger until somebody has answered, and where the answers there lead.
    `skipped`: where a danger is first known, though it is said of the node that somebody has answered there.
    """

    ways: dict[int, tuple[int, ...]]
    skipped: frozenset[int]


def places_unanswered(graph: Graph) -> Unanswered:
    """From where a danger is first known on, until somebody has answered."""
    answered = set(graph.world.release.journeys["help"].answered)
    known = _knows_danger(graph)
    begun = {to for at, targets in enumerate(graph.edges) if not known[at] for to in targets if known[to]}
    skipped = frozenset(at for at in begun if graph.places[at][0] in answered)
    line, ways = deque(begun - skipped), dict[int, tuple[int, ...]]()
    found = set(line)
    while line:
        at = line.popleft()
        ways[at] = graph.answers(at)
        for to in ways[at]:
            if known[to] and graph.places[to][0] not in answered and to not in found:
                found.add(to)
                line.append(to)
    return Unanswered(ways, skipped)


def _knows_danger(graph: Graph) -> list[bool]:
    """Of each place whether it is red and the danger has a name."""
    world, at = graph.world, graph.world.danger
    if at < 0 or world.level < 0:
        return [False] * len(graph.places)
    red = world.facts[world.level].code("red")
    return [facts[world.level] == red and facts[at] != ALPHABET[0] for _, facts in graph.places]
