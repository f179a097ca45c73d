"""The live directories as HSDS, made once for each release and day, and what is found in them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kapea.content.queries import live_worlds
from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.world import World
from kapea.core.directory.model import Service
from kapea.core.hsds.api import HsdsQuestion, has_words
from kapea.core.hsds.export import HsdsExport

Found = tuple[HsdsExport, str, Service]
"""A service, its id, and the export that it is in."""


@cached_per_world(most=2)
def export_of(world: World, today: str) -> HsdsExport:
    """A country's directory as of its day."""
    return HsdsExport(world.release, today)


def exports() -> list[HsdsExport]:
    """Those of every country served here. Raises NothingLive."""
    now = datetime.fromtimestamp(time.time(), UTC)
    found = ((world, now.astimezone(ZoneInfo(world.release.time_zone)).date()) for world in live_worlds())
    return [export_of(world, day.isoformat()) for world, day in found]


def found_services(asked: HsdsQuestion) -> list[Found]:
    """Services that fit a question, in the order of their ids."""
    found = ((each, id, service) for each in exports() for id, service in each.services.items())
    return sorted((each for each in found if _fits(asked, *each)), key=lambda each: each[1])


def _fits(asked: HsdsQuestion, export: HsdsExport, id: str, service: Service) -> bool:
    if asked.taxonomy_term_id and not export.has_term(service, asked.taxonomy_term_id):
        return False
    if asked.taxonomy_id and asked.taxonomy_id != export.taxonomy().id:
        return False
    if asked.organization_id and asked.organization_id != export.id_of_organization(service):
        return False
    return not asked.search or has_words(asked.search, list(_texts(export, service)))


def _texts(export: HsdsExport, service: Service) -> Iterator[str]:
    for language in export.release.languages:
        for text in (service.name, service.does):
            yield export.release.text(text, language)
    yield export.release.directory.organization_of(service).name
