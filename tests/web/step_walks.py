"""Views that somebody may meet: every one of the small pack, and any that taps lead to in a country."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hypothesis import strategies as st
from tests.packs import AT, COUNTRIES
from tests.packs import world as shipped
from tests.web.worlds import small_worlds

from kapea.core.checker.explore import explore
from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.step import begin, look, step
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World

Met = tuple[World, View]
"""A view, and the world it is met in."""


@cache
def every_view() -> tuple[Met, ...]:
    """Each place of the small pack, as somebody who stands there sees it."""
    world = small_worlds(1)[0]
    graph = explore(world)
    return tuple((world, look(world, graph.state(at), at=AT)) for at in range(len(graph.places)))


def tapped(country: str, language: int, taps: Sequence[int]) -> Met:
    """Where taps lead, each the number of a button of the page before it; a way that ends stays there."""
    world = shipped(country)
    state = begin(world, world.release.languages[language % len(world.release.languages)])
    view = look(world, state, at=AT)
    for tap in taps:
        if not view.offers:
            break
        done = step(world, state, Answer(view.offers[tap % len(view.offers)].key), at=AT)
        if done.state is None:
            break
        state, view = done.state, done.view
    return world, view


sampled = st.builds(
    tapped,
    st.sampled_from(COUNTRIES),
    st.integers(0, 1),
    st.lists(st.integers(0, 30), min_size=1, max_size=14),
)
