import django.db.models.deletion
from django.db import migrations, models

import kapea.people.ids

SYSTEMS = ["primero", "oscar", "fhir_task"]


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0011_referral_exports"),
        ("people", "0002_tries"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideReferral",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=kapea.people.ids.new_id, max_length=16, primary_key=True, serialize=False
                    ),
                ),
                ("system", models.CharField(max_length=40)),
                ("level", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=8)),
                ("record", models.CharField(max_length=16, unique=True)),
                ("sealed", models.BinaryField()),
                ("put_by", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("taken_by", models.CharField(blank=True, max_length=16)),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="people.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "at"], name="care_outside_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["red", "orange", "yellow", "green"]), ("system__in", SYSTEMS)
                        ),
                        name="care_outside_known_codes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuarantineEntry",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=kapea.people.ids.new_id, max_length=16, primary_key=True, serialize=False
                    ),
                ),
                ("system", models.CharField(max_length=40)),
                ("record", models.CharField(max_length=16, unique=True)),
                ("sealed", models.BinaryField()),
                ("put_by", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("seen_by", models.CharField(blank=True, max_length=16)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="people.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "at"], name="care_quarantine_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("system__in", SYSTEMS)), name="care_quarantine_system"
                    )
                ],
            },
        ),
    ]
