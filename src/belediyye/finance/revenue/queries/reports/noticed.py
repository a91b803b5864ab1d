"""The register of payment notices: number, payer, sums, and how each was delivered."""

from collections import defaultdict

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.finance.revenue.models import Delivery, Notice
from belediyye.finance.revenue.queries.notices import sent_on
from belediyye.finance.revenue.queries.reports.tables import Column, Line, Table

# So many notices are named to the database one by one; of more, the deliveries of the whole year are asked for.
NAMED = 500


def notices_of(municipality_id: int, year: int) -> QuerySet[Notice]:
    """The notices of a tax year in order of number."""
    rows = Notice.objects.filter(municipality_id=municipality_id, year=year)
    return rows.select_related("taxpayer__responsible").order_by("number")


def _tries(notices: list[Notice]) -> dict[int, list[Delivery]]:
    """The attempts to deliver these notices of one municipality and year, in their order."""
    found: dict[int, list[Delivery]] = defaultdict(list)
    if not notices:
        return found
    rows = (
        Delivery.objects.filter(notice_id__in=[n.pk for n in notices])
        if len(notices) <= NAMED
        else Delivery.objects.filter(
            notice__municipality_id=notices[0].municipality_id, notice__year=notices[0].year
        )
    )
    for one in rows:
        found[one.notice_id].append(one)
    return found


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


def line_of(notice: Notice, tries: list[Delivery], linked: bool) -> Line:
    """A notice's line with how its delivery went; `linked`, it leads to the notice itself."""
    done = next((d for d in tries if d.outcome == Delivery.Outcome.DELIVERED), None)
    if done is None and sent_on(tries):
        done = next(d for d in tries if d.outcome == Delivery.Outcome.SENT)
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
        reverse("revenue_notice_pdf", args=[notice.year, notice.number]) if linked else "",
    )  # fmt: skip


def register(notices: "QuerySet[Notice] | list[Notice]", everything: QuerySet[Notice] | None = None) -> Table:
    """The register of the notices given; where they are a page of `everything`, with its totals and linked."""
    chosen = list(notices)
    tries = _tries(chosen)
    lines = [line_of(n, tries.get(n.pk, []), everything is not None) for n in chosen]
    totals: tuple[object, ...] = ()
    if everything is not None and lines:
        s = everything.order_by().aggregate(
            d=Sum("due_qepik"), a=Sum("arrears_qepik"), i=Sum("interest_qepik")
        )
        totals = (_("Together"), "", "", "", "", s["d"], s["a"], s["i"], s["d"] + s["a"] + s["i"], "", "")
    return Table(
        _("Register of notices"), columns(), lines, totals, _("No notices of this year were issued.")
    )
