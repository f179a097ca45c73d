"""Tables of an empty database, made once in a run by migrating, and copied by whoever needs them later."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core import management
from django.db import connections
from tests import postgres
from tests.run import locked

migrates = management.call_command


def migrate(alias: str) -> None:
    """Makes the tables of an empty database."""
    connection = connections[alias]
    name = str(connection.settings_dict["NAME"])
    with locked(f"migrated-{connection.vendor}-{alias}") as made:
        if not made.exists():
            migrates("migrate", database=alias, verbosity=0, run_syncdb=True)
            part = made.with_name(f"{made.name}.part")
            _keep(connection, name, part)
            part.rename(made)
            return
    _fill(connection, name, made)


def _keep(connection: Any, name: str, file: Path) -> None:
    if connection.vendor == "postgresql":
        postgres.dump_database(postgres.shared().address_of(name), file)
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as kept:
        connection.connection.backup(kept)


def _fill(connection: Any, name: str, file: Path) -> None:
    if connection.vendor == "postgresql":
        postgres.restore_database(file, postgres.shared().address_of(name))
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as kept:
        kept.backup(connection.connection)


@contextmanager
def migrating_once() -> Iterator[None]:
    """Meanwhile the databases that Django makes for tests are filled so."""

    def call(name: str, *words: Any, **options: Any) -> Any:
        if name == "migrate":
            return migrate(options["database"])
        return migrates(name, *words, **options)

    with patch.object(management, "call_command", call):
        yield
