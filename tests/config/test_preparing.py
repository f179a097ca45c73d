"""Databases are changed by `kapea migrate` and before serving, by one at a time; everybody else says so."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys

import pytest
from tests import postgres
from tests.databases import KINDS, drawn
from tests.home import Home, migrated


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What starts at once is tried on each database, what is said of it on one."""
    if "home" in metafunc.fixturenames:
        name = metafunc.definition.name
        metafunc.parametrize("home", KINDS if "at_once" in name else drawn(name), indirect=True)


@pytest.fixture
def home(request, tmp_path) -> Home:
    """An installation that was never started."""
    address = postgres.shared().database(f"new_{tmp_path.name}"[:40]) if request.param == "postgres" else ""
    return Home(tmp_path / "home", address)


def started(home: Home, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kapea", *words],
        env=home.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_many_that_start_at_once_change_it_once(home):
    told = [each.communicate()[0] for each in [started(home, "migrate") for _ in range(5)]]
    assert sum("no changes" in said for said in told) == 4, told
    assert not any("Traceback" in said for said in told)
    assert home.kapea("releases").returncode == 0


def test_again_changes_nothing(home):
    assert home.kapea("migrate").returncode == 0
    assert "no changes" in home.kapea("migrate").stdout


@pytest.mark.parametrize(
    "words", [("publish", "cambodia"), ("rollback", "cambodia"), ("releases",), ("tidy",)], ids=lambda w: w[0]
)
def test_without_a_database_a_command_makes_none(tmp_path, words):
    home = Home(tmp_path / "home")
    told = home.kapea(*words)
    assert told.returncode == 3
    assert "kapea migrate" in told.stderr
    assert str(home.folder) in told.stderr
    assert not home.folder.exists()


def test_a_database_of_another_version_is_left_as_it_is(tmp_path):
    home = migrated(tmp_path / "home")
    with sqlite3.connect(home.file) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'guide'")
    database.close()
    before = home.file.read_bytes()
    for words in (("releases",), ("tidy",), ("publish", "cambodia")):
        told = home.kapea(*words)
        assert (told.returncode, "run kapea migrate" in told.stderr) == (3, True), told.stderr
    assert home.file.read_bytes() == before


def test_a_home_is_private_also_where_an_older_version_left_it_open(tmp_path):
    home = Home(tmp_path / "home")
    home.kapea("migrate")
    home.folder.chmod(0o755)
    for name in ("pepper", "delivery.key"):
        (home.folder / name).write_text("a word")
        (home.folder / name).chmod(0o644)
    home.file.chmod(0o644)
    home.kapea("migrate")
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.folder.iterdir()}
    assert set(modes.values()) == {0o600}, modes


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda home: home.file.write_bytes(b"x" * 5000), "is damaged"),
        (lambda home: (home.file.unlink(), home.file.mkdir()), "cannot be opened"),
    ],
    ids=["damaged", "a folder"],
)
def test_a_database_that_cannot_be_used_is_said_in_a_sentence(tmp_path, damage, says):
    home = migrated(tmp_path / "home")
    damage(home)
    for words in (("migrate",), ("releases",), ("prepare", "--pack", "cambodia")):
        told = home.kapea(*words)
        assert told.returncode == 3
        assert says in told.stderr
        assert "Traceback" not in told.stderr


def test_neither_does_a_home_that_cannot_be(tmp_path):
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file" / "home", Home(tmp_path / "file").folder):
        told = Home(folder).kapea("migrate")
        assert told.returncode == 3
        assert "Choose another KAPEA_HOME" in told.stderr


def test_a_database_that_is_away_is_named_without_its_password(tmp_path):
    home = Home(tmp_path / "home", "postgresql://ann:XyzzyPlanted@127.0.0.1:1/kapea")
    told = home.kapea("migrate")
    assert told.returncode == 3
    assert "kapea at 127.0.0.1" in told.stderr
    assert "XyzzyPlanted" not in told.stderr + told.stdout


def test_without_its_key_store_all_that_helps_is_prepared_and_what_needs_keys_says_so(tmp_path):
    home = migrated(tmp_path / "home")
    (home.folder / "keys.sqlite3").write_bytes(b"x" * 5000)
    told = home.kapea("prepare", "--pack", "cambodia")
    assert told.returncode == 4
    assert "Staff cannot sign in, and help goes on." in told.stderr
    assert "cambodia" in home.kapea("releases").stdout
    for words in (("keys", "audit"), ("people", "list"), ("tidy",), ("migrate",)):
        told = home.kapea(*words)
        assert (words, told.returncode, "keys.sqlite3 is damaged" in told.stderr) == (words, 3, True)
        assert "Traceback" not in told.stderr
