"""Every sample of the library is read or refused with its reason; amounts, days and balances as others read them."""

import ast
import json
import re
from base64 import b64decode
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from belediyye.finance.revenue.statements import BadStatement, amount_of, read

REFUSED = {
    "camt052.v1.xml": "interim", "camt052.v2.xml": "interim", "camt052.v2.with-account-name.xml": "interim",
    "account_balance_credit.sta": "incomplete", "account_balance_debit.sta": "incomplete", "account_identification_iban.sta": "incomplete",
    "account_identification_legacy.sta": "incomplete", "available_balance.sta": "unknown", "closing_balance.sta": "incomplete",
    "reference.sta": "no_statement", "statement_details.sta": "incomplete", "statement_line.sta": "incomplete", "statement_number.sta": "no_statement",
}  # fmt: skip
# Samples whose figures were changed by who published them: they do not add up, and that must be seen.
WRONG = {
    "abnamro.sta",
    "ing.sta",
    "knab.sta",
    "postfinance.sta",
    "triodos.sta",
    "test-camt053",
    "rabobank.sta",
}


def samples(shared: Path) -> list[Path]:
    folder = shared / "data" / "04_bank"
    return [
        p
        for p in sorted(folder.rglob("*"))
        if p.suffix in (".xml", ".sta", ".txt") or p.name == "test-camt053"
    ]


def test_every_sample_is_read_or_refused(shared: Path) -> None:
    read_ones = 0
    for path in samples(shared):
        try:
            found = read(path.read_bytes(), path.name)
        except BadStatement as refusal:
            assert REFUSED.get(path.name) == refusal.reason, path.name
            continue
        assert path.name not in REFUSED
        read_ones += 1
        off = any(s.difference for s in found)
        assert off == (path.name in WRONG or path.name.startswith("camt053.v")), path.name
    assert read_ones == 19


def entries_of(golden: Any) -> list[dict[str, Any]]:
    found = []
    if isinstance(golden, dict):
        if str(golden.get("__CLASS__", "")).endswith("DTO\\Entry"):
            found.append(golden)
        for value in golden.values():
            found += entries_of(value)
    elif isinstance(golden, list):
        for value in golden:
            found += entries_of(value)
    return found


def test_camt_as_genkgo_reads_it(shared: Path) -> None:
    folder = shared / "data" / "04_bank" / "camt_genkgo"
    for path in sorted(folder.glob("camt05[34]*.xml")):
        (statement,) = read(path.read_bytes(), path.name)
        wanted = entries_of(json.loads(path.with_suffix(".json").read_text()))
        assert len(statement.lines) == len(wanted)
        for line, entry in zip(statement.lines, wanted, strict=True):
            assert str(line.amount) == (
                ("-" if entry["getCreditDebitIndicator"] == "DBIT" else "")
                + entry["getAmount"]["getAmount"].lstrip("-")
            )
            assert line.currency == entry["getAmount"]["getCurrency"]["getCode"]
            for day, name in ((line.booked, "getBookingDate"), (line.value, "getValueDate")):
                assert (day.isoformat() if day else None) == (entry[name]["0"][:10] if entry[name] else None)
        for balance in wanted[0]["getRecord"].get("getBalances", []):
            ours = {"opening": statement.opening, "closing": statement.closing}.get(balance["getType"])
            if ours:
                assert str(ours.amount) == balance["getAmount"]["getAmount"]


def test_camt_as_oca_reads_it(shared: Path) -> None:
    folder = shared / "data" / "04_bank" / "camt_oca"
    currency, account, statements = ast.literal_eval((folder / "golden-camt053.pydata").read_text())
    (found,) = read((folder / "test-camt053").read_bytes(), "test-camt053")
    (wanted,) = statements
    assert (found.currency, found.account) == (currency, account)
    assert found.opening and found.closing
    assert (found.opening.amount, found.closing.amount) == (
        round(wanted["balance_start"] * 100),
        round(wanted["balance_end_real"] * 100),
    )
    assert [line.amount for line in found.lines] == [round(t["amount"] * 100) for t in wanted["transactions"]]
    assert [line.account for line in found.lines] == [t["account_number"] for t in wanted["transactions"]]
    assert [line.name for line in found.lines] == [t["partner_name"] for t in wanted["transactions"]]


