"""What holds for every turn, whatever a person does, on the small pack and in any order."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import released

from kapea.core.dialogue.events import MOVES, Answer, Event, Media, Move, Said, Silence, Timeout
from kapea.core.dialogue.look import NOTES
from kapea.core.dialogue.state import MAX_PLACES, State, Unreadable, cut, dump_state, load_state
from kapea.core.dialogue.step import begin, look, step
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World

AT = datetime(2026, 11, 24, 15, 40, tzinfo=UTC)
ANSWERS = ("yes", "no", "unsure", "S01", "S02", "1", "2", "3", "4")

answers = st.sampled_from(ANSWERS).map(Answer)
moves = st.builds(
    Move, st.text(max_size=8) | st.sampled_from((*MOVES, "restart")), st.sampled_from(("", "km", "en", "xx"))
)
words = st.text(max_size=40) | st.sampled_from(("១", "1", "2", "help", "back", "Done", "ឈប់", "English", "km"))
events: st.SearchStrategy[Event] = st.one_of(
    answers, answers, answers, moves, words.map(Said), st.sampled_from((Silence(), Timeout(), Media("image")))
)  # fmt: skip
walks = st.lists(events, max_size=40)


@cache
def world() -> World:
    return World(released())


@pytest.fixture(autouse=True, scope="module")
def _built_before_the_clock_runs() -> None:
    world()


def walked(way: list[Event]) -> State:
    """Where a walk ends; who stops begins anew."""
    state = begin(world(), "en")
    for event in way:
        after = step(world(), state, event, at=AT).state
        state = after if after is not None else begin(world(), "en")
    return state


def level(state: State) -> str:
    return state.place[1][world().level]


@given(walks, events)
def test_the_same_turn_has_the_same_outcome(way: list[Event], event: Event):
    state = walked(way)
    assert step(world(), state, event, at=AT) == step(world(), state, event, at=AT)


@given(walks)
def test_a_state_survives_storage_between_any_two_turns(way: list[Event]):
    kept = stored = begin(world(), "en")
    for event in way:
        one, other = step(world(), kept, event, at=AT), step(world(), stored, event, at=AT)
        assert one == other
        kept = one.state if one.state is not None else begin(world(), "en")
        stored = load_state(dump_state(kept))
        assert stored == kept


@given(walks, answers)
def test_back_undoes_an_answer(way: list[Event], answer: Answer):
    before = walked(way)
    after = step(world(), before, answer, at=AT).state
    assert after is not None
    if after.path == (*before.path, after.place):
        undone = step(world(), after, Move("back"), at=AT).state
        assert undone is not None
        assert undone.path == before.path


@given(walks)
def test_back_at_the_beginning_stays_there(way: list[Event]):
    state = cut(walked(way), 0)
    back = step(world(), state, Move("back"), at=AT).state
    assert back is not None
    assert back.path == state.path


@given(walks, st.one_of(answers, words.map(Said), st.just(Silence()), st.just(Media())))
def test_an_answer_never_lowers_the_level_but_by_a_new_start(way: list[Event], event: Event):
    """`keep` begins a new worry, and other journeys know no level: everything else only raises it."""
    before = walked(way)
    after = step(world(), before, event, at=AT).state
    if after is None or len(after.path) <= len(before.path):
        return
    node = world().release.nodes[before.place[0]]
    fresh = any(c.keeps is not None for c in node.choices) or any(
        world().release.nodes[c.to].journey != node.journey for c in node.choices
    )
    assert fresh or level(after) >= level(before)


@given(walks)
def test_two_misses_name_somebody_to_call(way: list[Event]):
    state = walked(way)
    first = step(world(), state, Said("\u2205"), at=AT)
    assert first.state is not None
    assert first.view.shown[0].text == NOTES["unreadable"]
    second = step(world(), first.state, Answer("none such"), at=AT)
    assert any(c.phone for c in second.view.contacts)


@given(
    walks, st.sampled_from((Said("\u2205"), Silence(), Media("sticker"), Move("repeat"), Move("language")))
)
def test_what_is_no_answer_moves_nobody(way: list[Event], event: Event):
    state = walked(way)
    after = step(world(), state, event, at=AT).state
    assert after is not None
    assert after.path == state.path


@given(st.binary(max_size=300))
def test_bytes_that_are_no_state_are_unreadable(data: bytes):
    with pytest.raises(Unreadable):
        load_state(data)


@given(walks, st.data())
def test_a_damaged_state_is_a_state_or_unreadable(way: list[Event], data: st.DataObject):
    stored = bytearray(dump_state(walked(way)))
    stored[data.draw(st.integers(0, len(stored) - 1))] = data.draw(st.integers(0, 255))
    try:
        load_state(bytes(stored))
    except Unreadable:
        return


def test_a_conversation_begins_again_rather_than_grow():
    """Where it is urgent it goes on from the beginning; else it begins again, and says so."""
    state, shorter = begin(world(), "en"), 0
    for _ in range(3 * MAX_PLACES):
        turn = step(world(), state, Answer("1"), at=AT)
        if not _offers(turn.view, "1"):
            turn = step(world(), state, Answer(look(world(), state, at=AT).offers[0].key), at=AT)
        assert turn.state is not None
        shorter += len(turn.state.path) < len(state.path) == MAX_PLACES
        state = turn.state
        assert len(state.path) <= MAX_PLACES
    assert shorter


def _offers(view: View, key: str) -> bool:
    return any(o.key == key for o in view.offers)


@given(walks, events)
def test_every_view_offers_every_move_and_something_to_choose(way: list[Event], event: Event):
    view = step(world(), walked(way), event, at=AT).view
    if view.kind == "gone":
        assert not view.contacts
        return
    assert set(MOVES) <= set(view.moves)
    assert view.offers
    assert view.shown or view.ask


@given(walks)
def test_stop_keeps_nothing(way: list[Event]):
    turn = step(world(), walked(way), Move("stop"), at=AT)
    assert turn.state is None
    assert [e.kind for e in turn.effects] == ["forget"]


@given(walks)
def test_typing_a_label_does_what_tapping_does(way: list[Event]):
    state = walked(way)
    for number, offer in enumerate(look(world(), state, at=AT).offers, 1):
        tapped = step(world(), state, Answer(offer.key), at=AT)
        assert step(world(), state, Said(str(number)), at=AT) == tapped
        assert (
            step(world(), state, Said(f" {world().release.text(offer.text, state.language)} "), at=AT)
            == tapped
        )


def test_facts_of_one_journey_do_not_leak_into_another():
    state = walked([Answer("1"), Answer("S02"), Answer("1"), Answer("no")])
    assert world().value(state.place[1], world().who) == "child"
    inside = begin(world(), "en", "remind")
    assert inside.place[1] == world().fresh
