"""Typed words that may mean danger lead to one question with somebody to call; a no leads back exactly."""

from __future__ import annotations

import msgspec
import pytest

from kapea.core.dialogue.events import Answer, Said
from kapea.core.dialogue.state import State
from kapea.core.dialogue.step import begin, step
from kapea.core.dialogue.world import World
from kapea.core.pack.model import FlagWords

KINDS = {
    "dying": "vanish now",
    "hurt": "beat us",
    "marriage": "wed him",
    "locked": "key gone",
    "meeting": "he waits",
    "threat": "pay or",
}


@pytest.fixture(scope="module")
def world(cambodia) -> World:
    """The real journey, with a way of writing for each kind, of no language."""
    words = FlagWords({kind: (way,) for kind, way in KINDS.items()}, ("beat us at chess",))
    return World(msgspec.structs.replace(cambodia.release, flags={"en": words}, hearing=None))


@pytest.fixture
def go(world, at):
    def walk(*events, state: State | None = None):
        """The last step of a walk of answers (keys) and typed words (`~words`)."""
        taken = None
        state = state or begin(world, "en")
        for each in events:
            event = Said(each[1:]) if each.startswith("~") else Answer(each)
            taken = step(world, state, event, at=at)
            state = taken.state
        return taken

    return walk


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", [(), ("1",), ("1", "S02"), ("1", "S02", "1", "2"), ("2", "S15", "1")])
def test_from_anywhere_somebody_to_call_and_one_question(go, kind, way):
    view = go(*way, f"~please {KINDS[kind]}").view
    assert view.node == f"help.flag-{kind}"
    assert view.contacts[0].phone
    assert view.ask is not None
    assert {o.key for o in view.offers} == {"yes", "no", "unsure"}


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("dying", "HELPLINE"),
        ("hurt", "EMERGENCY"),
        ("marriage", "HELPLINE"),
        ("locked", "EMERGENCY"),
        ("meeting", "EMERGENCY"),
    ],
)
@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_yes_and_not_sure_lead_to_the_contacts_of_that_danger(go, world, kind, first, answer):
    taken = go("1", "S02", f"~{KINDS[kind]}", answer)
    assert (taken.view.node, taken.view.level) == ("help.red", "red")
    assert world.value(taken.state.place[1], world.danger) == kind, "that very danger, and no other"
    assert first in taken.view.contacts[0].service.types


def test_said_again_it_means_yes(go):
    assert go("1", "~vanish now", "~vanish now").view.node == "help.red"


WITH_A_TILE = {"dying": "S26", "marriage": "S38"}
"""Kinds that a situation is called after: its tile is offered after a no."""


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in WITH_A_TILE])
@pytest.mark.parametrize("way", [(), ("1",), ("1", "S02", "1", "2")])
def test_no_leads_back_to_the_very_place(go, world, kind, way):
    before = go(*way).state if way else begin(world, "en")
    assert go(f"~{KINDS[kind]}", "no", state=before).state == before


@pytest.mark.parametrize("kind", WITH_A_TILE)
@pytest.mark.parametrize("way", [("1",), ("1", "S02", "1", "2")])
def test_after_a_no_to_a_danger_with_a_tile_it_is_offered_and_back_is_the_very_place(go, world, kind, way):
    before = go(*way).state
    after = go(f"~{KINDS[kind]}", "no", state=before)
    assert after.view.node == "help.perhaps"
    assert [offer.key for offer in after.view.offers] == [WITH_A_TILE[kind], "none"]
    assert after.state.path[:-1] == before.path


@pytest.mark.parametrize("kind", WITH_A_TILE)
def test_who_did_not_say_who_they_are_is_asked_that_before_the_tile(go, world, kind):
    after = go(f"~{KINDS[kind]}", "no")
    assert after.view.node == "help.first"
    assert go("1", state=after.state).view.offers[0].key == WITH_A_TILE[kind]


def test_nothing_is_assumed(go, world):
    """The question raises no level and keeps only who is there; what else was known waits behind No."""
    state = go("2", "S15", "1", "no", "no", "~vanish now").state
    value = world.value
    assert value(state.place[1], world.who) == "caregiver"
    assert value(state.place[1], world.level) == "green"
    assert value(state.place[1], world.home) == "unknown"


@pytest.mark.parametrize("kind", ["hurt", "marriage", "locked", "meeting"])
def test_who_said_that_whoever_hurts_has_power_here_need_not_say_it_again(world, at, kind):
    """Words that name a danger must not bring back the local post that was left out."""
    node, facts = begin(world, "en").place
    someone = world.facts[world.power].code("someone")
    state = State(world.release.short_hash, "en", ((node, world.put(facts, world.power, someone)),))
    for event in (Said(KINDS[kind]), Answer("yes")):
        state = step(world, state, event, at=at).state
    assert world.value(state.place[1], world.danger) == kind
    assert world.value(state.place[1], world.power) == "someone"


def test_what_only_looks_alike_is_answered_like_any_other_words(go):
    taken = go("1", "~beat us at chess")
    assert taken.view.node == "help.perhaps", "a sentence"


def test_in_red_the_right_people_stand_there_already(go):
    assert go("1", "S02", "~vanish now", "yes", "~vanish now").view.node == "help.red"


def test_a_label_is_a_label_also_when_it_names_danger(go, world):
    words = world.release.text("help.now-dying", "en")
    view = go("~help", f"~{words}").view
    assert view.node == "help.red"
