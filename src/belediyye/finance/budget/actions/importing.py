"""Taking in somebody else's budget: the file kept and read, its columns chosen anew, its lines made, and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core import files
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Municipality, StoredFile
from belediyye.finance.budget import access
from belediyye.finance.budget.actions.codes import load_codes
from belediyye.finance.budget.actions.drafting import changeable, start_draft
from belediyye.finance.budget.importing import HEADINGS, ReadError
from belediyye.finance.budget.models import Budget, BudgetImport, Code, ImportedRow, Line
from belediyye.finance.budget.queries import imports

State = BudgetImport.State


@dataclass(frozen=True)
class Choice:
    """How a file is to be read: the side of silent rows, its unit in manat, whether unknown codes are added.

    `file_year` chooses by the file's own column of years: 0 for all rows, None for the budget's year where the file has
    it, else the file's newest.
    """

    file_year: int | None = None
    side: int | None = None
    unit: int = 1
    new_codes: bool = False


@action("budget.import.read", says=gettext_lazy("read a budget from a file"), allow=access.may_draft)
def read_import(
    *, actor: Actor, municipality: Municipality, name: str, content: bytes, year: int, choice: Choice = Choice(), budget: Budget | None = None
) -> BudgetImport:  # fmt: skip
    """Keeps the file, matches its columns and codes, reconciles its totals; changes no budget.

    The same file for the same year is given back as it stands, whether taken or not, unless it was undone. Raises
    Refused where no budget is recognised in it.
    """
    if not Code.objects.filter(municipality=None).exists():
        load_codes(actor=actor)
    if budget and (budget.municipality_id, budget.year) != (municipality.pk, year):
        raise Refused(_("The version belongs to another year or municipality."))
    try:
        kept = files.store(settings.FILES_ROOT, content)
    except files.BadFile as fault:
        raise Refused(fault.words["en" if (get_language() or "az").startswith("en") else "az"]) from fault
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    again = BudgetImport.objects.filter(
        municipality=municipality, file__digest=kept.digest, year=year, budget=budget
    ).exclude(state=State.UNDONE)
    again = again | BudgetImport.objects.filter(
        municipality=municipality, file__digest=kept.digest, year=year, state=State.TAKEN
    )
    if before := again.order_by("-state", "pk").first():
        log(before, again=True)
        return before
    file = StoredFile.objects.create(
        digest=kept.digest, name=name[:250], media_type=kept.media_type, size=kept.size, municipality=municipality, given_by=actor.user_id
    )  # fmt: skip
    made = BudgetImport(municipality=municipality, budget=budget, file=file, year=year, made_by=actor.user_id)
    try:
        sheet = imports.open_file(imports.path_of(made), name)
    except ReadError as fault:
        raise Refused(str(fault)) from fault
    made.columns, made.headings, made.years = sheet.columns, sheet.headings, imports.years_of(sheet)
    _choose(made, choice)
    made.save()
    _keep(made, imports.read(made, sheet))
    log(made, file=name, digest=kept.digest, year=year, rows=made.counts["rows"])
    return made


def _choose(made: BudgetImport, choice: Choice) -> None:
    natural = (made.year if made.year in made.years else made.years[-1]) if made.years else None
    made.file_year = natural if choice.file_year is None else choice.file_year or None
    made.side, made.unit, made.new_codes = choice.side, choice.unit, choice.new_codes


def _keep(made: BudgetImport, result: imports.Read) -> None:
    """Keeps every row with what it is, and the counts."""
    ImportedRow.objects.filter(made_by=made).delete()
    ImportedRow.objects.bulk_create(
        (
            ImportedRow(
                made_by=made, row=row.found.number, title=(row.found.title or row.found.cells.get("code", ""))[:300], side=row.side,
                amount=row.amount if row.outcome == ImportedRow.Outcome.LINE else _stated(row, made.unit), outcome=row.outcome, problems=row.problems,
                codes={axis: code.code for axis, code in row.codes.items()},
            )
            for row in result.rows
        ),
        batch_size=2000,
    )  # fmt: skip
    made.counts = imports.summary(result)
    made.save()


def _stated(row: imports.Planned, unit: int) -> int | None:
    amount = row.found.amounts.get("amount")
    return None if amount is None else amount * unit


@action("budget.import.match", says=gettext_lazy("matched the columns of"), allow=access.may_draft)
def match_import(
    *, actor: Actor, made: BudgetImport, columns: Mapping[str, str], choice: Choice
) -> BudgetImport:
    """Reads the file again with these columns (known column → heading) and choices. Raises Refused after it was taken."""
    held = BudgetImport.objects.select_for_update().get(pk=made.pk)
    if held.state != State.CHECKED:
        raise Refused(_("This import was already taken; undo it first."))
    chosen = {key: heading for key, heading in columns.items() if heading}
    if set(chosen) - set(HEADINGS) or set(chosen.values()) - set(held.headings):
        raise Refused(_("Choose among the headings of the file."))
    if len(set(chosen.values())) != len(chosen):
        raise Refused(_("Each heading of the file can stand for one column."))
    held.columns = chosen
    _choose(held, choice)
    try:
        result = imports.read(held)
    except ReadError as fault:
        raise Refused(str(fault)) from fault
    held.years = result.years
    _keep(held, result)
    log(held, columns=chosen, rows=held.counts["rows"])
    return held


@action("budget.import.take", says=gettext_lazy("took in a budget from a file"), allow=access.may_draft)
def take_import(*, actor: Actor, made: BudgetImport) -> int:
    """Makes a draft's lines of every good row, in one transaction; a new draft where none was named. Returns how many.

    Taking it again changes nothing and gives the same number."""
    held = BudgetImport.objects.select_for_update().select_related("file").get(pk=made.pk)
    if held.state == State.TAKEN:
        log(held, again=True)
        return int(held.counts["taken"])
    if held.state == State.UNDONE:
        raise Refused(_("This import was undone. Read the file in again."))
    result = imports.read(held)
    good = [row for row in result.rows if row.outcome == ImportedRow.Outcome.LINE]
    if not good:
        raise Refused(_("No row of the file can become a line."))
    budget = held.budget or start_draft(
        actor=actor, municipality=held.municipality, year=held.year, title=held.file.name[:200]
    )
    budget = changeable(budget)
    fresh = _new_codes(held, good) if held.new_codes else {}
    last = budget.lines.order_by("-position").first()
    start = last.position if last else 0
    lines = [_line_of(row, held, budget, start + row.found.number, fresh) for row in good]
    Line.objects.bulk_create(lines, batch_size=2000)
    # A line's place tells its row, so the database ties them all at once.
    its_line = Line.objects.filter(budget=budget, side=OuterRef("side"), position=OuterRef("row") + start)
    rows = ImportedRow.objects.filter(made_by=held, outcome=ImportedRow.Outcome.LINE)
    rows.update(line=Subquery(its_line.values("pk")[:1]))
    held.budget, held.state, held.taken_at = budget, State.TAKEN, timezone.now()
    held.counts |= {"taken": len(lines), "codes_added": len(fresh)}
    held.save()
    log(held, budget=budget.pk, lines=len(lines), codes=len(fresh), sums=held.counts["sums"])
    return len(lines)


def _new_codes(held: BudgetImport, good: list[imports.Planned]) -> dict[tuple[str, str], Code]:
    """The file's codes that nobody knows, as codes of this municipality."""
    wanted: dict[tuple[str, str], str] = {}
    for row in good:
        for axis, (code, name) in row.unknown.items():
            wanted.setdefault((axis, code), name)
    codes = [
        Code(
            axis=axis,
            code=code,
            name_az=name[:300],
            municipality_id=held.municipality_id,
            starts=date(held.year, 1, 1),
        )
        for (axis, code), name in wanted.items()
    ]
    Code.objects.bulk_create(codes, batch_size=1000)
    return {(code.axis, code.code): code for code in codes}


