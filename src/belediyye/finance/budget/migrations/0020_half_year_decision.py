from django.db import migrations, models

from belediyye.finance.budget import triggers


class Migration(migrations.Migration):
    dependencies = [("budget", "0011_bank_text")]

    # SQLite makes the table anew to add a column; the guards that look at it step aside meanwhile.
    operations = [
        migrations.RunPython(triggers.backward, triggers.forward),
        migrations.AddField("budget", "half_year_decision", models.CharField(blank=True, max_length=60)),
        migrations.RunPython(triggers.forward, triggers.backward),
    ]
