"""Every answer of 500 and more leaves one ERROR in the log: its status, kind, code; nothing of anybody."""

from __future__ import annotations

import io
import logging
import sqlite3
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from tests.loops import complete
from tests.pages.conftest import Visitor

from kapea.config.gateway import app
from kapea.config.gateway.app import Gateway, HttpAnswer
from kapea.config.gateway.threads import Threads
from kapea.config.quiet_logs import QuietFormatter
from kapea.content.queries import worlds
from kapea.print.press_process import PressFailed
from kapea.print.queue import Busy
from kapea.web.public import handler, printing_views, turns
from kapea.web.public.offline import edition

PLANTED = "XyzzyPlanted"


@pytest.fixture
def visitor(published) -> Visitor:
    return Visitor(enforce_csrf_checks=True)


@pytest.fixture
def lines():
    """The lines of severity ERROR that were written since, as the log of `kapea serve` shows them."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(QuietFormatter())
    handler.setLevel(logging.ERROR)
    loggers = [logging.getLogger(name) for name in ("django.request", "kapea")]
    for each in loggers:
        each.addHandler(handler)

    def written() -> list[str]:
        return [line for line in out.getvalue().splitlines() if not line.startswith("    ")]

    yield written
    for each in loggers:
        each.removeHandler(handler)


def one(lines: list[str], *words: str) -> None:
    """There is one line, it has these words, and none that came from outside."""
    assert len(lines) == 1, lines
    assert all(word in lines[0] for word in words), lines
    assert not [word for word in (PLANTED, "/en", "127.0.0.1", "locked") if word in lines[0]], lines


def busy() -> OperationalError:
    """As Django raises it of a locked file."""
    first = sqlite3.OperationalError("database is locked")
    first.sqlite_errorname = "SQLITE_BUSY"
    error = OperationalError(f"database is locked {PLANTED}")
    error.__cause__ = first
    return error


def raises(error: Exception):
    def fails(*_: object, **__: object):
        raise error

    return fails


# --- what views answer --------------------------------------------------------------------


def test_a_fault_of_ours(visitor, lines, monkeypatch):
    monkeypatch.setattr(turns, "take_answer", raises(KeyError(PLANTED)))
    visitor.raise_request_exception = False
    assert visitor.answer(visitor.get("/en/"), a="1", w=PLANTED).status_code == 500
    one(lines(), "500", "KeyError")


def test_a_fault_before_any_page(published, lines, monkeypatch):
    monkeypatch.setattr(handler.WSGIHandler, "__call__", raises(OSError(28, PLANTED)))
    told: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/en/{PLANTED}", "wsgi.input": io.BytesIO()}
    handler.Handler()(environ, lambda status, headers: told.append(status))
    assert told == ["500 Internal Server Error"]
    one(lines(), "500", "OSError ENOSPC")


def test_a_database_away_while_an_answer_is_taken(visitor, lines):
    page = visitor.walk("en", "1", "S02")
    with connection.execute_wrapper(raises(busy())):
        assert visitor.answer(page, a=PLANTED).status_code == 503
    one(lines(), "503", "OperationalError SQLITE_BUSY")


@pytest.mark.parametrize("path", ["/", "/en/more"])
def test_nothing_live_that_could_be_read(visitor, lines, monkeypatch, path):
    for module in ("views", "entry", "ready"):
        monkeypatch.setattr(f"kapea.web.public.{module}.live_worlds", raises(busy()))
    assert visitor.get(path).status_code == 503
    one(lines(), "503", "OperationalError SQLITE_BUSY")


@pytest.mark.parametrize(
    ("error", "said"),
    [(Busy(), "Busy"), (PressFailed("EXIT_-9"), "PressFailed EXIT_-9")],
    ids=["busy", "failed"],
)
def test_a_press_that_prints_nothing(visitor, lines, monkeypatch, error, said):
    monkeypatch.setattr(printing_views.press_queue, "remembered", lambda piece: None)
    monkeypatch.setattr(printing_views.press_queue, "pressed", raises(error))
    assert visitor.get("/en/print/1").status_code == 503
    one(lines(), "503", said)


def test_an_edition_that_somebody_else_has_made(visitor, lines, monkeypatch):
    monkeypatch.setattr(edition, "edition_if_free", lambda *_, **__: None)
    assert visitor.get("/en/k.json").status_code == 503
    one(lines(), "503", "BeingMade")


def test_a_country_that_is_not_ready(client, published, lines, monkeypatch):
    monkeypatch.setattr(worlds, "live", raises(busy()))
    assert client.get("/readyz").status_code == 503
    one(lines(), "503", "OperationalError SQLITE_BUSY")


def test_an_answer_below_500_leaves_none(visitor, lines):
    assert visitor.get(f"/en/{PLANTED}").status_code == 404
    assert visitor.post("/en/h/2", {"a": PLANTED}).status_code == 403
    assert lines() == []


# --- what the gateway answers by itself -----------------------------------------------------


class Protocol:
    """The server's side of a request without a body."""

    def __init__(self) -> None:
        self.status = 0

    def response_bytes(self, status: int, headers: object, body: bytes) -> None:
        self.status = status

    response_empty = response_bytes


SCOPE = SimpleNamespace(
    headers={}, server="127.0.0.1:80", client="127.0.0.1:9", method="GET", path=f"/en/{PLANTED}",
    query_string=PLANTED, http_version="1.1",
)  # fmt: skip


def answered_by_gateway(django, threads: Threads) -> int:
    """The status of one request at a gateway that has these threads."""
    gateway = Gateway(django, lambda status, scope: HttpAnswer(status, [], b"call 1280"))
    gateway._threads, protocol = threads, Protocol()
    complete(gateway.__rsgi__(SCOPE, protocol))
    return protocol.status


@pytest.mark.parametrize(("waiting", "said"), [(0, "LineFull"), (9, "NoThreadFree")])
def test_more_visitors_than_can_be_answered(lines, monkeypatch, waiting, said):
    monkeypatch.setattr(app, "MOST_WAITING_SECONDS", 0)
    assert answered_by_gateway(raises(AssertionError()), Threads(0, waiting)) == 503
    one(lines(), "503", said)


def test_django_itself_fails(lines):
    assert answered_by_gateway(raises(OSError(28, PLANTED)), Threads(1, 9)) == 500
    one(lines(), "500", "OSError ENOSPC")
