"""What an import tells of its rows: changes in the units and words of people."""

from typing import Any

from django.utils.translation import gettext as _

from belediyye.core.display import money
from belediyye.finance.revenue.models import Holding, ImportRow, PrivilegeStatus, RollImport
from belediyye.finance.revenue.queries.roll_columns import column_title
from belediyye.finance.rules.book.columns import COLUMN
from belediyye.finance.rules.queries import code_label, unit_in_words

Told = tuple[str, Any, Any]


def _titles() -> dict[str, str]:
    return {
        "address_whole": _("The address stays in one piece: street and house could not be told apart"),
        "address_of_dwelling": _("The taxpayer gets the address of the only dwelling held"),
        "gets_address": _("The taxpayer gets the address of the only dwelling held"),
        "holder": _("The share goes from one holder to another"),
        "external_id": _("Number in the office's books"),
    }


def change(name: str, both: list[Any], lang: str) -> Told:
    """(what, before, after) of a change, as people say it."""
    before, after = both
    title = _titles().get(name) or (COLUMN[name].label[lang] if name in COLUMN else column_title(name, lang))
    return title, said(name, before), said(name, after)


def said(name: str, value: Any) -> Any:
    """A stored value in its natural unit: 11000 of an area is 110 m²."""
    if value in (None, ""):
        return None
    if name in ("principal", "interest", "credit"):
        return money(value)
    if name == "right":
        return dict(Holding.Right.choices).get(value, value)
    if name == "relief":
        names = dict(PrivilegeStatus.Category.choices)
        return ", ".join(str(names.get(c, c)) for c in str(value).split(", "))
    column = COLUMN.get(name)
    if column is None:
        return value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return (
            money(value) if column.unit == "AZN" else natural(value, column.scale, unit_in_words(column.unit))
        )
    return code_label(value)


def natural(value: int, scale: int, unit: str) -> str:
    """A number of a scale with its unit, a comma before the decimals, no zeros at the end."""
    whole, rest = divmod(abs(value), scale)
    decimals = f"{rest:0{len(str(scale)) - 1}d}".rstrip("0") if rest else ""
    text = f"{whole:,}".replace(",", " ") + (f",{decimals}" if decimals else "")
    return f"{'-' if value < 0 else ''}{text} {unit}".strip()


def about(roll: RollImport, row: ImportRow) -> str:
    """What a row is about: the number of the object, or what the balance is for."""
    names = ("head", "year") if roll.kind == RollImport.Kind.OPENING else ("object_id",)
    return ", ".join(filter(None, (str(row.cells.get(roll.mapping.get(n, ""), "")) for n in names)))
