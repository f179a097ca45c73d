"""A thief with the files: what the database, its log and its pages tell of who was here. Read as bytes.

SQLite, as `kapea serve` makes it. What PostgreSQL tells by its row marks is in test_counting.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from types import SimpleNamespace

from django.db import connection
from tests.apps.conversations import Visitor

from kapea.content.queries import worlds
from kapea.guide import access, actions, upkeep
from kapea.guide.ended import MOST_WAITING, ended
from kapea.guide.models import Conversation

MANY = 200


def begin(at) -> Visitor:
    return Visitor(worlds.live("small"), at).begin()


def sealed_rows() -> dict[str, bytes]:
    return {c.id: bytes(c.sealed) for c in Conversation.objects.all()}


def test_after_leave_no_sealed_row_is_left_in_any_byte_of_the_files(database_file, at):
    """Not one of two hundred, although the thief also has each visitor's token and our secret."""
    turns = [begin(at).answer("S01") for _ in range(MANY)]
    sealed = sealed_rows()
    assert len(sealed) == MANY
    assert sum(each in database_file.bytes() for each in sealed.values()) > 0, "they stand in the files now"
    for turn in turns:
        actions.forget(turn.key)
    assert upkeep.empty_log()
    left = database_file.bytes()
    assert sum(each[24:] in left for each in sealed.values()) == 0
    assert sum(id.encode() in left for id in sealed) == 0
    assert database_file.log_bytes() == 0


def test_what_has_expired_is_left_in_no_byte_after_tidying(database_file, at):
    turns = [begin(at) for _ in range(20)]
    sealed = sealed_rows()
    assert upkeep.clean(at=at + access.IDLE) == len(turns) == 20
    left = database_file.bytes()
    assert not [id for id, each in sealed.items() if each[24:] in left or id.encode() in left]


def test_what_a_first_view_ended_is_left_in_no_byte_after_the_next_round(database_file, at):
    turns, others = [begin(at) for _ in range(20)], begin(at)
    sealed = sealed_rows()
    for turn in turns:
        ended.add(turn.key)
    assert upkeep.clean(at=at) == 0, "none had expired"
    assert set(sealed_rows()) == {others.key.id}
    left = database_file.bytes()
    assert [id for id, each in sealed.items() if each[24:] in left or id.encode() in left] == [others.key.id]
    assert ended.take() == []


def test_only_so_many_wait_for_the_next_round_and_the_rest_expire():
    for n in range(MOST_WAITING + 5):
        ended.add(SimpleNamespace(id=str(n), former=()))
    waiting = ended.take()
    assert (len(waiting), waiting[-1]) == (MOST_WAITING, str(MOST_WAITING + 4))


def commits(log: bytes) -> list[set[int]]:
    """The pages that each transaction in a write-ahead log wrote. (sqlite.org/fileformat2.html, “The WAL”)"""
    size = int.from_bytes(log[8:12], "big")
    out: list[set[int]] = [set()]
    for frame in range(32, len(log), 24 + size):
        page, ends = (int.from_bytes(log[frame + n : frame + n + 4], "big") for n in (0, 4))
        out[-1].add(page)
        if ends:
            out.append(set())
    return [pages for pages in out if pages]


def pages_of(path, table: str) -> set[int]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        names = [
            n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE tbl_name = ?", (table,))
        ]
        marks = ", ".join("?" * len(names))
        rows = database.execute(f"SELECT rootpage FROM sqlite_master WHERE name IN ({marks})", names)
        return {page for (page,) in rows if page}


def test_no_commit_in_the_log_writes_a_conversation_and_a_count(database_file, at):
    """Each commit of the log is a transaction: one that wrote both would say who came with what, and when."""
    for minute in range(20):
        begin(at + timedelta(minutes=minute)).answer("S01")
        if minute % 7 == 6:
            upkeep.flush()
    log = database_file.path.with_name(database_file.path.name + "-wal").read_bytes()
    counts = pages_of(database_file.path, "guide_count")
    conversations = pages_of(database_file.path, "guide_conversation")
    wrote_counts = [pages for pages in commits(log) if pages & counts]
    assert len(wrote_counts) == 2, "two batches for twenty conversations"
    assert not [pages for pages in wrote_counts if pages & conversations]


def test_a_clock_that_ran_ahead_leaves_no_row_until_then(database_file, at):
    """Ten years ahead, then set right: what was written meanwhile opens no more and is swept."""
    ahead = begin(at + timedelta(days=3650))
    ahead.at = at
    assert ahead.stored() is None
    assert ahead.answer("S01", after=1).turn is None
    now = begin(at)
    assert upkeep.clean(at=at) == 1
    assert set(sealed_rows()) == {now.key.id}


def test_clocks_of_two_machines_may_differ_by_a_little(database_file, at):
    visitor = begin(at + timedelta(minutes=4))
    visitor.at = at
    assert visitor.answer("S01").node == "help.words"
    assert upkeep.clean(at=at) == 0


def test_what_is_deleted_is_overwritten(database_file):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)


def test_emptying_the_log_waits_for_nobody_long(database_file, at):
    """A reader in the middle of something: the log stays for the next round, and nothing hangs or fails."""
    begin(at)
    reader = sqlite3.connect(database_file.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM guide_conversation").fetchone()
    begin(at)
    try:
        assert not upkeep.empty_log()
    finally:
        reader.close()
    assert upkeep.empty_log()
