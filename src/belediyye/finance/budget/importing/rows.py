"""Reading a budget table: which column is what, how deep a row is, and its amounts in qəpik. Pure but for the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from belediyye.core.documents.sheets import (
    DIGITS_LOST,
    Cell,
    CellError,
    Row,
    UnreadableFile,
    as_text,
    read_table,
)
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
    "functional": {"funksional", "funksional kod", "functional", "functional code", "PROGRAMA"},
    "functional_name": {"funksional ad", "functional name", "DESCRIPCION PROGRAMA"},
    "economic": {"iqtisadi", "iqtisadi kod", "economic", "economic code", "ECONOMICO"},
    "revenue": {"gəlir kodu", "gəlir növü", "revenue", "revenue code"},
    "source": {"mənbə", "maliyyələşmə mənbəyi", "source", "source of the money"},
    "programme": {"proqram", "programme", "program code"},
    "place": {"yer", "ərazi", "place"},
    "chapter": {"fəsil", "chapter", "CAPITULO"},
    "unit": {"təşkilat", "unit", "DESCRIPCION CENTRO"},
    "department": {"idarə", "department", "DESCRIPCION SECCION"},
    "reason": {"əsas", "əsaslandırma", "reason", "justification"},
    "delegated": {"verilmiş səlahiyyət", "delegated power"},
    "amount": {"amount_azn", "amount", "məbləğ", "məbləğ, manat", "plan", "forecast_azn", "IMPORTE", "გეგმა"},
    "q1": {"i rüb", "1-ci rüb", "1 rüb", "first quarter"},
    "q2": {"ii rüb", "2-ci rüb", "2 rüb", "second quarter"},
    "q3": {"iii rüb", "3-cü rüb", "3 rüb", "third quarter"},
    "q4": {"iv rüb", "4-cü rüb", "4 rüb", "fourth quarter"},
    "committed": {"bağlanmış öhdəlik", "committed", "commitment", "ვალდებულება"},
    "paid": {"icra", "ödənilib", "outturn", "paid", "გადახდა"},
    "parent": {"parent", "yuxarı maddə"},
}
QUARTERS = ("q1", "q2", "q3", "q4")
AMOUNTS = ("amount", *QUARTERS, "committed", "paid")
GRAND = {"00", "00 00", "0"}
"""Codes under which wide tables put their grand total."""


class ReadError(Exception):
    """A file that cannot be read as a budget. The words are for people."""


@dataclass(frozen=True)
class Found:
    """One row of a file: its number there, its words, its amounts in qəpik (None where the cell is empty).

    `bad` holds the cells that should be amounts and are not, by column, as the file has them.
    """

    number: int
    title: str
    cells: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, int | None] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)

    @property
    def level(self) -> int | None:
        """How deep the file says the row is; None where it says nothing."""
        text = self.cells.get("level", "")
        return int(text) if text.isdecimal() and len(text) < 3 else None


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


MOST = 10**17
"""The largest amount that a file may hold, in qəpik: sums of many such still fit what a database counts with."""


def _large(value: Decimal) -> int:
    """A state's total is over what a municipality may type; it is still read exactly."""
    exact = value * 100
    if abs(exact) > MOST or exact != exact.to_integral_value():
        raise ValueError(str(value))
    return int(exact)


@dataclass(frozen=True)
class Sheet:
    """What a file is: which heading stands for which column, every heading, and its rows."""

    columns: dict[str, str]
    headings: list[str]
    rows: list[Found]


def read_sheet(file: Path, headings: Mapping[str, set[str]] = HEADINGS) -> Sheet:
    """The table of a workbook or CSV, every row of it. Raises ReadError where no budget is recognised in it."""
    try:
        table = read_table(file, headings)
    except UnreadableFile as fault:
        raise ReadError(fault.words["en" if (get_language() or "az").startswith("en") else "az"]) from None
    known = set(table.columns)
    if not ({"amount", *QUARTERS} & known) or not ({"title", "code", "economic"} & known):
        raise ReadError(
            _("No column of amounts or of names was recognised. The file's headings: %(headings)s.")
            % {"headings": ", ".join([*table.columns.values(), *table.unknown])}
        )
    amounts = [name for name in AMOUNTS if name in known]
    try:
        rows = [_found(row, amounts) for row in table]
    except UnreadableFile as fault:
        raise ReadError(fault.words["en" if (get_language() or "az").startswith("en") else "az"]) from None
    return Sheet(dict(table.columns), [*table.columns.values(), *table.unknown], rows)


def _found(row: Row, names: list[str]) -> Found:
    amounts: dict[str, int | None] = {}
    bad = {}
    for name in names:
        cell = row.cells.get(name)
        try:
            amounts[name] = amount_of(cell)
        except ValueError:
            amounts[name], bad[name] = None, _words(cell)[:80]
    quarters = [amounts.get(name) for name in QUARTERS]
    if amounts.get("amount") is None and "amount" not in bad and any(q is not None for q in quarters):
        amounts["amount"] = sum(q or 0 for q in quarters)
    words = {name: _words(cell) for name, cell in row.cells.items() if name not in amounts}
    return Found(row.number, words.get("title", ""), words, amounts, bad)


def _words(cell: Cell) -> str:
    """A cell as people read it; the house's own code for a number cut off by a spreadsheet is none of theirs."""
    if isinstance(cell, CellError) and cell.code == DIGITS_LOST:
        return _("digits lost")
    return as_text(cell)


def read_rows(file: Path, headings: Mapping[str, set[str]] = HEADINGS) -> list[Found]:
    """Every row of the table in a workbook or CSV. Raises ReadError naming the row where an amount cannot be read."""
    rows = read_sheet(file, headings).rows
    for row in rows:
        for value in row.bad.values():
            raise ReadError(
                _("%(file)s, row %(row)s: “%(value)s” is not an amount.")
                % {"file": file.name, "row": row.number, "value": value}
            )
    return rows


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
