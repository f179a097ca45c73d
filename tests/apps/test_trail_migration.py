"""An installation whose trail was no chain yet is brought up to date with all of its rows, and goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from tests import postgres
from tests.apps.chains import found, write
from tests.database_files import default_is
from tests.packs import AT

from kapea.audit import queries
from kapea.audit.append_only import is_guarded
from kapea.audit.models import Event
from kapea.config import databases

ROWS = 3_000
Written = tuple[datetime, str, str, str, dict[str, object]]


def written(n: int) -> Written:
    """Rows as the first releases wrote them: whatever the account was called, and not by the clock."""
    by = ("tester", "Sok Dara", "ម៉ារី")[n % 3]
    detail = {"release": f"{n:064x}", "result": "passed"} if n % 2 else {"n": [n, {"ü": None}]}
    return AT - timedelta(seconds=n, microseconds=n), by, "content.publish", "cambodia", detail


@pytest.fixture(params=["sqlite", "postgres"])
def before(request, tmp_path, django_db_setup, django_db_blocker) -> Iterator[None]:
    """`default` as a database with the tables of then, and some thousand rows."""
    of_postgres = request.param == "postgres"
    made = databases.postgres(postgres.shared().database("trail_before")) if of_postgres else None
    with django_db_blocker.unblock(), default_is(made or tmp_path / "kapea.sqlite3"):
        call_command("migrate", "audit", "0001", verbosity=0)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO audit_event (at, by, action, subject, detail) VALUES (%s, %s, %s, %s, %s)",
                [_columns(*written(n)) for n in range(ROWS)],
            )
        yield


def _columns(at: datetime, *rest: object) -> tuple[object, ...]:
    *words, detail = rest
    return (connection.ops.adapt_datetimefield_value(at), *words, json.dumps(detail))


def test_what_stands_is_chained_in_the_order_it_was_written(before):
    call_command("migrate", "audit", verbosity=0)
    rows = Event.objects.order_by("number").values_list("at", "by", "action", "subject", "detail")
    assert list(rows) == [written(n) for n in range(ROWS)]
    assert list(Event.objects.order_by("id").values_list("number", flat=True)) == list(range(1, ROWS + 1))
    assert set(Event.objects.values_list("organisation", flat=True)) == {""}
    write(1, "")
    assert queries.heads()[""].number == ROWS + 1
    assert found() == set()
    assert is_guarded(connection)
