"""SQLite behind a breaker. Django finds the class by its name."""

from __future__ import annotations

import sqlite3

from django.db.backends.sqlite3 import base
from django.db.utils import DatabaseError

from kapea.config.guarded import Guarded


class DatabaseWrapper(Guarded, base.DatabaseWrapper):
    """A file that somebody else has locked for too long counts as away."""

    def timed_out(self, error: DatabaseError) -> bool:
        code = getattr(error.__cause__, "sqlite_errorcode", None)
        return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY
