"""A release made ready for walking: tables that turn facts into words, built once when it is loaded."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

import msgspec

from kapea.core.dialogue.state import Place
from kapea.core.dialogue.view import View
from kapea.core.directory.hours import boundaries, moment, slot
from kapea.core.directory.match import Candidate, Match, Need, Weighed, of_types, ranked, within_reach
from kapea.core.directory.model import Directory
from kapea.core.pack.conditions import fact_at, holds, pick
from kapea.core.pack.model import ALPHABET, ALWAYS, Choice, Line, Node, Release, Say, Voice
from kapea.core.understanding.flags import Flags
from kapea.core.understanding.listening import Listener
from kapea.core.understanding.meaning import VectorOf

MOST_KEPT = 10_000
"""Places, answers and matches kept once they are worked out: some ten megabytes when all of them are."""
MOST_WEIGHED, FEWEST_WEIGHED, SERVICES_KEPT = 500, 4, 100_000
"""Kinds of people and hours for which services are kept weighed: fewer where there are many services."""
NOTHING: frozenset[str] = frozenset()


class World:
    """A release and a directory snapshot. Shared by all conversations of a worker; nothing that can be
    seen of it changes.
    """

    def __init__(
        self,
        release: Release,
        directory: Directory | None = None,
        flags: Flags | None = None,
        vector_of: VectorOf | None = None,
    ) -> None:
        self.release = release
        self.directory = directory or release.directory
        self.facts = release.facts
        self.fresh = ALPHABET[0] * len(release.facts)
        self.who, self.situation = fact_at(self.facts, "who"), fact_at(self.facts, "situation")
        self.level, self.danger = fact_at(self.facts, "level"), fact_at(self.facts, "danger")
        self.home, self.power = fact_at(self.facts, "home"), fact_at(self.facts, "power")
        self.band = fact_at(self.facts, "band")
        self.help = release.journeys["help"].help
        self.start = release.journeys["help"].start
        self.telling = frozenset(n.id for n in release.nodes if any(s.part for s in n.show))
        """Nodes that show words of a situation, which may say to call somebody."""
        self._voices = self._voice_table()
        self._edges = boundaries(self.directory.services.values())
        self._matches: dict[tuple[Need, tuple[str, int]], tuple[Match, ...]] = {}
        self._weighed: dict[tuple[Need, tuple[str, int]], Weighed] = {}
        self._ranked: dict[tuple[Need, tuple[str, int]], tuple[Candidate, ...]] = {}
        services = len(self.directory.services)
        self._most_weighed = min(MOST_WEIGHED, max(FEWEST_WEIGHED, SERVICES_KEPT // max(1, services)))
        self._asked_last: tuple[datetime | None, tuple[str, int]] = (None, ("", 0))
        self._known: set[str] = set()
        self.flags = flags or Flags(release.flags.values())
        """What in typed words may mean danger, in every language: ready before anybody types."""
        self.listener = Listener(release.hearing, self.flags.find, vector_of)
        """What is heard in typed words."""
        self.views: dict[Place, View] = {}
        self._answers: dict[Place, dict[str, Choice]] = {}
        self.derived: dict[Hashable, object] = {}
        """What others work out of this world and keep with it, so that it goes when the world goes."""
        self._always_open = frozenset(
            n.id for n in release.nodes if n.kind != "each" and all(c.when == ALWAYS for c in n.choices)
        )
        self._resets = {j.id: self._reset(j.facts) for j in release.journeys.values()}

    def _voice_table(self) -> dict[str, tuple[Voice, frozenset[str]]]:
        """`situation code + who code` to the voice there and its parts."""
        table = {}
        if self.who < 0 or self.situation < 0:
            return {}
        for id, situation in self.release.situations.items():
            for who, voice in situation.voices.items():
                key = self.facts[self.situation].code(id) + self.facts[self.who].code(who)
                table[key] = (voice, frozenset(voice.has))
        return table

    def _reset(self, kept: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(i for i in range(len(self.facts)) if i not in kept)

    def fits(self, path: Iterable[tuple[int, str]]) -> bool:
        """Whether every place of a path exists here: a state from elsewhere must not be walked."""
        nodes, known = len(self.release.nodes), self._known
        return all(0 <= node < nodes and (facts in known or self._are_facts(facts)) for node, facts in path)

    def _are_facts(self, facts: str) -> bool:
        if len(facts) != len(self.facts):
            return False
        good = all(c in ALPHABET[: len(f.values)] for c, f in zip(facts, self.facts, strict=True))
        if good and len(self._known) < MOST_KEPT:
            self._known.add(facts)
        return good

    @cached_property
    def red_nodes(self) -> frozenset[str]:
        """Nodes that are red whatever the level: help now, people for a danger, the questions about one."""
        nodes = self.release.nodes
        flagged = {to for journey in self.release.journeys.values() for to in journey.flags.values()}
        for_danger = {n.id for n in nodes if n.contacts is not None and n.contacts.source == "danger"}
        return frozenset({nodes[at].id for at in (self.help, *flagged)} | for_danger)

    @cached_property
    def to_help(self) -> Choice:
        """The way to help now, from anywhere."""
        return Choice(key="help", say=(), to=self.help)

    def is_red(self, view: View) -> bool:
        """Whether a view is one of danger: there no computer speaks."""
        return view.level == "red" or view.node in self.red_nodes

    # --- reading facts ----------------------------------------------------------

    def value(self, facts: str, at: int) -> str:
        return self.facts[at].value(facts[at]) if at >= 0 else self.facts[0].values[0]

    def voice(self, facts: str) -> Voice | None:
        found = self._voices.get(facts[self.situation] + facts[self.who]) if self.situation >= 0 else None
        return found[0] if found else None

    def has(self, facts: str) -> frozenset[str]:
        found = self._voices.get(facts[self.situation] + facts[self.who]) if self.situation >= 0 else None
        return found[1] if found else NOTHING

    def level_code(self, facts: str) -> str:
        """The level code of the situation here, or where levels start."""
        situation = self.value(facts, self.situation)
        found = self.release.situations.get(situation)
        return self.facts[self.level].code(found.level) if found else ALPHABET[0]

    # --- who can help here -----------------------------------------------------------

    def interval(self, at: datetime) -> tuple[str, int]:
        """The stretch of time around `at` in which nobody here opens or closes, and no day ends."""
        asked, found = self._asked_last
        if asked is not at:
            found = slot(self._edges, moment(at, self.directory.time_zone))
            self._asked_last = (at, found)
        return found

    def match(self, need: Need, at: datetime) -> tuple[Match, ...]:
        """Services for a need. One need has one answer until somebody opens or closes, so answers are
        kept; and so is what every service is worth to such a person, whatever types are needed.
        """
        key = (need, self.interval(at))
        found = self._matches.get(key)
        if found is None:
            if len(self._matches) >= MOST_KEPT:
                self._matches.clear()
            found = self._matches[key] = of_types(need.types, self.weighed(need, at))
        return found

    def weighed(self, need: Need, at: datetime) -> Weighed:
        """All services weighed for a person, whatever types are needed, until somebody opens or closes."""
        key = (msgspec.structs.replace(need, types=()), self.interval(at))
        found = self._weighed.get(key)
        if found is None:
            if len(self._weighed) >= self._most_weighed:
                self._weighed.clear()
            found = self._weighed[key] = Weighed(self.directory, need, self._ranked_for(need, at))
        return found

    def _ranked_for(self, need: Need, at: datetime) -> tuple[Candidate, ...]:
        asked = Need((), need.language, need.area, need.who, prefer=need.prefer)
        key = (asked, self.interval(at))
        found = self._ranked.get(key)
        if found is None:
            if len(self._ranked) >= self._most_weighed:
                self._ranked.clear()
            services = within_reach(self.directory, need.area, (self.directory.by_area,))
            found = self._ranked[key] = ranked(self.directory, asked, services, at)
        return found

    # --- changing facts -----------------------------------------------------------

    def put(self, facts: str, at: int, code: str) -> str:
        """Sets one fact; a rising fact never falls."""
        if self.facts[at].rises and code < facts[at]:
            return facts
        return facts[:at] + code + facts[at + 1 :]

    def keeping(self, kept: tuple[int, ...], facts: str) -> str:
        """Some facts as they are, all others where they start."""
        out = list(self.fresh)
        for at in kept:
            out[at] = facts[at]
        return "".join(out)

    def entering(self, journey: str, facts: str) -> str:
        """Facts on entering a journey: what it does not declare goes back to where it starts."""
        for at in self._resets[journey]:
            facts = facts[:at] + ALPHABET[0] + facts[at + 1 :]
        return facts

    # --- what stands at a node ------------------------------------------------------

    def choices(self, node: Node, facts: str) -> list[tuple[Choice, Say]]:
        """The answers offered at a node here, with their labels. For `each`: one a situation that speaks
        to this person.
        """
        if node.kind == "each":
            return self._each(node, facts)
        return [(c, self._label(c, facts)) for c in self.open(node, facts)]

    def open(self, node: Node, facts: str) -> Sequence[Choice]:
        """The answers offered at a node here; the same ones where none has a condition."""
        if node.id in self._always_open:
            return node.choices
        if node.kind == "each":
            return [choice for choice, _ in self._each(node, facts)]
        has = self.has(facts)
        return [c for c in node.choices if c.when is ALWAYS or holds(c.when, facts, has)]

    def answers(self, place: Place) -> Mapping[str, Choice]:
        """The answers offered at a place by their keys. A release never changes, so they are kept."""
        found = self._answers.get(place)
        if found is None:
            if len(self._answers) >= MOST_KEPT:
                self._answers.clear()
            offered = self.choices(self.release.nodes[place[0]], place[1])
            found = self._answers[place] = {choice.key: choice for choice, _ in offered}
        return found

    def keep_view(self, place: Place, view: View) -> View:
        """Keeps what a place alone decides of a view."""
        if len(self.views) >= MOST_KEPT:
            self.views.clear()
        self.views[place] = view
        return view

    def _label(self, choice: Choice, facts: str) -> Say:
        if not choice.part:
            return choice.say
        voice = self.voice(facts)
        lines = voice.parts.get(choice.part, ()) if voice else ()
        return lines[0].say if lines else ()

    def _each(self, node: Node, facts: str) -> list[tuple[Choice, Say]]:
        who = self.value(facts, self.who)
        out = []
        for id in self.release.tiles.get(who, ()):
            voice = self.release.situations[id].voices[who]
            sets = ((self.situation, self.facts[self.situation].code(id)),)
            choice = Choice(key=id, say=voice.title, to=node.choices[0].to, sets=sets, picture=voice.picture)
            out.append((choice, voice.title))
        return out + [(choice, choice.say) for choice in node.choices[1:]]

    def lines(self, node: Node, facts: str) -> list[Line]:
        """Everything a node shows here, in order."""
        has, out = self.has(facts), list[Line]()
        voice = self.voice(facts)
        for show in node.show:
            if show.when is not ALWAYS and not holds(show.when, facts, has):
                continue
            if show.line is not None:
                out.append(show.line)
            elif voice is not None:
                out.extend(voice.parts.get(show.part, ()))
        return out

    def pick(self, say: Say, facts: str) -> str | None:
        """The text that a wording comes to here; None where it says nothing."""
        return pick(say, facts, self.has(facts))
