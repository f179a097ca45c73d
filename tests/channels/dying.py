"""A process that dies, or is overtaken by another, at any statement: BEGIN and COMMIT as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

BEFORE, AFTER = True, False


class Died(BaseException):
    """As a process dies: nothing of ours catches it."""


def die() -> None:
    """The database does what it does when nobody is there any more."""
    connection.connection.rollback()
    raise Died


@contextmanager
def at_statement(number: int, then: Callable[[], None], *, before: bool) -> Iterator[list[str]]:
    """Does something once, before or after so many statements; afterwards the list holds that one, if it
    came so far. Between a BEGIN and its COMMIT only death comes in; anything else would wait for the lock.
    """
    seen, done = 0, list[str]()

    def is_now(sql: str) -> bool:
        nonlocal seen
        seen += 1
        now = seen == number or (seen > number and not done and then is not die)
        is_apart = not connection.in_atomic_block and not sql.startswith(("BEGIN", "COMMIT"))
        if now and (then is die or is_apart):
            done.append(sql)
            return True
        return False

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        now = is_now(sql)
        if now and before:
            then()
        result = execute(sql, params, many, context)
        if now and not before:
            then()
        return result

    def commit() -> None:
        now = is_now("COMMIT")
        if now and before:
            then()
        plain()
        if now and not before:
            then()

    plain = connection._commit
    connection._commit = commit
    try:
        with connection.execute_wrapper(wrapper):
            yield done
    finally:
        connection._commit = plain
