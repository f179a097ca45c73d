"""What every test stands on: a home of its own, a database named by the command line, no way to the
network.
"""

from __future__ import annotations

import gc
import os
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.home import PRINT_SECONDS
from tests.run import HOME, shared_folder

os.environ["KAPEA_HOME"] = str(HOME)
os.environ.setdefault("KAPEA_SECRET", "a secret for tests only, long enough to be one")
os.environ["KAPEA_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ["KAPEA_PRINT_SECONDS"] = PRINT_SECONDS
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs beside synchronous tests
os.environ.pop("KAPEA_DATABASE", None)

from tests.packs import AT, COUNTRIES, built
from tests.packs import world as world_of

__all__ = ["AT", "COUNTRIES", "built", "world_of"]
pytest_plugins = ["tests.chromium", "tests.databases"]

gc.set_threshold(200_000, 50, 50)
"""The worlds of four countries live as long as a run; at Python's own pace they are walked all the time."""
BEGIN_FIRST = ("browser", "deployment", "config", "attack", "cli", "bench", "print", "pages")
"""Folders whose files take longest: begun last, one of them would run on while other processes are idle."""
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
"""What Hypothesis says of a busy machine, which is no fault of the code."""
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=SLOW)
"""`make test`: the same examples on every machine, however slow it is."""
settings.register_profile("search", settings.get_profile("steady"), derandomize=False, max_examples=500)
"""`make check-all`: other examples each time, and more of them."""
settings.load_profile("search" if os.environ.get("KAPEA_EVERY_PAGE") == "1" else "steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden transcripts anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def pytest_sessionfinish() -> None:
    """Collects once; pytest, which then collects five times more, need not walk all that is still there."""
    gc.collect()
    gc.freeze()


def _turn(item: pytest.Item) -> int:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return BEGIN_FIRST.index(folder) if folder in BEGIN_FIRST else len(BEGIN_FIRST)


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
    from tests.live import make_live

    from kapea.content.queries import worlds

    yield make_live(cambodia.release, at)
    worlds.clear()


@pytest.fixture(scope="session")
def migrated_file(django_db_setup, django_db_blocker) -> Path:
    """An SQLite database without anything in it, to be copied; made once in a run."""
    from tests.database_files import default_is
    from tests.migrated import migrate

    def make(folder: Path) -> None:
        with django_db_blocker.unblock(), default_is(folder / "kapea.sqlite3"):
            migrate("default")

    return shared_folder("migrated-file", make) / "kapea.sqlite3"
