"""Who is named, for every need a view has, in every language, hour and area that differs from another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from kapea.core.checker.graph import Graph
from kapea.core.dialogue.contacts import (
    AGES,
    contacts_among,
    has_power,
    helpline,
    local_is_safe,
    search_for,
    types_at,
)
from kapea.core.directory.areas import AWAY, area_classes, distance
from kapea.core.directory.hours import moment, moments, opening_now
from kapea.core.directory.match import Match, Need, Weighed, of_types
from kapea.core.directory.model import Directory, Service
from kapea.core.directory.needs import considered, is_local_asked, takes_age, types_listed
from kapea.core.directory.reasons import GROWN, YOUNG
from kapea.core.pack.model import Contacts

Named = tuple[Match, ...]
Asker = tuple[str, tuple[bool, ...], bool, bool]
"""What matching reads of a person: young, grown or who; who takes their age; is near safe; is power here."""
Wanted = tuple[tuple[str, ...], bool, str]
"""What a view wants: types, whether nobody answered, which lines are preferred."""

_Person = tuple[str, str, str, str]
"""All but types that matching asks of: facts, language, area, which lines are preferred."""


class ContactRow:
    """Who is named: one answer for each language, hour and area; empty where nobody is. What is true of all
    answers is looked up once, for there are few rows and many places.
    """

    def __init__(self, named: tuple[Named, ...] = ()) -> None:
        self.named = named

    @cached_property
    def is_human(self) -> bool:
        """Whether each answer has somebody to call, or a place to go to; a page alone is nobody."""
        return bool(self.named) and all(
            any(m.phone is not None or m.service.address for m in each) for each in self.named
        )

    @cached_property
    def has_number(self) -> bool:
        """Whether each answer has somebody to call."""
        return bool(self.named) and all(any(m.phone is not None for m in each) for each in self.named)


NAMES_NOBODY = ContactRow()


class ContactsByHour:
    """Contacts by place, each need asked for once: what a view wants, and what matching reads of a person."""

    def __init__(self, graph: Graph, on: date) -> None:
        self.graph, self.world = graph, graph.world
        self.hours = differing(self.world.directory, on=on)
        self._by_asker: dict[tuple[Wanted, Asker], ContactRow] = {}
        self._by_facts: dict[tuple[Wanted, str], ContactRow] = {}
        self._lines: dict[str, ContactRow] = {}
        self._lines_of_asker: dict[Asker, ContactRow] = {}
        self._at: dict[int, ContactRow] = {}
        self._weighed: dict[_Person, list[Weighed]] = {}
        self._fitting: dict[tuple[tuple[str, ...], _Person], list[Named]] = {}
        self._considered: dict[frozenset[str], _Considered] = {}
        self._types = types_listed(self.world.directory)
        asked = (self.world.who, self.world.band, self.world.home, self.world.power)
        self._asked = [at for at in asked if at >= 0]

    def at(self, place: int) -> tuple[Named, ...]:
        """The contacts of a place, one answer for each language, hour and area; empty: nobody is named."""
        return self.row(place).named

    def row(self, place: int) -> ContactRow:
        """One row for all places where the same is wanted by people of whom matching reads the same."""
        screen = self.graph.screen_of[place]
        if screen not in self._at:
            node, facts = self.graph.node(place), self.graph.facts(place)
            types = types_at(self.world, node, facts)
            self._at[screen] = (
                self._row(node.contacts, self._answered(types), facts) if types else NAMES_NOBODY
            )
        return self._at[screen]

    def _answered(self, types: tuple[str, ...]) -> tuple[str, ...]:
        """Of some types those that any service has: others bring nobody."""
        return tuple([kind for kind in types if kind in self._types])

    def _row(self, contacts: Contacts | None, types: tuple[str, ...], facts: str) -> ContactRow:
        next_, prefer = (contacts.next, contacts.prefer) if contacts is not None else (False, "")
        wanted: Wanted = (types, next_, prefer)
        by_facts = (wanted, "".join(facts[at] for at in self._asked))
        if by_facts not in self._by_facts:
            by_asker = (wanted, self._asker(types, facts))
            if by_asker not in self._by_asker:
                self._by_asker[by_asker] = ContactRow(self._named(contacts, types, facts))
            self._by_facts[by_facts] = self._by_asker[by_asker]
        return self._by_facts[by_facts]

    def _named(self, contacts: Contacts | None, types: tuple[str, ...], facts: str) -> tuple[Named, ...]:
        world, every = self.world, contacts is not None and contacts.next
        areas = self._considering(types).areas if every else ("",)
        out: list[Named] = []
        for language in world.release.languages:
            each = [search_for(world, contacts, types, facts, language, area) for area in areas]
            found = [(s, self._found(s.need, facts), self._found(s.wider, facts)) for s in each]
            out += (
                contacts_among(search, near[hour], wider[hour] if wider else ())
                for hour in range(len(self.hours))
                for search, near, wider in found
            )
        return tuple(out)

    def _found(self, need: Need | None, facts: str) -> list[Named]:
        """All that fits a need, one answer for each hour."""
        if need is None:
            return []
        person = ("".join([facts[at] for at in self._asked]), need.language, need.area, need.prefer)
        if person not in self._weighed:
            self._weighed[person] = [self.world.weighed(need, at) for at in self.hours]
        if (known := self._fitting.get((need.types, person))) is None:
            known = [of_types(need.types, weighed) for weighed in self._weighed[person]]
            self._fitting[need.types, person] = known
        return known

    def reached(self, place: int) -> bool:
        """Whether a person can be called or gone to from the view of a place, whatever the hour."""
        return self.row(place).is_human

    def after_misses(self, place: int) -> bool:
        """Whether two misses lead to somebody to call: the helpline, or the contacts of the place."""
        return self._helplines(self.graph.facts(place)).is_human or self.row(place).has_number

    def _helplines(self, facts: str) -> ContactRow:
        asked = "".join([facts[at] for at in self._asked])
        if asked not in self._lines:
            self._lines[asked] = self._lines_of(self._asker(("HELPLINE",), facts), facts)
        return self._lines[asked]

    def _lines_of(self, asker: Asker, facts: str) -> ContactRow:
        if asker not in self._lines_of_asker:
            each = ((language, at) for language in self.world.release.languages for at in self.hours)
            named = tuple(helpline(self.world, facts, language, at=at) for language, at in each)
            self._lines_of_asker[asker] = ContactRow(named)
        return self._lines_of_asker[asker]

    def _asker(self, types: tuple[str, ...], facts: str) -> Asker:
        """People of whom matching reads the same are one: it is asked once for them."""
        world, seen = self.world, self._considering(types)
        who, age = world.value(facts, world.who), AGES.get(world.value(facts, world.band))
        group = "young" if who in YOUNG else "grown" if who in GROWN else who
        ages = tuple(takes_age(s, age) for s in seen.aged)
        return group, ages, seen.local and local_is_safe(world, facts), has_power(world, facts)

    def _considering(self, types: tuple[str, ...]) -> _Considered:
        order = self.world.directory.order
        wide = frozenset((*types, *order["now"], *order.get("now-power", ())))
        if wide not in self._considered:
            self._considered[wide] = _considered(self.world.directory, wide)
        return self._considered[wide]


class _Considered(NamedTuple):
    """Of services that may be named for some types: who takes certain ages, whether any is local, areas."""

    aged: tuple[Service, ...]
    local: bool
    areas: tuple[str, ...]


def _considered(directory: Directory, types: Collection[str]) -> _Considered:
    services = considered(directory, types)
    return _Considered(
        aged=tuple(s for s in services if s.ages is not None),
        local=is_local_asked(directory, types),
        areas=("", *_poorest(directory, services)),
    )


def differing(directory: Directory, *, on: date) -> tuple[datetime, ...]:
    """One time for each pattern of open and closed services, of the week of `on` and the holidays."""
    first: dict[tuple[str, ...], datetime] = {}
    for at in moments(directory, on=on):
        now = moment(at, directory.time_zone)
        states = tuple(opening_now(s, now, directory.holidays) for s in directory.services.values())
        first.setdefault(states, at)
    return tuple(first.values())


def _poorest(directory: Directory, services: Iterable[Service]) -> tuple[str, ...]:
    """The area in which the fewest of these services are near; none where all serve the whole country.

    Elsewhere there are the same people and more, and whoever is added stands behind no place: so what holds
    there, that a line is first and somebody can be reached, holds in every area.
    """
    bound = [s for s in services if s.areas]

    def near(area: str) -> int:
        return sum(distance(directory.areas, area, service) != AWAY for service in bound)

    classes = area_classes(directory.areas, bound) if bound else ()
    return (min(classes, key=near),) if classes else ()
