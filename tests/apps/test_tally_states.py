"""What was counted is neither lost nor doubled, however counting, writing and failing interleave."""

from __future__ import annotations

from collections import Counter
from datetime import date
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kapea.guide import counters, upkeep
from kapea.guide.tally import DOOR_NAMES, CountedOutcome, Tally

BASE = CountedOutcome(date(2026, 11, 24), "small", "web", "en", "child", "9-11", "S01", "red", "guided")
outcomes = st.builds(
    BASE._replace,
    day=st.sampled_from((BASE.day, date(2026, 11, 25))),
    situation=st.sampled_from(("S01", "S02")),
    outcome=st.sampled_from(("guided", "red")),
)


class Counting(RuleBasedStateMachine):
    """A worker that counts, and a database that sometimes is away."""

    def __init__(self) -> None:
        super().__init__()
        self.tally = Tally()
        self.counted: Counter[CountedOutcome] = Counter()
        self.written: Counter[CountedOutcome] = Counter()

    def write(self, totals) -> None:
        self.written.update(totals)

    def fail(self, totals) -> None:
        raise DatabaseError("away")

    def flush_with(self, write) -> None:
        with patch.object(upkeep, "tally", self.tally), patch.object(counters, "add_totals", write):
            upkeep.flush()

    @rule(outcome=outcomes, times=st.integers(1, 5))
    def something_is_counted(self, outcome, times):
        self.tally.add(outcome, times)
        self.counted[outcome] += times

    @rule()
    def it_is_written(self):
        self.flush_with(self.write)
        assert len(self.tally) == 0

    @rule()
    def the_database_is_away(self):
        waiting = len(self.tally)
        self.flush_with(self.fail)
        assert len(self.tally) == waiting

    @rule(outcome=outcomes)
    def somebody_counts_while_the_database_fails(self, outcome):
        def fail_late(totals):
            self.something_is_counted(outcome, 1)
            raise DatabaseError("away")

        self.flush_with(fail_late)

    @invariant()
    def all_of_it_is_written_or_waits(self):
        waiting = self.tally.take()
        for outcome, times in waiting.items():
            self.tally.add(outcome, times)
        assert self.written + Counter(waiting) == self.counted


TestCounting = Counting.TestCase


@given(outcomes)
def test_what_was_taken_is_the_takers_and_grows_no_more(outcome):
    tally = Tally()
    tally.add(outcome)
    taken = tally.take()
    tally.add(outcome)
    assert taken == {outcome: 1}
    assert tally.take() == {outcome: 1}


@given(st.text(max_size=10).filter(lambda door: door not in DOOR_NAMES))
def test_what_came_through_no_door_is_refused_with_the_doors_there_are_and_counts_nothing(door):
    tally = Tally()
    with pytest.raises(ValueError, match="web") as refused:
        tally.add(BASE._replace(door=door))
    assert all(name in str(refused.value) for name in DOOR_NAMES)
    assert len(tally) == 0


@given(st.permutations([BASE, BASE._replace(situation="S02"), BASE._replace(outcome="red")]))
def test_nobody_can_tell_from_the_totals_how_often_each_was_added(order):
    """Totals alone are held: no list of what happened, one after the other."""
    one, other = Tally(), Tally()
    for outcome in order:
        one.add(outcome, 2)
    for outcome in [*order, *order]:
        other.add(outcome)
    assert one.take() == other.take()
