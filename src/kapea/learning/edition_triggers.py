"""The database itself refuses to change or delete an edition of figures, whoever asks for it.

It stops a slip of our code and a hasty statement. It does not stop somebody with the database's account, who
can take the triggers away: then the digest in the trail says that something was changed. On SQLite, a
migration that makes the table anew loses them: it calls `freeze_editions` after it.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "learning_figuresedition"
REFUSAL = "an edition of figures is never changed"
EVENTS = ("UPDATE", "DELETE")
FUNCTION = f"""
CREATE OR REPLACE FUNCTION figures_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def freeze_editions(connection: BaseDatabaseWrapper) -> None:
    """Makes the database refuse from now on. Again: changes nothing."""
    thaw_editions(connection)
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(FUNCTION)
        for event in EVENTS:
            cursor.execute(f"CREATE TRIGGER {_name(event)} BEFORE {event} ON {TABLE} {_refuse(connection)}")


def thaw_editions(connection: BaseDatabaseWrapper) -> None:
    """Takes the refusals away: for going back to an earlier version, and for tests."""
    on = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        for event in EVENTS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(event)}{on}")


def _name(event: str) -> str:
    return f"figures_edition_no_{event.lower()}"


def _refuse(connection: BaseDatabaseWrapper) -> str:
    if connection.vendor == "sqlite":
        return f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return "FOR EACH ROW EXECUTE FUNCTION figures_refuse()"
