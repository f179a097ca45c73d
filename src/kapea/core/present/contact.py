"""A contact in words: the one home of what a page, a paper, a message and a kept copy say of a service.

Doors draw it in their own way, and leave out what they have no room for; none words anything anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from kapea.core.directory.match import Match
from kapea.core.directory.model import Phone, Service
from kapea.core.directory.phones import phone_link, phone_words
from kapea.core.directory.reasons import CAVEATS
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.pack.model import Release

BETWEEN = " · "
WARNINGS = frozenset(
    {"just-tried", "some-places", "closed-now", "through-another", "not-free", "place-to-go"}
)
"""Reasons that may keep somebody from calling; they are said where there is room for nothing else."""
VERBS = {"call": "call", "sms": "send-sms", "site": "open-site", "place": "go-there"}
"""By kind of contact, the word of the pack for what a tap does."""
REASONS_IN_DANGER = 2
MOST_IN_SHORT = 2
"""So many are named with their reasons in danger; of more than that, the first alone."""
PICTURES = {"call": "call", "sms": "sms", "site": "web", "place": "place"}
"""By kind of contact, the drawing of the pack."""


class _ContactWay(msgspec.Struct, frozen=True):
    """How somebody is reached: `kind` is call, sms, site or place; only a place has no `href`."""

    kind: str
    href: str

    @property
    def picture(self) -> str:
        return PICTURES[self.kind]

    @property
    def outside(self) -> bool:
        """Whether a tap leads to somebody else's site."""
        return self.kind == "site"


class ContactLink(_ContactWay, frozen=True):
    """Another way to the same people: sms or site."""

    words: str


class ContactInWords(_ContactWay, frozen=True):
    """Somebody and the first way to them. `big` is the number, else the name.

    `verb` says what a tap does. `reasons` say why they are named, `warnings` are those among them that may
    keep somebody from calling, `caveats` say how sure we are.
    """

    service: str
    big: str
    name: str
    verb: str
    does: str
    address: str
    site: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    caveats: tuple[str, ...]
    ways: tuple[ContactLink, ...]
    fallback: bool

    @property
    def why(self) -> str:
        return BETWEEN.join(self.reasons)

    @property
    def caveat(self) -> str:
        return BETWEEN.join(self.caveats)

    @property
    def spoken(self) -> str:
        """All of it as a reader aloud says it, without break marks."""
        said = (self.big, self.name, self.why, self.caveat)
        return without_breaks(f"{self.verb} {', '.join(each for each in said if each)}")


def contact_in_words(release: Release, found: Match, language: str, *, brief: bool = False) -> ContactInWords:
    """A match in words; a `brief` one has the short name, and leaves out what they do and their site."""
    service, kind = found.service, contact_kind(found)
    name = release.text(service.name, language, "short" if brief else "")
    host = site_host(service)
    return ContactInWords(
        kind=kind,
        href=_href(release, found, kind),
        service=service.id,
        big=phone_words(found.phone.number, release.country) if found.phone else name,
        name=name if found.phone else "",
        verb=release.text(f"word.{VERBS[kind]}", language),
        does="" if brief else release.text(service.does, language),
        address=release.text(service.address, language) if service.address else "",
        site=f"{release.text('word.open-site', language)}{BETWEEN}{host}" if kind == "site" else "",
        reasons=tuple(reason_words(release, c, language) for c in found.reasons if c not in CAVEATS),
        warnings=tuple(reason_words(release, c, language) for c in found.reasons if c in WARNINGS),
        caveats=tuple(reason_words(release, c, language) for c in found.reasons if c in CAVEATS),
        ways=_ways(release, found, kind, language, brief),
        fallback=found.fallback,
    )


def under_notice(release: Release, card: ContactInWords) -> ContactInWords:
    """A card on a page that says of all numbers that they are not checked yet, until the pack is live: there
    a doubt is said once, and no card says it again.
    """
    return card if release.live else msgspec.structs.replace(card, caveats=())


def in_short(card: ContactInWords) -> ContactInWords:
    """A card in danger: of the reasons the most useful ones, and what may keep somebody from calling."""
    first = card.reasons[:REASONS_IN_DANGER]
    more = tuple(each for each in card.warnings if each not in first)
    return msgspec.structs.replace(card, reasons=(*first, *more))


def in_one_line(card: ContactInWords) -> ContactInWords:
    """A card below the first one in danger: number and name, or where a place is, and what may keep somebody
    from calling.
    """
    where = (card.address,) if card.address else ()
    return msgspec.structs.replace(card, reasons=(*where, *card.warnings), address="")


def in_danger(release: Release, cards: Sequence[ContactInWords]) -> tuple[ContactInWords, ...]:
    """Cards as they stand in a red box, where the page says of all numbers how sure we are."""
    short = len(cards) if len(cards) <= MOST_IN_SHORT else 1
    said = (*map(in_short, cards[:short]), *map(in_one_line, cards[short:]))
    return tuple(under_notice(release, card) for card in said)


def contact_kind(found: Match) -> str:
    """How they are reached: call, sms, site or place."""
    if found.phone is not None:
        return "sms" if found.phone.kind == "sms" else "call"
    return "place" if found.service.address or not found.service.website else "site"


def reason_words(release: Release, code: str, language: str) -> str:
    """Why somebody is named, from its code."""
    said = release.text(f"word.reason-{code}", language)
    if "{language}" in said:
        said = said.replace("{language}", release.text(f"word.language-{language}", language))
    return said


def site_host(service: Service) -> str:
    """The name of their site, so that people see where a tap leads; empty where they have none."""
    return urlsplit(service.website).netloc.removeprefix("www.")


def without_breaks(words: str) -> str:
    """Words without break marks: for readers aloud, and doors that break lines themselves."""
    return words.replace(ZERO_WIDTH, "")


def _href(release: Release, found: Match, kind: str) -> str:
    if found.phone is not None:
        return phone_link(found.phone.number, release.country, found.phone.kind)
    return found.service.website if kind == "site" else ""


def _ways(release: Release, found: Match, kind: str, language: str, brief: bool) -> tuple[ContactLink, ...]:
    ways, service = [], found.service
    phone = _sms_phone(service) if kind == "call" else None
    if phone is not None:
        link = phone_link(phone.number, release.country, "sms")
        ways.append(ContactLink("sms", link, release.text("word.send-sms", language)))
    if service.website and kind != "site" and not brief:
        ways.append(ContactLink("site", service.website, site_host(service)))
    return tuple(ways)


def _sms_phone(service: Service) -> Phone | None:
    return next((phone for phone in service.phones if phone.kind == "sms"), None)
