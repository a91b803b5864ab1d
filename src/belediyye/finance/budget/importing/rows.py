"""Reading a budget table: which column is what, how deep a row is, and its amounts in qəpik. Pure but for the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from belediyye.core.documents.sheets import CellError, as_text, read_table
from belediyye.core.documents.sheets.cells import Cell
from belediyye.core.money import LIMIT, money_from_number, parse_money
from belediyye.core.refusals import Refused as BadValue

# key → headings seen in budgets of municipalities here and elsewhere
HEADINGS: Mapping[str, set[str]] = {
    "side": {"side", "section", "bölmə", "istiqamət", "gəlir/xərc"},
    "level": {"level", "səviyyə"},
    "year": {"il", "year", "AÑO"},
    "title": {
        "line",
        "göstərici",
        "göstəricilər",
        "maddə",
        "adı",
        "item",
        "title",
        "DESCRIPCION ECONOMICO",
        "დასახელება",
        "დ ა ს ა ხ ე ლ ე ბ ა",
    },
    "code": {"kod", "code", "organisation code", "პროგრამული კოდი", "ორგანიზაც კოდი", "ორგანიზაციული კოდი"},
    "functional": {"funksional", "funksional kod", "functional", "PROGRAMA"},
    "economic": {"iqtisadi", "iqtisadi kod", "economic", "ECONOMICO"},
    "chapter": {"fəsil", "chapter", "CAPITULO"},
    "unit": {"təşkilat", "unit", "CENTRO"},
    "department": {"idarə", "department", "SECCION"},
    "amount": {"amount_azn", "amount", "məbləğ", "məbləğ, manat", "plan", "forecast_azn", "IMPORTE", "გეგმა"},
    "committed": {"bağlanmış öhdəlik", "committed", "commitment", "ვალდებულება"},
    "paid": {"icra", "ödənilib", "outturn", "paid", "გადახდა"},
    "parent": {"parent", "yuxarı maddə"},
}
AMOUNTS = ("amount", "committed", "paid")
GRAND = {"00", "00 00", "0"}
"""Codes under which wide tables put their grand total."""


class ReadError(Exception):
    """A file that cannot be read as a budget. The words are for people."""


@dataclass(frozen=True)
class Found:
    """One row of a file: its number there, its words, its amounts in qəpik (None where the cell is empty)."""

    number: int
    title: str
    cells: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, int | None] = field(default_factory=dict)

    @property
    def level(self) -> int | None:
        """How deep the file says the row is; None where it says nothing."""
        text = self.cells.get("level", "")
        return int(text) if text.isdigit() else None


def amount_of(cell: Cell) -> int | None:
    """Qəpik of a cell in manat; None for an empty one. Raises ValueError with words for people.

    A third decimal that a spreadsheet's arithmetic left behind (…64999999) is not money: it is refused, never rounded.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, CellError):
        raise ValueError(cell.code)
    try:
        if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
            if abs(cell) * 100 <= LIMIT:
                return money_from_number(cell)
            return _large(Decimal(cell))
        return parse_money(as_text(cell))
    except BadValue as refused:
        raise ValueError(str(refused)) from None


def _large(value: Decimal) -> int:
    """A state's total is over what a municipality may type; it is still read exactly."""
    exact = value * 100
    if exact != exact.to_integral_value():
        raise ValueError(str(value))
    return int(exact)


def read_rows(file: Path, headings: Mapping[str, set[str]] = HEADINGS) -> list[Found]:
    """Every row of the table in a workbook or CSV. Raises ReadError naming the row where an amount cannot be read."""
    table = read_table(file, headings)
    if "amount" not in table.columns or not ({"title", "code", "economic"} & set(table.columns)):
        raise ReadError(
            f"{file.name}: no column of amounts or of names was recognised ({', '.join(table.unknown)})."
        )
    found = []
    for row in table:
        try:
            amounts = {name: amount_of(row.cells.get(name)) for name in AMOUNTS if name in table.columns}
        except ValueError as fault:
            raise ReadError(f"{file.name}, row {row.number}: {fault}") from None
        words = {name: as_text(cell).strip() for name, cell in row.cells.items() if name not in AMOUNTS}
        found.append(Found(row.number, words.get("title", ""), words, amounts))
    return found


def read_lines(rows: Iterable[Found]) -> list[Found]:
    """Only the rows that hold amounts nobody else sums: leaves of the levels, without totals and empty rows."""
    kept = [row for row in rows if row.amounts.get("amount") is not None]
    leaves = []
    for place, row in enumerate(kept):
        if row.level is not None:
            after = kept[place + 1] if place + 1 < len(kept) else None
            same = after is not None and after.cells.get("side") == row.cells.get("side")
            if same and after is not None and after.level is not None and after.level > row.level:
                continue
        elif is_total(row):
            continue
        leaves.append(row)
    parents = {row.cells["parent"] for row in kept if row.cells.get("parent")}
    return [row for row in leaves if row.title not in parents]


def is_total(row: Found) -> bool:
    """Whether a row calls itself a total."""
    first = row.title.casefold()
    return (
        first.startswith(("cəmi", "cəmı", "yekun", "ümumi gəlir", "ümumi xərc", "total"))
        or row.cells.get("code") in GRAND
    )