def _line_of(
    row: imports.Planned, held: BudgetImport, budget: Budget, place: int, fresh: Mapping[Any, Code]
) -> Line:
    codes = dict(row.codes)
    for axis, (code, _name) in row.unknown.items():
        if found := fresh.get((axis, code)):
            codes[axis] = found
    cells, (q1, q2, q3, q4) = row.found.cells, row.quarters
    said = " · ".join(
        text for name in ("reason", "department", "unit", "chapter") if (text := cells.get(name, ""))
    )
    origin = _("%(file)s, row %(row)s") % {"file": held.file.name, "row": row.found.number}
    return Line(
        municipality_id=held.municipality_id, budget=budget, side=row.side or 2, position=place,
        title=(row.found.title or cells.get("code", ""))[:300], reason=f"{said} ({origin})" if said else origin, delegated=cells.get("delegated", "")[:200],
        q1=q1, q2=q2, q3=q3, q4=q4, initial=row.amount, **codes,
    )  # fmt: skip


@action("budget.import.undo", says=gettext_lazy("took back a budget taken in from"), allow=access.may_draft)
def undo_import(*, actor: Actor, made: BudgetImport) -> tuple[int, int]:
    """Takes the lines of an import out of the draft again. Lines that were changed since stay; returns (out, stayed)."""
    held = BudgetImport.objects.select_for_update().get(pk=made.pk)
    if held.state != State.TAKEN or held.budget is None:
        raise Refused(_("Only an import that was taken can be undone."))
    changeable(held.budget)
    rows = ImportedRow.objects.filter(made_by=held, line__isnull=False).select_related("line")
    same, other = [], 0
    for row in rows:
        if row.line and (row.line.initial, row.line.title) == (row.amount, row.title):
            same.append(row.line_id)
        else:
            other += 1
    for start in range(0, len(same), 500):
        Line.objects.filter(pk__in=same[start : start + 500]).delete()
    held.state, held.undone_at = State.UNDONE, timezone.now()
    held.save(update_fields=["state", "undone_at"])
    log(held, lines=len(same), stayed=other)
    return len(same), other
