"""What a person may choose to keep on their phone: one country in one language, made by the same engine.

The script that walks it is `walk.js`, the one that shows it `kept.js`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any

import msgspec

from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match, Need, match
from kapea.core.directory.trust import is_shown
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.offline.contact_lists import Asked, contacts_for, needs
from kapea.core.offline.graph import Numbers, OfflineGraph, offline_graph
from kapea.core.offline.hours_text import hours
from kapea.core.offline.without_clock import closes, noon, timeless, turning_days
from kapea.core.pack.model import Release
from kapea.core.present.contact import ContactInWords
from kapea.web.base.static_files import file_address
from kapea.web.public import find_services, text_pages
from kapea.web.public.address import home_path
from kapea.web.public.contacts import contact_card
from kapea.web.public.frame import ready_pictures
from kapea.web.public.level_icons import SHAPE_OF, SHAPES
from kapea.web.public.offline.drawings import in_english, menu_screens
from kapea.web.public.pages import LEVELS, TILES_AT_ONCE

FORMAT = 2
FILES = ("base/kapea.css", "base/leave.js", "public/walk.js", "public/kept.js")
BREAK = "|"
"""Stands for a break mark on the way: one byte for three. No text of ours has it."""
DRAWN = frozenset(
    ["call", "sms", "web", "place", "hand", "back", "start-again", "lock", "question-mark", "kind-words"]
)
DRAWN |= {"search-place", "clock", "hands-apart"}
WORDS = re.compile(r"word\.(?!check-|print-|note-(?!again|aged)|language|reason-)")

_Row = list[Any]
MOST_MADE = 10
_made: dict[tuple[str, str, tuple[str, ...]], bytes] = {}
"""By what decides them: a release's hash, not its world, which a worker may load again."""


def edition_version(world: World, language: str) -> str:
    """Changes when words, numbers or scripts do; what is kept is then fetched anew."""
    told = [world.release.hash, language, str(FORMAT), *(file_address(name) for name in FILES)]
    return hashlib.sha256(" ".join(told).encode()).hexdigest()[:16]


def edition_files(world: World, language: str) -> list[str]:
    """The addresses of all that is kept: the page, what it walks, styles and scripts."""
    here = home_path(world, language)
    return [f"{here}k", f"{here}k.json", *(file_address(name) for name in FILES)]


def build_edition(world: World, language: str, *, at: datetime) -> bytes:
    """What is kept, as JSON. It takes a second or two to make, so it is made once a day and release."""
    days = turning_days(world.directory, at=at)
    key = (world.release.hash, language, days)
    if key not in _made:
        while len(_made) >= MOST_MADE:
            _made.pop(next(iter(_made)), None)
        _made[key] = _edition(world, language, days)
    return _made[key]


def _edition(world: World, language: str, days: tuple[str, ...]) -> bytes:
    still = _still(world)
    made, cards = _shape(still), _Cards(world, still, language, days)
    people = _people(still, made, cards)
    kinds = _kinds(still, cards)
    told = {
        "format": FORMAT,
        "made": days[0],
        "until": _until(world.release),
        "shape": made.body,
        "people": people,
        "lists": cards.lists,
        "cards": cards.made,
        "kinds": kinds,
        "leaves": _leaves(world, language),
        "pictures": _pictures(world, made),
        **menu_screens(still, made.nodes, language),
        **_texts(world.release, made, language),
    }
    return msgspec.json.encode(told).replace(ZERO_WIDTH.encode(), BREAK.encode())


@cached_per_world()
def _still(world: World) -> World:
    return timeless(world)


@cached_per_world()
def _shape(still: World) -> OfflineGraph:
    return offline_graph(still)


@cached_per_world()
def _needs(still: World) -> dict[Asked, Any]:
    return needs(still)


def _until(release: Release) -> str:
    """The day on which the first of the words here ought to be looked at again."""
    return min((kept.expires for kept in release.upkeep.values() if kept.expires), default="")


# --- words ---------------------------------------------------------------------------


def _texts(release: Release, made: OfflineGraph, language: str) -> dict[str, Any]:
    full = [release.text(id, language) for id in made.texts]
    short = {n: release.text(id, language, "short") for n, id in enumerate(made.texts)}
    return {
        "texts": full,
        "short": {str(n): words for n, words in short.items() if words != full[n]},
        "english": in_english(release, made.texts, language),
        "soon": [n for n, id in enumerate(made.texts) if id.startswith(LEVELS)],
        "soon_shapes": SHAPE_OF,
        "at_once": TILES_AT_ONCE,
        "words": _words(release, language),
        "demo": "" if release.live else release.text("word.demo", language),
    }


def _words(release: Release, language: str) -> dict[str, str]:
    """The small words of a page; where a page says one short, so does this."""
    ids = [id for id in release.texts["en"] if WORDS.match(id) and "~" not in id]
    said = {id.removeprefix("word."): release.text(id, language) for id in ids}
    brief = ("page-private", "page-about", "keep-remove")
    return said | {name: release.text(f"word.{name}", language, "short") for name in brief}


