"""A matched service as a card: what to tap, the number as people write it, and why it is named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from kapea.core.dialogue.step import begin, look
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match
from kapea.core.directory.model import Phone, Service
from kapea.core.directory.phones import phone_link, phone_words
from kapea.core.directory.reasons import CAVEATS
from kapea.core.languages.text import ZERO_WIDTH


@dataclass(frozen=True, slots=True)
class ContactLink:
    """Another way to the same people: a message, their site."""

    href: str
    words: str
    picture: str
    outside: bool


@dataclass(frozen=True, slots=True)
class ContactCard:
    """`kind` is call, sms, site or place; only a place has no `href`. `big` is the number, else the name."""

    kind: str
    href: str
    big: str
    name: str
    picture: str
    spoken: str
    does: str
    address: str
    site: str
    reasons: str
    caveats: str
    ways: tuple[ContactLink, ...]
    fallback: bool

    @property
    def outside(self) -> bool:
        return self.kind == "site"


BETWEEN = " · "
MOST_CARDS = 512
_cards: WeakKeyDictionary[World, dict[tuple[Match, str, bool], ContactCard]] = WeakKeyDictionary()
"""A match has one card until somebody opens or closes, and hundreds look at it. Cards go with their world."""
PICTURES = {"call": "call", "sms": "sms", "site": "web", "place": "place"}


def urgent_cards(world: World, language: str, *, at: datetime) -> tuple[ContactCard, ...]:
    """Who can help now: the contacts of the first view, which every page keeps within one tap."""
    return _urgent(world, language, at.replace(second=0, microsecond=0))


@lru_cache(maxsize=16)
def _urgent(world: World, language: str, minute: datetime) -> tuple[ContactCard, ...]:
    view = look(world, begin(world, language), at=minute)
    cards = (contact_card(world, found, language, brief=True) for found in view.contacts)
    return tuple(replace(card, ways=()) for card in cards)


def contact_card(world: World, found: Match, language: str, *, brief: bool = False) -> ContactCard:
    """The card of a match; a `brief` one leaves out what they do and their site."""
    kept, key = _cards.setdefault(world, {}), (found, language, brief)
    if key not in kept:
        if len(kept) >= MOST_CARDS:
            kept.clear()
        kept[key] = _card(world, found, language, brief)
    return kept[key]


def _card(world: World, found: Match, language: str, brief: bool) -> ContactCard:
    release, service = world.release, found.service
    kind = _kind(found)
    name = release.text(service.name, language, "short" if brief else "")
    big = phone_words(found.phone.number, release.country) if found.phone else name
    reasons = [_reason(world, code, language) for code in found.reasons if code not in CAVEATS]
    caveats = [_reason(world, code, language) for code in found.reasons if code in CAVEATS]
    says = [big, name if found.phone else "", *reasons, *caveats]
    verb = {"call": "call", "sms": "send-sms", "site": "open-site", "place": "go-there"}[kind]
    return ContactCard(
        kind=kind,
        href=_href(world, found, kind),
        big=big,
        name=name if found.phone else "",
        picture=PICTURES[kind],
        spoken=_plainly(release.text(f"word.{verb}", language) + " " + ", ".join(s for s in says if s)),
        does="" if brief else release.text(service.does, language),
        address=release.text(service.address, language) if service.address else "",
        site=f"{release.text('word.open-site', language)} · {_host(service)}" if kind == "site" else "",
        reasons=BETWEEN.join(reasons),
        caveats=BETWEEN.join(caveats),
        ways=_ways(world, found, kind, language, brief),
        fallback=found.fallback,
    )


def _plainly(text: str) -> str:
    """Words without break marks, for readers aloud."""
    return text.replace(ZERO_WIDTH, "")


def _kind(found: Match) -> str:
    if found.phone is not None:
        return "sms" if found.phone.kind == "sms" else "call"
    return "place" if found.service.address else "site" if found.service.website else "place"


def _href(world: World, found: Match, kind: str) -> str:
    if found.phone is not None:
        return phone_link(found.phone.number, world.release.country, found.phone.kind)
    return found.service.website if kind == "site" else ""


def _reason(world: World, code: str, language: str) -> str:
    said = world.release.text(f"word.reason-{code}", language)
    if "{language}" in said:
        said = said.replace("{language}", world.release.text(f"word.language-{language}", language))
    return said


def _ways(world: World, found: Match, kind: str, language: str, brief: bool) -> tuple[ContactLink, ...]:
    ways = []
    message = _message(found.service) if kind == "call" else None
    if message is not None:
        link = phone_link(message.number, world.release.country, "sms")
        ways.append(ContactLink(link, world.release.text("word.send-sms", language), "sms", outside=False))
    if found.service.website and kind != "site" and not brief:
        ways.append(ContactLink(found.service.website, _host(found.service), "web", outside=True))
    return tuple(ways)


def _host(service: Service) -> str:
    """The name of a site, so that people see where a tap leads."""
    return urlsplit(service.website).netloc.removeprefix("www.")


def _message(service: Service) -> Phone | None:
    return next((p for p in service.phones if p.kind == "sms"), None)
