"""The small pack, live; a tally of its own for each test; a real database file for who reads its bytes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.apps.serving import AT, become_another_engine
from tests.core.checker import small_pack
from tests.core.checker.small_pack import ON
from tests.database_files import default_is
from tests.live import live_world

from kapea.core.checker.check import check
from kapea.core.dialogue.world import World
from kapea.core.pack.build import Built

SMALL = "small"


@pytest.fixture(scope="session")
def small_world() -> World:
    return World(small_pack.released())


def publish_small(world: World, at) -> World:
    """Makes the small pack live in the database of this test; gives the world that turns are taken in."""
    return live_world(world.release, at)


@pytest.fixture
def small(db, small_world, at, settings) -> Iterator[World]:
    """The small pack as the only live one."""
    from kapea.content.queries import worlds

    settings.KAPEA_PACKS = [SMALL]
    yield publish_small(small_world, at)
    worlds.clear()


@pytest.fixture(autouse=True)
def _no_counts_of_another_test():
    from kapea.guide.tally import tally

    tally.take()
    yield
    tally.take()


class DatabaseFile:
    """Django's default database as a file, made as `kapea serve` makes it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def bytes(self) -> bytes:
        """All a thief carries away: the database, its write-ahead log, its index."""
        return b"".join(p.read_bytes() for p in sorted(self.path.parent.glob(f"{self.path.name}*")))

    def log_bytes(self) -> int:
        log = self.path.with_name(self.path.name + "-wal")
        return log.stat().st_size if log.exists() else 0


@pytest.fixture
def database_file(migrated_file, tmp_path, django_db_blocker, small_world, at, settings):
    """A real SQLite file in place of the test database, with the small pack live."""
    from kapea.content.queries import worlds

    settings.KAPEA_PACKS = [SMALL]
    path = tmp_path / "kapea.sqlite3"
    shutil.copy(migrated_file, path)
    with django_db_blocker.unblock(), default_is(path):
        publish_small(small_world, at)
        yield DatabaseFile(path)
    worlds.clear()


@pytest.fixture
def home(tmp_path, settings):
    """A folder for the files of this test; what was remembered of releases is forgotten after it."""
    from kapea.content import queries

    settings.HOME = tmp_path / "home"
    yield settings.HOME
    queries.worlds.clear()


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    """Publishes a release after its real check, as of a day."""

    from kapea.content import actions

    def do(release, at=AT, **named):
        made = Built(release, [], {}, release.languages)
        with django_capture_on_commit_callbacks(execute=True):
            return actions.publish(built=made, report=check(made, on=ON), by="tester", at=at, **named)

    return do


@pytest.fixture
def another_engine(monkeypatch):
    """From here on the program is another version than the one that published."""

    return lambda: become_another_engine(monkeypatch)
