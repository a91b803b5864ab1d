from django.db import migrations

from belediyye.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("council", "0001_initial")]

    operations = [
        *append_only(
            "council_decision",
            may_change=[
                "signed_on", "signed_by", "published_on", "state", "effect_state", "effect_reason", "effect_at",
            ],
        ),
        *append_only("council_change"),
        *append_only("council_vote"),
    ]  # fmt: skip
