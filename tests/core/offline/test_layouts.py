"""Layouts that are kept: one of each kind for every place, and the same as the place's own."""

from __future__ import annotations

import pytest
from tests.conftest import world_of

from kapea.core.dialogue.look import worded
from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.offline.contact_lists import places
from kapea.core.offline.layouts import (
    Layouts,
    answers_key,
    card_key,
    different_views,
    layouts,
)
from kapea.core.offline.without_clock import timeless
from kapea.core.present.blocks import ViewBlocks, laid_out


@pytest.fixture(scope="module")
def still() -> World:
    return timeless(world_of("cambodia"))


@pytest.fixture(scope="module")
def every(still) -> list[Place]:
    return places(still)


@pytest.fixture(scope="module")
def made(still, every) -> Layouts:
    return layouts(still, every)


def view_at(world: World, place: Place) -> View:
    return worded(world, State(world.release.short_hash, "", (place,)))


def card_of(view: View, laid: ViewBlocks) -> list[object]:
    """What stands where in a card, by the position of lines."""
    row = {id(shown): n for n, shown in enumerate(view.shown)}
    own = [
        [(b.kind, [row[id(s)] for s in b.lines], b.kind == "level" and b.picture) for b in blocks]
        for blocks in (laid.opening, laid.blocks)
    ]
    people = (laid.named, laid.urgent, laid.brief, laid.bare)
    return [row[id(laid.heading)] if laid.heading else None, laid.ask is None, own, people]


def answers_of(view: View, laid: ViewBlocks) -> list[list[int]]:
    row = {id(offer): n for n, offer in enumerate(view.offers)}
    under = [some for group in laid.groups for some in (group.tiles, group.more)]
    parts = (laid.asides, *under, laid.tiles, laid.more, laid.main, laid.answers, laid.minor)
    return [[row[id(offer)] for offer in part] for part in parts]


def test_every_place_has_its_layout_and_it_is_the_places_own(still, every, made):
    """Whoever is named there, and whatever was answered before."""
    for place in every:
        view, is_help = view_at(still, place), place[0] == still.help
        for named in (False, True):
            kept = made.cards[card_key(view, is_help=is_help, names_people=named)]
            laid = laid_out(view, is_help=is_help, names_people=named)
            assert card_of(kept.view, kept.blocks) == card_of(view, laid), place
        kept = made.answers[answers_key(view)]
        assert answers_of(kept.view, kept.blocks) == answers_of(view, laid), place


def test_a_view_that_differs_is_never_taken_for_another(still, every):
    """What the nodes do not read may differ; what they show may not."""
    known = {_shown(view) for view in different_views(still, every)}
    assert {_shown(view_at(still, place)) for place in every} == known


def test_few_views_stand_for_all(still, every, made):
    assert len(list(different_views(still, every))) * 5 < len(every)
    assert len(made.cards) + len(made.answers) < 600


def _shown(view: View) -> tuple[object, ...]:
    return view.node, view.level, view.shown, view.ask, view.offers, view.told
