"""What each page holds, as plain values made from a view. Templates only lay them out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, zip_longest

import msgspec

from kapea.core.dialogue.menu_screen import dated
from kapea.core.dialogue.step import begin, look
from kapea.core.dialogue.view import Offer, Shown, View
from kapea.core.dialogue.world import World
from kapea.core.present.contact import ContactInWords
from kapea.web.public.address import home_path
from kapea.web.public.audio import Sound, by_computer, sound_of
from kapea.web.public.contacts import contact_card, urgent_cards
from kapea.web.public.level_icons import SHAPE_OF
from kapea.web.public.menu_drawing import drawn
from kapea.web.public.navigation import Link, footer_links

LEVELS = "A1."
"""Where the lines stand that say how soon; they are shown with the shape of their level."""
YES_NO = ("yes", "no", "unsure")
TILES_AT_ONCE = 12
"""More tiles than this wait behind one tap; a page of pictures ends within two screens."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what is sent, its words, its drawing (a name, or empty)."""

    key: str
    words: str
    picture: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together. `kind`: do, say, items, steps, tap, level. `sounds` are those of the texts.

    `tongue` is set where the words are of another language than the page.
    """

    kind: str
    lines: tuple[str, ...]
    picture: str = ""
    sounds: tuple[Sound | None, ...] = ()
    tongue: str = ""

    @property
    def heard(self) -> list[tuple[str, Sound | None]]:
        """Each line with its sound."""
        return list(zip_longest(self.lines, self.sounds[: len(self.lines)]))


@dataclass(frozen=True, slots=True)
class Sign:
    """The word of this site, and the drawing of it; both also stand on its papers."""

    word: str
    picture: str


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The first view. `computer`: a computer speaks here, and the page says so."""

    action: str
    contacts: tuple[ContactInWords, ...]
    says: tuple[tuple[str, Sound | None], ...]
    ask: str
    ask_sound: Sound | None
    computer: bool
    tiles: tuple[Button, ...]
    links: tuple[Link, ...]
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step of a conversation. `fallback`: the contacts are those for when nothing fits. `screen` is a
    drawing of a phone with the words of its menu.

    `writes`: a few words may be written instead of choosing. `computer`: a computer speaks here, and the page
    says so.
    """

    action: str
    level: str
    contacts: tuple[ContactInWords, ...]
    is_urgent: bool
    fallback: bool
    note: str
    heading: str
    picture: str
    parts: tuple[Passage, ...]
    ask: str
    tiles: tuple[Button, ...]
    more: tuple[Button, ...]
    main: tuple[Button, ...]
    buttons: tuple[Button, ...]
    minor: tuple[Button, ...]
    is_first: bool
    writes: bool
    heading_sound: Sound | None
    ask_sound: Sound | None
    computer: bool
    screen: str = ""


def first_page(world: World, language: str, *, at: datetime) -> FirstPage:
    """The first view, from memory alone."""
    view, text = look(world, begin(world, language), at=at), world.release.text
    says = tuple((text(s.text, language), sound_of(world, view, s.text, language)) for s in view.shown)
    ask_sound = sound_of(world, view, view.ask.text, language) if view.ask else None
    return FirstPage(
        action=f"{home_path(world, language)}h/0",
        contacts=urgent_cards(world, language, at=at),
        says=says,
        ask=text(view.ask.text, language) if view.ask else "",
        ask_sound=ask_sound,
        computer=by_computer((ask_sound, *(each for _, each in says))),
        tiles=tuple(_choice(world, o, language) for o in view.offers),
        links=footer_links(world, language),
    )


def step_page(world: World, view: View, n: int) -> StepPage:
    """A step after `n` answers."""
    language, text = view.language, world.release.text
    lines = [s for s in view.shown if s.role != "note"]
    note = next((text(s.text, language) for s in view.shown if s.role == "note"), "")
    head = _heading(lines)
    rest = [s for s in lines if s is not head]
    ask = text(view.ask.text, language) if view.ask else ""
    heading = text(head.text, language) if head else ask
    parts, screen = _parts(world, rest, view), drawn(world, view)
    asked = sound_of(world, view, view.ask.text, language) if view.ask else None
    headed = sound_of(world, view, head.text, language) if head else asked
    choices = [(o, _choice(world, o, language)) for o in view.offers]
    tiles = [c for o, c in choices if o.picture and not o.minor]
    plain = [c for o, c in choices if not o.picture and not o.minor]
    is_help = view.node == world.release.nodes[world.help].id
    urgently = is_help or view.level == "red"
    leads = 1 if view.ask is None and not tiles else 0
    return StepPage(
        action=f"{home_path(world, language)}h/{n}",
        level=view.level,
        contacts=_contacts(world, view, urgently or view.told, is_help or view.told),
        is_urgent=urgently,
        fallback=any(found.fallback for found in view.contacts),
        note=note,
        heading=heading,
        picture="" if screen else (head.picture if head else "") or view.picture,
        screen=screen,
        parts=parts,
        ask=ask if head else "",
        tiles=tuple(tiles[:TILES_AT_ONCE]),
        more=tuple(tiles[TILES_AT_ONCE:]),
        main=tuple(plain[:leads]),
        buttons=tuple(plain[leads:]),
        minor=tuple(c for o, c in choices if o.minor),
        is_first=n == 0,
        writes=view.kind == "each",
        heading_sound=headed,
        ask_sound=asked if head else None,
        computer=by_computer((asked, headed, *(each for part in parts for each in part.sounds))),
    )


def _contacts(world: World, view: View, brief: bool, bare: bool) -> tuple[ContactInWords, ...]:
    """In danger the cards are brief; bare where a question or a step must be seen right after them."""
    cards = (contact_card(world, found, view.language, brief=brief) for found in view.contacts)
    return tuple(msgspec.structs.replace(card, ways=()) if bare else card for card in cards)


def _choice(world: World, offer: Offer, language: str) -> Button:
    form = "" if offer.picture else "short"
    drawn = offer.key if offer.key in YES_NO else offer.picture
    return Button(offer.key, world.release.text(offer.text, language, form), drawn)


def _heading(lines: list[Shown]) -> Shown | None:
    """The words to stand large: the first words, else the first line that says something to do."""
    said = [s for s in lines if not s.text.startswith(LEVELS)]
    return next((s for s in said if s.role == "first"), next(iter(said), None))


def _parts(world: World, lines: list[Shown], view: View) -> tuple[Passage, ...]:
    """Neighbours of one kind as one part. What to do in danger is counted: one, two, three."""
    parts = []
    for kind, group in groupby(lines, key=lambda s: _kind(s, view)):
        shown = list(group)
        words = tuple(dated(world, view, world.release.text(s.text, view.language)) for s in shown)
        sounds = tuple(sound_of(world, view, s.text, view.language) for s in shown)
        if kind == "do":
            each = zip(shown, words, sounds, strict=True)
            parts += [Passage("do", _first_sentence(w), s.picture, (heard,)) for s, w, heard in each]
        elif kind == "level":
            parts.append(Passage("level", words, SHAPE_OF[view.level], sounds))
        elif kind == "tap":
            parts.append(Passage("tap", words, sounds=sounds, tongue=_tongue(world, shown[0], view)))
        else:
            alone = kind == "steps" and len(words) == 1
            parts.append(Passage("say" if alone else kind, words, sounds=sounds))
    return tuple(parts)


def _kind(shown: Shown, view: View) -> str:
    if shown.text.startswith(LEVELS):
        return "level"
    if shown.role == "do":
        return "do"
    if shown.role in ("item", "tap"):
        return {"item": "items"}.get(shown.role, shown.role)
    return "steps" if view.level == "red" and view.contacts else "say"


def _tongue(world: World, shown: Shown, view: View) -> str:
    """English, where a word of a menu stands in English on a page of another language."""
    text = world.release.text
    return "en" if view.language != "en" and text(shown.text, view.language) == text(shown.text, "en") else ""


def _first_sentence(words: str) -> tuple[str, ...]:
    """What to do, apart from the rest: it stands larger."""
    return tuple(re.split(r"(?<=[.!?។।])\s+", words, maxsplit=1))
