"""What both kinds of database share: they are asked through a breaker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.utils import DatabaseError

from kapea.config.breaker import breaker_of
from kapea.config.causes import cause

log = logging.getLogger(__name__)


class Guarded(BaseDatabaseWrapper):
    """Asks nothing of a database that has just failed to answer, and tells when it answers again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.breaker = breaker_of(self.alias)
        self.execute_wrappers.append(self._watched)

    def connect(self) -> None:
        self.breaker.check()
        try:
            super().connect()
        except Exception as error:
            self.failed(error)
            raise

    def cursor(self) -> CursorWrapper:
        self.breaker.check()
        return super().cursor()

    def chunked_cursor(self) -> CursorWrapper:
        self.breaker.check()
        return super().chunked_cursor()

    def _watched(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        try:
            result = execute(sql, params, many, context)
        except DatabaseError as error:
            if self.timed_out(error):
                self.failed(error)
            raise
        self.breaker.answered()
        return result

    def failed(self, error: Exception) -> None:
        """It did not answer: the others are spared, and the log says why, once."""
        self.breaker.failed()
        log.warning("database %s did not answer and is left alone: %s", self.alias, cause(error))

    def timed_out(self, error: DatabaseError) -> bool:
        """Whether an error means that the database kept us waiting; each kind says so in its own way."""
        return False
