"""Counters under what they count: no serial number, no order of rows, and a door from a known list."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WIDTHS = {
    "pack": 64,
    "door": 20,
    "language": 64,
    "who": 64,
    "band": 64,
    "situation": 64,
    "level": 64,
    "outcome": 64,
}
KEY = ", ".join(("day", *WIDTHS))


def remake(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite numbers rows behind their key, so the order in which counters first appeared could be read:
    WITHOUT ROWID keeps them sorted by what they count. PostgreSQL gets them in a random order."""
    columns = ", ".join(f"{name} varchar({width}) NOT NULL" for name, width in WIDTHS.items())
    ending = " WITHOUT ROWID" if schema_editor.connection.vendor == "sqlite" else ""
    schema_editor.execute(
        f"CREATE TABLE guide_count_next (day date NOT NULL, {columns}, "
        f"times integer NOT NULL CHECK (times >= 0), PRIMARY KEY ({KEY})){ending}"
    )
    schema_editor.execute(
        f"INSERT INTO guide_count_next ({KEY}, times) SELECT day, pack, channel, language, who, band, "
        "situation, level, outcome, times FROM guide_count ORDER BY random()"
    )
    schema_editor.execute("DROP TABLE guide_count")
    schema_editor.execute("ALTER TABLE guide_count_next RENAME TO guide_count")


class Migration(migrations.Migration):
    dependencies = [("guide", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(remake, migrations.RunPython.noop)],
            state_operations=[
                migrations.DeleteModel("Count"),
                migrations.CreateModel(
                    name="Count",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "day",
                                *WIDTHS,
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("day", models.DateField()),
                        *((name, models.CharField(max_length=width)) for name, width in WIDTHS.items()),
                        ("times", models.PositiveIntegerField(default=0)),
                    ],
                ),
            ],
        )
    ]
