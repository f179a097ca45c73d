"""The bytes of releases that tests make live: eleven million for each, which few tests read.

Where a test is never committed, its row is given them when somebody asks for them, by the connection's own
wrapper. Elsewhere at once; a PostgreSQL database of the tests keeps them beside its tables, where no test's
end takes them away: to send them costs far more than to copy them.
"""

from __future__ import annotations

from typing import Any

TABLE, COLUMN = "content_storedrelease", "body"
BESIDE = "kept_bodies"
OF_TESTS = "test_"
"""How the databases are named that last as long as a process of the tests."""
MOST_AWAITED = 8
_laid: set[tuple[str, str]] = set()


def put(hash: str, body: bytes) -> None:
    """Gives the row of a release, which has none, its bytes."""
    from django.db import connection

    if not _never_commits(connection):
        _write(connection, hash, body)
        return
    waits = next((each for each in connection.execute_wrappers if isinstance(each, _Awaited)), None)
    if waits is None:
        waits = _Awaited(connection)
        connection.execute_wrappers.append(waits)
    waits.bodies.pop(hash, None)
    waits.bodies[hash] = body
    while len(waits.bodies) > MOST_AWAITED:
        del waits.bodies[next(iter(waits.bodies))]


def make_room() -> None:
    """Has PostgreSQL keep bodies as they come, without trying long to make them smaller, and in vain."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} ALTER {COLUMN} SET STORAGE EXTERNAL")
        cursor.execute(f"CREATE TABLE {BESIDE} (hash text PRIMARY KEY, {COLUMN} bytea STORAGE EXTERNAL)")


def _never_commits(connection: Any) -> bool:
    return bool(connection.atomic_blocks) and connection.atomic_blocks[0]._from_testcase


class _Awaited:
    """Writes bodies before each statement that could read one, where they are not there (any more)."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.bodies: dict[str, bytes] = {}

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if TABLE in str(sql) and (COLUMN in str(sql) or "*" in str(sql)):
            for hash, body in self.bodies.items():
                _write(self.connection, hash, body)
        return execute(sql, params, many, context)


def _write(connection: Any, hash: str, body: bytes) -> None:
    """Past Django, which counts statements."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        change = f"UPDATE {TABLE} SET {COLUMN} = ? WHERE hash = ? AND {COLUMN} = x''"
        connection.connection.execute(change, (body, hash))
        return
    change, given = f"UPDATE {TABLE} SET {COLUMN} = %s WHERE hash = %s AND {COLUMN} = ''", (body, hash)
    if str(connection.settings_dict["NAME"]).startswith(OF_TESTS):
        _lay(connection, hash, body)
        change = change.replace("%s", f"(SELECT {COLUMN} FROM {BESIDE} WHERE hash = %s)", 1)
        given = (hash, hash)
    connection.connection.execute(change, given)


def _lay(connection: Any, hash: str, body: bytes) -> None:
    import psycopg

    here = (str(connection.settings_dict["NAME"]), hash)
    if here in _laid:
        return
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as beside:
        beside.execute(f"INSERT INTO {BESIDE} VALUES (%s, %s) ON CONFLICT DO NOTHING", [hash, body])
    _laid.add(here)
