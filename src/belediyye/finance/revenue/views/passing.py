"""The page where the unpaid tax of a sold building passes to its new holder."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from belediyye.core import display
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.cases import PassForm
from belediyye.finance.revenue.queries import passing
from belediyye.finance.revenue.views.pages import form_page

GET_POST = require_http_methods(["GET", "POST"])


@GET_POST
def holding_pass(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the year and says before what would pass to whom."""
    holding = access.get_holding_for(request.actor, pk)
    today = timezone.localdate()
    years = passing.may_pass(holding, today)
    back = reverse("revenue_object", args=[holding.object.number])
    parts = [(year, part) for year in years for part in passing.unpaid_parts(holding, year, today)]
    form = PassForm(request.POST or None, years=years)

    def do(form: Any) -> tuple[str, str]:
        moved = actions.pass_unpaid(
            actor=request.actor, holding=holding, year=form.cleaned_data["year"], on=today
        )
        return back, _("%(amount)s passed to the new holder.") % {"amount": display.money(moved)}

    told = [
        _("%(year)s, due on %(day)s: %(amount)s to %(name)s")
        % {"year": year, "day": f"{part.demand.due:%d.%m.%Y}", "amount": display.money(part.amount), "name": part.to.name}
        for year, part in parts
    ]  # fmt: skip
    intro = _(
        "If the former owner of a building has not paid, the owner at the due day pays (Tax Code, 200.5). The former owner's interest falls with it; the new one owes it 30 days from today."
    )
    return form_page(
        request, form if years else None, do, title=_("Pass unpaid tax to the new holder"), button=_("Pass it on"), back=back,
        intro=f"{holding.object}: {holding.taxpayer.name}. {intro}", notes=told or [_("Nothing is unpaid that could pass.")],
        may=access.may_run,
    )  # fmt: skip
