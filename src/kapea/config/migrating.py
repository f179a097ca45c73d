"""Bringing databases up to this version: under a lock, by whoever is told to, and by nobody else."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from kapea.config import causes, databases

LOCK_NUMBER = 0x6B617065
"""Of the lock in PostgreSQL; no other program of the database may use it."""
LOOK_SECONDS = 0.2


class NotReady(RuntimeError):
    """A database is not there, is of another version, or fails; the message is for the operator."""


def database_name(alias: str) -> str:
    """How a database is called to its operator."""
    made = settings.DATABASES[alias]
    if "sqlite" in made["ENGINE"]:
        return str(made["NAME"])
    return f"{made['NAME']} at {made['HOST'] or 'this machine'}"


def missing_changes(alias: str) -> int:
    """How many changes a database lacks."""
    executor = MigrationExecutor(connections[alias])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def check_ready(alias: str) -> None:
    """Raises NotReady unless a database is there and of this version. Changes nothing."""
    with explained(alias):
        lacking = missing_changes(alias)
    if lacking:
        name = database_name(alias)
        raise NotReady(f"The database {name} lacks {lacking} changes of this version: run kapea migrate.")


def migrate_database(alias: str) -> int:
    """Brings a database up to date; how many changes that took. Call it under its `lock`. Raises NotReady."""
    with explained(alias):
        lacking = missing_changes(alias)
        if lacking:
            call_command("migrate", database=alias, verbosity=0, interactive=False)
    return lacking


@contextmanager
def lock(alias: str, waits: Callable[[], None] = lambda: None) -> Iterator[None]:
    """One process at a time prepares a database; others wait, and `waits` is called once for each that does.
    The lock goes with the process that holds it. Raises NotReady.
    """
    databases.be_patient(connections.settings)
    with ExitStack() as held:
        with explained(alias):
            held.enter_context(_lock_of(alias, waits))
        yield


@contextmanager
def _lock_of(alias: str, waits: Callable[[], None]) -> Iterator[None]:
    if connections[alias].vendor == "sqlite":
        yield from _file_lock(Path(f"{settings.DATABASES[alias]['NAME']}.lock"), waits)
        return
    own = connections.create_connection(alias)
    try:
        with own.cursor() as cursor:
            _until(lambda: _asked(cursor), waits)
            yield
    finally:
        own.close()


def _asked(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER])
    return bool(cursor.fetchone()[0])


def _file_lock(path: Path, waits: Callable[[], None]) -> Iterator[None]:
    with path.open("w") as file:
        _until(lambda: _taken(file.fileno()), waits)
        yield


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _until(taken: Callable[[], bool], waits: Callable[[], None]) -> None:
    if taken():
        return
    waits()
    while not taken():
        time.sleep(LOOK_SECONDS)


@contextmanager
def explained(alias: str) -> Iterator[None]:
    """Raises NotReady, with the name of a database and what to do, where it fails meanwhile."""
    try:
        yield
    except (DatabaseError, OSError) as error:
        raise NotReady(causes.database_advice(error, database_name(alias))) from error
