"""PostgreSQL behind a breaker, and never waited for without end. Django finds the class by its name."""

from __future__ import annotations

from functools import partial
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import DatabaseError

from kapea.config.guarded import Guarded


class DatabaseWrapper(Guarded, base.DatabaseWrapper):
    """Each answer must come within `ANSWER_SECONDS` of the settings (0: whenever), even from a server that
    stands still without closing its connections.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        if seconds := self.settings_dict.get("ANSWER_SECONDS"):
            connection.wait = partial(self._wait, connection, connection.wait, seconds)
        return connection

    def _wait(self, connection: Any, wait: Any, seconds: float, generator: Any, **options: Any) -> Any:
        try:
            return wait(generator, **{"timeout": seconds, **options})
        except psycopg.errors._WaitTimeout as error:
            # What the server still had to say would be taken for the answer to the next question.
            self.failed(error)
            connection.pgconn.finish()
            raise psycopg.OperationalError("the database did not answer in time") from error

    def timed_out(self, error: DatabaseError) -> bool:
        return isinstance(error.__cause__, psycopg.errors.QueryCanceled)
