from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """No two living records of a municipality carry one VÖEN; so far only the forms saw to that.

    Where two do, `queries.upgrading` stops before the first step and says which."""

    dependencies = [("revenue", "0130_billed")]

    operations = [
        migrations.AddConstraint(
            model_name="taxpayer",
            constraint=models.UniqueConstraint(
                fields=["municipality", "voen_index"],
                condition=~Q(voen_index="") & Q(merged_into__isnull=True),
                name="taxpayer_voen_unique",
            ),
        ),
    ]
