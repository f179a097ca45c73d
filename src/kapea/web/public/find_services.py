"""Services by kind and by place, for whoever looks for them without a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kapea.core.dialogue.world import World
from kapea.core.directory.match import Need, match
from kapea.core.directory.needs import types_answered
from kapea.core.present.contact import ContactInWords
from kapea.web.public.address import home_path
from kapea.web.public.contacts import contact_card
from kapea.web.public.navigation import Link, Rows


@dataclass(frozen=True, slots=True)
class Option:
    """An area to choose; `chosen` is the one shown."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ServicesPage:
    """Services of one kind, the nearest first, and the areas to look in."""

    kind: int
    heading: str
    areas: tuple[Option, ...]
    contacts: tuple[ContactInWords, ...]
    fallback: bool
    action: str


def service_types_page(world: World, language: str) -> Rows:
    """Every kind that somebody here answers to, under the number it always has."""
    text, directory, here = world.release.text, world.directory, home_path(world, language)
    known = types_answered(directory)
    links = (
        Link(f"{here}find?t={n}", text(words, language), TYPE_PICTURES.get(kind, "hand"))
        for n, (kind, words) in enumerate(directory.types.items(), 1)
        if kind in known
    )
    return Rows(text("word.find-lead", language), tuple(links), back=here)


TYPE_PICTURES = {
    "HELPLINE": "phone-call",
    "EMERGENCY": "danger-hurt",
    "AMBULANCE": "ambulance",
    "HEALTH": "hospital",
    "POLICE-CHILD": "shield",
    "HOTLINE": "write-down",
    "TAKEDOWN": "hands-apart",
    "PLATFORM": "devices",
    "MENTAL": "heavy-heart",
    "SOCIAL": "family",
    "LEGAL": "scales",
    "SCHOOL": "school",
    "TRAFFICKING": "walk-together",
    "OVERSIGHT": "paper",
    "SWALLOWED": "swallowed",
    "NGO": "heart-hands",
}
"""A drawing for each kind of service."""


def area_options(world: World, language: str, chosen: str) -> tuple[Option, ...]:
    """Every area of the country, to choose where somebody is."""
    areas = world.directory.areas.items()
    return tuple(
        Option(code, world.release.text(area.name, language), code == chosen) for code, area in areas
    )


def services_page(world: World, language: str, kind: int, area: str, *, at: datetime) -> ServicesPage | None:
    """Who answers to the kind numbered so, there; None when there is no such kind."""
    directory, text = world.directory, world.release.text
    types = list(directory.types.items())
    if not 1 <= kind <= len(types):
        return None
    code, words = types[kind - 1]
    area = area if area in directory.areas else ""
    matches = match(directory, Need(types=(code,), language=language, area=area), at=at)
    return ServicesPage(
        kind=kind,
        heading=text(words, language),
        areas=area_options(world, language, area),
        contacts=tuple(contact_card(world, m, language) for m in matches),
        fallback=any(m.fallback for m in matches),
        action=f"{home_path(world, language)}find",
    )
