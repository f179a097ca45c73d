"""What is said in passing: an answer that says something, and leads nobody past the step they stand at."""

from __future__ import annotations

import msgspec
import pytest
from tests.conftest import AT, world_of

from kapea.core.dialogue.aside import aside_node
from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.look import look
from kapea.core.dialogue.state import State
from kapea.core.dialogue.step import begin, step
from kapea.core.dialogue.view import Offer


def walked(*keys: str) -> State:
    world, state = world_of("cambodia"), begin(world_of("cambodia"), "en")
    for key in keys:
        after = step(world, state, Answer(key), at=AT).state
        assert after is not None
        state = after
    return state


def why(state: State) -> Offer:
    view = look(world_of("cambodia"), state, at=AT)
    return next(offer for offer in view.offers if offer.text == "help.why")


def test_why_says_in_place_what_its_own_node_shows():
    world, state = world_of("cambodia"), walked("1", "S02")
    offer = why(state)
    after = step(world, state, Answer(offer.key), at=AT).state
    assert after is not None
    assert offer.aside == look(world, after, at=AT).shown
    assert "S02.child" in offer.aside[0].text


def test_from_why_the_only_way_leads_back_to_the_step():
    world, state = world_of("cambodia"), walked("1", "S02")
    inside = step(world, state, Answer(why(state).key), at=AT).state
    assert inside is not None
    (only,) = look(world, inside, at=AT).offers
    back = step(world, inside, Answer(only.key), at=AT).state
    assert back is not None
    assert back.place == state.place, "the step is not skipped"


def test_what_leads_on_or_changes_something_is_never_said_in_passing():
    world = world_of("cambodia")
    choices = [(node, choice) for node in world.release.nodes for choice in node.choices]
    passing = [(node, choice) for node, choice in choices if aside_node(world, choice) is not None]
    assert {"help.why", "help.why-not-save"} <= {choice.say[0].text for _, choice in passing}
    assert all(choice.minor for _, choice in passing), "what is to be chosen from stays to be chosen"
    for _, choice in passing:
        assert aside_node(world, msgspec.structs.replace(choice, sets=((0, "1"),))) is None
        assert aside_node(world, msgspec.structs.replace(choice, back=True)) is None


@pytest.mark.parametrize(
    ("keys", "asides"), [(("1", "S02"), ["help.why", "help.this-phone"]), (("2", "S02"), ["help.why"])]
)
def test_the_other_answers_lead_on(keys, asides):
    view = look(world_of("cambodia"), walked(*keys), at=AT)
    assert [offer.text for offer in view.offers if offer.aside] == asides
    assert len(view.offers) > 1
