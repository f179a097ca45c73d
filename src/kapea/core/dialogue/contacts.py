"""Which people a view names: by the node's list, the danger, the situation; matched here, now, in this
language.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match, Need, spread
from kapea.core.directory.next_lines import first_line, lines_first
from kapea.core.pack.model import Contacts, Node

MAX_CONTACTS = 3
"""More than three choices of whom to call is a list to study, not help."""
AGES = {"9-11": (9, 11), "12-14": (12, 14), "15-17": (15, 17)}


def contacts_at(
    world: World, node: Node, facts: str, language: str, *, at: datetime, area: str = ""
) -> tuple[Match, ...]:
    """The contacts of a node, first the one to call first.

    A `next` node, for when nobody answered, begins with other numbers, and knows those near to `area`, where
    somebody said it; one that prefers lines begins with those.
    """
    types = types_at(world, node, facts)
    if not types:
        return ()
    return contacts_of(world, search_for(world, node.contacts, types, facts, language, area), at)


class Search(NamedTuple):
    """Who is looked for: a need; and a wider one where nobody answered (`next`), or lines are preferred."""

    need: Need
    wider: Need | None = None
    next: bool = False


def search_for(
    world: World, wanted: Contacts | None, types: tuple[str, ...], facts: str, language: str, area: str = ""
) -> Search:
    """The search at a node that wants some contacts, once it is known which types it names."""
    need = _need(world, types, facts, language)
    if wanted is None or not (wanted.next or wanted.prefer):
        return Search(need)
    wide = tuple(dict.fromkeys((*types, *_order(world, "now", facts))))
    near = area if wanted.next else ""
    return Search(need, replace(need, types=wide, prefer=wanted.prefer, area=near), wanted.next)


def contacts_of(world: World, search: Search, at: datetime) -> tuple[Match, ...]:
    """At most MAX_CONTACTS, first the one to call first."""
    wider = world.match(search.wider, at) if search.wider is not None else ()
    return contacts_among(search, world.match(search.need, at), wider)


def contacts_among(search: Search, found: tuple[Match, ...], wider: tuple[Match, ...]) -> tuple[Match, ...]:
    """The contacts of a search, of all that fits its need, and its wider one."""
    shown = spread(found, MAX_CONTACTS)
    if search.wider is None:
        return shown
    tried = first_line(shown) if search.next else None
    return lines_first(wider, tried=tried, prefer=search.wider.prefer, most=MAX_CONTACTS)


def types_at(world: World, node: Node, facts: str) -> tuple[str, ...]:
    """The service types a view names here, in order. Where a danger is known its own contacts lead."""
    wanted, danger = node.contacts, _danger(world, facts)
    if wanted is None:
        if node.id not in world.telling:
            return ()
        told = tuple(kind for line in world.lines(node, facts) for kind in line.call)
        return tuple(dict.fromkeys((*_order(world, danger, facts), *told))) if told else ()
    if wanted.source == "types":
        return wanted.types
    if wanted.source == "now" or (danger == "none" and wanted.source == "danger"):
        return _order(world, "now", facts)
    voice = world.voice(facts) if wanted.source == "situation" else None
    led = (*_order(world, danger, facts), *(voice.call if voice else ()))
    return tuple(dict.fromkeys(led)) or _order(world, "now", facts)


def _danger(world: World, facts: str) -> str:
    """The danger that is known. Red, and none is known (any more): whoever is to be called now leads."""
    danger = world.value(facts, world.danger) if world.danger >= 0 else "none"
    return "now" if danger == "none" and world.value(facts, world.level) == "red" else danger


def _order(world: World, danger: str, facts: str) -> tuple[str, ...]:
    """Who comes first in a danger. Where whoever hurts has power here, the lines outside this place lead."""
    order = world.directory.order
    if not has_power(world, facts):
        return order.get(danger, ())
    listed = order.get("power" if danger == "none" else f"{danger}-power", ())
    return listed or order.get(danger, ())


def helpline(world: World, facts: str, language: str, *, at: datetime) -> tuple[Match, ...]:
    """The person to talk to when the machine did not understand twice."""
    return world.match(_need(world, ("HELPLINE",), facts, language), at)


def _need(world: World, types: tuple[str, ...], facts: str, language: str) -> Need:
    return Need(
        types=types,
        language=language,
        who=world.value(facts, world.who),
        age=AGES.get(world.value(facts, world.band)),
        local_is_safe=local_is_safe(world, facts),
        outside=has_power(world, facts),
    )


def local_is_safe(world: World, facts: str) -> bool:
    """Whether someone who lives near may be asked: home answered safe, and nobody with power here.

    That the question of power was asked before home was answered is for the checker to prove (K24).
    """
    home = world.value(facts, world.home) if world.home >= 0 else "unknown"
    return home == "safe" and not has_power(world, facts)


def has_power(world: World, facts: str) -> bool:
    """Whether whoever hurts has power in this place, so that its own doors are left out."""
    return world.power >= 0 and world.value(facts, world.power) == "someone"
