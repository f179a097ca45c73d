"""kapea backup, kapea restore: what is the operator's own, in one file, from and to either database."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click

from kapea.cli import common

LEFT_OUT = frozenset(
    {
        "guide.Conversation",
        "learning.LinkedAnswers",
        "learning.SentForm",
        "outbox.ClaimedMessage",
        "outbox.QueuedReply",
        "outbox.StandingMessage",
        "outbox.WritingPace",
        "people.StaffSession",
        "vault.LinkKey",
        "vault.OpenKey",
    }
)
"""A backup of a conversation would be one that does not end; of a session or an open key, one that stays
open. A reply that waits is part of a conversation, and would be sent again where it was restored. Answers
that wait to be compared, and their key, are gone within a day.
"""
OF_LIBRARIES = frozenset({"mfa.Authenticator"})
"""Tables that libraries made and that hold what is ours. Without the second steps of staff, whoever has only
a passphrase could set up another.
"""
ALIAS = "backup"
AT_ONCE = 100


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write releases, the trail, counters, staff and sealed cases to FILE. Of conversations nothing.

    FILE is a small SQLite database, whatever the installation's own is. Of staff it holds names, hashes of
    passphrases, at which a thief can guess, and second steps, sealed under the secret of the deployment. That
    secret is not in it: keep a copy elsewhere.
    """
    common.database(patient=True)
    write_backup(file, "default")
    click.echo(f"{file} holds what is to be kept. Sound files are in the media folder of the home.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(file: Path) -> None:
    """Put what `kapea backup` wrote to FILE into this installation, where nothing was published yet.

    First: kapea migrate. FILE must be of this version, and the secret of the deployment must be here for the
    second steps of staff to open. Afterwards kapea serve checks the releases before it serves them.
    """
    common.database(patient=True)
    read_backup(file, "default")
    click.echo("Restored. Recordings: bring the media folder along, or publish again.")


def write_backup(file: Path, store: str) -> None:
    """Copies the tables of one of the two databases into a new file; ends the command where it is there."""
    if file.exists():
        common.stop(f"{file} is there already: name a new file.")
    from django.db import transaction

    models = _models(store)
    with BackupFile(file, models), transaction.atomic(using=store), transaction.atomic(using=ALIAS):
        for model in models:
            _copy(model, store, ALIAS)


def read_backup(file: Path, store: str) -> None:
    """Puts a file back into a database; ends the command where something is in it already."""
    from django.db import transaction

    models = _models(store)
    if any(model.objects.exists() for model in models):
        common.stop("There is something in this database already: restore into a new one.", common.FINDINGS)
    with BackupFile(file, models):
        _check_version(file, models)
        with transaction.atomic(using=store):
            for model in models:
                _copy(model, ALIAS, store)
    _go_on_counting(store, models)


def _models(store: str) -> list[Any]:
    """What is kept of a database. They may come in any order: what a row points at is asked for at the end of
    the transaction in which all of them are copied.
    """
    from django.apps import apps
    from django.db import router

    return [model for model in apps.get_models() if _is_kept(model) and router.db_for_write(model) == store]


def _is_kept(model: Any) -> bool:
    label = model._meta.label
    return label in OF_LIBRARIES or (model.__module__.startswith("kapea.") and label not in LEFT_OUT)


def _check_version(file: Path, models: Sequence[Any]) -> None:
    """Ends the command where a file has no table of something: half of what was there would come back."""
    from django.db import connections

    there = set(connections[ALIAS].introspection.table_names())
    if lacks := [model._meta.db_table for model in models if model._meta.db_table not in there]:
        common.stop(
            f"{file} is no backup of this version: it has no {', '.join(lacks)}. Restore it with the version "
            "that wrote it, then upgrade.",
            common.FINDINGS,
        )


def _copy(model: Any, source: str, target: str) -> None:
    rows = model.objects.using(source).iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        model.objects.using(target).bulk_create(batch)


class BackupFile:
    """The file as another database, `ALIAS`; a new one is given these tables, as they are in this version."""

    def __init__(self, file: Path, models: Sequence[Any] = ()) -> None:
        self._file, self._models = file, models

    def __enter__(self) -> None:
        from django.db import connections

        from kapea.config import databases

        made = databases.sqlite(self._file.resolve())
        connections.settings[ALIAS] = {**connections.settings["default"], **made}
        if not self._file.exists():
            with connections[ALIAS].schema_editor() as tables:
                for model in self._models:
                    tables.create_model(model)

    def __exit__(self, *_: object) -> None:
        from django.db import connections

        with connections[ALIAS].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA journal_mode=DELETE")
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def _go_on_counting(store: str, models: Sequence[Any]) -> None:
    """Serial numbers go on after those that were brought (PostgreSQL keeps them apart from the rows)."""
    from django.core.management.color import no_style
    from django.db import connections

    connection = connections[store]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
