"""The first segment of every address: a language, and, where several countries are served, whose.

One country: `/km/`. Several: `/km-kh/`, `/sw-ke/`, as language tags are written (BCP 47), in small letters.
Nothing else holds the choice of a country, so nothing remembers it.

An address once printed works for ever: `/km/` still leads to Cambodia when a second country is served, and
`/km-kh/` when it is alone again.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from kapea.core.dialogue.world import World


def serves_several_countries() -> bool:
    """Whether a visitor has countries to choose from."""
    return len(settings.KAPEA_PACKS) > 1


def tag(world: World, language: str) -> str:
    """The segment for a country's pages in a language."""
    return f"{language}-{world.release.country.lower()}" if serves_several_countries() else language


def home_path(world: World, language: str) -> str:
    """Where the first view stands; every other address of the country begins with it."""
    return f"/{tag(world, language)}/"


def resolve(segment: str, worlds: Sequence[World]) -> tuple[World, str] | None:
    """Whose pages, in which language; None when nobody here has such a segment."""
    for world in worlds:
        for language in world.release.languages:
            if segment == tag(world, language):
                return world, language
    return None


def meant_by(segment: str, worlds: Sequence[World]) -> list[tuple[World, str]]:
    """Whose pages, in which language, a segment meant when there were more countries here, or only one.

    Empty where it never meant anything here; several where more than one country speaks that language.
    """
    language, _, country = segment.partition("-")
    return [
        (world, language)
        for world in worlds
        if language in world.release.languages and country in ("", world.release.country.lower())
    ]
