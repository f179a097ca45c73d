"""The pages to read: they depend on nobody; each is the same for all until somebody opens or closes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kapea.core.pack.parse.phrasebooks import MOST_PHRASEBOOKS
from kapea.web.public import (
    cannot_read,
    find_services,
    navigation,
    notes,
    other_languages,
    pages,
    printing,
    text_pages,
    unit_lists,
)
from kapea.web.public.entry import Visit

Content = tuple[str, Any]
"""A template and the plain values that it lays out."""


def first_content(visit: Visit, host: str) -> Content:
    """The first view, with the word by which papers from a wall are known to be of the site at `host`."""
    page = pages.first_page(visit.world, visit.language, at=visit.at)
    return "first", replace(page, sign=printing.site_sign(visit.world, visit.language, host))


def more_content(visit: Visit, host: str) -> Content:
    """What can be learnt, practised and printed."""
    lists = unit_lists.list_links(visit.world, visit.language)
    return "rows", navigation.more_page(visit.world, visit.language, lists)


def unit_list_content(address: str) -> Callable[[Visit, str], Content | None]:
    """The list of what can be learnt at an address."""

    def made(visit: Visit, host: str) -> Content | None:
        page = unit_lists.unit_list(visit.world, visit.language, address)
        return ("units", page) if page else None

    return made


def service_types_content(visit: Visit, host: str) -> Content:
    """The kinds of services to choose from."""
    return "rows", find_services.service_types_page(visit.world, visit.language)


def text_content(number: int) -> Callable[[Visit, str], Content | None]:
    """A page to read, by its number."""

    def made(visit: Visit, host: str) -> Content | None:
        page = text_pages.text_page(visit.world, visit.language, number)
        return ("text", page) if page else None

    return made


def journey_intro_content(address: str) -> Callable[[Visit, str], Content | None]:
    """The page before the journey at an address."""

    def made(visit: Visit, host: str) -> Content | None:
        page = navigation.journey_intro(visit.world, visit.language, address)
        return ("journey_intro", page) if page else None

    return made


def languages_content(visit: Visit, host: str) -> Content | None:
    """The languages that have a page for who reads none of the country's; None where none has."""
    return ("languages", None) if visit.world.release.phrasebooks else None


def phrases_content(number: int) -> Callable[[Visit, str], Content | None]:
    """The page in another language, by its number."""

    def made(visit: Visit, host: str) -> Content | None:
        page = other_languages.phrases_page(visit.world, visit.language, number, at=visit.at)
        return ("phrases", page) if page else None

    return made


def cannot_read_content(visit: Visit, host: str) -> Content:
    """The page for somebody who reads nothing."""
    return "cannot_read", cannot_read.cannot_read_page(visit.world, visit.language, at=visit.at)


PAGES: dict[str, Callable[[Visit, str], Content | None]] = {
    "": first_content,
    "more": more_content,
    "find": service_types_content,
    cannot_read.ADDRESS: cannot_read_content,
    "write": lambda visit, host: ("write", notes.notes_page(visit.world, visit.language)),
    "form": lambda visit, host: ("form", notes.notice_page(visit.world, visit.language)),
    **{f"p/{number}": text_content(number) for number in text_pages.BLOCKS},
    "w": languages_content,
    **{f"w/{number}": phrases_content(number) for number in range(1, MOST_PHRASEBOOKS + 1)},
    **{address: journey_intro_content(address) for address in navigation.OWN},
    **{address: unit_list_content(address) for address in unit_lists.KIND_AT},
}
"""By what follows a country's and language's segment in an address. None: there is no such page here."""
