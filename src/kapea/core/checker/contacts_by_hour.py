"""Who is named, for every need a view has, in every language and at every hour that differs from another."""

from __future__ import annotations

from datetime import date, datetime

from kapea.core.checker.explore import Graph
from kapea.core.dialogue.contacts import contacts_at, helpline, types_at
from kapea.core.directory.hours import moment, moments, opening_now
from kapea.core.directory.match import Match
from kapea.core.directory.model import Directory

Named = tuple[Match, ...]
Key = tuple[tuple[str, ...], bool, str, str]


class ContactsByHour:
    """Contacts by place, each need asked for once: types, next, preferred lines, the facts matching reads."""

    def __init__(self, graph: Graph, on: date) -> None:
        self.graph, self.world = graph, graph.world
        self.hours = differing(self.world.directory, on=on)
        self._found: dict[Key, tuple[Named, ...]] = {}
        self._at: dict[int, tuple[Named, ...]] = {}
        self._lines: dict[str, bool] = {}

    def at(self, place: int) -> tuple[Named, ...]:
        """The contacts of a place, one answer for each language and hour; empty where nobody is named."""
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
        key = (types, next_, prefer, self._read(facts))
        if key not in self._found:
            self._found[key] = tuple(
                contacts_at(self.world, node, facts, language, at=at)
                for language in self.world.release.languages
                for at in self.hours
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
        read = self._read(self.graph.facts(place))
        if read not in self._lines:
            facts, languages = self.graph.facts(place), self.world.release.languages
            lines = tuple(helpline(self.world, facts, lang, at=at) for lang in languages for at in self.hours)
            self._lines[read] = all_human(lines)
        return self._lines[read]

    def _read(self, facts: str) -> str:
        world = self.world
        return "".join(facts[at] for at in (world.who, world.band, world.home, world.power) if at >= 0)


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
