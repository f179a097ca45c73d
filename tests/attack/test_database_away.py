"""The database does not answer: everybody is told whom to call, soon, and nobody waits behind anybody."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psutil
import pytest
from tests.attack.answers import NUMBER, Answer, faults
from tests.attack.person import SAFETY, Person
from tests.home import Home, prepared
from tests.postgres import Postgres, own
from tests.server import Serve, until

VISITORS = 38
AT_ONCE = 12
SOON = 20.0
"""Seconds until an answer. Two are wanted, a busy machine is forgiven; in the review some waited ninety."""


@contextmanager
def locked(home: Home):
    """Somebody else holds the file for as long as this lasts."""
    other = sqlite3.connect(home.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def stopped(server: Postgres):
    """The server is gone for as long as this lasts."""
    server.stop()
    yield
    server.start()


def named(ask: Callable[[], Answer]) -> tuple[bool, float]:
    """Whether an answer named a number (or led on), and how long it took."""
    begun = time.monotonic()
    answer = ask()
    took = time.monotonic() - begun
    led_on = answer.status in (302, 303)
    return led_on or (NUMBER in answer.body and faults(answer) in ([], ["503"])), took


def all_are_told(site: Serve) -> None:
    """So many visitors, some at once: first views, answers of begun ways, new ones, pages not there."""
    begun = Person(site.port)
    asks = [
        lambda: Person(site.port).get("/en/"),
        lambda: Person(site.port).get("/km/"),
        lambda: begin(site.port),
        lambda: Person(site.port).get("/en/find?t=1"),
        lambda: begun.get("/en/nowhere"),
    ]
    threads = psutil.Process(site.worker_processes()[-1].pid).num_threads()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda n: named(asks[n % len(asks)]), range(VISITORS)))
    assert [ok for ok, _ in told].count(True) == VISITORS
    assert max(took for _, took in told) < SOON
    now = psutil.Process(site.worker_processes()[-1].pid).num_threads()
    assert now <= threads + 4, "no thread was left waiting"


def begin(port: int) -> Answer:
    person = Person(port)
    return person.tap(person.get("/en/"), a="1")


def leaves(site: Serve) -> None:
    person = Person(site.port)
    assert person.post("/leave").status == 200


def test_while_sqlite_is_locked_all_are_told_and_then_answers_go_on(own):
    begin(own.port)
    with locked(own.home):
        all_are_told(own)
        leaves(own)
    until(lambda: begin(own.port).status == 303, within=120, what="answers are not taken again")
    assert "Traceback" not in own.said()


def test_while_sqlite_is_locked_first_views_stand_steps_have_last_words_and_then_go_on(own):
    """Twelve on their way and as many who come: each counted; afterwards the same forms are taken."""
    walkers = [Person(own.port) for _ in range(AT_ONCE)]
    pages = [person.walk("en", "1") for person in walkers]
    with locked(own.home), ThreadPoolExecutor(AT_ONCE) as pool:
        steps = list(pool.map(lambda pair: pair[0].tap(pair[1], a="S02"), zip(walkers, pages, strict=True)))
        views = list(pool.map(lambda _: Person(own.port).get("/en/"), walkers))
    assert [(view.status, NUMBER in view.body) for view in views] == [(200, True)] * AT_ONCE
    assert [(step.status, NUMBER in step.body) for step in steps] == [(503, True)] * AT_ONCE
    assert own.said().count(" ERROR ") == AT_ONCE, "one line for each, whatever failed it"
    until(lambda: walkers[0].tap(pages[0], a="S02").status == 303, within=SAFETY, what="no step is taken")
    went_on = [person.tap(page, a="S02") for person, page in zip(walkers, pages, strict=True)]
    assert [answer.header("Location").partition("?")[0] for answer in went_on] == ["/en/h/2"] * AT_ONCE


@pytest.fixture
def postgres():
    with own() as server:
        yield server


@pytest.mark.postgres
def test_while_postgresql_is_gone_all_are_told_and_then_answers_go_on(tmp_path, postgres):
    home = prepared(tmp_path / "home", packs=("cambodia",), database=postgres.database("away"))
    with Serve(home) as site:
        assert begin(site.port).status == 303
        with stopped(postgres):
            all_are_told(site)
            leaves(site)
        until(lambda: begin(site.port).status == 303, within=120, what="answers are not taken again")
        assert "Traceback" not in site.said()
