"""The cards of contacts, made once for all who are shown the same ones."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from weakref import WeakKeyDictionary

import msgspec

from kapea.core.dialogue.step import begin, look
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match
from kapea.core.present.contact import ContactInWords, contact_in_words

MOST_CARDS = 512
_cards: WeakKeyDictionary[World, dict[tuple[Match, str, bool], ContactInWords]] = WeakKeyDictionary()
"""A match has one card until somebody opens or closes, and hundreds look at it. Cards go with their world."""


def urgent_cards(world: World, language: str, *, at: datetime) -> tuple[ContactInWords, ...]:
    """Who can help now: the contacts of the first view, which every page keeps within one tap."""
    return _urgent(world, language, at.replace(second=0, microsecond=0))


@lru_cache(maxsize=16)
def _urgent(world: World, language: str, minute: datetime) -> tuple[ContactInWords, ...]:
    view = look(world, begin(world, language), at=minute)
    cards = (contact_card(world, found, language, brief=True) for found in view.contacts)
    return tuple(msgspec.structs.replace(card, ways=()) for card in cards)


def contact_card(world: World, found: Match, language: str, *, brief: bool = False) -> ContactInWords:
    """The card of a match; a `brief` one leaves out what they do and their site."""
    kept, key = _cards.setdefault(world, {}), (found, language, brief)
    if key not in kept:
        if len(kept) >= MOST_CARDS:
            kept.clear()
        kept[key] = contact_in_words(world.release, found, language, brief=brief)
    return kept[key]
