"""Which database a model lives in: keys in the key store, all else in the other, nothing across."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from kapea.vault.store import KEY_STORE as KEY_STORE

OTHER = "default"
KEY_STORE_APPS = frozenset({"vault"})
"""Apps whose tables are keys and nothing else."""


def store_of(app: str) -> str:
    """The alias of the database that holds the tables of an app."""
    return KEY_STORE if app in KEY_STORE_APPS else OTHER


class KeyStoreRouter:
    """Django asks for every model where to read, write and make its table."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return store_of(model._meta.app_label)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return store_of(model._meta.app_label)

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """A foreign key between the two stores could not be kept, and would say whose key it is."""
        return store_of(one._meta.app_label) == store_of(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == store_of(app_label)
