"""A thief with the files: what the database, its log and its pages tell of who was here. Read as bytes.

SQLite, as `kapea serve` makes it. What PostgreSQL tells by its row marks is in test_counting.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from django.conf import settings
from django.db import connection

from kapea.content.queries import worlds
from kapea.core.dialogue.events import Answer
from kapea.guide import actions, upkeep
from kapea.guide.models import Conversation
from kapea.vault import sealing

MANY = 200


def begin(at):
    return actions.start(world=worlds.live("small"), event=Answer("1"), language="en", channel="web", at=at)


def answer(turn, at, key="S01", after=1):
    return actions.receive(
        token=turn.token, after=after, event=Answer(key), language="en", channel="web", pack="small", at=at
    )


def sealed_rows() -> dict[str, bytes]:
    return {c.id: bytes(c.sealed) for c in Conversation.objects.all()}


def test_after_leave_no_sealed_row_is_left_in_any_byte_of_the_files(database_file, at):
    """Not one of two hundred, although the thief also has each visitor's token and our secret."""
    turns = [answer(begin(at), at) for _ in range(MANY)]
    sealed = sealed_rows()
    assert len(sealed) == MANY
    assert sum(each in database_file.bytes() for each in sealed.values()) > 0, "they stand in the files now"
    for turn in turns:
        actions.forget(token=turn.token)
    assert upkeep.empty_log()
    left = database_file.bytes()
    assert sum(each[24:] in left for each in sealed.values()) == 0
    assert sum(id.encode() in left for id in sealed) == 0
    assert database_file.log_bytes() == 0


def test_what_has_expired_is_left_in_no_byte_after_tidying(database_file, at):
    turns = [begin(at) for _ in range(20)]
    sealed = sealed_rows()
    assert upkeep.clean(at=at + actions.IDLE) == len(turns) == 20
    left = database_file.bytes()
    assert not [id for id, each in sealed.items() if each[24:] in left or id.encode() in left]


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
        turn = begin(at + timedelta(minutes=minute))
        answer(turn, at + timedelta(minutes=minute))
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
    kept = sealed_rows()
    now = begin(at)
    assert answer(ahead, at) is None
    assert set(sealed_rows()) == {sealing.row_id(now.token, settings.SECRET_KEY)}, "a new one sweeps"
    Conversation.objects.create(id="ahead", sealed=b"", turn=1, expires_at=at + timedelta(days=9))
    assert upkeep.clean(at=at) == 1
    assert not kept.keys() & sealed_rows().keys()


def test_clocks_of_two_machines_may_differ_by_a_little(database_file, at):
    turn = begin(at + timedelta(minutes=4))
    assert answer(turn, at) is not None
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
