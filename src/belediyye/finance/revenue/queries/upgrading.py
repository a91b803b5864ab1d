"""What stands in the way of an upgrade, said before any of it is done: the version that was there can still be started."""

from collections.abc import Sequence
from typing import Any

from django.core.management import CommandError
from django.db.models import Count

FIRST, ONCE = ("revenue", "0001_register"), ("revenue", "0140_voen_once")


def refuse_voen_twice(*, apps: Any, plan: Sequence[tuple[Any, bool]], using: str, **_: Any) -> None:
    """Raises CommandError with the records that share a VÖEN, where the plan begins to keep it to one living record.

    Which of them is right, and whether they are one person, only the office knows: nothing is decided here."""
    coming = {(step.app_label, step.name) for step, is_backwards in plan if not is_backwards}
    if ONCE not in coming or FIRST in coming:
        return
    records = apps.get_model("revenue", "Taxpayer")._base_manager.using(using)
    living = records.filter(merged_into__isnull=True).exclude(voen_index="")
    same = ("municipality_id", "voen_index")
    twice = living.order_by(*same).values(*same).annotate(n=Count("pk")).filter(n__gt=1)
    lines = []
    for one in twice:
        rows = living.filter(**{name: one[name] for name in same}).select_related("municipality")
        codes = {p.code: p.municipality.name for p in rows.order_by("number")}
        lines.append(f"  {next(iter(codes.values()))}: YVÖK {', '.join(codes)}")
    if not lines:
        return
    program = "the program as it is (it runs without this step)" if len(coming) == 1 else "the version that you had"  # fmt: skip
    raise CommandError(
        "Nothing was changed. One VÖEN stands in several records, and from this version on only in one:\n"
        + "\n".join(lines)
        + f"\nStart {program}. The records of each line: where they are of one taxpayer, merge them; else take the VÖEN off where it is "
        "wrong. Then run this again."
    )
