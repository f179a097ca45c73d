"""Walks everything a person can reach, breadth first, by the same steps that serve them.

A place is a node and the facts there. "Not sure" is "yes" where the two do the same; help now is an answer
everywhere, and so are typed words: whatever they may mean, danger of any kind or any situation. Language,
misses, which situations are likely and the way back change no place, so they stay outside; K04 puts them to
the shipped `step` at every node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from weakref import proxy

from kapea.core.checker.graph import HELP, Graph, Ways, itself
from kapea.core.checker.live_facts import Likeness, Liveness
from kapea.core.checker.watched import Watched, watched
from kapea.core.dialogue.danger_questions import flags_of, kept_by_flags, way_to_flag
from kapea.core.dialogue.likely_tiles import is_list, way_to_likely
from kapea.core.dialogue.look import worded
from kapea.core.dialogue.state import Place
from kapea.core.dialogue.turn import aimed, arrived, way_to_help
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Choice

MOST_PLACES = 1_000_000
"""No pack comes near. Beyond it a pack has too many facts to be proved, and the check says so."""


class TooMany(Exception):
    """More places than are explored."""


def explore(world: World, *, collapsed: bool = True, looked_at: Watched | None = None) -> Graph:
    """Every place reachable from the start of every journey. Raises TooMany.

    Not `collapsed`, each place is walked for itself, whatever can still be read there: slow, and for tests.
    `looked_at`: what properties look at besides the views, where the world has no words to tell it by.
    """
    graph = Graph(world)
    liveness = Liveness(world, looked_at or watched(graph.searched)) if collapsed else None
    explorer = Explorer(graph, liveness)
    for journey in world.release.journeys.values():
        explorer.begin(journey.id, journey.start)
    for at, _ in enumerate(graph.places):  # it grows meanwhile
        explorer.walk(at)
    return graph


_Change = tuple[str, tuple[int, ...] | None, tuple[tuple[int, str], ...], str]
"""All that decides what an answer does to facts: the journey it stands in, what it keeps and sets, and the
journey that it leads to."""


class Explorer:
    """Finds the places of a graph, one after the other. What an answer does to facts, and where a node with
    such facts is, is the same for many places, and looked up once.
    """

    def __init__(self, graph: Graph, liveness: Liveness | None = None) -> None:
        self.graph, self.world = graph, graph.world
        self._from = -1
        """The place that is walked: whatever is found is found from there."""
        self._screens: dict[Place, int] = {}
        self._transitions: list[tuple[_Transition, ...]] = []
        self._ways: dict[tuple[int, tuple[int, ...]], _Opened] = {}
        """By node and which answers are open: these, so that none takes their place; which lead on; where."""
        self._said: dict[Place, View] = {}
        self._arrivals = [_Arrivals(self, target) for target in range(len(self.world.release.nodes))]
        self._changes: dict[_Change, _FactsAfter] = {}
        self._heard = self.world.release.journeys["help"].heard
        self._flagged = {id: _Flagged(self, id) for id in self.world.release.journeys}
        self._here = self._saying = itself
        if (alive := liveness) is not None:
            graph.representative = Likeness(self.world, alive.voices, alive.live, alive.always).of
            self._here = Likeness(self.world, alive.voices, alive.here, alive.always_here).of
            self._saying = Likeness(self.world, alive.voices, alive.said, alive.always_said).of

    def begin(self, journey: str, node: int) -> None:
        """Finds the place where a journey starts."""
        self.graph.starts[journey] = self.add((node, self.world.fresh))

    def walk(self, at: int) -> None:
        """Finds where the answers at a place lead, and words there that may mean danger."""
        graph, self._from = self.graph, at
        node, facts = graph.places[at]
        transitions = self._transitions[graph.screen_of[at]]
        led = [to[facts if after is None else after[facts]] for after, to in transitions]
        if graph.views[at].level != "red":
            led += self._flagged[self.world.release.nodes[node].journey][facts]
        if self._heard >= 0 and is_list(self.world.release.nodes[node]):
            led.append(self._arrivals[self._heard][facts])  # what is likely comes before the whole list
        graph.edges.append(tuple(led))

    def add(self, place: Place) -> int:
        """The number of a place; a new one remembers how it was found."""
        walked = self.graph.representative(place)
        known = self.graph.numbers.get(walked)
        if known is None:
            known = self.graph.numbers[walked] = self._found(walked)
        return known

    def _found(self, place: Place) -> int:
        graph, number = self.graph, len(self.graph.places)
        graph.places.append(place)
        graph.parents.append(self._from)
        graph.taps.append(graph.taps[self._from] + 1 if self._from >= 0 else 0)
        screen = self._screens.setdefault(self._here(place), len(graph.seen))
        graph.screen_of.append(screen)
        if screen == len(graph.seen):
            self._add_view(number)
        else:
            graph.views.append(graph.views[graph.seen[screen]])
        if number >= MOST_PLACES:
            raise TooMany
        return number

    def _add_view(self, number: int) -> None:
        """A view that was not met before."""
        graph, (node, facts) = self.graph, self.graph.places[number]
        graph.seen.append(number)
        opened = self.world.open(self.world.release.nodes[node], facts)
        key = node, tuple(map(id, opened))
        if key not in self._ways:
            found = tuple(ways(self.world, node, opened))
            transitions = tuple([self.transition(node, way) for _, way in found])
            self._ways[key] = opened, found, transitions
        _, found, transitions = self._ways[key]
        graph.ways_of.append(found)
        self._transitions.append(transitions)
        graph.views.append(self._view(number))

    def _view(self, number: int) -> View:
        """One view for all places where the same is said, whoever may be named there."""
        said = self._saying(self.graph.places[number])
        if said not in self._said:
            self._said[said] = worded(self.world, self.graph.state(number))
        return self._said[said]

    def transition(self, node: int, choice: Choice) -> _Transition:
        """What a choice made at a node does to facts, if anything, and the places where it leads."""
        nodes = self.world.release.nodes
        change = nodes[node].journey, choice.keeps, choice.sets, nodes[choice.to].journey
        if change[0] == change[3] and choice.keeps is None and not choice.sets:
            return None, self._arrivals[choice.to]
        if change not in self._changes:
            self._changes[change] = _FactsAfter(self.world, node, choice)
        return self._changes[change], self._arrivals[choice.to]


class _Arrivals(dict[str, int]):
    """The facts with which somebody is led to a node, to the place where they come to stand."""

    def __init__(self, explorer: Explorer, target: int) -> None:
        super().__init__()
        self._target = target
        # Who holds this is not held by it, so that a graph is gone as soon as nobody looks at it.
        self._explorer: Explorer = proxy(explorer)

    def __missing__(self, facts: str) -> int:
        explorer = self._explorer
        found = self[facts] = explorer.add(arrived(explorer.world, self._target, facts))
        return found


class _FactsAfter(dict[str, str]):
    """Facts to those after a choice."""

    def __init__(self, world: World, node: int, choice: Choice) -> None:
        super().__init__()
        self._world, self._node, self._choice = world, node, choice

    def __missing__(self, facts: str) -> str:
        changed = self[facts] = aimed(self._world, (self._node, facts), self._choice)[1]
        return changed


_Transition = tuple[_FactsAfter | None, _Arrivals]
_Opened = tuple[Sequence[Choice], Ways, tuple[_Transition, ...]]


class _Flagged(dict[str, tuple[int, ...]]):
    """Where typed words lead in a journey, questions about danger and what is likely: the same for all who
    are told apart by nothing that is kept on the way, so they are worked out once for them.
    """

    def __init__(self, explorer: Explorer, journey: str) -> None:
        super().__init__()
        world = explorer.world
        self._kept = kept_by_flags(world)
        start = world.release.journeys[journey].start
        flags = flags_of(world, world.release.nodes[start]).values()
        ways_on = [*(way_to_flag(world, to) for to in flags), way_to_likely(world)]
        self._transitions = [explorer.transition(start, way) for way in ways_on if way is not None]
        self._by_kept: dict[str, tuple[int, ...]] = {}

    def __missing__(self, facts: str) -> tuple[int, ...]:
        kept = "".join([facts[at] for at in self._kept])
        if kept not in self._by_kept:
            self._by_kept[kept] = tuple(
                [to[after[facts]] for after, to in self._transitions if after is not None]
            )
        found = self[facts] = self._by_kept[kept]
        return found


def ways(world: World, node: int, opened: Iterable[Choice]) -> Iterator[tuple[str, Choice]]:
    """Of the answers that are open at a node every different one, and help now."""
    yes: Choice | None = None
    for choice in opened:
        if choice.back:
            continue  # it changes no place, like Back itself
        if choice.key == "unsure" and yes is not None and same(yes, choice):
            continue
        yes = choice if choice.key == "yes" else yes
        yield choice.key, choice
    if world.help >= 0 and node != world.help:
        yield HELP, way_to_help(world)


def same(one: Choice, other: Choice) -> bool:
    """Whether two answers do the same."""
    mine = (one.to, one.sets, one.keeps, one.when, one.effect)
    return mine == (other.to, other.sets, other.keeps, other.when, other.effect)
