"""A database that does not answer keeps one visitor waiting, not all; and it is noticed when it is back."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.utils import DatabaseError

from kapea.config import databases
from kapea.config.breaker import REST_SECONDS, Breaker, DatabaseAway


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock) -> Breaker:
    return Breaker(clock)


def test_a_database_that_answers_is_asked(breaker):
    breaker.check()
    breaker.answered()
    breaker.check()


def test_after_a_failure_it_is_left_alone(breaker, clock):
    breaker.failed()
    for passed in (0, REST_SECONDS / 2, REST_SECONDS * 0.99):
        clock.now = 100 + passed
        with pytest.raises(DatabaseAway):
            breaker.check()


def test_then_one_tries_and_the_others_still_do_not_wait(breaker, clock):
    breaker.failed()
    clock.now += REST_SECONDS
    breaker.check()
    assert refused_elsewhere(breaker)
    breaker.check()  # the one that tries connects, then asks: both are its try


def test_what_the_one_found_holds_for_all(breaker, clock):
    breaker.failed()
    clock.now += REST_SECONDS
    breaker.check()
    breaker.failed()
    assert refused_elsewhere(breaker)
    clock.now += REST_SECONDS
    breaker.check()
    breaker.answered()
    assert not refused_elsewhere(breaker)


def test_one_that_tried_and_was_never_heard_of_again_is_followed_by_another(breaker, clock):
    breaker.failed()
    clock.now += REST_SECONDS
    assert not refused_elsewhere(breaker)
    clock.now += REST_SECONDS
    assert not refused_elsewhere(breaker)


def test_to_be_left_alone_is_a_failure_of_the_database_to_whoever_asks():
    assert issubclass(DatabaseAway, OperationalError)
    assert issubclass(DatabaseAway, DatabaseError)


def refused_elsewhere(breaker: Breaker) -> bool:
    """Whether another thread is refused."""
    told: list[bool] = []

    def ask() -> None:
        try:
            breaker.check()
        except DatabaseAway:
            told.append(True)
        else:
            told.append(False)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return told[0]


# --- a real file --------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path, aliased):
    """A SQLite database under an alias of its own, which gives up soon."""
    made = databases.sqlite(tmp_path / "some.sqlite3")
    made["OPTIONS"]["timeout"] = 0.05
    return aliased(made)


def asked(connection, sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_a_locked_file_is_waited_for_once(file):
    asked(file, "CREATE TABLE t (n)")
    other = sqlite3.connect(file.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(OperationalError, match="locked"):
        asked(file, "INSERT INTO t VALUES (1)")
    with pytest.raises(DatabaseAway):
        asked(file, "INSERT INTO t VALUES (1)")
    other.close()


def test_a_file_that_cannot_be_opened_is_tried_once(file):
    file.settings_dict["NAME"] = "/proc/none/some.sqlite3"
    with pytest.raises(OperationalError, match="unable to open"):
        asked(file, "SELECT 1")
    with pytest.raises(DatabaseAway):
        asked(file, "SELECT 1")


def test_a_mistake_of_ours_is_no_failure_of_the_database(file):
    for _ in range(2):
        with pytest.raises(OperationalError, match="no such table"):
            asked(file, "SELECT * FROM none")
    assert asked(file, "SELECT 1") == [(1,)]


def test_deleted_rows_are_overwritten_and_writers_queue(file):
    assert asked(file, "PRAGMA secure_delete") == [(1,)]
    assert file.transaction_mode == "IMMEDIATE"
    assert asked(file, "PRAGMA journal_mode") == [("wal",)]


def test_nobody_waits_for_a_lock_for_more_than_two_seconds(tmp_path):
    assert databases.sqlite(tmp_path / "a")["OPTIONS"]["timeout"] <= 2


def test_a_deleted_row_leaves_no_bytes_in_the_file(file):
    asked(file, "CREATE TABLE t (words)")
    asked(file, "INSERT INTO t VALUES ('XyzzyPlanted')")
    asked(file, "PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(file.settings_dict["NAME"])
    assert b"XyzzyPlanted" in path.read_bytes()
    asked(file, "DELETE FROM t")
    asked(file, "PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"XyzzyPlanted" not in path.read_bytes()
