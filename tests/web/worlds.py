"""Worlds of the pages under test: the four shipped countries, and small ones by the dozen."""

from __future__ import annotations

from functools import cache

from tests.packs import COUNTRIES, world
from tests.small_releases import countries

from kapea.core.dialogue.world import World

SPOKEN_IN = [
    (pack, language)
    for pack, languages in {
        "cambodia": ("km", "en"),
        "kenya": ("sw", "en"),
        "nepal": ("ne", "en"),
        "philippines": ("fil", "en"),
    }.items()
    for language in languages
]
"""Every country with each of its languages."""


@cache
def small_worlds(number: int) -> tuple[World, ...]:
    return tuple(World(release) for release in countries(number))


def shipped_worlds() -> tuple[World, ...]:
    return tuple(world(pack) for pack in COUNTRIES)
