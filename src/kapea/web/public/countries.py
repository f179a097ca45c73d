"""The page that offers countries: each in its own languages, with who to call there at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kapea.core.dialogue.world import World
from kapea.core.languages.accept import accepted_languages
from kapea.core.present.contact import ContactInWords
from kapea.core.present.phrases import phrasebooks
from kapea.web.public.address import home_path
from kapea.web.public.contacts import urgent_cards


@dataclass(frozen=True, slots=True)
class CountryLink:
    """A language of a country, and its first view."""

    code: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country as its people call it, and in English; `dials` are the numbers of its first view.

    `phrasebooks` are languages of which there are only phrases.
    """

    language: str
    name: str
    english: str
    ways: tuple[CountryLink, ...]
    phrasebooks: tuple[CountryLink, ...]
    dials: tuple[ContactInWords, ...]


@dataclass(frozen=True, slots=True)
class CountriesPage:
    """`says` is a sentence for an unlucky day, else empty."""

    says: str
    countries: tuple[Country, ...]


def country_asked_for(worlds: Sequence[World], header: str) -> tuple[World, str]:
    """A country with the first language that a browser asks for (Accept-Language) and somebody here has.

    Where nobody has any: the only country in its own language; of several the first, in English.
    """
    for language in accepted_languages(header):
        for world in worlds:
            if language in world.release.languages:
                return world, language
    return worlds[0], worlds[0].release.default_language if len(worlds) == 1 else "en"


def countries_page(worlds: Sequence[World], says: str = "", *, at: datetime) -> CountriesPage:
    """All countries, after what is to be said."""
    return CountriesPage(says, tuple(_country(world, at) for world in worlds))


def _country(world: World, at: datetime) -> Country:
    release, own = world.release, world.release.default_language
    ways = (
        CountryLink(c, release.text(f"word.language-{c}", c), home_path(world, c)) for c in release.languages
    )
    dials = tuple(c for c in urgent_cards(world, own, at=at) if c.href.startswith("tel:"))
    here = home_path(world, own)
    books = (CountryLink(b.language, b.name, f"{here}w/{b.number}") for b in phrasebooks(release))
    names = release.text("pack.name", own), release.text("pack.name", "en")
    return Country(own, *names, tuple(ways), tuple(books), dials)
