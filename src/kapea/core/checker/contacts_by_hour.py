"""Who is named, for every need a view has, in every language, hour and area that differs from another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from kapea.core.checker.explore import Graph
from kapea.core.dialogue.contacts import AGES, contacts_at, has_power, helpline, local_is_safe, types_at
from kapea.core.directory.areas import AWAY, area_classes, distance
from kapea.core.directory.hours import moment, moments, opening_now
from kapea.core.directory.match import Match
from kapea.core.directory.model import Directory, Service
from kapea.core.directory.needs import considered, is_local_asked, takes_age
from kapea.core.directory.reasons import GROWN, YOUNG

Named = tuple[Match, ...]
Asker = tuple[str, tuple[bool, ...], bool, bool]
"""What matching reads of a person: young, grown or who; who takes their age; is near safe; is power here."""
Key = tuple[tuple[str, ...], bool, str, Asker]


class ContactsByHour:
    """Contacts by place, each need asked for once: types, next, preferred lines, what matching reads of a
    person.
    """

    def __init__(self, graph: Graph, on: date) -> None:
        self.graph, self.world = graph, graph.world
        self.hours = differing(self.world.directory, on=on)
        self._found: dict[Key, tuple[Named, ...]] = {}
        self._at: dict[int, tuple[Named, ...]] = {}
        self._lines: dict[Asker, bool] = {}
        self._considered: dict[tuple[str, ...], _Considered] = {}

    def at(self, place: int) -> tuple[Named, ...]:
        """The contacts of a place, one answer for each language, hour and area; empty: nobody is named."""
        screen = self.graph.screen(place)
        if screen not in self._at:
            self._at[screen] = self._named(place)
        return self._at[screen]

    def _named(self, place: int) -> tuple[Named, ...]:
        node, facts = self.graph.node(place), self.graph.facts(place)
        types = types_at(self.world, node, facts)
        if not types:
            return ()
        wanted = node.contacts
        next_, prefer = (wanted.next, wanted.prefer) if wanted is not None else (False, "")
        key = (types, next_, prefer, self._asker(types, facts))
        if key not in self._found:
            areas = self._considering(types).areas if next_ else ("",)
            self._found[key] = tuple(
                contacts_at(self.world, node, facts, language, at=at, area=area)
                for language in self.world.release.languages
                for at in self.hours
                for area in areas
            )
        return self._found[key]

    def reached(self, place: int) -> bool:
        """Whether a person can be called or gone to from the view of a place, whatever the hour."""
        return all_human(self.at(place))

    def after_misses(self, place: int) -> bool:
        """Whether two misses lead to somebody to call: the contacts of the place, or the helpline."""
        named = self.at(place)
        if named and all(any(m.phone is not None for m in each) for each in named):
            return True
        facts = self.graph.facts(place)
        asker = self._asker(("HELPLINE",), facts)
        if asker not in self._lines:
            languages = self.world.release.languages
            lines = tuple(helpline(self.world, facts, lang, at=at) for lang in languages for at in self.hours)
            self._lines[asker] = all_human(lines)
        return self._lines[asker]

    def _asker(self, types: tuple[str, ...], facts: str) -> Asker:
        """People of whom matching reads the same are one: it is asked once for them."""
        world, seen = self.world, self._considering(types)
        who, age = world.value(facts, world.who), AGES.get(world.value(facts, world.band))
        group = "young" if who in YOUNG else "grown" if who in GROWN else who
        ages = tuple(takes_age(s, age) for s in seen.aged)
        return group, ages, seen.local and local_is_safe(world, facts), has_power(world, facts)

    def _considering(self, types: tuple[str, ...]) -> _Considered:
        if types not in self._considered:
            self._considered[types] = _considered(self.world.directory, types)
        return self._considered[types]


class _Considered(NamedTuple):
    """Of services that may be named for some types: who takes certain ages, whether any is local, areas."""

    aged: tuple[Service, ...]
    local: bool
    areas: tuple[str, ...]


def _considered(directory: Directory, types: tuple[str, ...]) -> _Considered:
    wide = (*types, *directory.order["now"], *directory.order.get("now-power", ()))
    services = considered(directory, wide)
    return _Considered(
        aged=tuple(s for s in services if s.ages is not None),
        local=is_local_asked(directory, wide),
        areas=("", *_poorest(directory, services)),
    )


def all_human(named: tuple[Named, ...]) -> bool:
    """Whether each answer has somebody to call, or a place to go to; a page alone is nobody."""
    return bool(named) and all(any(m.phone is not None or m.service.address for m in each) for each in named)


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
