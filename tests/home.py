"""Homes for commands and servers under test: a folder, a database, and packs that are live in it.

Publishing proves a pack, which takes a while. Here it is proved once in a run, and a home is a copy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres
from tests.packs import COUNTRIES
from tests.run import ROOT, shared_folder

SECRET = "a secret of this home, long enough to be one"
COMMAND_SECONDS = 600
"""After this a command hangs; a busy machine never needs as long."""
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
    name = f"home-{'-'.join(packs)}{'-staff' * staff}"
    if database:
        made = shared_folder(f"{name}-postgres", lambda path: _publish_and_dump(path, packs, staff))
        shutil.copytree(made / "home", folder, dirs_exist_ok=True)
        postgres.restore(made, database)
        return home
    template = shared_folder(name, lambda path: _publish(Home(path), packs, staff))
    shutil.copytree(template, folder, dirs_exist_ok=True)
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


def _publish_and_dump(path: Path, packs: tuple[str, ...], staff: bool) -> None:
    """A home, and beside it what its two databases hold, for any other server."""
    (path / "home").mkdir()
    name = f"dumped_{'_'.join(packs)}{'_staff' * staff}"
    home = Home(path / "home", postgres.shared().database(name))
    _publish(home, packs, staff)
    postgres.dump(home.database, path)


def _publish(home: Home, packs: tuple[str, ...], staff: bool) -> None:
    done = home.python(str(Path(__file__).with_name("publish_in.py")), os.environ["KAPEA_TEST_HOME"], *packs)
    assert done.returncode == 0, done.stdout + done.stderr
    if staff:
        made = Home(home.folder, home.database, {"KAPEA_PACKS": ",".join(packs)}).kapea("people", "demo")
        assert made.returncode == 0, made.stdout + made.stderr
