"""Collection by month and kind of income, this year beside the last."""

from collections import defaultdict
from datetime import date

from django.db import connection
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _

from belediyye.finance.revenue.queries.reports.streets import only_in
from belediyye.finance.revenue.queries.reports.tables import (
    ON_ACCOUNT,
    Column,
    Line,
    Table,
    head_name,
    rows_of,
    sums,
)

Found = dict[int, dict[int, int]]


def month_names(short: bool = False) -> list[str]:
    names = MONTHS_3 if short else MONTHS
    return [str(names[n])[:1].replace("i", "İ").upper() + str(names[n])[1:] for n in range(1, 13)]


def collected(
    municipality_id: int, year: int, until: date, tax: int | None = None, street: str = ""
) -> Found:
    """What came in and was not taken back, {month: {head: qəpik}}, of a year up to a day."""
    month = (
        "EXTRACT(MONTH FROM e.day)::int"
        if connection.vendor == "postgresql"
        else "CAST(substr(e.day, 6, 2) AS INTEGER)"
    )
    where, params = only_in(municipality_id, street, "e.taxpayer_id")
    if tax is not None:
        where += f" AND e.head = {int(tax)}"
    rows = rows_of(
        f"""SELECT {month}, e.head, -SUM(e.amount) FROM revenue_entry e LEFT JOIN revenue_entry o ON o.id = e.reverses_id
        WHERE e.municipality_id = %s AND e.day >= %s AND e.day <= %s AND e.kind IN (3, 9) AND COALESCE(o.kind, e.kind) = 3{where} GROUP BY 1, 2""",
        [municipality_id, date(year, 1, 1), min(until, date(year, 12, 31)), *params],
    )
    found: Found = defaultdict(dict)
    for number, head, amount in rows:
        found[number][head] = int(amount)
    return found


def by_month(found: Found, before: Found, last: int) -> Table:
    """A line a month up to the last one begun, a column a kind of income, and last year's month at the end."""
    heads = sorted({head for month in found.values() for head in month}, key=lambda h: (h == ON_ACCOUNT, h))
    columns = (
        Column(_("Month")),
        *(Column(head_name(head, _("Overpaid, on accounts")), "money", True) for head in heads),
        Column(_("Together"), "money", True),
        Column(_("The same month last year"), "money", True),
    )
    lines = [
        Line(
            (
                name,
                *(found.get(n, {}).get(head, 0) for head in heads),
                sum(found.get(n, {}).values()),
                sum(before.get(n, {}).values()),
            )
        )
        for n, name in enumerate(month_names()[:last], 1)
    ]
    return Table(_("By month and kind of income"), columns, lines, sums(columns, lines, _("Together")))
