"""A database that fails, refuses or is gone: every page still names who can help."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import (
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
)
from tests.conftest import HOME
from tests.pages.conftest import Visitor, dials, leads_away, words
from tests.pages.test_unlucky import names_help

from kapea.content.queries import worlds
from kapea.guide import sql
from kapea.web.public import last_resort


def broken(execute, sql, params, many, context):
    raise OperationalError("database is locked")


def forget_last() -> None:
    last_resort.last_resort.forget()
    shutil.rmtree(HOME / "last_good", ignore_errors=True)


def read_only(execute, sql, params, many, context):
    if sql.startswith(("INSERT", "UPDATE", "DELETE")):
        raise OperationalError("attempt to write a readonly database")
    return execute(sql, params, many, context)


def test_the_first_view_reads_no_database(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert dials(visitor.get("/en/"))
    with django_assert_num_queries(0):
        assert dials(visitor.get("/en/find?t=1"))


def test_with_a_database_that_fails_pages_stand_and_steps_name_help(visitor):
    page = visitor.walk("en", "1", "S02")
    worlds._looked.clear()
    with connection.execute_wrapper(broken):
        assert dials(Visitor().get("/en/"))
        assert dials(visitor.get("/km/find?t=1"))
        for response in (visitor.get("/en/h/2"), visitor.answer(page, a="1")):
            assert response.status_code == 503
            assert names_help(response)
        assert leads_away(visitor.post("/leave"))


def test_with_a_read_only_database_an_answer_names_help(visitor, says):
    page = visitor.walk("en", "1", "S02")
    with connection.execute_wrapper(read_only):
        assert says("S02.child.first") in words(visitor.get("/en/h/2"))
        response = visitor.answer(page, a="1")
        assert response.status_code == 503
        assert names_help(response)


@pytest.mark.parametrize("path", ["/", "/en/", "/km/h/2", "/en/find", "/no/where"])
def test_with_nothing_live_the_last_resort_names_help(db, path):
    worlds.clear()
    forget_last()
    response = Visitor().get(path)
    assert response.status_code == (404 if path == "/no/where" else 503)
    assert names_help(response)
    assert leads_away(Visitor().post("/leave")) == "https://km.wikipedia.org/"
    forget_last()


def test_a_real_file_locked_and_then_missing(tmp_path):
    """In a process of its own, on a database file of its own."""
    script = Path(__file__).with_name("real_file.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr


ERRORS = [DatabaseError, OperationalError, ProgrammingError, InternalError, InterfaceError]
"""What Django raises when a database is away, locked, without its tables, damaged, or hung up."""


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: e.__name__)
def test_whatever_a_database_raises_a_page_names_who_can_help(visitor, monkeypatch, error):
    page = visitor.walk("en", "1")

    def fails(*_, **__):
        raise error("not now")

    monkeypatch.setattr(sql, "find_conversation", fails)
    for response in (visitor.get("/en/h/1"), visitor.answer(page, a="S02")):
        assert response.status_code == 503
        assert names_help(response)
