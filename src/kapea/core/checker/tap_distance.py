"""How many taps lead to help: walked with the dialogue's own `advance`, to the first step and one beyond."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kapea.core.checker.contacts_by_hour import ContactsByHour
from kapea.core.checker.explore import Explorer
from kapea.core.checker.graph import Graph
from kapea.core.dialogue.world import World

FARTHEST = 3
"""Taps walked. The first step is two away (K11); a person to call, at most one more (K05)."""
FIRST_STEP = ".step.1.do"


@dataclass(frozen=True, slots=True)
class Taps:
    """Taps of one situation and audience, from the opening; None where it is farther than was walked.

    `number` is the first view on the way that names a number to call, at every hour and in every language;
    `number_after` counts on from the view with the first step (0: on that very view).
    """

    step: int | None
    number: int | None
    number_after: int | None


def taps(world: World, *, on: date) -> dict[tuple[str, str], Taps]:
    """The taps for each situation and audience, in the week of a day."""
    graph = _near(world)
    people = ContactsByHour(graph, on)
    first: dict[tuple[str, str], int] = {}
    for at, view in enumerate(graph.views):
        if any(FIRST_STEP in shown.text for shown in view.shown):
            first.setdefault((view.situation, view.who), at)
    told = ((id, who) for id, each in world.release.situations.items() for who in each.voices)
    return {key: _taps(graph, people, first.get(key)) for key in told}


def _near(world: World) -> Graph:
    """The places at most `FARTHEST` taps from the opening, breadth first."""
    graph = Graph(world)
    explorer = Explorer(graph)
    explorer.begin("help", world.start)
    for at, _ in enumerate(graph.places):  # it grows meanwhile
        if graph.taps[at] == FARTHEST:
            break
        explorer.walk(at)
    return graph


def _taps(graph: Graph, people: ContactsByHour, at: int | None) -> Taps:
    if at is None:
        return Taps(None, None, None)
    named = [n for n, place in enumerate(graph.way(at)) if _has_number(people, place)]
    onward = graph.edges[at] if at < len(graph.edges) else ()
    near = any(_has_number(people, to) for to in onward)
    after = 0 if _has_number(people, at) else 1 if near else None
    return Taps(graph.taps[at], min(named, default=None), after)


def _has_number(people: ContactsByHour, at: int) -> bool:
    answers = people.at(at)
    return bool(answers) and all(any(m.phone is not None for m in named) for named in answers)
