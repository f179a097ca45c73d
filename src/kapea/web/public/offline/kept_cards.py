"""The cards of contacts as they are kept, drawn by the server's own template, and lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import msgspec
from django.template.loader import render_to_string

from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.state import Place
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match, Need, match
from kapea.core.directory.needs import types_answered
from kapea.core.offline.contact_lists import Asked, contacts_for
from kapea.core.offline.graph import Numbers, OfflineGraph
from kapea.core.offline.hours_text import undated_contact
from kapea.core.offline.without_clock import noon, timeless
from kapea.core.present.contact import ContactInWords, contact_in_words, in_one_line, in_short, under_notice
from kapea.web.public.offline.shapes import HOLES

Row = list[Any]
WHY, SPOKEN, WAYS = "{why}", "{spoken}", "{ways}"
"""Where the script puts what differs from day to day, and the other ways where there is room for them."""


@cached_per_world()
def still_world(world: World) -> World:
    """The same country without a clock."""
    return timeless(world)


class KeptCards:
    """Cards as a phone shows them, and lists of them by number. What they say depends on the day alone."""

    def __init__(self, world: World, still: World, language: str, days: tuple[str, ...]) -> None:
        self.world, self.still, self.language, self.days = world, still, language, days
        self.made: list[Row] = []
        self.lists: list[Row] = []
        self._cards, self._lists = Numbers(), Numbers()
        self._drawn: dict[tuple[tuple[str, str, tuple[str, ...]], ...], int] = {}

    def put(self, by_day: list[tuple[Match, ...]]) -> int:
        """The number of a list, from what it is on each day; its order is the same on all."""
        numbers = [self._card(same) for same in zip(*by_day, strict=True)]
        return _put(self._lists, self.lists, [int(any(m.fallback for m in by_day[0])), numbers])

    def _card(self, same: tuple[Match, ...]) -> int:
        """The number of a card; somebody of whom the same is said on each day is drawn once."""
        key = tuple((m.service.id, m.phone.number if m.phone else "", m.reasons) for m in same)
        if key not in self._drawn:
            self._drawn[key] = self._draw(same)
        return self._drawn[key]

    def _draw(self, same: tuple[Match, ...]) -> int:
        said = [self._said(each) for each in same]
        brief = contact_in_words(self.world.release, same[0], self.language, brief=True)
        line = drawn_card(in_one_line(brief), WAYS) if brief.address else ""  # else as the brief one
        row: Row = [drawn_card(said[0], _drawn("_ways", said[0])), drawn_card(brief, WAYS), line]
        told = (said, self._noticed(map(in_short, said)), self._noticed(map(in_one_line, said)))
        days = [_by_day(self.days, each) for each in told]
        return _put(self._cards, self.made, [*row, _drawn("_ways", brief), *days])

    def _noticed(self, said: Iterable[ContactInWords]) -> list[ContactInWords]:
        return [under_notice(self.world.release, each) for each in said]

    def _said(self, found: Match) -> ContactInWords:
        service = self.world.directory.services[found.service.id]
        return undated_contact(self.world.release, found, service, self.language)


def drawn_card(said: ContactInWords, ways: str) -> str:
    """A card with holes for what a day says of it."""
    bare = msgspec.structs.replace(said, reasons=(WHY,), caveats=(), ways=())
    whole = _drawn("_contact", bare).replace(f'<span class="why">{WHY}</span>', WHY)
    return whole.replace(f', {WHY}"', f'{SPOKEN}"').removesuffix("</li>") + ways + "</li>"


def _drawn(template: str, said: ContactInWords) -> str:
    return render_to_string(f"public/{template}.html", {"c": said, "frame": HOLES}).strip()


def _by_day(days: tuple[str, ...], said: list[ContactInWords]) -> list[Row]:
    """From which day on which reasons and caveats are said, drawn and aloud; only days that change any."""
    rows: list[Row] = []
    for day, each in zip(days, said, strict=True):
        silent = msgspec.structs.replace(each, reasons=(), caveats=()).spoken
        told = [_drawn("_why", each), escape(each.spoken.removeprefix(silent))]
        if not rows or rows[-1][1:] != told:
            rows.append([day, *told])
    return rows


def _put(numbers: Numbers, rows: list[Row], row: Row) -> int:
    number = numbers(msgspec.json.encode(row).decode())
    if number == len(rows):
        rows.append(row)
    return number


def people_by_place(
    still: World, needs: Mapping[Asked, Place], made: OfflineGraph, cards: KeptCards
) -> dict[str, dict[str, int]]:
    """Whom a place names, by what decides it; the script makes the same keys."""
    number = {kind: n for n, kind in enumerate(made.types)}
    out: dict[str, dict[str, int]] = {}
    for asked, place in needs.items():
        by_day = [
            contacts_for(still, place, cards.language, at=noon(still.directory, day)) for day in cards.days
        ]
        if by_day[0]:
            kinds = " ".join(str(number[kind]) for kind in dict.fromkeys(asked.types))
            who = still.facts[still.who].code(asked.who) + still.facts[still.band].code(asked.band)
            row = out.setdefault(f"{kinds}|{int(asked.next)}{asked.prefer}", {})
            row[f"{who}{2 if asked.outside else int(asked.local)}"] = cards.put(by_day)
    return out


def kind_rows(still: World, cards: KeptCards) -> list[Row]:
    """The words of each kind that somebody answers to, and the list of who does, in the whole country."""
    text, types = still.release.text, still.directory.types
    return [
        [escape(text(types[kind], cards.language), quote=False), cards.put(_found(still, kind, cards))]
        for kind in types_answered(still.directory)
    ]


def _found(still: World, kind: str, cards: KeptCards) -> list[tuple[Match, ...]]:
    need = Need(types=(kind,), language=cards.language)
    return [match(still.directory, need, at=noon(still.directory, day)) for day in cards.days]
