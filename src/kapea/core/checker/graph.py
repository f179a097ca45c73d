"""Everything a person can reach, as places and what leads from one to another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from copy import copy
from itertools import pairwise

from kapea.core.checker.searched_words import SearchedWords
from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.pack.model import Choice, Node

HELP, TYPED = "help", "typed"
UNSEEN = {HELP: "[help now]", TYPED: "[typed words]"}
"""Ways on that are no answer on the screen, as a transcript names them."""

Ways = tuple[tuple[str, Choice], ...]
"""Answers that lead on, by their keys."""


def itself(place: Place) -> Place:
    """Every place is its own representative."""
    return place


class Graph:
    """The places reached, numbered as they were found; where each leads; what is said there.

    `views` has one for each place; places where the same is said, and the same answers lead on, share it.
    `seen` is the first place of each different view: what is looked at only on the screen is looked at there.
    A shared view names the situation of the first of them, where nothing in it is of the situation: whoever
    needs the situation of a place asks its facts. `taps` counts the answers of the shortest way.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.searched = SearchedWords(world.release)
        self.places: list[Place] = []
        self.edges: list[tuple[int, ...]] = []
        self.views: list[View] = []
        self.seen: list[int] = []
        self.parents: list[int] = []
        self.taps: list[int] = []
        self.starts: dict[str, int] = {}
        self.kept_as = ""
        """The name of the walk in a memory that this is told out of; empty where it was walked here."""
        self.screen_of: list[int] = []
        self.ways_of: list[Ways] = []
        self.numbers: dict[Place, int] = {}
        self.representative: Callable[[Place], Place] = itself
        """The one place that is walked for all where the same may still come."""

    def number(self, place: Place) -> int | None:
        """The number of the place that was walked for this one; None where nothing like it was reached."""
        return self.numbers.get(self.representative(place))

    def ways(self, at: int) -> Ways:
        """Every different answer at a place, and help now."""
        return self.ways_of[self.screen_of[at]]

    def answers(self, at: int) -> tuple[int, ...]:
        """Where the answers on a screen lead: help now and typed words, which come behind, left aside."""
        ways = self.ways_of[self.screen_of[at]]
        return self.edges[at][: len(ways) - (1 if ways and ways[-1][0] == HELP else 0)]

    def screen(self, at: int) -> int:
        """A number for all that is said and offered at a place, and for whom it may name."""
        return self.screen_of[at]

    def screens(self) -> Iterator[tuple[int, View]]:
        """Each different view with the first place that has it, in the order of places."""
        yield from ((at, self.views[at]) for at in self.seen)

    def node(self, at: int) -> Node:
        return self.world.release.nodes[self.places[at][0]]

    def facts(self, at: int) -> str:
        return self.places[at][1]

    def value(self, at: int, fact: int) -> str:
        return self.world.value(self.places[at][1], fact)

    def state(self, at: int, misses: int = 0) -> State:
        release = self.world.release
        return State(release.short_hash, release.default_language, (self.places[at],), misses)

    def told_with(self, world: World, searched: SearchedWords | None = None) -> Graph:
        """The same walk, with the words of another release that is otherwise the same."""
        other = copy(self)
        other.world, other.searched = world, searched or SearchedWords(world.release)
        return other

    # --- ways ------------------------------------------------------------------

    def way(self, at: int) -> list[int]:
        """The shortest way to a place, from a start."""
        out = [at]
        while self.parents[out[-1]] >= 0:
            out.append(self.parents[out[-1]])
        return out[::-1]

    def unless(self, stops: Callable[[int], bool], wanted: Callable[[int], bool]) -> list[int]:
        """The shortest way from a start to a wanted place, through none that stops; empty: there is none."""
        came = {at: -1 for at in self.starts.values() if not stops(at)}
        line = deque(came)
        while line:
            at = line.popleft()
            if wanted(at):
                return _walked(came, at)
            for to in self.edges[at]:
                if to not in came and not stops(to):
                    came[to] = at
                    line.append(to)
        return []

    def transcript(self, way: list[int]) -> tuple[str, ...]:
        """A way as lines a person can read: what was tapped, and what then stood there."""
        if not way:
            return ()
        lines = [f"begin at {self._scene(way[0])}"]
        for before, after in pairwise(way):
            lines.append(f"tap {self._tapped(before, after)} → {self._scene(after)}")
        return tuple(lines)

    def _tapped(self, before: int, after: int) -> str:
        answers = [key for key, _ in self.ways(before)]
        at = self.edges[before].index(after)
        key = answers[at] if at < len(answers) else TYPED
        offer = next((o for o in self.views[before].offers if o.key == key), None)
        return f"“{self.words(offer.text)}”" if offer is not None else UNSEEN[key]

    def _scene(self, at: int) -> str:
        view = self.views[at]
        said = [s.text for s in (*view.shown, *((view.ask,) if view.ask is not None else ()))]
        more = " …" if len(said) > 1 else ""
        return f"{view.node}: “{self.words(said[0])}”{more}" if said else f"{view.node}: (nothing is said)"

    def words(self, text: str) -> str:
        return self.world.release.text(text, "en").replace(ZERO_WIDTH, "")


def _walked(came: dict[int, int], at: int) -> list[int]:
    out = [at]
    while came[out[-1]] >= 0:
        out.append(came[out[-1]])
    return out[::-1]
