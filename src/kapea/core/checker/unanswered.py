"""The places of danger where nobody has answered yet, and where the answers there lead."""

from __future__ import annotations

from collections import deque

from kapea.core.checker.explore import HELP, Graph
from kapea.core.pack.model import ALPHABET


def places_unanswered(graph: Graph) -> dict[int, list[int]]:
    """Places of a known danger, from where it is first known on, until somebody has answered; and where the
    answers there lead.
    """
    world, answered = graph.world, set(graph.world.release.journeys["help"].answered)
    if world.danger < 0:
        return {}
    red = world.facts[world.level].code("red") if world.level >= 0 else ""
    known = [f[world.level] == red and f[world.danger] != ALPHABET[0] for _, f in graph.places]
    is_in = [yes and node not in answered for yes, (node, _) in zip(known, graph.places, strict=True)]
    found = {to for at, targets in enumerate(graph.edges) if not known[at] for to in targets if is_in[to]}
    line, ways = deque(found), dict[int, list[int]]()
    while line:
        at = line.popleft()
        ways[at] = answer_targets(graph, at)
        for to in ways[at]:
            if is_in[to] and to not in found:
                found.add(to)
                line.append(to)
    return ways


def answer_targets(graph: Graph, at: int) -> list[int]:
    """Where the answers on a screen lead: help now and typed words left aside."""
    ways = zip(graph.ways(at), graph.edges[at], strict=False)
    return [to for (key, _), to in ways if key != HELP]
