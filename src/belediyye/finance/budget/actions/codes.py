"""Classifications: the known codes brought in, own ones added, changes of codes mapped."""

import csv
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Municipality
from belediyye.finance.budget import access
from belediyye.finance.budget.models import Axis, Code, CodeChange

KNOWN = Path(__file__).resolve().parents[1] / "data" / "codes.csv"
FIRST_DAY = date(2004, 10, 6)  # the classification's decision 149


@action(
    "budget.codes.load", says=gettext_lazy("brought in the known budget codes"), allow=access.may_load_codes
)
def load_codes(*, actor: Actor, file: Path = KNOWN) -> int:
    """Brings in the codes of a CSV file (axis, code, parent, az, en, confidence, group); returns how many are new."""
    made = 0
    known = {(c.axis, c.code): c for c in Code.objects.filter(municipality=None)}
    with file.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            if (row["axis"], row["code"]) in known:
                continue
            parent = known.get((row["axis"], row["parent"])) if row["parent"] else None
            known[row["axis"], row["code"]] = Code.objects.create(
                axis=Axis(row["axis"]), code=row["code"], name_az=row["az"], name_en=row["en"], parent=parent,
                starts=FIRST_DAY, confidence=row["confidence"], group=row["group"],
            )  # fmt: skip
            made += 1
    if known:
        log(next(iter(known.values())), name=str(_("Budget classification")), new=made)
    return made


@action("budget.code.add", says=gettext_lazy("added a budget code"), allow=access.may_draft)
def add_code(
    *, actor: Actor, municipality: Municipality, axis: str, code: str, name_az: str, starts: date, name_en: str = "", parent: Code | None = None
) -> Code:  # fmt: skip
    """Adds a code of one's own: a programme, a place, or a finer paragraph. Raises Refused where it is taken that day."""
    if any(
        other.code == code
        for other in Code.objects.filter(axis=axis, code=code, ends=None)
        if other.municipality_id in (None, municipality.pk)
    ):
        raise Refused(_("The code %(code)s is already there.") % {"code": code})
    if parent and (parent.axis != axis or parent.municipality_id not in (None, municipality.pk)):
        raise Refused(_("The code above belongs to another classification."))
    made = Code.objects.create(
        axis=Axis(axis), code=code, name_az=name_az, name_en=name_en, municipality=municipality, parent=parent, starts=starts,
        group=parent.group if parent else "",
    )  # fmt: skip
    log(made, axis=axis, code=code)
    return made


@action("budget.code.change", says=gettext_lazy("mapped a changed budget code"), allow=access.may_keep_codes)
def change_code(*, actor: Actor, old: Code, new: Code, on: date, weight: int = 1) -> CodeChange:
    """From a day on, the old code is counted under the new one (several new ones share by weight)."""
    if old.axis != new.axis:
        raise Refused(_("A code becomes a code of the same classification."))
    if new.starts > on:
        raise Refused(_("The new code does not hold on that day yet."))
    made = CodeChange.objects.create(old=old, new=new, on=on, weight=weight)
    if old.ends is None or old.ends >= on:
        old.ends = date.fromordinal(on.toordinal() - 1)
        old.save(update_fields=["ends"])
    log(made, old=old.code, new=new.code, on=on, weight=weight)
    return made
