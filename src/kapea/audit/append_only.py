"""The database itself refuses to change or delete rows of the trail, as far as each engine can.

Triggers on the tables: no row is changed; none is deleted but what a cut names; the note of a chain's end
goes one further at a time. They stop a slip of our code and a hasty statement. They do not stop somebody with
the database's account, who can take them away: that is what hashes and heads are for.

A migration that makes a table anew, as SQLite does for nearly any change, loses its triggers: call `guard`
after it.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "the audit trail is never changed: rows are only added"
COVERED = (
    "EXISTS (SELECT 1 FROM audit_chaincut c"
    " WHERE c.organisation = OLD.organisation AND c.number >= OLD.number)"
)
NOT_NEXT = "NEW.organisation <> OLD.organisation OR NEW.number <> OLD.number + 1"
THERE = (
    "EXISTS (SELECT 1 FROM audit_event e WHERE e.id = NEW.id)"
    " OR EXISTS (SELECT 1 FROM audit_event e"
    " WHERE e.organisation = NEW.organisation AND e.number = NEW.number)"
)
"""SQLite's INSERT OR REPLACE deletes what stands in its way, and asks no trigger on deleting."""
SQLITE = {
    "audit_event_unchanged": ("BEFORE UPDATE ON audit_event", ""),
    "audit_event_not_deleted": ("BEFORE DELETE ON audit_event", f"WHEN NOT {COVERED}"),
    "audit_event_not_instead": ("BEFORE INSERT ON audit_event", f"WHEN {THERE}"),
    "audit_cut_unchanged": ("BEFORE UPDATE ON audit_chaincut", ""),
    "audit_cut_not_deleted": ("BEFORE DELETE ON audit_chaincut", ""),
    "audit_head_next": ("BEFORE UPDATE ON audit_chainhead", f"WHEN {NOT_NEXT}"),
    "audit_head_not_deleted": ("BEFORE DELETE ON audit_chainhead", ""),
}
POSTGRESQL = {
    "audit_event_unchanged": "BEFORE UPDATE OR TRUNCATE ON audit_event FOR EACH STATEMENT",
    "audit_event_not_deleted": "BEFORE DELETE ON audit_event FOR EACH ROW",
    "audit_cut_unchanged": "BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chaincut FOR EACH STATEMENT",
    "audit_head_next": f"BEFORE UPDATE ON audit_chainhead FOR EACH ROW WHEN ({NOT_NEXT})",
    "audit_head_not_deleted": "BEFORE DELETE OR TRUNCATE ON audit_chainhead FOR EACH STATEMENT",
}
FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'audit_event' AND TG_OP = 'DELETE' THEN
        IF {COVERED} THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def guard(connection: BaseDatabaseWrapper) -> None:
    """Makes the database refuse from now on. Again: changes nothing."""
    there = _triggers(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, there):
            cursor.execute(statement)


def unguard(connection: BaseDatabaseWrapper) -> None:
    """Takes the refusals away: for going back to an earlier version, and for tests."""
    with connection.cursor() as cursor:
        for name, table in _triggers(connection).items():
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER {name}{on}")


def is_guarded(connection: BaseDatabaseWrapper) -> bool:
    """Whether every refusal is there and at work."""
    wanted = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    return wanted.keys() <= _triggers(connection).keys()


def _statements(vendor: str, there: dict[str, str]) -> list[str]:
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        made = {name: f"{when} {which} {refuse}" for name, (when, which) in SQLITE.items()}
        first = []
    else:
        made = {name: f"{when} EXECUTE FUNCTION audit_refuse()" for name, when in POSTGRESQL.items()}
        first = [FUNCTION]
    return first + [f"CREATE TRIGGER {name} {what}" for name, what in made.items() if name not in there]


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Our triggers that are at work, with their tables."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'"
    else:
        sql = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal AND tgenabled <> 'D' AND relname LIKE 'audit_%'"
            " AND pg_table_is_visible(pg_class.oid)"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())
