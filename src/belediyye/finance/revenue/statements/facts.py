"""What a bank statement says, whoever wrote it, and how it may fail to be one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import ClassVar, Final

from belediyye.core.refusals import Refused


class BadStatement(Refused):
    """A file that is not taken as a bank statement; see ``reason``."""

    WORDS: ClassVar = {
        "empty": {"az": "«{value}» faylı boşdur.", "en": "The file “{value}” is empty."},
        "unknown": {"az": "«{value}» nə camt.053, nə camt.054, nə MT940, nə də cədvəldir.",
                    "en": "“{value}” is neither camt.053, camt.054, MT940 nor a table."},
        "xml": {"az": "«{value}» düzgün XML deyil: onu bankdan yenidən yükləyin.",
                "en": "“{value}” is not well-formed XML: download it from the bank again."},
        "doctype": {"az": "«{value}» XML təriflərini özündə saxlayır; belə fayl təhlükəli ola bilər və oxunmur.",
                    "en": "“{value}” carries XML definitions of its own; such a file can be dangerous and is not read."},
        "interim": {"az": "«{value}» gün ərzində verilən aralıq hesabatdır (camt.052): sətirləri hələ qəti deyil."
                          " camt.053 çıxarışını yükləyin.",
                    "en": "“{value}” is an interim report (camt.052): its lines are not final. Take the statement camt.053."},
        "no_statement": {"az": "«{value}» faylında çıxarış yoxdur.", "en": "There is no statement in “{value}”."},
        "incomplete": {"az": "Çıxarışın hesab nömrəsi və ya qalıqları yoxdur (:25:, :60:, :62:): «{value}».",
                       "en": "The statement lacks its account or its balances (:25:, :60:, :62:): “{value}”."},
        "amount": {"az": "«{value}» məbləğ deyil.", "en": "“{value}” is not an amount."},
        "day": {"az": "«{value}» gün deyil.", "en": "“{value}” is not a day."},
        "line": {"az": "Sətir oxunmur: «{value}».", "en": "A line cannot be read: “{value}”."},
        "sign": {"az": "«{value}»: mədaxil və ya məxaric olduğu göstərilməyib.", "en": "“{value}”: it does not say whether money came or went."},
        "columns": {"az": "Cədvəldə bu sütunlar tapılmadı: {value}. Sütunları özünüz göstərin.",
                    "en": "These columns were not found in the table: {value}. Say yourself which they are."},
        "table": {"az": "Cədvəl oxunmadı: {value}", "en": "The table could not be read: {value}"},
        "cells": {"az": "Bəzi sətirlər oxunmadı: {value}.", "en": "Some rows could not be read: {value}."},
    }  # fmt: skip


# Currencies whose smallest part is not a hundredth (ISO 4217).
DIGITS: Final = {
    "JPY": 0,
    "KRW": 0,
    "ISK": 0,
    "CLP": 0,
    "VND": 0,
    "KWD": 3,
    "BHD": 3,
    "JOD": 3,
    "OMR": 3,
    "TND": 3,
    "IQD": 3,
}
LARGEST: Final = 10**17


def minor_digits(currency: str) -> int:
    """How many decimals an amount of the currency has."""
    return DIGITS.get(currency, 2)


def amount_of(text: str, currency: str) -> int:
    """Whole smallest parts of the currency. Raises `BadStatement` where the text is no such amount, or has a finer part."""
    plain = text.strip().replace(",", ".")
    if not plain or plain.count(".") > 1 or not plain.replace(".", "").isdigit() or not plain.isascii():
        raise BadStatement("amount", text)
    try:
        minor = Decimal(plain).scaleb(minor_digits(currency))
    except InvalidOperation:
        raise BadStatement("amount", text) from None
    if minor != minor.to_integral_value() or minor > LARGEST:
        raise BadStatement("amount", text)
    return int(minor)


@dataclass(frozen=True, slots=True)
class Balance:
    """What stood on the account on a day, below zero for a debt."""

    amount: int
    currency: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One movement: plus for money that came, minus for money that went, in the smallest part of the currency.

    `reference` is the bank's own number of it, `structured` the creditor reference of the payer, `text` everything
    that the payer wrote. `is_booked` is false for what the bank only announces. `is_reversal`: it takes another back.
    """

    place: int
    amount: int
    currency: str
    booked: date | None
    value: date | None
    reference: str = ""
    structured: str = ""
    name: str = ""
    account: str = ""
    text: str = ""
    is_booked: bool = True
    is_reversal: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account: its balances where the form has them, and its lines in their order."""

    kind: str
    number: str
    account: str
    currency: str
    lines: tuple[Line, ...]
    opening: Balance | None = None
    closing: Balance | None = None
    is_copy: bool = False

    @property
    def total(self) -> int:
        """The sum of the booked lines."""
        return sum(line.amount for line in self.lines if line.is_booked)

    @property
    def difference(self) -> int | None:
        """Closing minus opening minus the lines: 0 where it adds up, None where the form tells no balances.

        Balances of different currencies, or lines of another one, count as not adding up: their plain difference is given."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing.amount - self.opening.amount - self.total

    @property
    def one_currency(self) -> bool:
        """Whether the lines and balances are all of the account's currency."""
        found = {line.currency for line in self.lines} | {
            b.currency for b in (self.opening, self.closing) if b
        }
        return found <= {self.currency}
