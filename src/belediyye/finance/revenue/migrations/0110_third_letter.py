from django.db import migrations, models


class Migration(migrations.Migration):
    """The third letter says what comes next; the application itself is a paper of the court case."""

    dependencies = [("revenue", "0100_contracts")]

    operations = [
        migrations.AlterField(
            model_name="reminder",
            name="step",
            field=models.SmallIntegerField(
                choices=[(1, "reminder"), (2, "warning"), (3, "notice of going to court")], verbose_name="stage"
            ),
        ),
    ]
