"""The country that an organisation works in: what it is called there, and its time."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kapea.content.queries import NothingLive, worlds
from kapea.core.pack.model import Release


@dataclass(frozen=True, slots=True)
class OfficeCountry:
    """Its name in a language, its time zone, and its release; none where nothing of its pack is live."""

    name: str
    zone: ZoneInfo
    release: Release | None


def country_of(pack: str, language: str) -> OfficeCountry:
    """The country of a pack. Where nothing of it is live, the pack's own name, and the time of nobody."""
    try:
        release = worlds.live(pack).release
    except NothingLive:
        return OfficeCountry(pack, ZoneInfo("UTC"), None)
    said = release.texts.get(language, {}).get("pack.name", release.name)
    return OfficeCountry(said, ZoneInfo(release.time_zone), release)
