"""Why a row is not taken: one code a reason, in words an accountant understands, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from belediyye.core.documents.sheets.cells import DIGITS_LOST

Field: TypeAlias = str | Mapping[str, str]

SHOWN: Final = 120
"""A refused value is shown up to this many signs: a cell of ten megabytes must not fill the report."""

REASONS: Final[dict[str, dict[str, str]]] = {
    "missing": {"az": "Xana boşdur, lakin vacibdir.", "en": "The cell is empty, but it is needed."},
    "text_too_long": {
        "az": "Mətn çox uzundur: {size} işarə, ən çoxu {limit}.",
        "en": "The text is too long: {size} signs, at most {limit}.",
    },
    "control_sign": {
        "az": "Mətndə görünməyən idarəedici işarə var; xananı yenidən yazın.",
        "en": "The text has an invisible control sign; type the cell again.",
    },
    "encoding": {
        "az": "Mətnin hərfləri oxunmur; faylı “CSV UTF-8” kimi saxlayın.",
        "en": "The letters of the text cannot be read; save the file as “CSV UTF-8”.",
    },
    "unclosed_quote": {
        "az": "Açılmış dırnaq bağlanmayıb; sətir oxunmur.",
        "en": "A quotation mark is opened and never closed; the row cannot be read.",
    },
    "cell_error": {
        "az": "Xanada cədvəlin xətası və ya hesablanmamış düstur var; onu adi qiymətlə əvəz edin.",
        "en": "The cell holds a spreadsheet error or an uncomputed formula; replace it by a plain value.",
    },
    "digits_lost": {
        "az": "Cədvəl proqramı uzun nömrənin son rəqəmlərini itirib. Xananı mətn formatına salıb nömrəni yenidən yazın.",
        "en": "The spreadsheet has lost the last digits of this long number. Format the cell as text and type the number again.",
    },
    "not_a_number": {
        "az": "Rəqəm gözlənilirdi, məsələn 130,5.",
        "en": "A number was expected, like 130.5.",
    },
    "not_whole": {"az": "Tam ədəd gözlənilirdi.", "en": "A whole number was expected."},
    "too_many_decimals": {
        "az": "Vergüldən sonra ən çoxu {limit} rəqəm ola bilər; minlikləri vergül və ya nöqtə ilə ayırmayın.",
        "en": "At most {limit} decimals are possible; do not part thousands by a comma or a point.",
    },
    "out_of_range": {
        "az": "Qiymət {low} ilə {high} arasında olmalıdır.",
        "en": "The value must lie between {low} and {high}.",
    },
    "unknown_choice": {
        "az": "Bu qiymət tanınmır. Mümkün olanlar: {choices}.",
        "en": "This value is not known. Possible are: {choices}.",
    },
    "wrong_use": {
        "az": "Bu istifadə növü həmin obyekt növünə aid deyil. Mümkün olanlar: {choices}.",
        "en": "This use does not belong to that kind of object. Possible are: {choices}.",
    },
    "not_yes_or_no": {"az": "“Bəli” və ya “xeyr” gözlənilirdi.", "en": "“Yes” or “no” was expected."},
    "not_a_date": {
        "az": "Belə tarix yoxdur. Tarixi 31.12.2025 və ya 2025-12-31 kimi yazın.",
        "en": "There is no such date. Write it as 31.12.2025 or 2025-12-31.",
    },
    "date_out_of_range": {
        "az": "Tarix {low} ilə {high} arasında olmalıdır.",
        "en": "The date must lie between {low} and {high}.",
    },
    "bad_share": {
        "az": "Pay 1/2 kimi yazılır: surət və məxrəc müsbət tam ədəd olmalıdır.",
        "en": "A share is written like 1/2: both parts must be positive whole numbers.",
    },
    "share_above_whole": {"az": "Pay bütövdən artıq ola bilməz.", "en": "A share cannot exceed the whole."},
    "share_term_too_large": {
        "az": "Payın məxrəci ən çoxu {high} ola bilər.",
        "en": "The denominator of a share can be at most {high}.",
    },
    "share_became_date": {
        "az": "Cədvəl proqramı payı tarixə çevirib. Xananı mətn formatına salıb payı yenidən yazın.",
        "en": "The spreadsheet has turned the share into a date. Format the cell as text and type the share again.",
    },
    "shares_exceed_object": {
        "az": "Bu sətirlə birlikdə obyektin payları bütövdən artıq olur ({row}-ci sətrə baxın); pay və ya tarix yazın.",
        "en": "With this row the shares of the object exceed the whole (see row {row}); give shares or dates.",
    },
    "owned_to_before_from": {
        "az": "Mülkiyyətin sonu başlanğıcından əvvəldir.",
        "en": "The ownership ends before it begins.",
    },
    "unknown_relief": {
        "az": "Güzəşt kodu tanınmır: {code}. Mümkün olanlar: {choices}.",
        "en": "The relief code is not known: {code}. Possible are: {choices}.",
    },
    "duplicate_object": {
        "az": "Bu obyekt həmin ödəyici üçün artıq {row}-ci sətirdə göstərilib.",
        "en": "This object of the same taxpayer already stands in row {row}.",
    },
    "too_many_cells": {
        "az": "Sətirdə başlıqdan çox xana var; ehtimal ki, ayırıcı işarə mətnin içindədir.",
        "en": "The row has more cells than the heading; a separator probably stands inside a text.",
    },
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a row is refused: the row as the office counts it (the heading row is 1), column and value."""

    row: int
    column: str
    value: str
    code: str
    az: str
    en: str


def refusal(
    row: int, column: str, value: object, code: str, fields: Mapping[str, Field] = MappingProxyType({})
) -> Refusal:
    """A refusal by one of the REASONS; ``fields`` fill its words, a mapping gives the words of each language."""
    az, en = (
        REASONS[code][lang].format(**{n: f[lang] if isinstance(f, Mapping) else f for n, f in fields.items()})
        for lang in ("az", "en")
    )
    return Refusal(row, column, shown(value), code, az, en)


class CellRefused(Exception):
    """A cell that cannot be read; ``code`` is a key of REASONS, ``fields`` fill its words."""

    def __init__(self, code: str, /, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields: dict[str, Field] = {
            name: value if isinstance(value, Mapping) else str(value) for name, value in fields.items()
        }


def shown(value: object) -> str:
    """A cell as the report shows it: one line, printable, at most SHOWN signs; nothing of a number that was lost."""
    text = "" if value is None or value == DIGITS_LOST else str(value)[: SHOWN * 4]
    text = "".join(c if c.isprintable() else "�" for c in text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
