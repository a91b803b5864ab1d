"""Local payments by contract or decision, of every kind: the list with term, next due day and state."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import access, forms_cases
from belediyye.finance.revenue.models import Charge
from belediyye.finance.revenue.queries import charging, runs
from belediyye.finance.revenue.views.listing import Link, Listing, Tag, list_page


@require_GET
def charge_list(request: HttpRequest) -> HttpResponse:
    place, today = access.require_reader(request.actor), timezone.localdate()
    form = forms_cases.ChargeFilter(request.GET)
    form.is_valid()
    chosen, calendar = form.cleaned_data, working_calendar()
    rows = charging.charges_of(
        place, today, chosen.get("q", ""), chosen.get("head", ""), chosen.get("state", "")
    )
    tags = {
        "running": Tag("done", _("running")),
        "ending": Tag("attention", _("ends within 60 days")),
        "ended": Tag("draft", _("ended")),
    }

    def cells(one: Charge) -> list[Any]:
        state = charging.state_of(one, today)
        return [
            Link(one.basis, reverse("revenue_payer", args=[one.taxpayer.code])), one.taxpayer.name, runs.head_label(one.head), one.since,
            one.ended or one.until, one.period_amount, str(one.get_every_display()), charging.next_due(one, today, calendar), tags[state],
        ]  # fmt: skip

    listing = Listing(
        title=_("Local payments by contract"), name="local-payments", cells=cells,
        intro=_("Outdoor advertising, hotels, parking, trade places, rent and sale of municipal property. Each period is raised when it begins."),
        columns=[(_("Contract or decision"), "text"), (_("Taxpayer"), "text"), (_("Kind of payment"), "text"), (_("From"), "date"), (_("To"), "date"),
                 (_("A period"), "money"), (_("How often"), "text"), (_("Next due day"), "date"), (_("State"), "text")],
        empty=(_("No contract is found"), _("A contract or decision is recorded on the taxpayer's page.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form)
