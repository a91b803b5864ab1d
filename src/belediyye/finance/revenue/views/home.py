"""The room's first page: what waits, what came in, where to go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from belediyye.core import offices
from belediyye.core.access import OFFICE_KEEPERS
from belediyye.finance.revenue import access
from belediyye.finance.revenue.models import RollImport
from belediyye.finance.revenue.queries import home, register, runs, waiting
from belediyye.finance.revenue.queries.reports.tables import Table
from belediyye.finance.revenue.views.reports import months_page


def _areas() -> list[tuple[str, str, str]]:
    """The ways on: address, title, what is there."""
    return [
        (reverse("revenue_payers"), _("Taxpayers"), _("Persons, their objects, statuses and accounts.")),
        (reverse("revenue_runs"), _("Assessment runs"), _("Preview a year, approve and post it.")),
        (reverse("revenue_notices"), _("Payment notices"), _("Print, deliver, issue again.")),
        (reverse("revenue_bank"), _("Money from the bank"), _("Statements, and the lines that need a person.")),
        (reverse("revenue_collecting"), _("Collecting"), _("Reminders, agreements, objections, refunds, write-offs.")),
        (reverse("revenue_charges"), _("Local payments by contract"), _("Advertising, hotels, parking, trade, rent, sale.")),
        (reverse("revenue_openings"), _("From the old books"), _("Debts and overpayments that the office brought along.")),
        (reverse("revenue_reports"), _("Reports"), _("Rolls, income, debtors, reliefs, quality of the data.")),
        (reverse("revenue_portals"), _("Payment portals"), _("Who takes payments for the office.")),
    ]  # fmt: skip


def _months(table: Table) -> list[tuple[str, int, int]]:
    """The months in which something came in, this year and last, of the report's last two columns."""
    found = [(line.cells[0], line.cells[-2] or 0, line.cells[-1] or 0) for line in table.lines]
    return [one for one in found if one[1] or one[2]]


@require_GET
def revenue(request: HttpRequest) -> HttpResponse:
    """What needs the reader, the year's money with its picture, the areas of the room."""
    place, today = access.require_reader(request.actor), timezone.localdate()
    actor = request.actor
    assert actor.municipality is not None
    months = months_page(request, place, {"year": today.year, "on": today, "tax": None, "street": ""})
    tasks = [*register.tasks_of(actor), *waiting.money_tasks(actor)]
    page = {
        "tasks": sorted(tasks, key=lambda t: (t.due is None, t.due or today, t.title)), "runs": runs.runs_of(place)[:5], "today": today,
        "payers": register.payers_of(place).count(), "objects": register.objects_of(place).count(), "money": home.money_of(place, today),
        "imports": RollImport.objects.filter(municipality_id=place).select_related("file")[:3], "areas": _areas(),
        "picture": months.picture, "months": _months(months.tables[0]), "missing": offices.missing(actor.municipality),
        "may_run": access.may_run(actor=actor) is None, "may_keep": access.may_keep(actor=actor) is None, "may_office": actor.has(*OFFICE_KEEPERS),
    }  # fmt: skip
    return render(request, "revenue/home.html", page)
