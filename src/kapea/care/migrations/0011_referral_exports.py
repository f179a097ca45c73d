import django.db.models.deletion
from django.db import migrations, models

import kapea.people.ids


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0010_act_first_asked"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferralExport",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=kapea.people.ids.new_id, max_length=16, primary_key=True, serialize=False
                    ),
                ),
                ("system", models.CharField(max_length=40)),
                ("by", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exports",
                        to="care.casereferral",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("system__in", ["primero", "oscar", "fhir_task"])),
                        name="care_export_known_system",
                    )
                ],
            },
        ),
    ]
