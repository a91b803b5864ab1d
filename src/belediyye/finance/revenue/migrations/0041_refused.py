"""A run's page finds what was refused without reading the whole run."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("revenue", "0040_by_record")]
    operations = [
        migrations.AddIndex(
            "assessment",
            models.Index(
                condition=models.Q(("refusal", 0), _negated=True),
                fields=["run", "refusal"],
                name="assessment_refused",
            ),
        ),
    ]
