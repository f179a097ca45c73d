"""The key store: a database of its own, with short-lived backups of its own."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db import connections, transaction

KEY_STORE = "keys"
"""Its alias among the databases."""
SHORT_LIVED = "vault_recordwrap, vault_openkey, vault_personkey, vault_staffkey, vault_linkkey"
"""Tables out of which keys are deleted."""
LOG_WAITS_MS = 500
"""How long emptying the log waits for others; what is too short is done the next time something is erased."""


def in_key_store() -> AbstractContextManager[None]:
    """A transaction there: all of it, or nothing."""
    return transaction.atomic(using=KEY_STORE)


def empty_key_log() -> None:
    """Takes deleted keys out of SQLite's write-ahead log as well. PostgreSQL's is not ours."""
    connection = connections[KEY_STORE]
    if connection.in_atomic_block or connection.vendor != "sqlite":
        return  # whoever holds a transaction open has not yet deleted anything for good
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {LOG_WAITS_MS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            waits = connection.settings_dict["OPTIONS"].get("timeout", 5)
            cursor.execute(f"PRAGMA busy_timeout = {int(waits * 1000)}")


def overwrite_deleted_keys() -> None:
    """Leaves as little as can be of deleted keys in the files: SQLite's log is emptied, PostgreSQL gives the
    rows free for others.
    """
    empty_key_log()
    connection = connections[KEY_STORE]
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {SHORT_LIVED}")
