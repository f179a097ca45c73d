"""However often and however late an event is sent again: the conversation is as if it was sent once."""

from __future__ import annotations

from functools import reduce

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue.test_step import events, world

from kapea.core.dialogue.effects import Effect
from kapea.core.dialogue.events import Answer, Event, Move, Said
from kapea.core.dialogue.once import (
    MARK_BYTES,
    MAX_CLAIMED,
    MAX_PERFORMED,
    After,
    Memory,
    Taken,
    dump_memory,
    load_memory,
    take_once,
)
from kapea.core.dialogue.state import Unreadable, dump_state
from kapea.core.dialogue.turn import begin

Sent = tuple[bytes, Event | After]
Outcome = tuple[Memory | None, tuple[Effect, ...]]

answered_after = st.builds(After, st.integers(0, 8), events)
ways = st.lists(events | answered_after, max_size=MAX_CLAIMED - 2).map(
    lambda way: [(f"form {at}".encode(), event) for at, event in enumerate(way)]
)
remind = st.sampled_from(
    [After(n, Answer(key)) for n in range(4) for key in ("1", "1", "2")] + [Move("back"), Move("restart")]
)
reminder_ways = st.lists(remind, max_size=MAX_CLAIMED - 2).map(
    lambda way: [(f"form {at}".encode(), event) for at, event in enumerate(way)]
)


def fresh(journey: str = "help") -> Memory:
    return Memory(begin(world(), "en", journey))


def taken(way: list[Sent], start: Memory) -> Outcome:
    """Where a conversation stands after what was sent, and all that it brought about. Stopped, it is over."""

    def one(outcome: Outcome, sent: Sent) -> Outcome:
        if outcome[0] is None:
            return outcome
        done = take_once(world(), outcome[0], sent[1], sent[0])
        return done.memory, outcome[1] + done.effects

    return reduce(one, way, (start, ()))


def with_doubles(way: list[Sent], draw: st.DataObject) -> list[Sent]:
    """The same with events sent again, each at any time after the first: at once, or much later."""
    out = list(way)
    for _ in range(draw.draw(st.integers(0, 12)) if way else 0):
        which = draw.draw(st.integers(0, len(out) - 1))
        out.insert(draw.draw(st.integers(which + 1, len(out))), out[which])
    return out


@given(ways, st.data())
def test_doubles_change_neither_the_conversation_nor_what_it_brings_about(way, draw):
    assert taken(with_doubles(way, draw), fresh()) == taken(way, fresh())


@given(reminder_ways, st.data())
def test_doubles_of_a_consent_and_of_what_rests_on_it_change_nothing(way, draw):
    assert taken(with_doubles(way, draw), fresh("remind")) == taken(way, fresh("remind"))


@given(reminder_ways)
def test_what_a_person_agreed_to_happens_once_however_it_is_walked(way):
    _, effects = taken(way, fresh("remind"))
    assert len([e for e in effects if e.kind == "remind"]) <= 1


@given(ways)
def test_with_a_key_for_each_event_all_is_as_without_keys(way):
    """The keys add nothing: each event taken in a memory that knows no key leads to the same state."""
    memory: Memory | None = fresh()
    for key, event in way:
        if memory is None:
            return
        unaware = take_once(world(), Memory(memory.state), event, key).memory
        memory = take_once(world(), memory, event, key).memory
        assert (memory and memory.state) == (unaware and unaware.state)


@given(ways)
def test_a_memory_reads_back_as_it_was_and_stays_small(way):
    memory, _ = taken(way, fresh())
    if memory is not None:
        written = dump_memory(memory)
        assert load_memory(written) == memory
        assert len(written) <= len(dump_state(memory.state)) + 2 + 8 * (MAX_CLAIMED + MAX_PERFORMED)
        for page in (1, 99, 255):
            paged = msgspec.structs.replace(memory, page=page)
            assert load_memory(dump_memory(paged)) == paged


@given(ways)
def test_that_others_use_the_phone_is_remembered_whatever_is_answered(way):
    memory, _ = taken(way, msgspec.structs.replace(fresh(), shared_phone=True))
    if memory is not None:
        assert memory.shared_phone
        assert load_memory(dump_memory(memory)) == memory


@given(st.binary(max_size=300))
def test_bytes_that_are_no_memory_are_refused_kindly(data):
    try:
        memory = load_memory(data)
    except Unreadable:
        return
    assert load_memory(dump_memory(memory)) == memory


def test_a_state_stored_before_keys_were_remembered_reads_as_one_without_keys():
    state = begin(world(), "en")
    assert load_memory(dump_state(state)) == Memory(state)


def test_a_double_is_said_to_be_one():
    memory = fresh()
    first = take_once(world(), memory, After(0, Answer("1")), b"form")
    assert (first.applied, first.repeated) == (True, False)
    assert take_once(world(), first.memory, After(0, Answer("1")), b"form") == Taken(
        first.memory, applied=False, repeated=True
    )


def test_an_answer_to_a_step_that_is_not_there_any_more_is_not_applied():
    first = take_once(world(), fresh(), After(3, Answer("1")), b"form")
    assert (first.applied, first.memory.state) == (False, fresh().state)
    assert take_once(world(), first.memory, After(0, Answer("1")), b"form").repeated, "its key is claimed"


def test_misses_are_counted_once_for_each_form():
    memory = fresh()
    for _ in range(2):
        memory = take_once(world(), memory, Said("x"), b"form").memory
    assert memory.state.misses == 1


def test_a_key_is_known_by_its_own_mark_only():
    """Marks stand side by side: what lies across two of them is nobody's."""
    mark = take_once(world(), fresh(), Move("repeat"), b"form").memory.claimed
    across = mark[4:] + mark[:4]
    for claimed, known in ((across * 3, False), (across + mark, True), (mark + across, True)):
        memory = Memory(fresh().state, claimed=claimed)
        assert take_once(world(), memory, Move("repeat"), b"form").repeated == known


def test_the_oldest_keys_are_forgotten_first():
    memory = fresh()
    for at in range(MAX_CLAIMED + 1):
        memory = take_once(world(), memory, Move("repeat"), b"%d" % at).memory
    assert len(memory.claimed) == MAX_CLAIMED * MARK_BYTES
    assert not take_once(world(), memory, Move("repeat"), b"0").repeated
    assert take_once(world(), memory, Move("repeat"), b"1").repeated


@pytest.mark.parametrize("counts", [(MAX_CLAIMED + 1, 0), (0, MAX_PERFORMED + 1), (2, 2)])
def test_counts_of_marks_that_cannot_be_are_refused(counts):
    with pytest.raises(Unreadable):
        load_memory(bytes(counts) + b"x" * 16)
