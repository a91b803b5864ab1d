"""Classifications: the known codes brought in, own ones added, changes of codes mapped."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Municipality
from belediyye.core.period import format_date
from belediyye.finance.budget import access
from belediyye.finance.budget.importing import ReadError
from belediyye.finance.budget.importing.codes import CodeRow, read_codes
from belediyye.finance.budget.models import Axis, Code, CodeChange, Line

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
    """From a day on, the old code is counted under the new one (several new ones share by weight). The old one ends."""
    if old.axis != new.axis:
        raise Refused(_("A code becomes a code of the same classification."))
    if old.pk == new.pk or weight < 1:
        raise Refused(_("A code becomes another one, with a share over nothing."))
    if new.municipality_id not in (None, old.municipality_id):
        raise Refused(_("A code of the whole country becomes no code of one municipality."))
    if new.starts > on or (new.ends and new.ends < on):
        raise Refused(_("The new code does not hold on that day."))
    if CodeChange.objects.filter(old=old).exclude(on=on).exists():
        raise Refused(_("This code already changed on another day."))
    if CodeChange.objects.filter(old=old, new=new, on=on).exists():
        raise Refused(_("This change is already recorded."))
    made = CodeChange.objects.create(old=old, new=new, on=on, weight=weight)
    if old.ends is None or old.ends >= on:
        _end(old, on - timedelta(days=1))
    log(made, old=old.code, new=new.code, on=on, weight=weight)
    return made


@action("budget.code.close", says=gettext_lazy("closed a budget code"), allow=access.may_keep_codes)
def close_code(*, actor: Actor, code: Code, on: date) -> None:
    """The code holds up to and including a day. Raises Refused where later plans still use it."""
    if code.ends is not None and code.ends <= on:
        raise Refused(_("The code already ended on %(day)s.") % {"day": format_date(code.ends)})
    _end(code, on)
    log(code, code=code.code, ends=on)


def _end(code: Code, on: date) -> None:
    if on < code.starts:
        raise Refused(
            _("The code begins on %(day)s; it cannot end before.") % {"day": format_date(code.starts)}
        )
    later = Line.objects.filter(**{code.axis: code}, budget__year__gt=on.year)
    if count := later.count():
        raise Refused(
            _("Lines of later years that still use this code: %(count)s. Give them another code first.")
            % {"count": count}
        )
    code.ends = on
    code.save(update_fields=["ends"])


@dataclass(frozen=True)
class Taken:
    """What an import of codes did: new codes, those that were there already, changes mapped, and rows refused with why."""

    new: int
    same: int
    mapped: int
    refused: list[tuple[int, str]]


@action("budget.codes.import", says=gettext_lazy("took in budget codes"), allow=access.may_import_codes)
def import_codes(
    *, actor: Actor, municipality: Municipality | None, file: Path, axis: str, starts: date
) -> Taken:
    """Takes a whole classification from a workbook; codes that are there stay as they are, so that it can be taken again.

    Without a municipality the codes are the country's. `axis` and `starts` hold for rows that say nothing. A row with
    “becomes” ends and is mapped from the day after. Raises Refused where the file is no list of codes.
    """
    try:
        rows = read_codes(file, axis)
    except ReadError as fault:
        raise Refused(str(fault)) from fault
    place = municipality.pk if municipality else None
    known = {
        (code.axis, code.code): code
        for code in Code.objects.filter(Q(municipality=None) | Q(municipality=place)).order_by("starts")
    }
    refused = [(row.number, row.problem) for row in rows if row.problem]
    good = [row for row in rows if not row.problem]
    fresh = [row for row in good if (row.axis, row.code) not in known]
    new = _make(fresh, known, place, starts, refused)
    mapped = sum(_map(actor, row, known, refused) for row in good if row.becomes)
    if new or mapped or good:
        about = known.get((good[0].axis, good[0].code)) if good else None
        log(
            about or Code(axis=axis, code="—", name_az="—"),
            new=new,
            same=len(good) - len(fresh),
            mapped=mapped,
            refused=len(refused),
        )
    else:
        raise Refused(_("No row of the file is a code."))
    return Taken(new, len(good) - len(fresh), mapped, sorted(refused))


def _make(
    rows: list[CodeRow], known: dict[tuple[str, str], Code], place: int | None, starts: date, refused: list[tuple[int, str]]
) -> int:  # fmt: skip
    """The new codes, those above before those below; a code whose code above is nowhere is refused."""
    waiting, made = rows, 0
    while waiting:
        ready = [row for row in waiting if not row.parent or (row.axis, row.parent) in known]
        if not ready:
            refused += [
                (row.number, _("The code above, %(code)s, is not there.") % {"code": row.parent})
                for row in waiting
            ]
            break
        batch = {}
        for row in ready:
            above = known.get((row.axis, row.parent)) if row.parent else None
            sure = row.confidence if row.confidence in Code.Confidence.values else Code.Confidence.OWN
            batch[row.axis, row.code] = Code(
                axis=row.axis, code=row.code, name_az=row.az, name_en=row.en, parent=above, municipality_id=place, starts=row.starts or starts,
                ends=row.ends, group=row.group or (above.group if above else ""), confidence=sure,
            )  # fmt: skip
        Code.objects.bulk_create(batch.values(), batch_size=1000)
        known |= batch
        made += len(batch)
        done = {row.number for row in ready}
        waiting = [row for row in waiting if row.number not in done]
    return made


def _map(
    actor: Actor, row: CodeRow, known: dict[tuple[str, str], Code], refused: list[tuple[int, str]]
) -> int:
    old, new = known.get((row.axis, row.code)), known.get((row.axis, row.becomes))
    if old is None:
        return 0
    if new is None or row.ends is None:
        refused.append(
            (row.number, _("A code that becomes another needs the other in the list, and its own last day."))
        )
        return 0
    on = row.ends + timedelta(days=1)
    if CodeChange.objects.filter(old=old, new=new, on=on).exists():
        return 0
    try:
        change_code(actor=actor, old=old, new=new, on=on, weight=row.weight)
    except Refused as refusal:
        refused.append((row.number, str(refusal)))
        return 0
    return 1
