"""Passphrases that cost next to nothing; secrets outside the databases; somebody with a key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db import connections
from tests import postgres
from tests.migrated import migrate
from tests.run import shared_folder
from tests.vault.people import new_staff

from kapea.config import databases
from kapea.config.env import SecretPlace
from kapea.vault import passphrases
from kapea.vault.passphrases import CappedArgon2Hasher, Cost

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch):
    for name in ("KEY_COST", "CODE_COST", "SIGN_IN_COST"):
        monkeypatch.setattr(passphrases, name, CHEAP)
    monkeypatch.setattr(CappedArgon2Hasher, "memory_cost", CHEAP.memory_kib)
    monkeypatch.setattr(CappedArgon2Hasher, "time_cost", CHEAP.passes)


@pytest.fixture(autouse=True)
def outside(tmp_path, settings, monkeypatch):
    """A pepper and a delivery key in files of this test, of which each test has the same ones at first."""
    for name in ("KAPEA_PEPPER", "KAPEA_DELIVERY_KEY"):
        for given in (name, f"{name}_FILE"):
            monkeypatch.delenv(given, raising=False)
    settings.KAPEA_PEPPER = SecretPlace("KAPEA_PEPPER", tmp_path / "pepper")
    settings.KAPEA_DELIVERY_KEY = SecretPlace("KAPEA_DELIVERY_KEY", tmp_path / "delivery.key")
    for place in (settings.KAPEA_PEPPER, settings.KAPEA_DELIVERY_KEY):
        place.kept_at.write_text(_first_words(place.name))
        place.kept_at.chmod(0o600)


@cache
def _first_words(name: str) -> str:
    with TemporaryDirectory() as folder:
        place = SecretPlace(name, Path(folder) / "secret")
        place.make()
        return place.kept_at.read_text()


@pytest.fixture
def ana(db, at):
    return new_staff("ana", at)


@pytest.fixture
def ben(db, at):
    return new_staff("ben", at)


# --- both databases of one deployment, as it has them ------------------------------------------


@contextmanager
def connected(stores: dict[str, dict[str, Any]]) -> Iterator[None]:
    """For as long as it is entered, each alias is that database."""
    before, settings = {alias: connections[alias] for alias in stores}, connections.settings
    connections.settings = {alias: settings[alias] | made for alias, made in stores.items()}
    try:
        for alias in stores:
            connections[alias] = connections.create_connection(alias)
        yield
    finally:
        for alias, connection in before.items():
            connections[alias].close()
            connections[alias] = connection
        connections.settings = settings


@pytest.fixture(scope="session")
def migrated_files(migrated_file, django_db_blocker) -> dict[str, Path]:
    """Both databases of SQLite without anything in them, to be copied."""

    def make(folder: Path) -> None:
        with django_db_blocker.unblock(), connected({"keys": databases.sqlite(folder / "keys.sqlite3")}):
            migrate("keys")

    return {"default": migrated_file, "keys": shared_folder("migrated-keys", make) / "keys.sqlite3"}


class StoreFiles:
    """Both databases as files, and what a thief carries away of each."""

    def __init__(self, files: dict[str, Path]) -> None:
        self.files = files

    def bytes_of(self, *aliases: str) -> bytes:
        """The files with their write-ahead logs and indexes."""
        paths = (p for a in aliases for p in self.files[a].parent.glob(f"{self.files[a].name}*"))
        return b"".join(path.read_bytes() for path in sorted(paths))

    def copied(self, alias: str, folder: Path) -> Path:
        """A copy as a thief or a backup makes it, with its log."""
        folder.mkdir(exist_ok=True)
        for path in self.files[alias].parent.glob(f"{self.files[alias].name}*"):
            shutil.copy(path, folder)
        return folder / self.files[alias].name


@pytest.fixture
def stores(tmp_path, migrated_files, django_db_blocker) -> Iterator[StoreFiles]:
    files = {alias: tmp_path / "stores" / file.name for alias, file in migrated_files.items()}
    (tmp_path / "stores").mkdir()
    for alias, file in files.items():
        shutil.copy(migrated_files[alias], file)
    with django_db_blocker.unblock(), connected({a: databases.sqlite(f) for a, f in files.items()}):
        yield StoreFiles(files)


@pytest.fixture
def postgres_stores(tmp_path, django_db_setup, django_db_blocker) -> Iterator[None]:
    """Both databases on PostgreSQL, apart from those of other tests, with nothing in them."""
    address = postgres.shared().database(f"vault_{tmp_path.name}"[:40])
    made = {
        "default": databases.from_url(address, tmp_path),
        "keys": databases.keys_from_url("", address, tmp_path),
    }
    with django_db_blocker.unblock(), connected(made):
        for alias in made:
            migrate(alias)
        yield
