"""Statements that a bank or an office gives as a table: XLSX, ODS, CSV. Columns are told by their headings or by a person."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from belediyye.core.documents.sheets import UnreadableFile, likely_headings, read_table
from belediyye.core.money import BadMoney, money_from_number, parse_money
from belediyye.core.text import fold
from belediyye.finance.revenue.statements.facts import BadStatement, Balance, Line, Statement

HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "day": ("Tarix", "Əməliyyat tarixi", "Sənədin tarixi", "Ödəniş tarixi", "Date", "Booking date", "Дата"),
    "value": ("Valyuta tarixi", "Value date"),
    "amount": ("Məbləğ", "Ödənilən məbləğ", "Amount", "Сумма"),
    "credit": ("Mədaxil", "Kredit", "Daxilolma", "Credit", "Кредит"),
    "debit": ("Məxaric", "Debet", "Çıxan", "Debit", "Дебет"),
    "name": (
        "Ödəyici",
        "Ödəyən",
        "Göndərən",
        "Ödəyicinin adı",
        "Soyad, ad, ata adı",
        "Payer",
        "Name",
        "Плательщик",
    ),
    "account": ("Hesab", "Ödəyicinin hesabı", "Göndərənin hesabı", "Account", "IBAN"),
    "text": ("Təyinat", "Ödənişin təyinatı", "Qeyd", "Məzmun", "Purpose", "Details", "Назначение платежа"),
    "reference": ("Sənəd №", "Sənəd nömrəsi", "Əməliyyat №", "Reference", "Document", "Номер документа"),
    "structured": ("Ödəniş nömrəsi", "Ödəniş kodu", "Payment reference"),
    "code": ("YVÖK", "Ödəyici kodu", "Abonent kodu", "Payer code"),
    "fin": ("FİN", "FIN"),
    "voen": ("VÖEN", "VOEN"),
    "balance": ("Qalıq", "Balance", "Остаток"),
    "currency": ("Valyuta", "Currency", "Валюта"),
}
SHOWN: Final = 10
TOTALS: Final = ("cemi", "yekun", "total", "itoqo", "qaliq")


def headings_of(path: Path) -> list[str]:
    """The headings of the table: of the one whose headings are known, else of what looks most like one."""
    try:
        table = read_table(path, HEADINGS)
        found = [*table.columns.values(), *table.unknown]
        if len(found) > 1:
            return found
    except UnreadableFile:
        pass
    try:
        return likely_headings(path)
    except UnreadableFile:
        return []


def known_columns(headings: list[str]) -> dict[str, str]:
    """Which of the headings are known by name: key → heading."""
    names = {_plain(name): key for key, known in HEADINGS.items() for name in (key, *known)}
    found: dict[str, str] = {}
    for heading in headings:
        key = names.get(_plain(heading))
        if key and key not in found:
            found[key] = heading
    return found


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", fold(heading))


def _told(reason: str, words: dict[str, str]) -> BadStatement:
    """The refusal with what is wrong told whole, in the language of each sentence."""
    fault = BadStatement(reason, words["en"])
    fault.words = {lang: said.replace("{value}", words[lang]) for lang, said in fault.WORDS[reason].items()}
    return fault


def read_workbook(path: Path, name: str, columns: dict[str, str]) -> list[Statement]:
    """The statement of a table. `columns` (key → heading) says what headings mean where they are not known.

    Raises `BadStatement`: with the columns that are missing, or with every row that could not be read — all or nothing."""
    headings = {key: (columns[key],) if columns.get(key) else known for key, known in HEADINGS.items()}
    try:
        table = read_table(path, headings)
        missing = [k for k in ("day",) if k not in table.columns] + (
            [] if {"amount", "credit"} & set(table.columns) else ["amount"]
        )
        if missing:
            raise BadStatement("columns", ", ".join(HEADINGS[k][0] for k in missing))
        lines, balances, wrong = [], [], []
        for row in table:
            if _is_total(row.cells):
                continue
            try:
                lines.append(_line(row.cells, len(lines)))
                balances.append(row.cells.get("balance"))
            except (BadStatement, BadMoney) as fault:
                wrong.append((row.number, fault))
    except UnreadableFile as fault:
        # The bytes were read from a passing file: the person knows the name under which it was sent.
        words = {lang: said.replace(path.name, name[:60]) for lang, said in fault.words.items()}
        raise _told("table", words) from None
    if wrong:
        more = f" … +{len(wrong) - SHOWN}" if len(wrong) > SHOWN else ""
        raise _told("cells", {
            lang: "; ".join(f"{n} ({fault.words[lang]})" for n, fault in wrong[:SHOWN]) + more for lang in ("az", "en")
        })  # fmt: skip
    currency = lines[0].currency if lines else "AZN"
    opening, closing = _ends(lines, balances, currency)
    return [Statement("table", "", "", currency, tuple(lines), opening, closing)]


def _is_total(cells: dict[str, Any]) -> bool:
    """A total or a remark below the table; a row with money and without a day is not one: it must be put right."""
    day = cells.get("day")
    words = [c for c in cells.values() if isinstance(c, str)]
    if any(fold(w).startswith(TOTALS) for w in words) and not isinstance(day, date):
        return True
    return day is None and all(cells.get(k) is None for k in ("amount", "credit", "debit"))


def _line(cells: dict[str, Any], place: int) -> Line:
    booked = _day(cells["day"])
    currency = str(cells.get("currency") or "AZN").strip().upper().replace("MANAT", "AZN").replace("₼", "AZN")
    came, went = _money(cells.get("credit")), _money(cells.get("debit"))
    amount = _money(cells.get("amount")) if cells.get("amount") is not None else abs(came) - abs(went)
    said = [_text(cells.get(k)) for k in ("text", "code", "fin", "voen")]
    return Line(
        place, amount, currency, booked, _day(cells["value"]) if cells.get("value") is not None else booked, _text(cells.get("reference")),
        _text(cells.get("structured")), _text(cells.get("name")), _text(cells.get("account")).replace(" ", ""), " ".join(t for t in said if t),
    )  # fmt: skip


def _text(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _day(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y"):
        try:
            return datetime.strptime(str(cell).strip()[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise BadStatement("day", str(cell))


def _money(cell: Any) -> int:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return 0
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return money_from_number(cell)
    return parse_money(str(cell))


def _ends(lines: list[Line], balances: list[Any], currency: str) -> tuple[Balance | None, Balance | None]:
    """Opening and closing balance where the table carries a running one; in either order of days."""
    if not lines or any(b is None for b in balances):
        return None, None
    known = [_money(b) for b in balances]
    first = Balance(known[0] - lines[0].amount, currency, lines[0].booked)
    last = Balance(known[-1], currency, lines[-1].booked)
    if len(lines) > 1 and known[1] != known[0] + lines[1].amount and known[0] == known[1] + lines[0].amount:
        return Balance(known[-1] - lines[-1].amount, currency, lines[-1].booked), Balance(
            known[0], currency, lines[0].booked
        )
    return first, last
