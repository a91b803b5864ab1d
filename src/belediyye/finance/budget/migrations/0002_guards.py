from django.db import migrations

from belediyye.core.append_only import append_only
from belediyye.finance.budget import triggers


class Migration(migrations.Migration):
    dependencies = [("budget", "0001_initial")]

    operations = [
        migrations.RunPython(triggers.forward, triggers.backward),
        *append_only("budget_seal"),
        *append_only("budget_entry"),
        *append_only("budget_posting"),
        *append_only("budget_commitment"),
        *append_only("budget_obligation"),
        *append_only("budget_receipt"),
        *append_only(
            "budget_paymentorder",
            may_change=[
                "state", "first_by", "first_name", "first_at", "second_by", "second_name", "second_at", "paid_on",
            ],
        ),
    ]  # fmt: skip
