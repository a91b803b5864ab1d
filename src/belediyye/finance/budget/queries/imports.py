"""What a file would become: every row with its side, quarters and codes, every problem beside its row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from belediyye.core import display, files
from belediyye.core.money import split_equal
from belediyye.core.text import fold
from belediyye.finance.budget.importing import HEADINGS, Found, Reconciled, Sheet, read_sheet, reconcile
from belediyye.finance.budget.models import Axis, BudgetImport, Code, ImportedRow, Side

SIDES = {
    Side.REVENUE: {"gelir", "gelirler", "medaxil", "revenue", "revenues", "income"},
    Side.EXPENDITURE: {"xerc", "xercler", "mexaric", "expenditure", "expenditures", "spending"},
    Side.FINANCING: {"maliyyelesdirme", "financing"},
}
_SIDE = {fold(word): side for side, words in SIDES.items() for word in words}
BY_TITLE = {Side.REVENUE: Axis.REVENUE, Side.FINANCING: Axis.REVENUE, Side.EXPENDITURE: Axis.ECONOMIC}
SPENDING_AXES = [axis for axis in Axis.values if axis != Axis.REVENUE]
INCOMING_AXES = [axis for axis in Axis.values if axis not in (Axis.FUNCTIONAL, Axis.ECONOMIC)]
Outcome = ImportedRow.Outcome


@dataclass
class Planned:
    """One row of the file as a line of the plan; `codes` are found codes, `unknown` those that are not known here."""

    found: Found
    outcome: int
    side: int | None = None
    quarters: tuple[int, int, int, int] = (0, 0, 0, 0)
    codes: dict[str, Code] = field(default_factory=dict)
    unknown: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[list[Any]] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return sum(self.quarters)


@dataclass(frozen=True)
class Read:
    """A file read whole: its sheet, what reconciling it found, and every row planned."""

    sheet: Sheet
    reconciled: Reconciled
    rows: list[Planned]
    years: list[int]


def path_of(one: BudgetImport) -> Path:
    """Where the file of an import lies, by its content."""
    return files.path_of(settings.FILES_ROOT, one.file.digest)


def open_file(path: Path, name: str, columns: Mapping[str, str] | None = None) -> Sheet:
    """The table of a stored file. Chosen headings go before the known ones. Raises ReadError."""
    headings = {key: {heading} for key, heading in (columns or {}).items()} or HEADINGS
    # A stored file has no ending; the reader needs one to tell a workbook from text.
    with TemporaryDirectory() as folder:
        link = Path(folder) / Path(name.replace("\\", "/")).name[-200:]
        link.symlink_to(path.resolve())
        return read_sheet(link, headings)


def read(one: BudgetImport, sheet: Sheet | None = None) -> Read:
    """Reads the file of an import by its chosen columns, year, side and unit. Raises ReadError."""
    sheet = sheet or open_file(path_of(one), one.file.name, one.columns)
    years = years_of(sheet)
    rows = sheet.rows
    if one.file_year and years:
        rows = [row for row in rows if row.cells.get("year", "").strip() == str(one.file_year)]
    result = reconcile(rows)
    lines = {row.number: row for row in result.lines}
    wrong = {one.number: one for one in result.differences}
    totals = set(result.totals)
    matcher = Matcher(one.municipality_id, one.year)
    planned = []
    for row in rows:
        if row.bad or row.number in lines:
            planned.append(_line(lines.get(row.number, row), one, matcher))
        elif row.number in wrong:
            apart = wrong[row.number]
            words = [["differs", apart.stated * one.unit, apart.found * one.unit]]
            planned.append(Planned(row, Outcome.DIFFERS, _side(row, one), problems=words))
        elif row.number in totals:
            planned.append(Planned(row, Outcome.TOTAL, _side(row, one)))
    return Read(sheet, result, planned, years)


def years_of(sheet: Sheet) -> list[int]:
    """The years that the file's own column of years names, in order."""
    found = {row.cells.get("year", "").strip() for row in sheet.rows}
    return sorted(int(year) for year in found if year.isdecimal() and len(year) == 4)


def _side(row: Found, one: BudgetImport) -> int | None:
    said = _SIDE.get(fold(row.cells.get("side", "").strip()))
    if said:
        return said
    if one.side:
        return one.side
    if row.cells.get("revenue"):
        return Side.REVENUE
    return Side.EXPENDITURE if row.cells.get("functional") or row.cells.get("economic") else None


