"""How near a service's areas are to a person's area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from kapea.core.directory.model import Area, Directory, Service, ServicesByArea, lineage

EXACT, WITHIN, NATIONAL, SOMEWHERE, AWAY = range(5)
"""Nearest first. SOMEWHERE: it serves certain areas and the person's is not known. AWAY: not the person's."""


def distance(areas: Mapping[str, Area], area: str, service: Service) -> int:
    """EXACT to AWAY. An area the directory does not know counts as not known."""
    if not service.areas:
        return NATIONAL
    if area not in areas:
        return SOMEWHERE
    if area in service.areas:
        return EXACT
    around = lineage(areas, area)
    within = any(a in around or area in lineage(areas, a) for a in service.areas)
    return WITHIN if within else AWAY


def not_away(directory: Directory, area: str, listed: ServicesByArea) -> Iterator[Service]:
    """Of services listed by area those that are not AWAY from one, some more than once; all of them where it
    is not known.
    """
    if area not in directory.areas:
        return chain.from_iterable(listed.values())
    near = {"", *lineage(directory.areas, area), *directory.inside.get(area, ())}
    return chain.from_iterable(listed[code] for code in near & listed.keys())


def area_classes(areas: Mapping[str, Area], services: Iterable[Service]) -> tuple[str, ...]:
    """One area for each different set of areas that these services name and that lie around or inside it."""
    named = {area for service in services for area in service.areas}
    around = {code: lineage(areas, code) for code in areas}
    first: dict[frozenset[str], str] = {}
    for code in areas:
        near = frozenset(a for a in named if a in around[code] or code in around.get(a, ()))
        first.setdefault(near, code)
    return tuple(first.values())
