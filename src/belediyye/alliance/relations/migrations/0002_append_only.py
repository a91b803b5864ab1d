"""The ledgers and the dated steps only grow."""

from django.db import migrations

from belediyye.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("relations", "0001_initial")]

    operations = [
        *append_only("relations_bookentry"),
        *append_only("relations_duesentry"),
        *append_only("relations_issuestep"),
        *append_only("relations_proposalversion"),
        *append_only("relations_proposalline"),
    ]