def _line(row: Found, one: BudgetImport, matcher: "Matcher") -> Planned:
    made = Planned(row, Outcome.LINE, _side(row, one))
    for column, value in row.bad.items():
        made.problems.append(["amount", column, value])
    year = (row.amounts.get("amount") or 0) * one.unit
    parts = [row.amounts.get(name) for name in ("q1", "q2", "q3", "q4")]
    if any(part is not None for part in parts):
        four = [(part or 0) * one.unit for part in parts]
        if sum(four) != year:
            made.problems.append(["quarters", year, sum(four)])
    else:
        four = split_equal(year, 4)
    made.quarters = four[0], four[1], four[2], four[3]
    if made.side is None:
        made.problems.append(["side"])
    elif made.side != Side.FINANCING and min(four) < 0:
        made.problems.append(["negative"])
    if made.problems or not (row.title or row.cells.get("code")):
        made.problems = made.problems or [["title"]]
        made.outcome = Outcome.REFUSED
        return made
    matcher.match(made)
    for axis, (code, _name) in made.unknown.items():
        if not one.new_codes:
            made.problems.append(["code", axis, code])
    return made


class Matcher:
    """Finds the codes of a row: by the code that the file writes, else by the name that a code has."""

    def __init__(self, place: int, year: int) -> None:
        rows = Code.objects.filter(
            Q(municipality=None) | Q(municipality=place), starts__lte=date(year, 12, 31)
        )
        rows = rows.filter(Q(ends=None) | Q(ends__gte=date(year, 1, 1)))
        self.by_code = {(code.axis, code.code): code for code in rows}
        self.by_name: dict[tuple[str, str], Code] = {}
        for code in rows:
            for name in (code.name_az, code.name_en):
                if name:
                    self.by_name.setdefault((code.axis, fold(name)), code)
        self._inside: dict[tuple[str, str], Code | None] = {}

    def match(self, made: Planned) -> None:
        """Fills `codes` and `unknown` of a planned line."""
        cells = made.found.cells
        axes = SPENDING_AXES if made.side == Side.EXPENDITURE else INCOMING_AXES
        for axis in axes:
            text = cells.get(axis, "").strip()
            if not text:
                continue
            found = self.by_code.get((axis, text)) or self.by_name.get((axis, fold(text)))
            if found:
                made.codes[axis] = found
            else:
                name = cells.get(f"{axis}_name", "") or (
                    made.found.title if axis == BY_TITLE[Side(made.side or 2)] else ""
                )
                made.unknown[axis] = text[:24], name or text
        axis = BY_TITLE[Side(made.side or 2)]
        if axis not in made.codes and axis not in made.unknown and made.found.title:
            plain = self.by_code.get((axis, cells.get("code", "").strip()))
            if named := plain or self._named(axis, fold(made.found.title)):
                made.codes[axis] = named

    def _named(self, axis: str, title: str) -> Code | None:
        """The code of that name; else the one code whose whole name stands inside the title, or the title inside it."""
        exact = self.by_name.get((axis, title))
        if exact:
            return exact
        key = axis, title
        if key not in self._inside:
            near = {
                code.pk: code
                for (of, name), code in self.by_name.items()
                if of == axis and len(name) > 7 and len(title) > 7 and (name in title or title in name)
            }
            self._inside[key] = next(iter(near.values())) if len(near) == 1 else None
        return self._inside[key]


def problem_words(problem: Iterable[Any]) -> str:
    """One problem of a row, for people."""
    kind, *about = problem
    match kind, about:
        case "amount", [_column, value]:
            return _("“%(value)s” is not an amount of money.") % {"value": value}
        case "quarters", [year, quarters]:
            return _("The year says %(year)s, its quarters %(quarters)s.") % {
                "year": display.money(year), "quarters": display.money(quarters)
            }  # fmt: skip
        case "side", []:
            return _("The file does not say whether it is revenue or expenditure. Say it for the whole file.")
        case "negative", []:
            return _("A plan of revenue or expenditure is not below nothing.")
        case "title", []:
            return _("The row has an amount but no name.")
        case "code", [axis, code]:
            return _("The code %(code)s (%(axis)s) is not known here: the line comes in without it.") % {
                "code": code, "axis": Axis(axis).label
            }  # fmt: skip
        case "differs", [stated, found]:
            return _("The file states %(stated)s; its parts make %(found)s: %(apart)s apart.") % {
                "stated": display.money(stated), "found": display.money(found), "apart": display.money(stated - found)
            }  # fmt: skip
    raise ValueError(kind)


def summary(result: Read) -> dict[str, Any]:
    """Counts by outcome, sums of the lines by side in qəpik, totals checked, codes found and not known."""
    counts: dict[str, int] = {}
    sums: dict[str, int] = {}
    unknown: set[tuple[str, str]] = set()
    coded = 0
    for row in result.rows:
        name = Outcome(row.outcome).name.lower()
        counts[name] = counts.get(name, 0) + 1
        if row.outcome == Outcome.LINE:
            key = Side(row.side or 2).name.lower()
            sums[key] = sums.get(key, 0) + row.amount
            coded += bool(row.codes)
            unknown |= {(axis, code) for axis, (code, _name) in row.unknown.items()}
    return {
        "rows": counts, "sums": sums, "checked": result.reconciled.checked, "differs": len(result.reconciled.differences),
        "coded": coded, "unknown": [list(pair) for pair in sorted(unknown)[:200]], "unknown_count": len(unknown), "read": len(result.sheet.rows),
    }  # fmt: skip
