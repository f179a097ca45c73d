"""Walks through the small pack, for properties that hold whatever a person does."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from hypothesis import strategies as st
from tests.core.checker.small_pack import released

from kapea.core.dialogue.events import MOVES, Answer, Event, Media, Move, Said, Silence, Timeout
from kapea.core.dialogue.state import State
from kapea.core.dialogue.turn import begin, turn
from kapea.core.dialogue.world import World

AT = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
KEYS = st.sampled_from(("yes", "no", "unsure", "S01", "S02", "1", "2", "3", "4", "9", "", "nowhere"))
answers = KEYS.map(Answer)
events: st.SearchStrategy[Event] = st.one_of(
    answers,
    answers,
    st.builds(Move, st.sampled_from((*MOVES, "restart", "fly")), st.sampled_from(("", "km", "en", "xx"))),
    st.sampled_from(("help", "ឈប់", "Done", "2", "nothing we know")).map(Said),
    st.sampled_from((Silence(), Timeout(), Media("image"))),
)
journeys = st.sampled_from(("help", "remind"))


@cache
def world() -> World:
    return World(released())


def fresh(journey: str = "help") -> State:
    return begin(world(), "en", journey)


def after(state: State, *way: Event) -> State:
    """Where events lead; who stops begins anew."""
    for event in way:
        state = turn(world(), state, event).state or fresh()
    return state


def by_keys(*keys: str, journey: str = "help") -> State:
    return after(fresh(journey), *(Answer(key) for key in keys))


def value(state: State, fact: str) -> str:
    """What is known here of a fact, by its name."""
    at = next(n for n, each in enumerate(world().facts) if each.name == fact)
    return world().value(state.place[1], at)


def node(state: State) -> str:
    return world().release.nodes[state.place[0]].id
