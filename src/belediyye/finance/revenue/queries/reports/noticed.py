"""The register of payment notices: number, payer, sums, and how each was delivered."""

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.finance.revenue.models import Delivery, Notice
from belediyye.finance.revenue.queries.reports.tables import Column, Line, Table


def notices_of(municipality_id: int, year: int) -> QuerySet[Notice]:
    """The notices of a tax year in order of number, with their deliveries: two queries."""
    rows = Notice.objects.filter(municipality_id=municipality_id, year=year)
    return rows.select_related("taxpayer__responsible").prefetch_related("deliveries").order_by("number")


def columns() -> tuple[Column, ...]:
    return (
        Column(_("Number of the notice")),
        Column(_("Taxpayer")),
        Column(_("YVÖK")),
        Column(_("Address")),
        Column(_("Issued on"), "date"),
        Column(_("Tax of the year"), "money", True),
        Column(_("Arrears"), "money", True),
        Column(_("Interest"), "money", True),
        Column(_("Together"), "money", True),
        Column(_("Delivered on"), "date"),
        Column(_("Delivery")),
    )


def line_of(notice: Notice) -> Line:
    """A notice's line; it leads to the notice itself."""
    tries = list(notice.deliveries.all())
    done = next((d for d in tries if d.outcome == Delivery.Outcome.DELIVERED), None)
    last = done or (tries[-1] if tries else None)
    said = (
        _("not yet tried")
        if last is None
        else str(last.get_way_display() if done else last.get_outcome_display())
    )
    sums = (notice.due_qepik, notice.arrears_qepik, notice.interest_qepik)
    return Line(
        (
            str(notice), notice.taxpayer.name, notice.taxpayer.code, (notice.taxpayer.responsible or notice.taxpayer).address, notice.issued, *sums, sum(sums), done.day if done else None,
            f"{said}, {last.proof}" if last and last.proof else said,
        ),
        reverse("revenue_notice_pdf", args=[notice.year, notice.number]),
    )  # fmt: skip


def register(notices: "QuerySet[Notice] | list[Notice]", everything: QuerySet[Notice] | None = None) -> Table:
    """The register of the notices given; totals are of `everything` where the notices are a page of it."""
    lines = [line_of(n) for n in notices]
    totals: tuple[object, ...] = ()
    if everything is not None and lines:
        s = everything.order_by().aggregate(
            d=Sum("due_qepik"), a=Sum("arrears_qepik"), i=Sum("interest_qepik")
        )
        totals = (_("Together"), "", "", "", "", s["d"], s["a"], s["i"], s["d"] + s["a"] + s["i"], "", "")
    return Table(
        _("Register of notices"), columns(), lines, totals, _("No notices of this year were issued.")
    )
