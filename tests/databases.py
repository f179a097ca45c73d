"""Both databases in one run: a test that touches a database, in a folder named here, is two tests.

`KAPEA_TEST_DATABASE` says which: `both` (the default), `sqlite` or `postgres`. Neither waits for the other,
and a failure of one hides nothing of the other. Where pages and messages are tried, half of the tests run on
the one and half on the other, whatever commits on both; `make check-all` runs each on both. Elsewhere tests
run on the first of them.
"""

from __future__ import annotations

import os
import runpy
import threading
import zlib
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests import kept_bodies, postgres
from tests.live_requests import count_requests, live_requests
from tests.packs import EVERY
from tests.run import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

ASKED = os.environ.get("KAPEA_TEST_DATABASE", "both")
KINDS: tuple[str, ...] = ("sqlite", "postgres") if ASKED == "both" else (ASKED,)
ON_EACH = ("tests/apps/", "tests/channels/", "tests/pages/", "tests/config/", "tests/staff/", "tests/vault/")
"""Where a test that touches a database runs on each kind, unless it is marked `any_database`."""
ON_ONE_OF_THEM = () if EVERY else ("tests/channels/", "tests/pages/", "tests/staff/")
"""Where it runs on one of them, by its name, if it leaves nothing behind for another connection to see."""
FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}

assert set(KINDS) <= {"sqlite", "postgres"}, "KAPEA_TEST_DATABASE is both, sqlite or postgres"


# --- which tests ----------------------------------------------------------------------------


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.nodeid.startswith(ON_EACH) and _touches(metafunc):
        metafunc.fixturenames.append("database_kind")
        metafunc.parametrize("database_kind", _kinds(metafunc), indirect=True)


def _kinds(metafunc: pytest.Metafunc) -> tuple[str, ...]:
    name = metafunc.definition.nodeid
    if metafunc.definition.get_closest_marker("one_database") is not None:
        return drawn(name)
    if not name.startswith(ON_ONE_OF_THEM) or _commits(metafunc):
        return KINDS
    return drawn(name)


def drawn(name: str, of: tuple[str, ...] = KINDS) -> tuple[str, ...]:
    """One of the kinds, by a name: where the code that is tried does not lean on the database. In
    `make check-all` all of them.
    """
    return of if EVERY else (of[zlib.crc32(name.encode()) % len(of)],)


def _commits(metafunc: pytest.Metafunc) -> bool:
    mark = metafunc.definition.get_closest_marker("django_db")
    commits = mark is not None and (mark.kwargs.get("transaction") or mark.args[:1] == (True,))
    return bool(commits) or "transactional_db" in metafunc.fixturenames


def _touches(metafunc: pytest.Metafunc) -> bool:
    if metafunc.definition.get_closest_marker("any_database") is not None:
        return False
    if "live_server" in metafunc.fixturenames:  # its thread keeps the connections it began with
        return False
    marked = metafunc.definition.get_closest_marker("django_db") is not None
    return marked or not FIXTURES.isdisjoint(metafunc.fixturenames)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that this test runs on: `sqlite` or `postgres`."""
    return str(getattr(request, "param", KINDS[0]))


def pytest_configure() -> None:
    """One set of connections for each thread, whether an event loop runs in it or not: Django would take
    others as soon as a browser's loop runs, and the server of a test would keep those from before. Two
    connections to one SQLite in memory then meet in a locked table.
    """
    from django.db import connections

    connections._connections = threading.local()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Turns Django to the test's kind, before any fixture asks for a connection."""
    params = item.callspec.params if hasattr(item, "callspec") else {}
    _use(params.get("database_kind", KINDS[0]))


# --- one Django, two kinds --------------------------------------------------------------------


_made: dict[str, dict[str, BaseDatabaseWrapper]] = {}
"""The connections of this thread, by kind and alias; what is not used now waits here."""
_now: list[str] = []


@cache
def _databases(kind: str) -> dict[str, dict[str, Any]]:
    """Django's settings of each alias, as the program reads them on a database of this kind."""
    from django.db.utils import ConnectionHandler

    os.environ["KAPEA_DATABASE"] = postgres.shared().address if kind == "postgres" else ""
    try:
        databases = runpy.run_path(str(ROOT / "src/kapea/config/settings.py"))["DATABASES"]
    finally:
        del os.environ["KAPEA_DATABASE"]
    settings: dict[str, dict[str, Any]] = ConnectionHandler(databases).settings
    if kind == "postgres":  # a busy machine takes its time to make and drop a database
        from kapea.config.databases import be_patient

        be_patient(settings)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    for alias, each in settings.items():
        if kind == "postgres":
            each["TEST"]["NAME"] = f"test_{alias}_{worker}"
    return settings


def _use(kind: str) -> None:
    from django.conf import settings
    from django.db import connections

    if _now == [kind]:
        return
    if _now:
        _made[_now[0]] = {alias: connections[alias] for alias in connections}
    _now[:] = [kind]
    settings.DATABASES = connections.settings = _databases(kind)
    for alias in connections:
        ready = _made.get(kind, {}).get(alias)
        connections[alias] = ready or connections.create_connection(alias)


@contextmanager
def without_triggers(alias: str = "default") -> Iterator[None]:
    """The trail and editions as somebody with the database's account has them, who can take triggers away."""
    from django.db import connections

    from kapea.audit.append_only import guard, is_guarded, unguard
    from kapea.learning.edition_triggers import freeze_editions, thaw_editions

    guarded = is_guarded(connections[alias])
    unguard(connections[alias])
    thaw_editions(connections[alias])
    try:
        yield
    finally:
        if guarded:
            guard(connections[alias])
            freeze_editions(connections[alias])


@pytest.fixture(scope="session", autouse=True)
def _emptied_also_of_the_trail() -> Iterator[None]:
    """After a test that commits, Django empties all tables: those of the trail would refuse."""
    from django.core.management.commands import flush

    real = flush.Command.handle

    def handle(self: Any, **options: Any) -> Any:
        with (
            live_requests.emptied(),
            without_triggers() if options["database"] == "default" else nullcontext(),
        ):
            return real(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        count_requests(patch)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """A test database of each kind that this process has tests for."""
    from django.test.utils import setup_databases, teardown_databases
    from tests.migrated import migrating_once

    wanted = {i.callspec.params.get("database_kind") for i in request.session.items if hasattr(i, "callspec")}
    kinds = [kind for kind in KINDS if kind in wanted or kind == KINDS[0]]
    first, old = _now[0], {}
    with django_db_blocker.unblock(), migrating_once():
        for kind in kinds:
            _use(kind)
            old[kind] = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
            if kind == "postgres":
                kept_bodies.make_room()
        _use(first)
    yield
    with django_db_blocker.unblock():
        for kind in kinds:
            _use(kind)
            teardown_databases(old[kind], verbosity=0)