def _pictures(world: World, made: OfflineGraph) -> dict[str, str]:
    wanted, drawn = {*made.pictures, *SHAPES, *DRAWN, *find_services.DRAWN.values()}, ready_pictures(world)
    return {name: "".join((drawn[name], "")) for name in sorted(wanted) if name in drawn}


def _leaves(world: World, language: str) -> list[dict[str, Any]]:
    found = (text_pages.text_page(world, language, number) for number in text_pages.BLOCKS)
    return [
        {"heading": leaf.heading, "picture": leaf.picture, "lines": leaf.lines, "reviewed": leaf.reviewed}
        for leaf in found
        if leaf is not None
    ]


# --- people ---------------------------------------------------------------------------


class _Cards:
    """Cards as a phone shows them, each once, and lists of them. What they say depends on the day alone."""

    def __init__(self, world: World, still: World, language: str, days: tuple[str, ...]) -> None:
        self.world, self.still, self.language, self.days = world, still, language, days
        self.made: list[_Row] = []
        self.lists: list[_Row] = []
        self._cards, self._lists = Numbers(), Numbers()

    def put(self, by_day: list[tuple[Match, ...]]) -> int:
        """The number of a list, from what it is on each day; its order is the same on all."""
        numbers = [self._card(same) for same in zip(*by_day, strict=True)]
        row: _Row = [int(any(m.fallback for m in by_day[0])), numbers]
        return self._put(self._lists, self.lists, row)

    def _card(self, same: tuple[Match, ...]) -> int:
        matches = [self._told(each) for each in same]
        full = contact_card(self.still, matches[0], self.language)
        brief = contact_card(self.still, matches[0], self.language, brief=True)
        said = [contact_card(self.still, each, self.language) for each in matches]
        service = self.world.directory.services[matches[0].service.id]
        row: _Row = [
            full.kind, full.href, _face(full), _face(brief), full.address, full.site,
            hours(self.world.release, service, self.language), _by_day(self.days, said),
        ]  # fmt: skip
        return self._put(self._cards, self.made, row)

    def _told(self, found: Match) -> Match:
        """Without “hours not known” where they are told in words beside it."""
        if not closes(self.world.directory.services[found.service.id]):
            return found
        return msgspec.structs.replace(
            found, reasons=tuple(code for code in found.reasons if code != "hours-unknown")
        )

    def _put(self, numbers: Numbers, rows: list[_Row], row: _Row) -> int:
        number = numbers(msgspec.json.encode(row).decode())
        if number == len(rows):
            rows.append(row)
        return number


def _face(card: ContactInWords) -> _Row:
    """What differs where it must be brief: the name, what they do, the other ways."""
    return [card.big, card.name, card.does, [[w.href, w.words, w.picture, int(w.outside)] for w in card.ways]]


def _by_day(days: tuple[str, ...], said: list[ContactInWords]) -> _Row:
    """From which day on which reasons and caveats are said; only days that change something."""
    rows: _Row = []
    for day, card in zip(days, said, strict=True):
        if not rows or rows[-1][1:] != [card.why, card.caveat]:
            rows.append([day, card.why, card.caveat])
    return rows


def _people(still: World, made: OfflineGraph, cards: _Cards) -> dict[str, dict[str, int]]:
    """Whom a place names, by what decides it; the script makes the same keys."""
    number = {kind: n for n, kind in enumerate(made.types)}
    out: dict[str, dict[str, int]] = {}
    for asked, place in _needs(still).items():
        by_day = [
            contacts_for(still, place, cards.language, at=noon(still.directory, day)) for day in cards.days
        ]
        if by_day[0]:
            kinds = " ".join(str(number[kind]) for kind in dict.fromkeys(asked.types))
            who = still.facts[still.who].code(asked.who) + still.facts[still.band].code(asked.band)
            row = out.setdefault(f"{kinds}|{int(asked.next)}", {})
            row[f"{who}{int(asked.local)}"] = cards.put(by_day)
    return out


def _kinds(still: World, cards: _Cards) -> list[_Row]:
    """Every kind of service that somebody answers to, with who does in the whole country."""
    services = still.directory.services.values()
    known = set(chain.from_iterable(s.types for s in services if is_shown(s) and not s.local))
    rows: list[_Row] = []
    for kind, words in still.directory.types.items():
        if kind in known:
            text = still.release.text(words, cards.language)
            rows.append(
                [text, find_services.DRAWN.get(kind, "hand"), cards.put(list(_found(still, kind, cards)))]
            )
    return rows


def _found(still: World, kind: str, cards: _Cards) -> Iterable[tuple[Match, ...]]:
    need = Need(types=(kind,), language=cards.language)
    return (match(still.directory, need, at=noon(still.directory, day)) for day in cards.days)
