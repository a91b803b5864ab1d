"""Agreements made before they named their debts: what was late and open on their day is what they were made for."""

from django.db import migrations
from django.db.models import Sum

DEMAND, TRANSFER = 1, 8


def name_debts(apps, schema_editor):
    agreement, debt = apps.get_model("revenue", "Agreement"), apps.get_model("revenue", "AgreementDebt")
    entry = apps.get_model("revenue", "Entry")
    for one in agreement.objects.all().iterator():
        until = entry.objects.filter(taxpayer_id=one.taxpayer_id, day__lte=one.day)
        late = until.filter(kind__in=[DEMAND, TRANSFER], demand__isnull=True, due__lt=one.day)
        for base in late:
            more = until.filter(demand_id=base.pk).aggregate(s=Sum("amount"))["s"] or 0
            if base.amount + more > 0:
                debt.objects.create(agreement=one, demand_id=base.pk, amount_qepik=base.amount + more)


class Migration(migrations.Migration):
    dependencies = [("revenue", "0080_cases")]
    operations = [migrations.RunPython(name_debts, migrations.RunPython.noop)]
