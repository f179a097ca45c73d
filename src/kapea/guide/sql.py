"""The two statements of every turn, written out: through the ORM they cost ten times as much."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

FIND = "SELECT sealed, turn FROM guide_conversation WHERE id = %s AND expires_at > %s AND expires_at <= %s"
SAVE = (
    "UPDATE guide_conversation SET sealed = %s, turn = turn + 1, expires_at = %s WHERE id = %s AND turn = %s"
)


def find_conversation(id: str, at: datetime, latest: datetime) -> tuple[bytes, int] | None:
    """What is sealed under an id, and its turn; None when none expires between the two times."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, (id, *map(connection.ops.adapt_datetimefield_value, (at, latest))))
        row = cursor.fetchone()
    return None if row is None else (bytes(row[0]), row[1])


def save_conversation(id: str, turn: int, sealed: bytes, expires: datetime) -> bool:
    """Compare and swap on the turn: False when somebody else's answer came first."""
    with connection.cursor() as cursor:
        cursor.execute(SAVE, (sealed, connection.ops.adapt_datetimefield_value(expires), id, turn))
        return bool(cursor.rowcount == 1)
