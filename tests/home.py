"""Homes for commands and servers under test: a folder, a database, and packs that are live in it.

Publishing proves a pack, which takes a while. Here it is proved once in a run, and a home is a copy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres
from tests.packs import COUNTRIES
from tests.run import ROOT, shared_folder

SECRET = "a secret of this home, long enough to be one"
COMMAND_SECONDS = 600
"""After this a command hangs; a busy machine never needs as long."""
PRIVATE = 0o700
PRINT_SECONDS = "1200"
"""A press goes behind everything else, which on a busy machine may take long."""


@dataclass(frozen=True)
class Home:
    """Where one installation keeps its things, and how its commands are run."""

    folder: Path
    database: str = ""
    """The address of its database; empty for the file under the folder."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Further settings, as the environment has them."""

    @property
    def file(self) -> Path:
        """The file of a SQLite database."""
        return self.folder / "kapea.sqlite3"

    def environment(self, **more: str) -> dict[str, str]:
        """What a command of this installation finds in its environment, and nothing of this run's own."""
        ours = {k: v for k, v in os.environ.items() if not k.startswith(("KAPEA_", "DJANGO_", "PYTEST_"))}
        paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        named = {"KAPEA_HOME": str(self.folder), "KAPEA_SECRET": SECRET, "KAPEA_BY": "tester"}
        named["KAPEA_PRINT_SECONDS"] = PRINT_SECONDS
        database = {"KAPEA_DATABASE": self.database} if self.database else {}
        return ours | {"PYTHONPATH": paths} | named | database | dict(self.settings) | more

    def kapea(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end: `home.kapea("rollback", "cambodia")`."""
        return self.python("-m", "kapea", *words)

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            capture_output=True,
            text=True,
            env=self.environment(),
            timeout=COMMAND_SECONDS,
        )


def prepared(
    folder: Path,
    *,
    packs: tuple[str, ...] = COUNTRIES,
    database: str = "",
    staff: bool = False,
    **settings: str,
) -> Home:
    """A home with a database in which the shipped packs are live: a copy of one made once, in
    the PostgreSQL whose address is given or in a file. `staff`: with the people of a trial at work in it.
    """
    home = Home(folder, database, {"KAPEA_PACKS": ",".join(packs)} | settings)
    make = _invite if staff else _publish
    _fill(home, f"{'-'.join(packs)}{'-staff' * staff}", lambda made: make(made, packs))
    return home


def migrated(folder: Path, database: str = "") -> Home:
    """A home with the tables of an empty database, as `kapea migrate` makes them: a copy of one in which it
    ran once. Whoever asks how it runs, runs it.
    """
    home = Home(folder, database)
    _fill(home, "migrated", _migrate)
    folder.chmod(PRIVATE)
    return home


def prepared_on(
    kind: str,
    folder: Path,
    *,
    packs: tuple[str, ...] = COUNTRIES,
    staff: bool = False,
    **settings: str,
) -> Home:
    """As `prepared`, on `sqlite` or on a fresh database of the PostgreSQL that this run shares."""
    database = postgres.shared().database(f"home_{folder.name}") if kind == "postgres" else ""
    return prepared(folder, packs=packs, database=database, staff=staff, **settings)


def publish(home: Home, *packs: str) -> subprocess.CompletedProcess[str]:
    """Makes packs, by name or folder, live in a home that has its tables; each is proved once in a run."""
    script = str(Path(__file__).with_name("publish_in.py"))
    return home.python(script, os.environ["KAPEA_TEST_HOME"], *packs)


def _fill(home: Home, name: str, make: Callable[[Home], None]) -> None:
    """Makes an empty home a copy of one to which `make` was done once in this run, on each kind of database.
    One may begin with another: tables are dear to make, and what is live.
    """
    if not home.database:
        made = shared_folder(f"home-{name}", lambda path: make(Home(path)))
        shutil.copytree(made, home.folder, dirs_exist_ok=True)
        return
    made = shared_folder(f"home-{name}-postgres", lambda path: _make_and_dump(path, name, make))
    shutil.copytree(made / "home", home.folder, dirs_exist_ok=True)
    postgres.restore(made, home.database)


def _make_and_dump(path: Path, name: str, make: Callable[[Home], None]) -> None:
    """A home, and beside it what its two databases hold, for any other server."""
    (path / "home").mkdir()
    home = Home(path / "home", postgres.shared().database(f"dumped_{name.replace('-', '_')}"))
    make(home)
    postgres.dump(home.database, path)


def _migrate(home: Home) -> None:
    _done(home.kapea("migrate"))


def _publish(home: Home, packs: tuple[str, ...]) -> None:
    _fill(home, "migrated", _migrate)
    _done(publish(home, *packs))


def _invite(home: Home, packs: tuple[str, ...]) -> None:
    """With cases of a trial, which only a country that is live has."""
    _fill(home, "-".join(packs), lambda made: _publish(made, packs))
    named = Home(home.folder, home.database, {"KAPEA_PACKS": ",".join(packs)})
    _done(named.kapea("people", "demo"))


def _done(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stdout + done.stderr
