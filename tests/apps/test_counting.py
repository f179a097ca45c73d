"""Counts tell how often, on which local day, through which door; never what came before what, or when."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st
from tests.apps.conversations import Visitor

from kapea.core.dialogue.events import Move
from kapea.core.doors import limits
from kapea.guide import access, actions, counters, sql, upkeep
from kapea.guide.models import Conversation, Count
from kapea.guide.tally import CountedOutcome, Tally, tally

DAY = date(2026, 11, 24)


def outcome(**changed) -> CountedOutcome:
    base = CountedOutcome(DAY, "small", "web", "en", "child", "9-11", "S01", "red", "guided")
    return base._replace(**changed)


def guided(world, at) -> Visitor:
    """A conversation that reached its first step, which the small pack counts."""
    return Visitor(world, at).begin().answer("S01")


class TestApartFromTurns:
    def test_a_turn_writes_no_count(self, small, at):
        guided(small, at)
        assert not Count.objects.exists()
        assert len(tally) == 1

    def test_a_flush_adds_what_was_counted_and_empties_the_tally(self, small, at):
        for _ in range(3):
            guided(small, at)
        upkeep.flush()
        upkeep.flush()
        count = Count.objects.get()
        assert (count.outcome, count.situation, count.who, count.times) == ("guided", "S01", "child", 3)

    def test_a_flush_adds_to_what_is_there(self, small, at):
        guided(small, at)
        upkeep.flush()
        guided(small, at)
        upkeep.flush()
        assert Count.objects.get().times == 2

    def test_what_cannot_be_written_waits(self, small, at, monkeypatch):
        guided(small, at)

        def fail(totals):
            raise DatabaseError("away")

        with monkeypatch.context() as away:
            away.setattr(counters, "add_totals", fail)
            upkeep.flush()
        assert len(tally) == 1
        upkeep.flush()
        assert Count.objects.get().times == 1

    def test_a_turn_that_was_not_saved_is_not_counted(self, small, at, monkeypatch):
        def fail(*args, **kwargs):
            raise DatabaseError("full")

        visitor = Visitor(small, at).begin()
        monkeypatch.setattr(sql, "save_conversation", fail)
        with pytest.raises(DatabaseError):
            visitor.answer("S01")
        assert len(tally) == 0


class TestWhatIsCounted:
    def test_red_is_counted(self, small, at):
        Visitor(small, at).begin(Move("help")).answer("2")
        upkeep.flush()
        assert Count.objects.get(outcome="red").times == 1

    def test_the_day_is_the_day_where_the_help_is(self, small):
        """At half past six in the evening of Greenwich it is the next day in Phnom Penh."""
        guided(small, datetime(2026, 11, 24, 18, 30, tzinfo=UTC))
        upkeep.flush()
        assert Count.objects.get().day == date(2026, 11, 25)

    def test_a_door_nobody_knows_is_refused(self):
        with pytest.raises(ValueError, match="web"):
            Tally().add(outcome(door="window"))

    @pytest.mark.parametrize("door", [door.name for door in limits.DOORS])
    def test_every_door_there_is_can_be_counted(self, door):
        waiting = Tally()
        waiting.add(outcome(door=door))
        assert waiting.take() == {outcome(door=door): 1}

    @pytest.mark.django_db
    def test_names_as_long_as_a_pack_may_have_are_counted_on_every_database(self):
        from kapea.core.pack.model import MAX_ID

        long = outcome(situation="S" * MAX_ID, band="b" * MAX_ID, level="l" * MAX_ID, who="w" * MAX_ID)
        counters.add_totals({long: 2})
        assert Count.objects.get(situation="S" * MAX_ID).times == 2


batches = st.lists(
    st.dictionaries(
        st.builds(
            outcome,
            day=st.sampled_from((DAY, date(2026, 11, 25))),
            situation=st.sampled_from(("S01", "S02")),
            door=st.sampled_from(("web", "sms")),
        ),
        st.integers(1, 5),
        max_size=4,
    ),
    max_size=5,
)


@pytest.mark.django_db
@given(batches)
def test_whatever_the_batches_the_counters_hold_their_sum(given_batches):
    Count.objects.all().delete()
    for batch in given_batches:
        counters.add_totals(batch)
    expected = {
        key: sum(batch.get(key, 0) for batch in given_batches) for batch in given_batches for key in batch
    }
    rows = Count.objects.values_list(*CountedOutcome._fields, "times")
    assert {CountedOutcome(*row[:9]): row[9] for row in rows} == expected


class TestNoOrder:
    @pytest.mark.django_db
    def test_a_counter_has_no_number_of_its_own(self):
        """SQLite would number rows behind their key, in the order in which each first appeared."""
        columns = {field.column for field in Count._meta.concrete_fields}
        assert columns == {*CountedOutcome._fields, "times"}
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor, pytest.raises(DatabaseError, match="rowid"):
                cursor.execute("SELECT rowid FROM guide_count")

    @pytest.mark.django_db
    def test_all_counters_of_a_day_were_written_at_once_whichever_grew(self):
        if connection.vendor != "postgresql":
            return  # SQLite marks no row with its transaction
        for situation in ("S01", "S02", "S03"):
            counters.add_totals({outcome(situation=situation): 1})
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM guide_count")
            assert cursor.fetchone() == (1,)

    def test_a_count_never_shares_a_transaction_with_a_conversation(self, small, at):
        """Statement by statement: between BEGIN and COMMIT stand either conversations or counts."""
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as turns:
            guided(small, at)
        with CaptureQueriesContext(connection) as flushed:
            upkeep.flush()
        assert not [q for q in turns.captured_queries if "guide_count" in q["sql"]]
        assert not [q for q in flushed.captured_queries if "guide_conversation" in q["sql"]]
        assert [q for q in flushed.captured_queries if "INSERT INTO guide_count" in q["sql"]]


def test_a_tally_loses_nothing_between_threads():
    waiting, taken = Tally(), []

    def add() -> None:
        for _ in range(500):
            waiting.add(outcome())

    def take() -> None:
        for _ in range(50):
            taken.append(waiting.take())

    threads = [threading.Thread(target=work) for work in (add, take, add, take)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sum(t.values()) for t in [*taken, waiting.take()]) == 1000


class TestRounds:
    """What the upkeep of a worker does, and when; the clock is the test's."""

    def rounds(self, at, seconds: list[float]):
        return upkeep.UpkeepThread(clock=lambda: seconds[0], now=lambda: at)

    def test_the_tally_is_written_after_minutes_not_at_once(self, small, at):
        seconds = [0.0]
        rounds = self.rounds(at, seconds)
        guided(small, at)
        rounds.round()
        assert not Count.objects.exists()
        seconds[0] = upkeep.FLUSH_SECONDS * 1.5
        rounds.round()
        assert Count.objects.get().times == 1

    def test_many_different_totals_do_not_wait(self, small, at, monkeypatch):
        monkeypatch.setattr(upkeep, "MOST_WAITING", 0)
        guided(small, at)
        self.rounds(at, [0.0]).round()
        assert Count.objects.get().times == 1

    def test_a_round_deletes_what_has_expired_and_leaves_the_rest(self, small, at):
        Visitor(small, at - access.IDLE).begin()
        kept = Visitor(small, at).begin()
        self.rounds(at, [0.0]).round()
        assert [c.id for c in Conversation.objects.all()] == [kept.key.id]

    def test_a_database_that_is_away_ends_no_round(self, small, at, monkeypatch):
        def fail(**kwargs):
            raise DatabaseError("away")

        monkeypatch.setattr(actions, "sweep", fail)
        self.rounds(at, [0.0]).round()

    def test_what_waits_is_written_when_the_worker_stops(self, database_file, at):
        from kapea.content.queries import worlds

        rounds = self.rounds(at, [0.0])
        rounds.start()
        guided(worlds.live("small"), at)
        rounds.stop()
        rounds.stop()
        assert Count.objects.get().times == 1
