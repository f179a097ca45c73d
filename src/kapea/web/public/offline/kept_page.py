"""The page that is kept: its first view with the numbers in it, and every page beside the conversation.

It stands without a script and without its edition; with them, the conversation can be walked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kapea.core.dialogue.step import begin, look
from kapea.core.dialogue.world import World
from kapea.core.directory.needs import types_answered
from kapea.core.offline.contact_lists import JOURNEYS
from kapea.core.offline.without_clock import noon, turning_days
from kapea.core.pack.parse.learning_units import MENU
from kapea.core.present.contact import ContactInWords
from kapea.web.public import find_services, text_pages
from kapea.web.public.address import home_path
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.navigation import OWN
from kapea.web.public.offline.kept_cards import still_world
from kapea.web.public.pages import HONEST_LINES, Button


@dataclass(frozen=True, slots=True)
class KeptText:
    """A page to read, and how the foot names it."""

    words: str
    sign: str
    page: text_pages.TextPage


@dataclass(frozen=True, slots=True)
class KeptPage:
    """`edition` is the address of what its script walks; `since` and `until` say how old it all is."""

    edition: str
    since: str
    until: str
    contacts: tuple[ContactInWords, ...]
    honest: tuple[str, ...]
    says: tuple[str, ...]
    ask: str
    tiles: tuple[Button, ...]
    journeys: tuple[Button, ...]
    kinds: tuple[Button, ...]
    texts: tuple[KeptText, ...]
    remove: str


TEXTS = {1: ("page-private", "lock"), 2: ("page-about", "question-mark")}
"""By the number in their address, the word and the drawing of pages to read."""


def kept_page(world: World, language: str, *, at: datetime) -> KeptPage:
    """What the page says on the day of `at`; of hours, only what is true at any."""
    text, today = world.release.text, turning_days(world.directory, at=at)[0]
    still = still_world(world)
    view = look(still, begin(still, language), at=noon(world.directory, today))
    said = tuple(text(shown.text, language) for shown in view.shown)
    day = "/".join(reversed(today.split("-")))
    return KeptPage(
        edition=f"{home_path(world, language)}k.json",
        since=text("word.keep-from", language).replace("{date}", day),
        until=min((kept.expires for kept in world.release.upkeep.values() if kept.expires), default=""),
        contacts=urgent_cards(still, language, at=noon(world.directory, today)),
        honest=said[:HONEST_LINES],
        says=said[HONEST_LINES:],
        ask=text(view.ask.text, language) if view.ask else "",
        tiles=tuple(Button(o.key, text(o.text, language), o.picture) for o in view.offers),
        journeys=_journeys(world, language),
        kinds=_kinds(world, language),
        texts=_texts(world, language),
        remove=text("word.keep-remove", language, "short"),
    )


def _journeys(world: World, language: str) -> tuple[Button, ...]:
    """The journeys that are kept beside the help, as the foot names them."""
    text, journeys = world.release.text, world.release.journeys
    learnt = (Button(MENU, text("word.page-more", language), "sit-together"),) if MENU in journeys else ()
    return learnt + tuple(
        Button(own.journey, text(f"word.page-{address}", language), own.picture)
        for address, own in OWN.items()
        if own.journey in JOURNEYS and own.journey in journeys
    )


def _kinds(world: World, language: str) -> tuple[Button, ...]:
    text, types = world.release.text, world.directory.types
    return tuple(
        Button(str(n), text(types[kind], language), find_services.TYPE_PICTURES.get(kind, "hand"))
        for n, kind in enumerate(types_answered(world.directory))
    )


def _texts(world: World, language: str) -> tuple[KeptText, ...]:
    pages = (
        (text_pages.text_page(world, language, number, heard=False), *named)
        for number, named in TEXTS.items()
    )
    return tuple(
        KeptText(world.release.text(f"word.{word}", language, "short"), sign, page)
        for page, word, sign in pages
        if page is not None
    )
