"""Whom to call, on pages that are read on any day and at any hour, without the internet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from kapea.core.dialogue.world import World
from kapea.core.directory.hours import moment
from kapea.core.directory.match import Match, Need, match
from kapea.core.directory.needs import types_answered
from kapea.core.directory.trust import is_expired
from kapea.core.offline.hours_text import undated_contact
from kapea.core.pack.model import WorkshopPlan
from kapea.core.paper.contacts import NOT_PUT_UP, first_named
from kapea.core.paper.plan_cards import nobody_answers
from kapea.core.present.contact import BETWEEN, ContactInWords
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.offline.kept_cards import still_world


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """Who answers to one kind of need."""

    heading: str
    contacts: tuple[ContactInWords, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Whom to call now, then everybody by kind. `index` leads back."""

    heading: str
    contacts: tuple[ContactInWords, ...]
    groups: tuple[HelpGroup, ...]
    index: str


def help_page(world: World, language: str, index: str, *, at: datetime) -> HelpPage:
    """Everybody whom the directory may show, but for those near: the page does not know who reads it."""
    text = world.release.text
    kinds = (kind for kind in types_answered(world.directory) if kind not in NOT_PUT_UP)
    groups = (
        HelpGroup(text(world.directory.types[kind], language), _of_kind(world, language, kind, at))
        for kind in kinds
    )
    return HelpPage(
        heading=text("word.workshop-call", language),
        contacts=tuple(map(_at_hand, urgent_cards(still_world(world), language, at=at))),
        groups=tuple(group for group in groups if group.contacts),
        index=index,
    )


def plan_contacts(
    world: World, plan: WorkshopPlan, language: str, *, at: datetime
) -> tuple[ContactInWords, ...]:
    """The same people as stand on the cards of a plan. Raises Unprintable as paper does."""
    still = msgspec.structs.replace(world.release, directory=still_world(world).directory)
    try:
        return _cards(world, first_named(still, plan.calls, language, at=at), language)
    except LookupError as nobody:
        raise nobody_answers(plan, nobody) from nobody


def _of_kind(world: World, language: str, kind: str, at: datetime) -> tuple[ContactInWords, ...]:
    directory = still_world(world).directory
    today = moment(at, directory.time_zone).today
    found = match(directory, Need(types=(kind,), language=language), at=at)
    shown = (m for m in found if not (m.fallback or m.service.local or is_expired(m.service, today)))
    return _cards(world, shown, language)


def _cards(world: World, found: Iterable[Match], language: str) -> tuple[ContactInWords, ...]:
    services = world.directory.services
    return tuple(
        _at_hand(undated_contact(world.release, each, services[each.service.id], language)) for each in found
    )


def _at_hand(card: ContactInWords) -> ContactInWords:
    """A card without ways into the internet: it says the name of a site, and leads only to a phone."""
    ways = tuple(way for way in card.ways if not way.outside)
    site = card.site.rpartition(BETWEEN)[2]
    return msgspec.structs.replace(card, ways=ways, site=site, href="" if card.outside else card.href)
