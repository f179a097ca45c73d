"""kapea backup, kapea restore: what is the operator's own, in one file, from and to either database."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import click

from kapea.cli import common

LEFT_OUT = frozenset({"guide.Conversation"})
"""What a conversation is made of: a backup of it would be a conversation that does not end."""
ALIAS = "backup"
AT_ONCE = 100


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write releases, what is live, the trail and the counters to FILE. Of conversations nothing.

    FILE is a small SQLite database, whatever the installation's own is. It holds no secret.
    """
    common.database(patient=True)
    if file.exists():
        common.stop(f"{file} is there already: name a new file.")
    from django.db import transaction

    with _BackupFile(file), transaction.atomic():
        for model in _models():
            _copy(model, "default", ALIAS)
    click.echo(f"{file} holds what is to be kept. Sound files are in the media folder of the home.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(file: Path) -> None:
    """Put what `kapea backup` wrote to FILE into this installation, where nothing was published yet.

    First: kapea migrate. FILE must be of this version. Afterwards kapea serve checks the releases before it
    serves them.
    """
    common.database(patient=True)
    from django.db import transaction

    if any(model.objects.exists() for model in _models()):
        common.stop("There is something in this database already: restore into a new one.", common.FINDINGS)
    with _BackupFile(file), transaction.atomic():
        for model in _models():
            _copy(model, ALIAS, "default")
    _go_on_counting()
    click.echo("Restored. Recordings: bring the media folder along, or publish again.")


def _models() -> list[Any]:
    """Ours, those that others point at first."""
    from django.apps import apps
    from django.db import router

    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("kapea.") and router.db_for_write(model) == "default"
    ]
    kept = [model for model in ours if model._meta.label not in LEFT_OUT]
    return sorted(kept, key=lambda model: any(f.many_to_one for f in model._meta.get_fields()))


def _copy(model: Any, source: str, target: str) -> None:
    rows = model.objects.using(source).iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        model.objects.using(target).bulk_create(batch)


class _BackupFile:
    """The file as a second database; a new one is given the tables of this version."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> None:
        from django.db import connections

        from kapea.config import databases

        made = databases.sqlite(self._file.resolve())
        connections.settings[ALIAS] = {**connections.settings["default"], **made}
        if not self._file.exists():
            with connections[ALIAS].schema_editor() as tables:
                for model in _models():
                    tables.create_model(model)

    def __exit__(self, *_: object) -> None:
        from django.db import connections

        with connections[ALIAS].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA journal_mode=DELETE")
        connections[ALIAS].close()
        del connections.settings[ALIAS]


def _go_on_counting() -> None:
    """Serial numbers go on after those that were brought (PostgreSQL keeps them apart from the rows)."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
