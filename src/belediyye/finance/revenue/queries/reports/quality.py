"""What is wrong or missing in the register: each finding leads to the page where it is mended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.counted import counted
from belediyye.core.period import format_date
from belediyye.finance.revenue.models import TaxObject
from belediyye.finance.revenue.queries.reports.tables import Column, Line, Table, rows_of

SOON_DAYS = 60
_LIVE_OBJECT = "o.municipality_id = {place} AND o.ended IS NULL"
_LIVE_PAYER = "t.municipality_id = {place} AND t.closed IS NULL AND t.merged_into_id IS NULL"
_HELD_NOW = "NOT h.withdrawn AND h.until IS NULL"
_OBJECT = "SELECT o.number, o.kind, o.street, o.house"
_PAYER = "SELECT t.code, t.name, '', ''"


@dataclass(frozen=True)
class Check:
    """One question: rows of four columns (object: number, kind, street, detail; payer: code, name, other, detail)."""

    key: str
    title: "str | Promise"
    mend: "str | Promise"
    text: str
    of_object: bool
    page: str


def _object(
    key: str, title: "str | Promise", mend: "str | Promise", text: str, page: str = "revenue_object"
) -> Check:
    return Check(key, title, mend, text, True, page)


def _payer(
    key: str, title: "str | Promise", mend: "str | Promise", text: str, page: str = "revenue_payer"
) -> Check:
    return Check(key, title, mend, text, False, page)


_NEEDED = """(s.object_kind IN ('building', 'land') AND (s.area_dm2 IS NULL OR s.use IS NULL OR s.place_class IS NULL))
  OR (s.use = 'agricultural' AND s.points_per_ha_tenths IS NULL) OR (s.object_kind = 'extraction' AND s.volume_litres IS NULL)
  OR (s.object_kind = 'vehicle' AND s.engine_cm3 IS NULL AND s.market_price_qepik IS NULL) OR (s.object_kind = 'enterprise' AND s.profit_qepik IS NULL)"""

CHECKS = (
    _object("ownerless", gettext_lazy("Objects without an owner"), gettext_lazy("Nobody is assessed for them. Record who holds them."),
        f"""{_OBJECT} FROM revenue_taxobject o WHERE {_LIVE_OBJECT}
        AND NOT EXISTS (SELECT 1 FROM revenue_holding h WHERE h.object_id = o.id AND {_HELD_NOW})"""),
    _object("shares", gettext_lazy("Shares that do not make a whole"), gettext_lazy("Part of the object is assessed twice or not at all."),
        f"""SELECT o.number, o.kind, o.street, CAST(ROUND(SUM(h.share_num * 1000000.0 / h.share_den) / 100) AS BIGINT) FROM revenue_taxobject o
        JOIN revenue_holding h ON h.object_id = o.id AND {_HELD_NOW} AND h.right <> 'lease' WHERE {_LIVE_OBJECT}
        GROUP BY o.number, o.kind, o.street, h.right HAVING ABS(SUM(h.share_num * 1000000.0 / h.share_den) - 1000000) > 1"""),
    _object("facts", gettext_lazy("Objects without what the tax is computed from"), gettext_lazy("Area, use, class of place, points, engine, volume or profit is missing: the run refuses them."),
        f"""{_OBJECT} FROM revenue_taxobject o JOIN revenue_objectstate s ON s.object_id = o.id AND NOT s.withdrawn AND s.until IS NULL
        WHERE {_LIVE_OBJECT} AND ({_NEEDED})""", "revenue_object_change"),
    _object("address", gettext_lazy("Objects without an address"), gettext_lazy("The notice cannot say where they are."),
        f"{_OBJECT} FROM revenue_taxobject o WHERE {_LIVE_OBJECT} AND o.street = '' AND o.kind IN ('building', 'land')"),
    _object("alike", gettext_lazy("Objects that may be one"), gettext_lazy("The same kind, use, address and area: perhaps registered twice."),
        f"""{_OBJECT} FROM revenue_taxobject o JOIN revenue_objectstate s ON s.object_id = o.id AND NOT s.withdrawn AND s.until IS NULL
        WHERE {_LIVE_OBJECT} AND o.street <> '' AND EXISTS (SELECT 1 FROM revenue_taxobject p JOIN revenue_objectstate q ON q.object_id = p.id AND NOT q.withdrawn
          AND q.until IS NULL WHERE p.municipality_id = o.municipality_id AND p.folded = o.folded AND p.id <> o.id AND p.kind = o.kind AND p.ended IS NULL
          AND q.area_dm2 = s.area_dm2 AND q.use = s.use)"""),
    _payer("identifiers", gettext_lazy("Taxpayers without FİN or VÖEN"), gettext_lazy("Money without a reference cannot be matched to them, and duplicates stay hidden."),
        f"{_PAYER} FROM revenue_taxpayer t WHERE {_LIVE_PAYER} AND ((t.kind = 'natural' AND t.fin_index = '') OR (t.kind = 'legal' AND t.voen_index = ''))",
        "revenue_payer_edit"),
    _payer("contacts", gettext_lazy("Taxpayers without telephone and e-mail"), gettext_lazy("They can be reached only by letter."),
        f"{_PAYER} FROM revenue_taxpayer t WHERE {_LIVE_PAYER} AND t.telephone = '' AND t.email = ''", "revenue_payer_edit"),
    _payer("duplicates", gettext_lazy("Taxpayers that may be one person"), gettext_lazy("The same name: merge them, or record that they are two."),
        f"""SELECT t.code, t.name, p.code, '' FROM revenue_taxpayer t JOIN revenue_taxpayer p ON p.municipality_id = t.municipality_id AND p.folded = t.folded
        AND p.kind = t.kind AND p.id > t.id AND p.closed IS NULL AND p.merged_into_id IS NULL
        AND (p.fin_index = '' OR t.fin_index = '' OR p.fin_index = t.fin_index) AND (p.voen_index = '' OR t.voen_index = '' OR p.voen_index = t.voen_index)
        AND (p.born IS NULL OR t.born IS NULL OR p.born = t.born) WHERE {_LIVE_PAYER}
        AND NOT EXISTS (SELECT 1 FROM revenue_notduplicate n WHERE (n.one_id = t.id AND n.other_id = p.id) OR (n.one_id = p.id AND n.other_id = t.id))"""),
    _payer("holders", gettext_lazy("Closed taxpayers that still hold something"), gettext_lazy("Transfer what they hold, or reopen the record."),
        f"""SELECT t.code, t.name, '', '' FROM revenue_taxpayer t WHERE t.municipality_id = {{place}} AND t.closed IS NOT NULL AND EXISTS (
        SELECT 1 FROM revenue_holding h JOIN revenue_taxobject o ON o.id = h.object_id WHERE h.taxpayer_id = t.id AND {_HELD_NOW} AND o.ended IS NULL)"""),
    _payer("statuses", gettext_lazy("Privilege statuses about to end"), gettext_lazy("From the day after, the relief is no longer given; ask for the new document."),
        f"""SELECT t.code, t.name, '', p.until FROM revenue_privilegestatus p JOIN revenue_taxpayer t ON t.id = p.taxpayer_id
        WHERE {_LIVE_PAYER} AND NOT p.withdrawn AND p.until >= '{{on}}' AND p.until <= '{{soon}}'"""),
)  # fmt: skip
BY_KEY = {check.key: check for check in CHECKS}


def _text(check: Check, municipality_id: int, on: date) -> str:
    return check.text.format(
        place=int(municipality_id), on=on.isoformat(), soon=(on + timedelta(days=SOON_DAYS)).isoformat()
    )


def counts(municipality_id: int, on: date) -> dict[str, int]:
    """How much each check finds, in one question."""
    parts = [
        f"SELECT '{c.key}', COUNT(*) FROM ({_text(c, municipality_id, on)}) {c.key}_found" for c in CHECKS
    ]
    return {key: int(count) for key, count in rows_of(" UNION ALL ".join(parts), [])}


def overview(municipality_id: int, on: date, to: Callable[[str], str]) -> Table:
    """A line a check: what it is, how many, what to do; `to(key)` is the address of the findings."""
    figures = counted(f"revenue-quality:{municipality_id}:{on}", lambda: counts(municipality_id, on))
    found = figures.value
    columns = (
        Column(_("What is wrong or missing")),
        Column(_("How many"), "int"),
        Column(_("Why it matters, what to do")),
    )
    lines = [
        Line((str(c.title), found[c.key], str(c.mend)), to(c.key) if found[c.key] else "") for c in CHECKS
    ]
    caption = _("Data quality")
    if figures.at:
        caption = _("Data quality, counted at %(time)s") % {"time": f"{localtime(figures.at):%H:%M}"}
    return Table(caption, columns, lines)


def _found(municipality_id: int, on: date, check: Check, part: str = "") -> list[tuple[Any, ...]]:
    return rows_of(f"{_text(check, municipality_id, on)} ORDER BY 1, 2, 3{part}", [])


def findings(
    municipality_id: int, on: date, check: Check, start: int = 0, limit: int | None = None, keeps: bool = True
) -> Table:
    """What a check finds, each line leading to where it is mended; for who only reads (not `keeps`), to what it is about."""
    part = "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(start)}"
    rows = _found(municipality_id, on, check, part)
    columns = (
        Column(_("Object") if check.of_object else _("Taxpayer")),
        Column(_("Address") if check.of_object else _("YVÖK")),
        Column(_("Detail")),
    )
    return Table(
        str(check.title),
        columns,
        [_line(check, row, keeps) for row in rows],
        (),
        _("Nothing of this kind is found."),
    )


def _line(check: Check, row: tuple[Any, ...], keeps: bool) -> Line:
    page = check.page if keeps else "revenue_object" if check.of_object else "revenue_payer"
    return Line(_cells(check, row), reverse(page, args=[row[0]]))


def _cells(check: Check, row: tuple[Any, ...]) -> tuple[str, str, str]:
    first, second, third, detail = row
    if check.of_object:
        name = f"{TaxObject.Kind(second).label} № {first}"
        said = (
            _("shares together: %(percent)s %%") % {"percent": _percent(detail)}
            if check.key == "shares"
            else str(detail)
        )
        return name, third, said
    if check.key == "statuses":
        until = detail if isinstance(detail, date) else date.fromisoformat(detail)
        detail = _("until %(day)s") % {"day": format_date(until)}
    said = _("the same as %(code)s") % {"code": third} if third else str(detail)
    return second, first, said


def _percent(hundredths: int) -> str:
    return f"{hundredths // 100},{hundredths % 100:02d}"


def everything(municipality_id: int, on: date) -> Table:
    """All findings of all checks in one list, for a workbook that is worked off line by line."""
    columns = (
        Column(_("What is wrong or missing")),
        Column(_("Object or taxpayer")),
        Column(_("Address or YVÖK")),
        Column(_("Detail")),
    )
    lines = [
        Line((str(check.title), *_cells(check, row)))
        for check in CHECKS
        for row in _found(municipality_id, on, check)
    ]
    return Table(_("Data quality"), columns, lines)