def amounts_and_days(dump: str) -> list[tuple[str, date]]:
    """What the other library's dump says of each transaction: the dump holds itself and is read as text."""
    found = []
    for block in dump.split("- !!python/object:mt940.models.Transaction\n")[1:]:
        amount = re.search(r"\n      amount: .*Decimal \['([-\d.]+)'\]", block)
        day = re.search(r"\n    date: [^\n]*\n    - !!binary \|\n\s+(\S+)", block)
        assert amount and day
        raw = b64decode(day[1])
        found.append((amount[1], date(raw[0] * 256 + raw[1], raw[2], raw[3])))
    return found


def test_mt940_as_another_library_read_it(shared: Path) -> None:
    checked = 0
    for path in sorted((shared / "data" / "04_bank" / "mt940").rglob("*.sta")):
        if path.name in REFUSED:
            continue
        wanted = amounts_and_days(path.with_suffix(".yml").read_text())
        ours = [line for s in read(path.read_bytes(), path.name) for line in s.lines]
        assert len(ours) == len(wanted)
        for line, (amount, day) in zip(ours, wanted, strict=True):
            sign = -1 if amount.startswith("-") else 1
            assert (line.amount, line.value) == (sign * amount_of(amount.lstrip("-"), line.currency), day), (
                path.name
            )
            checked += 1
    assert checked == 55


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><Document>&x;</Document>", "doctype"),
        (b"<?xml version='1.0'?><Document>", "xml"),
        (b"<?xml version='1.0'?><Document><Other/></Document>", "no_statement"),
        (b":20:A\n:25:1\n:60F:C260101AZN1,\n:61:broken\n:62F:C260101AZN1,\n", "line"),
        (b":20:A\n:25:1\n:60F:C261301AZN1,\n:62F:C260101AZN1,\n", "day"),
        (b"%PDF-1.7", "unknown"),
    ],
)
def test_refusals(content: bytes, reason: str) -> None:
    with pytest.raises(BadStatement) as fault:
        read(content, "file")
    assert fault.value.reason == reason


def test_what_is_wrong_with_a_table_is_told_whole_in_both_languages() -> None:
    with pytest.raises(BadStatement) as fault:
        read(b"Bir;\xc4\xb0ki\n1;2\n", "mart.csv")
    for words in fault.value.words.values():
        assert "mart.csv" in words and "tmp" not in words and "…" not in words
    with pytest.raises(BadStatement) as fault:
        read(b"Tarix;M\xc9\x99bl\xc9\x99\xc4\x9f\nabc;5\nxyz;5\nqwe;5\n03.08.2026;mno\n", "a.csv")
    assert "is not a day" in fault.value.words["en"] and "gün deyil" not in fault.value.words["en"]
    assert "gün deyil" in fault.value.words["az"] and all("mno" in w for w in fault.value.words.values())


def test_a_table_with_known_headings() -> None:
    text = "Tarix;Mədaxil;Məxaric;Ödəyici;Təyinat;Qalıq\n03.08.2026;12,50;;Sınaqov Əli;YVÖK 00010000016;112,50\n04.08.2026;;2,50;Bank;Xidmət haqqı;110,00\nCəmi;12,50;2,50;;;\n"
    (found,) = read(text.encode(), "cixaris.csv")
    assert [(line.amount, line.booked, line.name) for line in found.lines] == [
        (1250, date(2026, 8, 3), "Sınaqov Əli"), (-250, date(2026, 8, 4), "Bank")]  # fmt: skip
    assert found.opening and found.opening.amount == 10000 and found.difference == 0


def test_a_table_told_by_a_person_and_one_refused() -> None:
    text = "Gün;Pul;Kim\n03.08.2026;12,50;Əli\n"
    with pytest.raises(BadStatement) as fault:
        read(text.encode(), "a.csv")
    assert fault.value.reason in ("columns", "table")
    (found,) = read(text.encode(), "a.csv", {"day": "Gün", "amount": "Pul", "name": "Kim"})
    assert found.lines[0].amount == 1250
    with pytest.raises(BadStatement) as fault:
        read(b"Tarix;M\xc9\x99bl\xc9\x99\xc4\x9f\n03.08.2026;abc\n31.02.2026;5\n", "a.csv")
    assert fault.value.reason == "cells" and "2" in str(fault.value.value) and "3" in str(fault.value.value)


def test_an_archive_of_statements_is_to_be_unpacked(shared: Path) -> None:
    folder = shared / "data" / "04_bank" / "camt_oca"
    with pytest.raises(BadStatement) as told:
        read((folder / "test-camt053.zip").read_bytes(), "test-camt053.zip")
    assert "Unpack" in told.value.words["en"] and "test-camt053.zip" in told.value.words["az"]
    assert "spreadsheet" not in told.value.words["en"]
