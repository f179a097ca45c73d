"""The statements of a turn, written out: through the ORM they cost ten times as much."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

FIND = "SELECT sealed, turn FROM guide_conversation WHERE id = %s AND expires_at > %s AND expires_at <= %s"
LOCK = " FOR UPDATE"
"""PostgreSQL: other turns of this conversation wait here. On SQLite the transaction began with the lock."""
SAVE = (
    "UPDATE guide_conversation SET sealed = %s, turn = turn + 1, expires_at = %s WHERE id = %s AND turn = %s"
)
BEGIN = (
    "INSERT INTO guide_conversation (id, sealed, turn, expires_at) VALUES (%s, %s, 1, %s) "
    "ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, turn = 1, expires_at = excluded.expires_at "
    "WHERE guide_conversation.expires_at <= %s OR guide_conversation.expires_at > %s"
)


def find_conversation(
    id: str, after: datetime, latest: datetime, *, lock: bool = False
) -> tuple[bytes, int] | None:
    """What is sealed under an id, and its turn; None when none expires between the two times."""
    times = map(connection.ops.adapt_datetimefield_value, (after, latest))
    with connection.cursor() as cursor:
        cursor.execute(FIND + LOCK if lock and connection.vendor == "postgresql" else FIND, (id, *times))
        row = cursor.fetchone()
    return None if row is None else (bytes(row[0]), row[1])


def save_conversation(id: str, turn: int, sealed: bytes, expires: datetime) -> bool:
    """Compare and swap on the turn: False when somebody else's answer came first."""
    with connection.cursor() as cursor:
        cursor.execute(SAVE, (sealed, connection.ops.adapt_datetimefield_value(expires), id, turn))
        return bool(cursor.rowcount == 1)


def begin_conversation(
    id: str, sealed: bytes, expires: datetime, *, after: datetime, latest: datetime
) -> bool:
    """Puts a conversation where there is none that expires between the two times; False when there is one.

    Two that begin the same at once: the second waits for the first, and then finds it there.
    """
    times = map(connection.ops.adapt_datetimefield_value, (expires, after, latest))
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, (id, sealed, *times))
        return bool(cursor.rowcount == 1)


def delete_conversation(id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM guide_conversation WHERE id = %s", (id,))
