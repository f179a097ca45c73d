"""Walks everything a person can reach, breadth first, by the same steps that serve them.

A place is a node and the facts there. "Not sure" is "yes" where the two do the same; help now is an answer
everywhere, and so are typed words that may mean danger. Language, misses, what is likely after typed words
and the way back change no place, so they stay outside; `moves` puts them to the shipped `step` at every node.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from itertools import pairwise

from kapea.core.checker.live_facts import Likeness, Liveness
from kapea.core.checker.searched_words import SearchedWords
from kapea.core.checker.watched import Watched, watched
from kapea.core.dialogue.look import worded
from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.turn import aimed, arrived, kept_by_flags, way_to_flag, way_to_help
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.pack.model import Choice, Node

HELP, TYPED = "help", "typed"
UNSEEN = {HELP: "[help now]", TYPED: "[words that may mean danger]"}
"""Ways on that are no answer on the screen, as a transcript names them."""
MOST_PLACES = 1_000_000
"""No pack comes near. Beyond it a pack has too many facts to be proved, and the check says so."""


Ways = tuple[tuple[str, Choice], ...]
"""Answers that lead on, by their keys."""


class TooMany(Exception):
    """More places than are explored."""


def _itself(place: Place) -> Place:
    return place


class Graph:
    """The places reached, numbered as they were found; where each leads; what is said there.

    `views` has one for each place; places where the same is said, and the same answers lead on, share it.
    `seen` is the first place of each different view: what is looked at only on the screen is looked at there.
    """

    def __init__(self, world: World, liveness: Liveness | None = None) -> None:
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
        self._numbers: dict[Place, int] = {}
        self._aims: dict[Place, int] = {}
        self._screens: dict[Place, int] = {}
        self._ways: dict[tuple[int, ...], Ways] = {}
        self.screen_of: list[int] = []
        self.ways_of: list[Ways] = []
        self._said: dict[Place, View] = {}
        self._live = self._here = self._saying = _itself
        if (alive := liveness) is not None:
            self._live = Likeness(world, alive.voices, alive.live, alive.always).of
            self._here = Likeness(world, alive.voices, alive.here, alive.always).of
            self._saying = Likeness(world, alive.voices, alive.said, alive.always_said).of

    def add(self, place: Place, parent: int) -> int:
        """The number of a place; a new one remembers how it was found."""
        known = self._numbers.get(place)
        if known is None:
            walked = self._live(place)
            known = self._numbers.get(walked)
            if known is None:
                known = self._numbers[walked] = self._found(walked, parent)
            self._numbers[place] = known
        return known

    def led(self, at: int, choices: Iterable[Choice]) -> Iterator[int]:
        """The numbers of the places that choices lead to. Many lead to the same node with the same facts, and
        it is looked up only once where that comes out.
        """
        world, place, aims = self.world, self.places[at], self._aims
        for choice in choices:
            aim = aimed(world, place, choice)
            known = aims.get(aim)
            if known is None:
                known = aims[aim] = self.add(arrived(world, *aim), at)
            yield known

    def _found(self, place: Place, parent: int) -> int:
        number = len(self.places)
        self.places.append(place)
        self.parents.append(parent)
        self.taps.append(self.taps[parent] + 1 if parent >= 0 else 0)
        screen = self._screens.setdefault(self._here(place), len(self.seen))
        self.screen_of.append(screen)
        if screen == len(self.seen):
            self.seen.append(number)
            found = tuple(ways(self.world, place))
            self.ways_of.append(self._ways.setdefault(tuple([id(way) for _, way in found]), found))
            self.views.append(self._view(number))
        else:
            self.views.append(self.views[self.seen[screen]])
        if number >= MOST_PLACES:
            raise TooMany
        return number

    def _view(self, number: int) -> View:
        """One view for all places where the same is said, whoever may be named there."""
        said = self._saying(self.places[number])
        if said not in self._said:
            self._said[said] = worded(self.world, self.state(number))
        return self._said[said]

    def number(self, place: Place) -> int | None:
        """The number of the place that was walked for this one; None where nothing like it was reached."""
        return self._numbers.get(self._live(place))

    def ways(self, at: int) -> Ways:
        """Every different answer at a place, and help now."""
        return self.ways_of[self.screen_of[at]]

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


def explore(world: World, *, collapsed: bool = True, looked_at: Watched | None = None) -> Graph:
    """Every place reachable from the start of every journey. Raises TooMany.

    Not `collapsed`, each place is walked for itself, whatever can still be read there: slow, and for tests.
    `looked_at`: what properties look at besides the views, where the world has no words to tell it by.
    """
    graph = Graph(world)
    if collapsed:
        graph = Graph(world, Liveness(world, looked_at or watched(graph.searched)))
    for journey in world.release.journeys.values():
        graph.starts[journey.id] = graph.add((journey.start, world.fresh), -1)
    at, flagged = 0, _Flagged(graph)
    while at < len(graph.places):
        answers = tuple(graph.led(at, (way for _, way in graph.ways(at))))
        graph.edges.append(answers + flagged.at(at))
        at += 1
    return graph


class _Flagged:
    """The questions about danger that typed words lead to: the same for all who are told apart by nothing
    that is kept on the way, so they are worked out once for them.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph, self._kept = graph, kept_by_flags(graph.world)
        self._by_facts: dict[tuple[str, str], tuple[int, ...]] = {}
        self._by_kept: dict[tuple[str, str], tuple[int, ...]] = {}

    def at(self, at: int) -> tuple[int, ...]:
        if self.graph.views[at].level == "red":
            return ()
        node, facts = self.graph.places[at]
        here = self.graph.world.release.nodes[node].journey, facts
        if here not in self._by_facts:
            self._by_facts[here] = self._asked(at, *here)
        return self._by_facts[here]

    def _asked(self, at: int, journey: str, facts: str) -> tuple[int, ...]:
        world, kept = self.graph.world, (journey, "".join(facts[at] for at in self._kept))
        if kept not in self._by_kept:
            flags = world.release.journeys[journey].flags
            ways_ = (way_to_flag(world, to) for to in flags.values())
            self._by_kept[kept] = tuple(self.graph.led(at, ways_))
        return self._by_kept[kept]


def ways(world: World, place: Place) -> Iterator[tuple[str, Choice]]:
    """Every different answer at a place, and help now."""
    yes: Choice | None = None
    for choice in world.open(world.release.nodes[place[0]], place[1]):
        if choice.back:
            continue  # it changes no place, like Back itself
        if choice.key == "unsure" and yes is not None and same(yes, choice):
            continue
        yes = choice if choice.key == "yes" else yes
        yield choice.key, choice
    if world.help >= 0 and place[0] != world.help:
        yield HELP, way_to_help(world)


def same(one: Choice, other: Choice) -> bool:
    """Whether two answers do the same."""
    mine = (one.to, one.sets, one.keeps, one.when, one.effect)
    return mine == (other.to, other.sets, other.keeps, other.when, other.effect)


def _walked(came: dict[int, int], at: int) -> list[int]:
    out = [at]
    while came[out[-1]] >= 0:
        out.append(came[out[-1]])
    return out[::-1]
