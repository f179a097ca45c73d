"""Each line of the log says which kind of failure it was, and nothing that came from anybody."""

from __future__ import annotations

import io
import logging
import sqlite3

import pytest
from django.db import OperationalError

from kapea.config.causes import cause, database_advice
from kapea.config.quiet_logs import QuietFormatter


def raised(error: Exception, first: Exception | None = None) -> Exception:
    try:
        raise error from first
    except Exception as caught:
        return caught


def busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("XyzzyPlanted")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_BUSY, "SQLITE_BUSY"
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (raised(OperationalError("XyzzyPlanted"), busy()), "OperationalError SQLITE_BUSY"),
        (OSError(28, "XyzzyPlanted"), "OSError ENOSPC"),
        (ValueError("XyzzyPlanted"), "ValueError"),
    ],
)
def test_a_cause_is_a_kind_and_a_code(error, said):
    assert cause(error) == said


def test_an_operator_is_told_what_to_do_and_no_words_of_the_error():
    told = database_advice(raised(OperationalError("XyzzyPlanted"), busy()), "/var/kapea.sqlite3")
    assert "/var/kapea.sqlite3" in told
    assert "End it" in told
    assert "XyzzyPlanted" not in told


def logged(record: logging.LogRecord) -> str:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(QuietFormatter())
    handler.handle(record)
    return out.getvalue()


def record(name: str, error: Exception | None) -> logging.LogRecord:
    told = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, "XyzzyPlanted %s", ("a",), told)


def test_an_exception_is_logged_by_its_cause_and_place():
    said = logged(record("django.request", raised(OperationalError("XyzzyPlanted"), busy())))
    assert "OperationalError SQLITE_BUSY" in said
    assert "test_quiet_logs.py" in said
    assert "XyzzyPlanted" not in said
