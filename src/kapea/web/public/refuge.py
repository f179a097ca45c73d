"""The page of an unlucky day: whatever failed, it names who can help now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kapea.core.dialogue.world import World
from kapea.core.present.contact import ContactInWords
from kapea.web.public.address import home_path
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.navigation import Link


@dataclass(frozen=True, slots=True)
class RefugePage:
    """An unlucky day: one sentence, who can help now, a way to begin again, other ways on where there are."""

    says: str
    contacts: tuple[ContactInWords, ...]
    action: str
    links: tuple[Link, ...] = ()


def refuge_page(
    world: World, language: str, word: str, links: tuple[Link, ...] = (), *, at: datetime
) -> RefugePage:
    """The page of an unlucky day that says `word`."""
    return RefugePage(
        says=world.release.text(f"word.{word}", language),
        contacts=urgent_cards(world, language, at=at),
        action=home_path(world, language),
        links=links,
    )
