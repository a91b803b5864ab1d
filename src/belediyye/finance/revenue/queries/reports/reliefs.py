"""What reliefs cost: people, objects and forgone tax by article and status, this year beside the last."""

from datetime import date

from django.utils.translation import gettext as _

from belediyye.finance.revenue.models import Head, PrivilegeStatus
from belediyye.finance.revenue.queries.reports.tables import Column, Line, Table, head_name, rows_of, sums
from belediyye.finance.rules.book import load_book
from belediyye.finance.rules.book.columns import RELIEFS

# Which chapter of the book entitles to the relief of a tax.
_CHAPTERS = {Head.PROPERTY: "property_tax", Head.VEHICLE: "property_tax", Head.LAND: "land_tax"}


def article(head: int, year: int, status: str) -> str:
    """The article that gives a status the relief of a tax in a year, as the book has it.

    The book names first the article of the tax, then what it refers to for the family of a şəhid alone."""
    chapter = _CHAPTERS.get(Head(head))
    if chapter is None:
        return ""
    said = str(load_book().parameters[f"{chapter}.entitled"].on(date(year, 1, 1)).article)
    return said if status == "shehid_family" else said.split(";")[0]


def first_status(bits: int) -> str:
    """The status under which a relief counts, of those that an assessment's `reliefs` name: the first in the law's order.

    A person with several statuses has the relief once."""
    return next(code for n, code in enumerate(RELIEFS) if bits & (1 << n))


def forgone(municipality_id: int, year: int) -> dict[tuple[int, str], tuple[int, int, int]]:
    """{(head, `first_status`): (people, objects, qəpik)} by the latest posted run of each payer's tax."""
    rows = rows_of(
        """SELECT a.head, a.reliefs, COUNT(DISTINCT a.taxpayer_id), COUNT(*), SUM(a.relief_qepik) FROM revenue_assessment a
        JOIN (SELECT b.taxpayer_id, b.head, MAX(b.run_id) AS run_id FROM revenue_assessmentrun r JOIN revenue_assessment b ON b.run_id = r.id
          WHERE r.municipality_id = %s AND r.year = %s AND r.state = 'posted' GROUP BY b.taxpayer_id, b.head) l
          ON l.run_id = a.run_id AND l.taxpayer_id = a.taxpayer_id AND l.head = a.head
        WHERE a.refusal = 0 AND a.budget = 0 AND a.relief_qepik > 0 AND a.reliefs <> 0 GROUP BY a.head, a.reliefs""",
        [municipality_id, year],
    )
    found: dict[tuple[int, str], tuple[int, int, int]] = {}
    for head, bits, people, things, amount in rows:
        key = (head, first_status(bits))
        old = found.get(key, (0, 0, 0))
        found[key] = (old[0] + people, old[1] + things, old[2] + int(amount))
    return found


def by_article(municipality_id: int, year: int) -> Table:
    """The cost of reliefs of a tax year, beside the year before."""
    now, before = forgone(municipality_id, year), forgone(municipality_id, year - 1)
    columns = (
        Column(_("Article")),
        Column(_("Tax")),
        Column(_("Status")),
        Column(_("People"), "int"),  # one person may have the relief of two taxes: no sum
        Column(_("Objects"), "int", True),
        Column(_("Tax forgone"), "money", True),
        Column(_("Forgone in %(year)s") % {"year": year - 1}, "money", True),
    )
    lines = []
    for head, code in sorted({*now, *before}, key=lambda key: (key[0], RELIEFS.index(key[1]))):
        people, things, amount = now.get((head, code), (0, 0, 0))
        status = PrivilegeStatus.Category(code).label
        lines.append(
            Line((article(head, year, code), head_name(head, ""), str(status), people, things, amount, before.get((head, code), (0, 0, 0))[2]))
        )  # fmt: skip
    return Table(
        _("Cost of reliefs by article"),
        columns,
        lines,
        sums(columns, lines, _("Together")),
        _("No posted assessment of this year or the last one spent a relief."),
    )
