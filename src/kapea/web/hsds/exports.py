"""The live directories as HSDS, made once for each release and day, and what is found in them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from heapq import merge
from operator import itemgetter
from zoneinfo import ZoneInfo

from kapea.content.queries import live_worlds
from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.world import World
from kapea.core.directory.model import Service
from kapea.core.hsds.api import HsdsQuestion
from kapea.core.hsds.export import HsdsExport
from kapea.core.hsds.searching import HsdsSearch

Found = tuple[HsdsExport, str, Service]
"""A service, its id, and the export that it is in."""


@cached_per_world(most=2)
def export_of(world: World, today: str) -> HsdsExport:
    """A country's directory as of its day."""
    return HsdsExport(world.release, today)


@cached_per_world(most=2)
def search_of(world: World, today: str) -> HsdsSearch:
    """What is found in a country's directory as of its day."""
    return HsdsSearch(export_of(world, today))


def exports() -> list[HsdsExport]:
    """Those of every country served here. Raises NothingLive."""
    return [export_of(world, today) for world, today in _live()]


def found_services(asked: HsdsQuestion) -> list[Found]:
    """Services that fit a question, in the order of their ids."""
    searches = [search_of(world, today) for world, today in _live()]
    each = ([(one.export, id, service) for id, service in one.found(asked)] for one in searches)
    return list(merge(*each, key=itemgetter(1)))


def _live() -> Iterator[tuple[World, str]]:
    """What is served, and the day there."""
    now = datetime.fromtimestamp(time.time(), UTC)
    for world in live_worlds():
        yield world, now.astimezone(ZoneInfo(world.release.time_zone)).date().isoformat()
