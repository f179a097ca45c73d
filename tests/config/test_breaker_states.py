"""Whatever comes in whatever order, a database that is away costs one visitor a wait, and nobody else."""

from __future__ import annotations

from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kapea.config import breaker
from kapea.config.breaker import REST_SECONDS, Breaker, DatabaseAway

VISITORS = st.integers(1, 4)
STEPS = st.sampled_from((0.0, 0.25, 0.5, REST_SECONDS, 3.0))


class Visitors(RuleBasedStateMachine):
    """Some visitors on threads of their own, a clock, and what a breaker let through since it opened."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.breaker = Breaker(lambda: self.now)
        self.failed_at: float | None = None
        self.tried: list[tuple[float, int]] = []

    def let_through(self, who: int) -> bool:
        with patch.object(breaker.threading, "get_ident", lambda: who):
            try:
                self.breaker.check()
            except DatabaseAway:
                return False
        return True

    @rule(seconds=STEPS)
    def time_passes(self, seconds):
        self.now += seconds

    @rule()
    def the_database_fails(self):
        self.breaker.failed()
        self.failed_at, self.tried = self.now, []

    @rule()
    def the_database_answers(self):
        self.breaker.answered()
        self.failed_at, self.tried = None, []

    @rule(who=VISITORS)
    def somebody_asks(self, who):
        let = self.let_through(who)
        if self.failed_at is None:
            assert let, "a database that answers is asked"
        elif self.tried and self.tried[-1][1] == who:
            assert let, "whoever tries goes on trying"
        else:
            last = self.tried[-1][0] if self.tried else self.failed_at
            assert let == (self.now - last >= REST_SECONDS), "one at a time, and only after a rest"
            self.tried += [(self.now, who)] if let else []

    @invariant()
    def no_two_tried_within_one_rest(self):
        times = [when for when, _ in self.tried]
        assert all(later - earlier >= REST_SECONDS for earlier, later in pairwise(times))


TestVisitors = Visitors.TestCase


class TestBreakersOfAProcess:
    def test_one_database_that_is_away_leaves_the_other_alone(self, monkeypatch):
        monkeypatch.setattr(breaker, "_breakers", {})
        breaker.breaker_of("default").failed()
        with pytest.raises(DatabaseAway):
            breaker.breaker_of("default").check()
        breaker.breaker_of("keys").check()

    def test_all_who_name_a_database_share_its_breaker(self, monkeypatch):
        monkeypatch.setattr(breaker, "_breakers", {})
        assert breaker.breaker_of("default") is breaker.breaker_of("default")

    def test_after_a_reset_every_database_is_asked(self, monkeypatch):
        monkeypatch.setattr(breaker, "_breakers", {})
        for alias in ("default", "keys"):
            breaker.breaker_of(alias).failed()
        breaker.reset()
        for alias in ("default", "keys"):
            breaker.breaker_of(alias).check()
