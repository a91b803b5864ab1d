"""Indexes by which a record is found by its number, its heir or its receiver in a large register."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("revenue", "0030_cases"),
    ]

    operations = [
        migrations.AlterField(
            model_name="taxpayer",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="revenue.taxpayer",
            ),
        ),
        migrations.AlterField(
            model_name="taxpayer",
            name="responsible",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Who receives the notices instead, such as a parent or a guardian.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers_for",
                to="revenue.taxpayer",
                verbose_name="responsible party",
            ),
        ),
        migrations.AddIndex(
            model_name="taxobject",
            index=models.Index(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=["municipality", "external_id"],
                name="object_by_external",
            ),
        ),
        migrations.AddIndex(
            model_name="taxpayer",
            index=models.Index(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=["municipality", "external_id"],
                name="taxpayer_by_external",
            ),
        ),
        migrations.AddIndex(
            model_name="taxpayer",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="taxpayer_by_heir",
            ),
        ),
        migrations.AddIndex(
            model_name="taxpayer",
            index=models.Index(
                condition=models.Q(("responsible__isnull", False)),
                fields=["responsible"],
                name="taxpayer_by_receiver",
            ),
        ),
    ]
