"""The register's own: words that find everything, events that can be taken back, numbered certificates."""

from collections.abc import Callable
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from belediyye.core.append_only import append_only
from belediyye.finance.revenue.models import words

BATCH = 5_000
KINDS = [
    ("register", "registered"), ("change", "characteristics changed"), ("transfer", "transferred"), ("split", "split"), ("merge", "merged"),
    ("demolish", "demolished"), ("hold", "holder recorded"), ("correct", "characteristics corrected"),
]  # fmt: skip


def _fill(editor: Any, rows: Any, table: str, said: Callable[[Any], str]) -> None:
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        with editor.connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET words = %s WHERE id = %s",  # noqa: S608
                [(said(row), row.pk) for row in batch],
            )
        last = batch[-1].pk


def fill(apps: Any, editor: Any) -> None:
    """The words of what is already registered; every later save writes them anew."""
    payers, things = (apps.get_model("revenue", name)._base_manager for name in ("Taxpayer", "TaxObject"))
    _fill(editor, payers.defer("fin", "voen"), "revenue_taxpayer", words.payer_words)
    _fill(editor, things.all(), "revenue_taxobject", words.object_words)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), ("revenue", "0050_first_states")]
    operations = [
        migrations.AddField(
            "objectevent",
            "did",
            models.JSONField(
                default=dict, help_text="Primary keys of holdings, states and objects, made and ended."
            ),
        ),
        migrations.AddField("objectevent", "undone", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "objectevent", "undone_because", models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AlterField("objectevent", "kind", models.CharField(choices=KINDS, max_length=10)),
        migrations.AddField("taxobject", "words", words.WordsField()),
        migrations.AddField("taxpayer", "words", words.WordsField()),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.CreateModel(
            "Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.BigIntegerField(null=True)),
                ("number", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=12, unique=True)),
                ("municipality", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.municipality")),
                ("taxpayer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="revenue.taxpayer")),
            ],
            options={
                "verbose_name": "certificate of registration",
                "verbose_name_plural": "certificates of registration",
                "ordering": ["-day", "-pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("municipality", "number"), name="registration_number_unique")],
            },
        ),
        *append_only("revenue_registration"),
    ]  # fmt: skip
