from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What came in is found by its day, without reading every account."""

    dependencies = [("revenue", "0140_voen_once")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["municipality", "day", "kind", "head", "amount", "reverses"],
                condition=Q(kind__in=[3, 9]),
                name="entry_of_money"
            ),
        ),
    ]
