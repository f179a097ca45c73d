"""The page for somebody who reads nothing: numbers first, then drawings to tap, all of which can be heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kapea.core.dialogue.step import begin, look
from kapea.core.dialogue.world import World
from kapea.core.present.contact import ContactInWords
from kapea.web.public.address import home_path
from kapea.web.public.audio import WithSound, with_sound
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.other_languages import PICTURES
from kapea.web.public.pages import Button

ADDRESS = "e"
"""Where it stands below the first segment; it says nothing of what it is."""
WORDS = ("cannot-read", "unread-call", "unread-say", "unread-tap")


@dataclass(frozen=True, slots=True)
class Callee:
    """Somebody to call, and the drawing that tells who it is."""

    card: ContactInWords
    picture: str


@dataclass(frozen=True, slots=True)
class CannotReadPage:
    """`heading`, `call`, `say` and `tap` are words with what is heard for them."""

    action: str
    heading: WithSound
    call: WithSound
    say: WithSound
    tap: WithSound
    people: tuple[Callee, ...]
    tiles: tuple[Button, ...]


def cannot_read_page(world: World, language: str, *, at: datetime) -> CannotReadPage:
    """The page in a language: who can be called now, and the first answers as large drawings."""
    heading, call, say, tap = (with_sound(world, f"word.{name}", language) for name in WORDS)
    view, text = look(world, begin(world, language), at=at), world.release.text
    return CannotReadPage(
        action=f"{home_path(world, language)}h/0",
        heading=heading,
        call=call,
        say=say,
        tap=tap,
        people=tuple(_people(world, language, at)),
        tiles=tuple(Button(o.key, text(o.text, language), o.picture) for o in view.offers),
    )


def _people(world: World, language: str, at: datetime) -> list[Callee]:
    """Those of the first view whom a tap reaches by voice."""
    cards = [card for card in urgent_cards(world, language, at=at) if card.kind == "call"]
    return [Callee(card, _picture(world, card)) for card in cards]


def _picture(world: World, card: ContactInWords) -> str:
    """Who listens and who comes are told apart unread; anybody else has the drawing of a call."""
    types = world.directory.services[card.service].types
    return next((PICTURES[kind] for kind in types if kind in PICTURES), card.picture)
