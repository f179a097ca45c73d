"""What each page holds, as plain values made from a view. Templates only lay them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

import msgspec

from kapea.core.dialogue.menu_screen import dated
from kapea.core.dialogue.step import begin, look
from kapea.core.dialogue.view import Offer, Shown, View
from kapea.core.dialogue.world import World
from kapea.core.present.blocks import (
    ViewBlock,
    ViewBlocks,
    first_sentence,
    label_form,
    laid_out,
    sign_of,
)
from kapea.core.present.contact import ContactInWords, in_danger
from kapea.web.public.address import home_path
from kapea.web.public.audio import Sound, WithSound, by_computer, sound_of, spoken_by_a_person
from kapea.web.public.contacts import contact_card, urgent_cards
from kapea.web.public.find_services import Option, area_options
from kapea.web.public.menu_drawing import drawn
from kapea.web.public.navigation import Link, footer_links

HONEST_LINES = 1
"""Of what is said on the first view, so many lines stand above the answers; the others wait below them."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what is sent, its words, its drawing (a name, or empty); `aside`: what it says in place."""

    key: str
    words: str
    picture: str
    aside: tuple[WithSound, ...] = ()


@dataclass(frozen=True, slots=True)
class ButtonGroup:
    """Buttons with a drawing under a heading, and those of them that wait behind a tap."""

    words: str
    tiles: tuple[Button, ...]
    more: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together. `kind`: do, say, items, steps, tap, level. `sounds` are those of the texts.

    `lang` is set where the words are of another language than the page.
    """

    kind: str
    lines: tuple[str, ...]
    picture: str = ""
    sounds: tuple[Sound | None, ...] = ()
    lang: str = ""

    @property
    def heard(self) -> list[WithSound]:
        """Each line with its sound."""
        return list(zip_longest(self.lines, self.sounds[: len(self.lines)]))


@dataclass(frozen=True, slots=True)
class Sign:
    """The word of this site, and the drawing of it; both also stand on its papers."""

    word: str
    picture: str


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The first view. `honest` stands above the answers: that nobody human speaks here; `says` below them.
    `computer`: a computer speaks here, and the page says so.
    """

    action: str
    contacts: tuple[ContactInWords, ...]
    honest: tuple[WithSound, ...]
    says: tuple[WithSound, ...]
    ask: str
    ask_sound: Sound | None
    purpose_sound: Sound | None
    computer: bool
    tiles: tuple[Button, ...]
    links: tuple[Link, ...]
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step of a conversation, which its forms call by its `tag`. `fallback` is said where nothing fits.
    `screen` is a drawing of a phone with the words of its menu.

    `named`: somebody is. `heading` is empty where the question is the heading; `heading_rest` stands smaller
    below it, `opening` belongs to it. `dial` is whom the bar dials in danger: the first who is named.
    `areas`: where somebody may say to be, to meet those near. `writes`: a few words may be written instead of
    choosing. `computer`: a computer speaks here, and the page says so.
    """

    action: str
    level: str
    contacts: tuple[ContactInWords, ...]
    is_urgent: bool
    fallback: str
    note: str
    named: bool
    heading: str
    heading_rest: str
    picture: str
    opening: tuple[Passage, ...]
    parts: tuple[Passage, ...]
    ask: str
    groups: tuple[ButtonGroup, ...]
    tiles: tuple[Button, ...]
    more: tuple[Button, ...]
    main: tuple[Button, ...]
    buttons: tuple[Button, ...]
    minor: tuple[Button, ...]
    asides: tuple[Button, ...]
    is_first: bool
    writes: bool
    is_help: bool
    dial: ContactInWords | None
    heading_sound: Sound | None
    ask_sound: Sound | None
    computer: bool
    screen: str = ""
    tag: str = ""
    areas: tuple[Option, ...] = ()
    said: tuple[str, str] | None = None
    """Of a practice: what leads to the words of the child, and the words."""
    quoted: tuple[str, str] | None = None
    """The same, where it stands below the heading; and what is heard for it."""
    quoted_sound: Sound | None = None
    face: str = ""
    """Beside those words: how the child took what was said, or just the child."""
    item: str = ""
    """Of a plan: which item stands here, of how many."""
    code: str = ""
    """Where a lesson ends: the number that says which were done."""
    spoken: str = ""
    """Another language that somebody typed in."""
    way_in: str = ""
    """Where something may be left for people who answer; empty where nobody does."""
    way_back: str = ""
    """Where a return code is typed; empty where nobody was ever given one."""

    @property
    def is_near(self) -> bool:
        """Whether somebody said where they are."""
        return any(area.chosen for area in self.areas)


def first_page(world: World, language: str, *, at: datetime) -> FirstPage:
    """The first view, from memory alone."""
    view, text = look(world, begin(world, language), at=at), world.release.text
    says = tuple((text(s.text, language), sound_of(world, view, s.text, language)) for s in view.shown)
    ask_sound = sound_of(world, view, view.ask.text, language) if view.ask else None
    return FirstPage(
        action=f"{home_path(world, language)}h/0",
        contacts=urgent_cards(world, language, at=at),
        honest=says[:HONEST_LINES],
        says=says[HONEST_LINES:],
        ask=text(view.ask.text, language) if view.ask else "",
        ask_sound=ask_sound,
        purpose_sound=spoken_by_a_person(world, "word.purpose", language),
        computer=by_computer((ask_sound, *(each for _, each in says))),
        tiles=tuple(_choice(world, view, o) for o in view.offers),
        links=footer_links(world, language),
    )


def step_page(world: World, view: View, n: int, tag: str = "") -> StepPage:
    """A step after `n` answers, of the conversation that pages call by its `tag`."""
    language, text = view.language, world.release.text
    is_help = view.node == world.release.nodes[world.help].id
    laid, screen = laid_out(view, is_help=is_help), drawn(world, view)
    opening = tuple(_passage(world, block, view) for block in laid.opening)
    parts = tuple(_passage(world, block, view) for block in laid.blocks)
    heading, rest = _heading(world, laid, view)
    contacts = _contacts(world, view, laid)
    ask = text(view.ask.text, language) if view.ask else ""
    asked = sound_of(world, view, view.ask.text, language) if view.ask else None
    headed = sound_of(world, view, laid.heading.text, language) if laid.heading else None

    def buttons(offers: tuple[Offer, ...]) -> tuple[Button, ...]:
        return tuple(_choice(world, view, offer) for offer in offers)

    return StepPage(
        action=f"{home_path(world, language)}h/{n}",
        level=view.level,
        contacts=contacts,
        is_urgent=laid.urgent,
        fallback=text("word.nobody-else", language) if any(m.fallback for m in view.contacts) else "",
        note=text(laid.note.text, language) if laid.note else "",
        named=laid.named,
        heading=heading,
        heading_rest=rest,
        picture="" if screen else laid.picture,
        screen=screen,
        areas=area_options(world, language, view.area) if view.asks_area else (),
        opening=opening,
        tag=tag,
        parts=parts,
        ask=ask,
        groups=tuple(
            ButtonGroup(text(f"word.group-{g.group}", language), buttons(g.tiles), buttons(g.more))
            for g in laid.groups
        ),
        tiles=buttons(laid.tiles),
        more=buttons(laid.more),
        main=buttons(laid.main),
        buttons=buttons(laid.answers),
        minor=buttons(laid.minor),
        asides=buttons(laid.asides),
        is_first=n == 0,
        writes=view.kind == "each",
        is_help=is_help,
        code=view.code,
        spoken=view.spoken,
        dial=next((c for c in contacts if c.kind == "call"), None) if laid.urgent else None,
        heading_sound=headed,
        ask_sound=asked,
        computer=by_computer((asked, headed, *(each for part in (*opening, *parts) for each in part.sounds))),
    )


def _heading(world: World, laid: ViewBlocks, view: View) -> tuple[str, str]:
    """The words to stand large, and what follows smaller: of what to do, all but the first sentence."""
    if laid.heading is None:
        return "", ""
    words = dated(world, view, world.release.text(laid.heading.text, view.language))
    first, *rest = first_sentence(words) if laid.heading.role == "do" else (words,)
    return first, " ".join(rest)


def _contacts(world: World, view: View, laid: ViewBlocks) -> tuple[ContactInWords, ...]:
    """In danger the first card is brief, and the others are one line each; bare, they have no other ways."""
    cards = [contact_card(world, found, view.language, brief=laid.brief) for found in view.contacts]
    if laid.urgent:
        cards = [*in_danger(world.release, cards)]
    return tuple(msgspec.structs.replace(card, ways=()) if laid.bare else card for card in cards)


def _choice(world: World, view: View, offer: Offer) -> Button:
    text, language, sign = world.release.text, view.language, sign_of(offer, world.release.signs)
    aside = tuple((text(s.text, language), sound_of(world, view, s.text, language)) for s in offer.aside)
    return Button(offer.key, text(offer.text, language, label_form(offer)), sign, aside)


def _passage(world: World, block: ViewBlock, view: View) -> Passage:
    """A block with its words and sounds."""
    said = tuple(dated(world, view, world.release.text(s.text, view.language)) for s in block.lines)
    return Passage(
        kind=block.kind,
        lines=first_sentence(said[0]) if block.kind == "do" else said,
        picture=block.picture,
        sounds=tuple(sound_of(world, view, s.text, view.language) for s in block.lines),
        lang=_lang(world, block.lines[0], view) if block.kind == "tap" else "",
    )


def _lang(world: World, shown: Shown, view: View) -> str:
    """English, where a word of a menu stands in English on a page of another language."""
    text = world.release.text
    return "en" if view.language != "en" and text(shown.text, view.language) == text(shown.text, "en") else ""
