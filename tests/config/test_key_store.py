"""Keys live in a database of their own; nothing else is written there, and no key anywhere else."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connections, models, router

from kapea.config import databases
from kapea.config.env import Unset
from kapea.config.key_store import KEY_STORE, OTHER, KeyStoreRouter, store_of
from kapea.content.models import Live
from kapea.guide.models import Conversation, Count

POSTGRES = "postgresql://ann:word@db.example:5433/kapea?sslmode=require"


@pytest.fixture(scope="module")
def wrapped_key():
    """A model as the vault will have them, known to nobody else."""
    from django.apps import apps

    class TriedKey(models.Model):
        sealed = models.BinaryField()

        class Meta:
            app_label = "vault"

        def __str__(self) -> str:
            return "a key"

    yield TriedKey
    del apps.all_models["vault"]["triedkey"]
    apps.clear_cache()


@pytest.fixture
def stores(tmp_path, django_db_blocker, wrapped_key):
    """Both databases as files, the one key table made where the router says."""
    files = {OTHER: tmp_path / "kapea.sqlite3", KEY_STORE: tmp_path / "keys.sqlite3"}
    before, settings = {a: connections[a] for a in files}, connections.settings
    with django_db_blocker.unblock():
        connections.settings = {a: settings[a] | databases.sqlite(f) for a, f in files.items()}
        for alias in files:
            connections[alias] = connections.create_connection(alias)
        with connections[router.db_for_write(wrapped_key)].schema_editor() as editor:
            editor.create_model(wrapped_key)
        yield files
        for alias, connection in before.items():
            connections[alias].close()
            connections[alias] = connection
        connections.settings = settings


def tables(file) -> set[str]:
    with sqlite3.connect(file) as database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_a_key_is_written_into_the_key_store_and_nowhere_else(stores, wrapped_key):
    wrapped_key.objects.create(sealed=b"a wrapped key of somebody")
    assert "vault_triedkey" in tables(stores[KEY_STORE])
    assert "vault_triedkey" not in tables(stores[OTHER])
    assert wrapped_key.objects.get().sealed == b"a wrapped key of somebody"


def test_a_deleted_key_is_in_no_byte_of_its_file(stores, wrapped_key):
    wrapped_key.objects.create(sealed=b"a wrapped key of somebody")
    wrapped_key.objects.all().delete()
    with connections[KEY_STORE].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    left = b"".join(p.read_bytes() for p in stores[KEY_STORE].parent.glob("keys.sqlite3*"))
    assert b"a wrapped key" not in left


@pytest.mark.parametrize("model", [Conversation, Count, Live])
def test_whatever_is_no_key_stays_where_it_was(model):
    assert router.db_for_read(model) == router.db_for_write(model) == OTHER
    assert not router.allow_migrate_model(KEY_STORE, model)
    assert router.allow_migrate_model(OTHER, model)


def test_tables_of_keys_are_made_in_the_key_store_only():
    assert [alias for alias in (KEY_STORE, OTHER) if router.allow_migrate(alias, "vault")] == [KEY_STORE]


def test_no_row_points_from_one_store_into_the_other(wrapped_key):
    one = KeyStoreRouter()
    assert not one.allow_relation(wrapped_key(), Conversation())
    assert one.allow_relation(Live(), Conversation())
    assert store_of("vault") != store_of("guide")


class TestAddresses:
    def test_a_file_beside_the_other(self, tmp_path):
        made = databases.keys_from_url("", "", tmp_path)
        assert made["NAME"] == str(tmp_path / "keys.sqlite3")
        other = databases.keys_from_url("", f"sqlite://{tmp_path}/elsewhere/k.sqlite3", tmp_path)
        assert other["NAME"] == str(tmp_path / "elsewhere" / "keys.sqlite3")

    def test_on_postgresql_a_database_of_its_own_on_the_same_server(self, tmp_path):
        made = databases.keys_from_url("", POSTGRES, tmp_path)
        assert (made["NAME"], made["HOST"]) == ("kapea_keys", "db.example")
        assert made["OPTIONS"]["sslmode"] == "require"

    def test_one_that_is_named(self, tmp_path):
        made = databases.keys_from_url("postgresql://bob@keys.example/store", POSTGRES, tmp_path)
        assert (made["NAME"], made["HOST"], made["USER"]) == ("store", "keys.example", "bob")

    def test_the_same_one_is_refused(self, tmp_path):
        with pytest.raises(Unset, match="database of their own"):
            databases.keys_from_url(POSTGRES, POSTGRES, tmp_path)

    def test_it_overwrites_what_it_deletes(self, tmp_path):
        made = databases.keys_from_url("", "", tmp_path)
        assert "secure_delete=ON" in made["OPTIONS"]["init_command"]
