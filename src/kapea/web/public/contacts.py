"""The cards of contacts, made once for all who are shown the same ones."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.step import begin, look
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match
from kapea.core.present.contact import ContactInWords, contact_in_words, in_danger

MOST_CARDS = 512


def urgent_cards(world: World, language: str, *, at: datetime) -> tuple[ContactInWords, ...]:
    """Who can help now: the contacts of the first view, which every page keeps within one tap."""
    return _urgent(world, language, at.replace(second=0, microsecond=0))


@cached_per_world(most=16)
def _urgent(world: World, language: str, minute: datetime) -> tuple[ContactInWords, ...]:
    view = look(world, begin(world, language), at=minute)
    cards = (contact_card(world, found, language, brief=True) for found in view.contacts)
    return in_danger(world.release, [msgspec.structs.replace(card, ways=()) for card in cards])


@cached_per_world(most=MOST_CARDS)
def contact_card(world: World, found: Match, language: str, *, brief: bool = False) -> ContactInWords:
    """The card of a match; a `brief` one leaves out what they do and their site.

    A match has one card until somebody opens or closes, and hundreds look at it.
    """
    return contact_in_words(world.release, found, language, brief=brief)
