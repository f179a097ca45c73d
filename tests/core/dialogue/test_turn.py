"""Turns: whatever comes, a conversation stays in the pack, and an answer does what it says and no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import released
from tests.core.dialogue.walks import after, answers, by_keys, events, fresh, journeys, node, value, world

from kapea.core.dialogue.events import MOVES, Answer, Move, Said
from kapea.core.dialogue.state import MAX_PLACES, cut, dump_state, load_state
from kapea.core.dialogue.turn import MAX_MISSES, advance, begin, turn
from kapea.core.dialogue.world import World

WAYS = st.lists(events, max_size=25)
KEYED = st.lists(answers, max_size=12)


@given(journeys, WAYS)
def test_no_sequence_of_events_ever_leaves_the_pack(journey, way):
    state = fresh(journey)
    for event in way:
        state = after(state, event)
        assert world().fits(state.path)
        assert state.language in world().release.languages
        assert state.release == world().release.short_hash
        assert 1 <= len(state.path) <= MAX_PLACES
        assert 0 <= state.misses <= MAX_MISSES


@given(journeys, KEYED, st.data())
def test_going_back_to_a_step_and_answering_is_as_if_one_had_never_gone_on(journey, way, data):
    """The pages of a browser stay open: an answer on an earlier one must not depend on the later ones."""
    states = [fresh(journey)]
    for event in way:
        states.append(after(states[-1], event))
    straight = [s for n, s in enumerate(states) if n == 0 or len(s.path) == len(states[n - 1].path) + 1]
    there = data.draw(st.sampled_from(straight))
    last = states[-1]
    if last.path[: len(there.path)] != there.path:
        return
    again = data.draw(answers)
    anew, returned = turn(world(), there, again), turn(world(), cut(last, len(there.path) - 1), again)
    assert anew.state is not None
    assert returned.state is not None
    assert returned.state.path == anew.state.path
    assert returned.effects == anew.effects


def test_an_answer_that_would_lower_the_level_leaves_it_where_it_rose():
    lowering = ("journeys/help.yaml", '"no": {set: {home: safe}', '"no": {set: {home: safe, level: green}')
    release = released(lowering)
    own = World(release)
    state = begin(own, "en")
    for key in ("1", "S01", "1", "1", "yes"):
        state = turn(own, state, Answer(key)).state or state
    at_home = next(n for n, each in enumerate(release.nodes) if each.id == "help.q-home")
    (_, facts), _ = advance(own, (at_home, state.place[1]), own.answers((at_home, state.place[1]))["no"])
    assert own.value(state.place[1], own.level) == own.value(facts, own.level) == "red"
    assert own.value(facts, own.home) == "safe", "what does not rise is set"


@given(journeys, WAYS, st.text(max_size=6).map(Answer))
def test_a_key_that_is_not_offered_changes_nothing_but_the_count_of_misses(journey, way, event):
    before = after(fresh(journey), *way)
    if event.key in world().answers(before.place):
        return
    result = turn(world(), before, event)
    assert result.state is not None
    assert (result.state.path, result.note, result.effects) == (before.path, "unreadable", ())
    assert result.state.misses == min(before.misses + 1, MAX_MISSES)


@given(journeys, WAYS)
def test_help_is_one_move_away_from_everywhere_and_keeps_what_is_known(journey, way):
    before = after(fresh(journey), *way)
    now = after(before, Move("help"))
    assert now.place[0] == world().help
    if world().release.nodes[before.place[0]].journey == "help":
        assert now.place[1] == before.place[1]


@given(journeys, WAYS, st.sampled_from(("km", "en")))
def test_another_language_is_the_same_place_and_nothing_else(journey, way, language):
    before = after(fresh(journey), *way)
    now = after(before, Move("language", language))
    assert (now.path, now.language, now.misses) == (before.path, language, 0)


def test_language_without_a_wish_goes_round_and_one_the_pack_has_not_changes_nothing():
    start = fresh()
    assert after(start, Move("language")).language == "km"
    assert after(start, Move("language"), Move("language")).language == "en"
    assert after(start, Move("language", "xx")).language == "en"


def test_who_asks_in_a_language_the_pack_has_not_gets_its_default():
    assert begin(world(), "xx").language == "km"


@given(journeys, WAYS)
def test_restart_forgets_the_way_and_keeps_the_language(journey, way):
    before = after(fresh(journey), *way)
    now = after(before, Move("restart"))
    assert now == begin(world(), before.language)


@given(journeys, WAYS)
def test_a_long_sentence_nobody_understood_is_met_with_people_at_once_and_a_short_word_is_asked_again(
    journey, way
):
    before = cut(after(fresh(journey), *way), 3)
    assert after(before, Said("something that no list of ours knows")).misses == MAX_MISSES
    assert after(before, Said("zzz")).misses == min(before.misses + 1, MAX_MISSES)


@pytest.mark.parametrize("move", ["fly", "", "HELP"])
def test_a_move_that_does_not_exist_moves_nobody(move):
    state = by_keys("1", "S01")
    assert after(state, Move(move)) == state
    assert move not in MOVES


def test_a_node_that_does_not_apply_is_passed_over_on_the_way():
    """The caregiver of S01 is not asked for an age, so the next question is the one behind it."""
    assert node(by_keys("1", "S01", "1")) == "help.band"
    assert node(by_keys("2", "S01", "1")) == "help.q-dying"


def test_a_new_worry_forgets_all_but_who_is_there():
    worried = by_keys("1", "S01", "1", "1", "yes")
    assert (value(worried, "level"), value(worried, "danger"), value(worried, "band")) == (
        "red",
        "dying",
        "9-11",
    )
    end = after(worried, Answer("3"))
    assert node(end) == "help.end"
    anew = after(end, Answer("1"))
    assert node(anew) == "help.what"
    assert [value(anew, fact) for fact in ("who", "level", "danger", "band", "situation")] == [
        "child",
        "green",
        "none",
        "none",
        "none",
    ]


@given(journeys, WAYS, st.integers(-3, 120))
def test_a_cut_is_a_beginning_of_the_way_and_never_empty(journey, way, steps):
    state = after(fresh(journey), *way)
    short = cut(state, steps)
    assert short.path == state.path[: len(short.path)]
    assert len(short.path) == max(1, min(steps + 1, len(state.path)))
    assert cut(short, steps) == short
    assert short.misses == (state.misses if short.path == state.path else 0), "a miss was at the last step"


@given(journeys, WAYS)
def test_what_is_stored_of_a_conversation_is_small_and_holds_no_word_that_was_typed(journey, way):
    state = after(fresh(journey), *way, Said("my own secret sentence"))
    stored = dump_state(state)
    assert load_state(stored) == state
    assert b"secret" not in stored
    assert len(stored) <= 60 + 40 * len(state.path)
