"""Rows that many tests begin with: made once in a short while, and written again for each test as they stood.

What is kept is seconds old at most: sessions end and codes run out by the real clock. Where the tables hold
something already, everything is made as it was the first time.
"""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from django.core.cache import cache
from django.db import connections, transaction

ALIASES = ("default", "keys")
FRESH = timedelta(seconds=40)
INSERT = re.compile(r'INSERT (?:OR \w+ )?INTO "(\w+)"')


class Made(Protocol):
    """What tests are given; `at` says of when it is."""

    at: datetime


M = TypeVar("M", bound=Made)


@dataclass(frozen=True)
class _Kept:
    """What was made, and its rows: how each database of two writes them."""

    at: datetime
    value: bytes
    rows: dict[str, list[tuple[str, tuple[Any, ...]]]]


_tables: dict[tuple[Any, ...], dict[str, set[str]]] = {}
"""Which tables have rows of it, by what it is and where."""
_kept: dict[tuple[Any, ...], _Kept] = {}


def kept(make: Callable[[datetime], M], at: datetime, *, under: tuple[str, ...] = ()) -> M:
    """What `make` makes: anew, or that of a moment ago with the same ids. Its own `at` says which. `under`:
    the secrets that sealed it; it is that of a moment ago only where they are the same.
    """
    here = (make, under, *(connections[each].settings_dict["NAME"] for each in ALIASES))
    if here not in _tables:
        with _Written() as written:
            made = make(at)
        _tables[here] = written.tables
        return made
    if not _empty(_tables[here]):
        return make(at)
    found = _kept.get(here)
    if found is None or not found.at <= at < found.at + FRESH:
        found = _kept[here] = _make_and_take_back(make, at, _tables[here])
    _put(found.rows)
    cache.clear()  # somebody of the same id gave a code in the test before, and a code is taken once
    value: M = pickle.loads(found.value)
    return value


class _Written:
    """Which tables are written to meanwhile."""

    def __enter__(self) -> _Written:
        self.tables: dict[str, set[str]] = {each: set() for each in ALIASES}
        self._watching = ExitStack()
        for alias in ALIASES:
            self._watching.enter_context(connections[alias].execute_wrapper(self._watch))
        return self

    def __exit__(self, *error: object) -> None:
        self._watching.close()

    def _watch(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.tables[context["connection"].alias].update(INSERT.findall(str(sql)))
        return execute(sql, params, many, context)


def _empty(tables: dict[str, set[str]]) -> bool:
    return not any(_has_rows(alias, each) for alias, each in tables.items() if each)


def _has_rows(alias: str, tables: set[str]) -> bool:
    asked = " OR ".join(f'EXISTS (SELECT 1 FROM "{each}")' for each in sorted(tables))
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return bool(cursor.fetchone()[0])


def _make_and_take_back(make: Callable[[datetime], Made], at: datetime, tables: dict[str, set[str]]) -> _Kept:
    with transaction.atomic("default"), transaction.atomic("keys"):
        made = make(at)
        rows = {alias: [r for t in sorted(each) for r in _rows(alias, t)] for alias, each in tables.items()}
        for alias in ALIASES:
            transaction.set_rollback(True, using=alias)
    return _Kept(made.at, pickle.dumps(made), rows)


def _rows(alias: str, table: str) -> list[tuple[str, tuple[Any, ...]]]:
    """A statement that writes all rows of a table again; none where it has none."""
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute(f'SELECT json_agg(t)::text FROM "{table}" t')
            found = cursor.fetchone()[0]
            into = f'INSERT INTO "{table}" SELECT * FROM json_populate_recordset(NULL::"{table}", %s)'
            return [(into, (found,))] if found and json.loads(found) else []
        cursor.execute(f'SELECT * FROM "{table}"')
        names = ", ".join(f'"{each[0]}"' for each in cursor.description)
        return [(f'INSERT INTO "{table}" ({names}) VALUES ({_marks(row)})', row) for row in cursor.fetchall()]


def _marks(row: tuple[Any, ...]) -> str:
    return ", ".join(["%s"] * len(row))


def _put(rows: dict[str, list[tuple[str, tuple[Any, ...]]]]) -> None:
    for alias, statements in rows.items():
        with transaction.atomic(alias), connections[alias].cursor() as cursor:
            if statements and connections[alias].vendor == "postgresql":
                all_at_once = "; ".join(statement for statement, _ in statements)
                cursor.execute(all_at_once, [value for _, values in statements for value in values])
                continue
            for statement, values in statements:
                cursor.execute(statement, values)
