"""Deferrals: a due day moved before it came, the list of them, and taking one back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core.display import money
from belediyye.core.period import format_date
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.cases import DeferralFilter
from belediyye.finance.revenue.forms.objections import DeferralForm
from belediyye.finance.revenue.forms.register import ReasonForm
from belediyye.finance.revenue.models import Deferral
from belediyye.finance.revenue.queries import balance, cases
from belediyye.finance.revenue.views.listing import Link, Listing, Tag, case_page, list_page
from belediyye.finance.revenue.views.pages import form_page
from belediyye.finance.revenue.views.payers import told

GET_POST = require_http_methods(["GET", "POST"])


def _state(one: Deferral) -> Tag:
    return Tag("draft", _("taken back")) if one.undone else Tag("done", _("in force"))


@require_GET
def deferral_list(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    form = DeferralFilter(request.GET)
    form.is_valid()
    rows = cases.of_payer(cases.deferrals_of(place), form.cleaned_data.get("q", ""))
    if state := form.cleaned_data.get("state"):
        rows = rows.filter(undone__isnull=state == "force")

    def cells(one: Deferral) -> list[Any]:
        return [
            Link(str(one), reverse("revenue_deferral", args=[one.number])), Link(one.taxpayer.name, reverse("revenue_card", args=[one.taxpayer.code])),
            cases.said_of(one.demand), one.amount_qepik, one.day, one.until, _state(one),
        ]  # fmt: skip

    listing = Listing(
        title=_("Deferrals"), name="deferrals", cells=cells,
        intro=_("Due days moved before they came. Till the new day nothing is late and no interest runs."),
        columns=[(_("Deferral"), "text"), (_("Taxpayer"), "text"), (_("Which debt"), "text"), (_("Amount"), "money"), (_("Granted on"), "date"),
                 (_("Due instead on"), "date"), (_("State"), "text")],
        empty=(_("No deferral is found"), _("A due day that has not come is deferred from a taxpayer's account card.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form)


@require_GET
def deferral(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_deferral_for(request.actor, number)
    card = reverse("revenue_card", args=[one.taxpayer.code])
    facts: list[Any] = [
        (_("Taxpayer"), one.taxpayer.name, reverse("revenue_payer", args=[one.taxpayer.code]), _("Open")),
        (_("Which debt"), cases.said_of(one.demand), card, _("Account card")), (_("Amount"), money(one.amount_qepik)),
        (_("Granted on"), format_date(one.day)), (_("Due instead on"), format_date(one.until)), (_("Ground"), one.reason or "–"),
    ]  # fmt: skip
    notes: list[Any] = []
    does: list[Any] = []
    if one.undone:
        notes.append(("warning", _("Taken back on %(day)s: %(why)s") % {"day": format_date(one.undone), "why": one.undone_because}))  # fmt: skip
    elif access.may_run(actor=request.actor) is None:
        does.append((_("Take the deferral back"), reverse("revenue_deferral_undo", args=[number]), False))
    return case_page(
        request, title=_("Deferral %(number)s") % {"number": one}, above=(_("Deferrals"), reverse("revenue_deferrals")), facts=facts, notes=notes,
        does=does, lines=told(one.taxpayer),
    )  # fmt: skip


@GET_POST
def deferral_new(request: HttpRequest, code: str) -> HttpResponse:
    payer, today = access.get_payer_for(request.actor, code), timezone.localdate()
    debts = [(d.demand, d.principal) for d in balance.coming(balance.owed(payer, today))]
    form = DeferralForm(request.POST or None, debts=debts)

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        made = actions.defer(
            actor=request.actor, demand=form.demands[c["demand"]], until=c["until"], on=today, reason=c["reason"]
        )  # fmt: skip
        said = _("The due day is moved to %(day)s.") % {"day": format_date(made.until)}
        return reverse("revenue_deferral", args=[made.number]), said

    intro = _("What is open on a debt that is not yet due becomes due on a later day, and bears no interest till then. Debt that is already late is paid in parts by agreement.")  # fmt: skip
    if not debts:
        intro = _("Nothing of this taxpayer is open that is still to fall due: there is nothing to defer.")
    return form_page(
        request, form, do, title=_("Defer a due day of %(name)s") % {"name": payer.name}, button=_("Defer it"),
        back=reverse("revenue_card", args=[code]), intro=intro,
        may=access.may_run,
    )  # fmt: skip


@GET_POST
def deferral_undo(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_deferral_for(request.actor, number)
    back = reverse("revenue_deferral", args=[number])

    def do(form: Any) -> tuple[str, str]:
        actions.undo_deferral(
            actor=request.actor, deferral=one, on=timezone.localdate(), reason=form.cleaned_data["reason"]
        )
        return back, _("The deferral is taken back; the first due day counts again.")

    return form_page(
        request, ReasonForm(request.POST or None), do, title=_("Take back the deferral %(number)s") % {"number": one},
        button=_("Take it back"), back=back, intro=_("The first due day counts again, with interest from it."),
        may=access.may_run,
    )  # fmt: skip
