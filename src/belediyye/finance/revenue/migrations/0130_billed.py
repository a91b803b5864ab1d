import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from belediyye.core.append_only import append_only


class Migration(migrations.Migration):
    """What the old books billed: a debt of nothing for one payer, a whole year for everybody in the register."""

    dependencies = [("core", "0012_office"), ("revenue", "0120_mail")]

    operations = [
        migrations.CreateModel(
            name="BilledYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.SmallIntegerField(verbose_name="year")),
                ("day", models.DateField(verbose_name="said on")),
                ("document", models.CharField(max_length=200, verbose_name="document")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.BigIntegerField(null=True)),
                ("dropped_on", models.DateField(null=True)),
                ("dropped_because", models.CharField(blank=True, default="", max_length=200)),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "year of the old books",
                "verbose_name_plural": "years of the old books",
                "ordering": ["-year", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(dropped_on__isnull=True),
                        fields=["municipality", "year"],
                        name="billed_year_once",
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="opening", name="opening_debt_or_credit"),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=Q(
                    credit_qepik__gt=0,
                    principal_qepik=0,
                    interest_qepik=0,
                    head__isnull=True,
                    due__isnull=True,
                )
                | Q(credit_qepik=0, head__isnull=False, year__isnull=False, due__isnull=False),
                name="opening_debt_or_credit",
            ),
        ),
        # SQLite writes the table anew and loses what guards it.
        *append_only("revenue_opening", may_change=["reversed_on", "reversed_because"]),
        *append_only("revenue_billedyear", may_change=["dropped_on", "dropped_because"]),
    ]
