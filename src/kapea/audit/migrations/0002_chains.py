"""The trail becomes a chain for each organisation. What stands is chained, in the order it was written, as the
deployment's own; from then on the database refuses to change it.
"""

from typing import Any

from django.db import migrations, models

from kapea.audit.append_only import guard, unguard
from kapea.audit.chain import ChainRow, beginning, row_hash

OWN = ""


def chain_what_stands(apps: Any, editor: Any) -> None:
    event, head = apps.get_model("audit", "Event"), apps.get_model("audit", "ChainHead")
    rows = event.objects.using(editor.connection.alias)
    end = beginning(OWN)
    number, hash = end.number, end.hash
    fields = ("id", "at", "by", "action", "subject", "detail")
    for id, *said in rows.order_by("id").values_list(*fields).iterator(chunk_size=2000):
        number, before = number + 1, hash
        hash = row_hash(ChainRow(OWN, number, before, *said))
        rows.filter(id=id).update(number=number, before=before, hash=hash)
    if number:
        head.objects.using(editor.connection.alias).create(organisation=OWN, number=number, hash=hash)


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("organisation", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="ChainCut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(blank=True, default="", max_length=64)),
                ("number", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("signature", models.CharField(max_length=128)),
            ],
        ),
        migrations.AddConstraint(
            model_name="chaincut",
            constraint=models.UniqueConstraint(fields=("organisation", "number"), name="audit_cut_once_at_a_number"),
        ),
        migrations.RemoveIndex(
            model_name="event",
            name="audit_event_subject_8ec9d6_idx",
        ),
        migrations.AddField(
            model_name="event",
            name="organisation",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="event",
            name="number",
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="before",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.AddField(
            model_name="event",
            name="hash",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.RunPython(chain_what_stands, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="event",
            name="number",
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AlterField(
            model_name="event",
            name="before",
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name="event",
            name="hash",
            field=models.CharField(max_length=64),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("organisation", "number"), name="audit_event_once_in_its_chain"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["organisation", "subject", "number"], name="audit_event_of_a_subject"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["organisation", "by", "number"], name="audit_event_by_whom"),
        ),
        migrations.RunPython(
            lambda apps, editor: guard(editor.connection),
            lambda apps, editor: unguard(editor.connection),
        ),
    ]
