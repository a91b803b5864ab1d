"""The index of assessments answers what a run asks of each payer without touching the table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("revenue", "0011_words")]
    operations = [
        migrations.RemoveIndex("assessment", "assessment_by_payer"),
        migrations.AddIndex(
            "assessment",
            models.Index(
                fields=["run", "taxpayer", "head", "refusal", "budget", "due_qepik"],
                name="assessment_by_payer",
            ),
        ),
    ]
