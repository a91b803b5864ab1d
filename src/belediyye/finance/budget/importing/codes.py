"""Reading a classification from a workbook: its codes with their days, and what old codes become."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from belediyye.core.documents.sheets import UnreadableFile, as_text, read_table
from belediyye.core.period import parse_date
from belediyye.core.refusals import Refused as BadValue
from belediyye.core.text import fold
from belediyye.finance.budget.importing.rows import ReadError
from belediyye.finance.budget.models import Axis

HEADINGS: Mapping[str, set[str]] = {
    "axis": {"təsnifat", "classification"},
    "code": {"kod", "kodu"},
    "az": {"ad", "adı", "name_az", "göstərici", "azərbaycanca"},
    "en": {"name_en", "english", "ingiliscə"},
    "parent": {"yuxarı kod", "üst kod", "code above"},
    "starts": {"başlanğıc", "qüvvədədir", "from", "starts"},
    "ends": {"son", "bitir", "until", "ends"},
    "becomes": {"əvəz edən", "yeni kod", "becomes", "new code"},
    "weight": {"çəki", "pay", "share"},
    "group": {"qrup"},
    "confidence": {"əminlik"},
}
AXES = {
    Axis.FUNCTIONAL: {"funksional", "functional"}, Axis.ECONOMIC: {"iqtisadi", "economic"}, Axis.REVENUE: {"gəlir", "gəlirin növü", "revenue"},
    Axis.SOURCE: {"mənbə", "vəsaitin mənbəyi", "source"}, Axis.PROGRAMME: {"proqram", "programme"}, Axis.PLACE: {"yer", "ərazi", "place"},
}  # fmt: skip
_AXIS = {fold(name): axis for axis, names in AXES.items() for name in names}


@dataclass(frozen=True)
class CodeRow:
    """One code of a file. `problem` is empty, or says to people why the row cannot be taken."""

    number: int
    axis: str
    code: str
    az: str
    en: str
    parent: str
    starts: date | None
    ends: date | None
    becomes: str
    weight: int
    group: str
    confidence: str
    problem: str


def read_codes(file: Path, axis: str) -> list[CodeRow]:
    """The codes of a workbook or CSV; `axis` is that of rows that do not name one. Raises ReadError for people."""
    try:
        table = read_table(file, HEADINGS)
        if not {"code", "az"} <= set(table.columns):
            raise ReadError(_("The file needs a column of codes (kod) and one of names (ad)."))
        return [
            _row(row.number, {key: as_text(cell).strip() for key, cell in row.cells.items()}, axis)
            for row in table
        ]
    except UnreadableFile as fault:
        raise ReadError(fault.words["en" if (get_language() or "az").startswith("en") else "az"]) from None


def _row(number: int, cells: Mapping[str, str], axis: str) -> CodeRow:
    said = cells.get("axis", "")
    found = _AXIS.get(fold(said), "") if said else axis
    problem = ""
    if said and not found:
        problem = _("“%(value)s” is no classification.") % {"value": said}
    elif not found:
        problem = _("The row does not say of which classification it is.")
    elif not cells.get("code") or not cells.get("az"):
        problem = _("A code needs its number and its name.")
    elif len(cells["code"]) > 24:
        problem = _("The code is too long.")
    days: dict[str, date | None] = {}
    for name in ("starts", "ends"):
        days[name] = None
        if cells.get(name):
            try:
                days[name] = parse_date(cells[name][:10])
            except BadValue as bad:
                problem = problem or str(bad)
    weight = cells.get("weight") or "1"
    share = int(weight) if weight.isdecimal() and len(weight) < 8 else 0
    if not share:
        problem = problem or _("The share is a whole number over nothing.")
    return CodeRow(
        number, found, cells.get("code", ""), cells.get("az", "")[:300], cells.get("en", "")[:300], cells.get("parent", ""), days["starts"], days["ends"],
        cells.get("becomes", ""), share or 1, cells.get("group", "")[:24], cells.get("confidence", ""), problem,
    )  # fmt: skip
