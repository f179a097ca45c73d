"""People at any doors while everything goes wrong that may, in any order of it (see under_fire.py)."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.channels.every_door import PHONES
from tests.channels.loopback import FAILURES
from tests.channels.proofs import prove
from tests.channels.under_fire import UnderFire
from tests.packs import AT, EVERY

from kapea.outbox.actions import IN_FLIGHT

EXAMPLES, MOST_STEPS, PEOPLE = 400 if EVERY else 20, 60, 3
A_WHILE = IN_FLIGHT.total_seconds() + 1
numbers = st.integers(0, 11)
workers = st.integers(0, 1)
statements = st.one_of(st.integers(1, 4), st.integers(1, 20))
"""A turn has about ten; a delivery one to look, and three for each reply."""
brought = st.tuples(st.just("bring"), numbers, st.just(0), st.booleans())
plain = st.one_of(
    st.tuples(st.just("person"), st.integers(0, PEOPLE - 1), numbers),
    brought,
    st.tuples(st.just("again"), numbers),
    st.tuples(st.just("wait"), st.sampled_from([1, A_WHILE, 60])),
    st.tuples(st.just("work"), workers),
)
faults = st.one_of(
    st.tuples(st.just("bring"), numbers, statements, st.booleans()),
    st.tuples(st.just("provider"), st.sampled_from(["", "", *FAILURES])),
    st.tuples(st.just("dies_sending"), workers, st.integers(1, 3), st.booleans()),
    st.tuples(st.just("dies_at"), workers, statements, st.booleans()),
    st.tuples(
        st.just("between"),
        st.just(0),
        statements,
        st.sampled_from([("work", 1), ("dies_sending", 1, 1, False), ("bring", 0, 0, False), ("again", 0)]),
    ),
)
turn = st.tuples(st.just("turn"), st.integers(0, PEOPLE - 1), st.integers(0, 30))
courses = st.lists(st.one_of(turn, turn, plain, plain, faults), min_size=MOST_STEPS // 2, max_size=MOST_STEPS)
phones = st.lists(st.sampled_from(PHONES), min_size=2, max_size=PEOPLE)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(kinds=phones, course=courses)
def test_whatever_happens_each_message_is_taken_once_and_each_reply_comes(every_door, kinds, course):
    every_door.begins_anew(AT)
    fire = UnderFire(every_door, [every_door.phone(kind, n) for n, kind in enumerate(kinds, 1)])
    with fire.counting():
        for step in course:
            fire.takes(step)
        prove(fire)
