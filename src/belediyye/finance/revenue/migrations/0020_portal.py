from django.db import migrations, models

from belediyye.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("revenue", "0012_covering")]

    operations = [
        migrations.AddField(
            model_name="portal",
            name="sender_account",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="account from which it passes the money on"),
        ),
        migrations.AddField(model_name="portal", name="minute", field=models.BigIntegerField(default=0, editable=False)),
        migrations.AddField(model_name="portal", name="calls", field=models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField(
            model_name="portal", name="last_call", field=models.DateTimeField(blank=True, editable=False, null=True)
        ),
        migrations.AddConstraint(
            model_name="portal",
            constraint=models.UniqueConstraint(fields=("municipality", "name"), name="portal_named_once"),
        ),
        migrations.AddConstraint(
            model_name="portal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sender_account", ""), _negated=True),
                fields=("municipality", "sender_account"),
                name="portal_account_once",
            ),
        ),
        # The line of the bank by which a portal passed a payment on is known later than the payment.
        *append_only("revenue_payment", may_change=["taxpayer_id", "line_id", "reversed_on", "reversed_because"]),
    ]
