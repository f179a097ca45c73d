"""Ways through a lesson, a story or a practice, as answers: together they meet every screen of it."""

from __future__ import annotations

from collections import deque

from kapea.core.dialogue.state import Place
from kapea.core.dialogue.turn import advance, begin
from kapea.core.dialogue.world import World

Keys = tuple[str, ...]


def ways_through(world: World, journey: str) -> list[Keys]:
    """The shortest ways from its start to its end that together come to each of its screens."""
    start = begin(world, "en", journey).place
    met, ways = set[str](), list[Keys]()
    for place, keys in _reached(world, start).items():
        node = world.release.nodes[place[0]]
        if node.id in met:
            continue
        onward = next(k for p, k in _reached(world, place).items() if _is_end(world, p))
        ways.append(keys + onward)
        met |= {world.release.nodes[each].id for each in _walked(world, start, keys + onward)}
    return ways


def _reached(world: World, start: Place) -> dict[Place, Keys]:
    """Each place of the journey, nearest first, with the answers that lead there."""
    journey = world.release.nodes[start[0]].journey
    found: dict[Place, Keys] = {start: ()}
    line = deque([start])
    while line:
        place = line.popleft()
        if _is_end(world, place):
            continue
        for key, choice in world.answers(place).items():
            to, _ = advance(world, place, choice)
            if to not in found and world.release.nodes[to[0]].journey == journey:
                found[to] = (*found[place], key)
                line.append(to)
    return found


def _walked(world: World, place: Place, keys: Keys) -> list[int]:
    nodes = [place[0]]
    for key in keys:
        place, _ = advance(world, place, world.answers(place)[key])
        nodes.append(place[0])
    return nodes


def _is_end(world: World, place: Place) -> bool:
    node = world.release.nodes[place[0]]
    return node.id == f"{node.journey}.done"
