"""Every list of people that a conversation can come to name, found by walking it as it is served."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from kapea.core.dialogue.contacts import contacts_at, has_power, local_is_safe, types_at
from kapea.core.dialogue.state import Place
from kapea.core.dialogue.turn import advance, way_to_help
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match

MOST_PLACES = 1_000_000
"""As the checker's: a pack that passed its check comes nowhere near."""
JOURNEYS = ("help", "learn", "settings")
"""What is kept and has a way of its own there; and whatever other journeys these lead into."""


class Asked(msgspec.Struct, frozen=True):
    """What decides whom a place names: `next`, nobody answered; `prefer`, who leads; `local`, it is safe.

    `outside`: whoever hurts has power here.
    """

    types: tuple[str, ...]
    next: bool
    prefer: str
    who: str
    band: str
    local: bool
    outside: bool


def places(world: World) -> list[Place]:
    """Every place that answers lead to from the starts of what is kept. Typed words are not kept."""
    journeys = world.release.journeys
    found = [(journeys[id].start, world.fresh) for id in JOURNEYS if id in journeys]
    known, at = set(found), 0
    while at < len(found):
        for place in ways_on(world, found[at]):
            if place not in known:
                known.add(place)
                found.append(place)
        if len(found) > MOST_PLACES:
            raise ValueError("more places than are walked")
        at += 1
    return found


def ways_on(world: World, place: Place) -> list[Place]:
    """Where each answer at a place leads, and last where help now does."""
    choices = (c for c, _ in world.choices(world.release.nodes[place[0]], place[1]) if not c.back)
    to = [advance(world, place, choice)[0] for choice in choices]
    return [*to, place if place[0] == world.help else advance(world, place, way_to_help(world))[0]]


def asked(world: World, place: Place) -> Asked:
    node, facts = world.release.nodes[place[0]], place[1]
    return Asked(
        types=types_at(world, node, facts),
        next=node.contacts is not None and node.contacts.next,
        prefer=node.contacts.prefer if node.contacts is not None else "",
        who=world.value(facts, world.who),
        band=world.value(facts, world.band),
        local=local_is_safe(world, facts),
        outside=has_power(world, facts),
    )


def needs(world: World, every: Iterable[Place] = ()) -> dict[Asked, Place]:
    """Each different list of people, with one place that names it; `every` place, where they are known."""
    found: dict[Asked, Place] = {}
    for place in every or places(world):
        found.setdefault(asked(world, place), place)
    return {wanted: place for wanted, place in found.items() if wanted.types}


def contacts_for(world: World, place: Place, language: str, *, at: datetime) -> tuple[Match, ...]:
    """The people a place names then, by the function that serves it."""
    return contacts_at(world, world.release.nodes[place[0]], place[1], language, at=at)
