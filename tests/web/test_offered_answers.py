"""Whether somebody answers is looked up seldom, by one; no page waits twice for a database that is away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import OperationalError

from kapea.web.public import offered_answers
from kapea.web.public.offered_answers import LOOKED_AT_FOR, NOBODY, OfferedAnswers

AT = datetime(2026, 11, 29, tzinfo=UTC)


class Looks:
    """A clock, and how often the database was asked; it is away while `away`."""

    def __init__(self, monkeypatch) -> None:
        self.now, self.asked, self.away, self.meanwhile = 1_000.0, 0, False, None
        self.offered = OfferedAnswers(clock=lambda: self.now)
        monkeypatch.setattr(offered_answers, "answering_in", self.looks)
        monkeypatch.setattr(offered_answers, "has_codes", lambda pack: True)

    def looks(self, pack, *, at):
        self.asked += 1
        if self.asked == 1:
            self.meanwhile = self.offered.of(pack, at=AT)
        if self.away:
            raise OperationalError
        return ("somebody",)


@pytest.fixture
def looks(monkeypatch) -> Looks:
    return Looks(monkeypatch)


def test_it_is_looked_up_once_in_half_a_minute(looks):
    for seconds, asked in ((0, 1), (LOOKED_AT_FOR - 1, 1), (1, 2)):
        looks.now += seconds
        assert looks.offered.of("kenya", at=AT) == (("somebody",), True)
        assert looks.asked == asked


def test_a_database_that_is_away_is_asked_no_more_often(looks):
    looks.away = True
    assert [looks.offered.of("kenya", at=AT) for _ in range(5)] == [NOBODY] * 5
    assert looks.asked == 1
    looks.away, looks.now = False, looks.now + LOOKED_AT_FOR
    assert looks.offered.of("kenya", at=AT) == (("somebody",), True)


def test_whoever_asks_while_one_looks_does_not_wait(looks):
    looks.offered.of("kenya", at=AT)
    assert (looks.asked, looks.meanwhile) == (1, NOBODY)
