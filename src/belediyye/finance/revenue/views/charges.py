"""Local payments by contract or decision, of every kind: the list with term, next due day and state."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core.display import money
from belediyye.core.period import format_date
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.cases import ChargeFilter
from belediyye.finance.revenue.forms.contracts import ConfirmForm, CorrectionForm, QuantityForm, period_label
from belediyye.finance.revenue.models import Charge, Entry
from belediyye.finance.revenue.queries import bills, charging, runs
from belediyye.finance.revenue.views.listing import Link, Listing, Table, Tag, case_page, list_page
from belediyye.finance.revenue.views.pages import answer_pdf, form_page
from belediyye.finance.revenue.views.payers import told

GET_POST = require_http_methods(["GET", "POST"])


@require_GET
def charge_list(request: HttpRequest) -> HttpResponse:
    place, today = access.require_reader(request.actor), timezone.localdate()
    form = ChargeFilter(request.GET)
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
            Link(one.basis, reverse("revenue_charge", args=[one.pk])), one.taxpayer.name, runs.head_label(one.head), one.since,
            one.ended or one.until, None if one.declared else one.period_amount, one.open, one.late,
            charging.next_due(one, today, calendar), Tag("late", _("past its day")) if one.late > 0 else tags[state],
        ]  # fmt: skip

    listing = Listing(
        title=_("Local payments by contract"), name="local-payments", cells=cells,
        intro=_("Outdoor advertising, hotels, parking, trade places, rent and sale of municipal property. Each period is raised when it begins."),
        columns=[(_("Contract or decision"), "text"), (_("Taxpayer"), "text"), (_("Kind of payment"), "text"), (_("From"), "date"), (_("To"), "date"),
                 (_("A period"), "money"), (_("Still open"), "money"), (_("Past its day"), "money"), (_("Next due day"), "date"), (_("State"), "text")],
        empty=(_("No contract is found"), _("A contract or decision is recorded on the taxpayer's page.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form)


def _many(hundredths: int) -> str:
    """A quantity as people write it.

    >>> _many(1_234_560)
    '12345,6'
    """
    return f"{hundredths // 100},{hundredths % 100:02d}".rstrip("0").rstrip(",")


def _said(charge: Charge) -> str:
    many = _("stated for each period") if charge.declared else _many(charge.quantity)
    return f"{money(charge.unit_price)}{charge.per_unit} × {many}"


def _periods(charge: Charge, actor: Any) -> list[list[Any]]:
    """A row a demand: what it is for, its amount, what was changed, paid, is open, its day, its bill and correction."""
    keep, run = access.may_keep(actor=actor) is None, access.may_run(actor=actor) is None
    printed = {b.demand_id: b for b in charge.bills.order_by("year", "number")}
    rows = []
    for demand in Entry.objects.filter(charge=charge, kind=Entry.Kind.DEMAND).order_by("year", "instalment"):
        begins, ends = bills.span_of(charge, demand)
        stands, left = charging.standing(demand), charging.open_of(demand)
        name = f"{format_date(begins)}–{format_date(ends)}"
        bill: Any = ""
        if one := printed.get(demand.pk):
            bill = Link(str(one), reverse("revenue_bill", args=[one.year, one.number]), "PDF")
        elif keep and left > 0:
            bill = Link(_("Issue a bill"), reverse("revenue_bill_issue", args=[demand.pk]), name)
        fix: Any = (
            Link(_("Correct"), reverse("revenue_charge_correct", args=[demand.pk]), name) if run else ""
        )
        rows.append([name, demand.due, demand.amount, (stands - demand.amount) or None, left, bill, fix])
    return rows


@require_GET
def charge(request: HttpRequest, pk: int) -> HttpResponse:
    """One contract: its terms, what it has raised, and what can be done with it."""
    one, today = access.get_charge_for(request.actor, pk), timezone.localdate()
    rows = _periods(one, request.actor)
    facts: list[Any] = [
        (_("Taxpayer"), one.taxpayer.name, reverse("revenue_payer", args=[one.taxpayer.code]), _("Open")),
        (_("Contract or decision"), f"{one.basis} {one.number}".strip() + f", {format_date(one.signed)}"),
        (_("Term"), f"{format_date(one.since)}–{format_date(one.until) if one.until else ''}"),
        (_("How often"), str(one.get_every_display())), (_("Amount"), _said(one)),
    ]  # fmt: skip
    if not one.declared and one.every != Charge.Every.ONCE:
        facts.append((_("First and last period"), _("whole") if one.whole_periods else _("by days")))
    if one.subject:
        facts.append((_("What it is about"), one.subject))
    if one.object:
        facts.append((_("Object"), str(one.object), reverse("revenue_object", args=[one.object.number]), _("Open")))  # fmt: skip
    if one.ended:
        facts.append((_("Ended early on"), format_date(one.ended)))
    columns = [(_("Period"), "text"), (_("Due"), "date"), (_("Demanded"), "money"), (_("Corrected by"), "money"), (_("Open, with interest and sanctions"), "money"), (_("Bill"), "text"), (_("Correction"), "text")]  # fmt: skip
    tables = [Table(_("What was raised"), columns, rows)] if rows else []
    if parts := list(one.parts.all()):
        lines = [[p.number, p.due, p.amount_qepik] for p in parts]
        tables.append(Table(_("Instalments of the price"), [(_("Number"), "int"), (_("Pay by"), "date"), (_("Amount"), "money")], lines))  # fmt: skip
    if one.declared and (stated := list(one.quantities.order_by("pk"))):
        spans = {(p.year, p.number): period_label(p) for p in charging.periods(one, today)}
        lines = [
            [spans.get((q.year, q.number), f"{q.year}/{q.number}"), _many(q.quantity), q.day, q.document] for q in stated
        ]  # fmt: skip
        tables.append(Table(_("Quantities stated"), [(_("Period"), "text"), (_("Quantity"), "text"), (_("Day"), "date"), (_("Document"), "text")], lines))  # fmt: skip
    does, notes = [], []
    if missing := charging.missing_statements(one, today):
        notes.append(("warning", _("Quantity not stated yet: %(periods)s") % {"periods": ", ".join(map(period_label, missing[:6]))}))  # fmt: skip
    if access.may_keep(actor=request.actor) is None:
        if one.declared:
            does.append((_("State a quantity"), reverse("revenue_charge_declare", args=[pk]), True))
        if not one.ended:
            does.append((_("End early"), reverse("revenue_charge_end", args=[pk]), False))
    return case_page(
        request, title=str(one), above=(_("Local payments by contract"), reverse("revenue_charges")), facts=facts, tables=tables, does=does, notes=notes,
        lines=told(one), stats=[(_("Open, with interest and sanctions"), money(sum(r[4] for r in rows)))], today=today,
    )  # fmt: skip


@GET_POST
def charge_declare(request: HttpRequest, pk: int) -> HttpResponse:
    one, today = access.get_charge_for(request.actor, pk), timezone.localdate()
    begun = sorted(charging.periods(one, today), reverse=True)[:60]
    missing = charging.missing_statements(one, today)
    initial = {"period": f"{missing[0].year}-{missing[0].number}"} if missing else {}
    form = QuantityForm(request.POST or None, periods=begun, initial=initial)
    back = reverse("revenue_charge", args=[pk])

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        period = form.periods[c["period"]]
        actions.declare_quantity(
            actor=request.actor, charge=one, year=period.year, number=period.number, quantity=c["quantity"], document=c["document"], on=today
        )  # fmt: skip
        return back, _(
            "The quantity is stated. A period that was raised already is put right by the difference."
        )

    intro = _("Stated anew, the newest quantity of a period counts.")
    return form_page(
        request, form, do, title=_("Quantity of a period: %(charge)s") % {"charge": one}, button=_("State it"), back=back, intro=intro,
        may=access.may_keep,
    )  # fmt: skip


@GET_POST
def charge_correct(request: HttpRequest, pk: int) -> HttpResponse:
    demand = access.get_charge_demand_for(request.actor, pk)
    stands = charging.standing(demand)
    form = CorrectionForm(request.POST or None, initial={"amount": stands})
    back = reverse("revenue_charge", args=[demand.charge_id])

    def do(form: Any) -> tuple[str, str]:
        actions.correct_charge(
            actor=request.actor, demand=demand, on=timezone.localdate(), **form.cleaned_data
        )
        return back, _("The demand is corrected; what was paid too much is credit now.")

    intro = _("%(what)s asks for %(amount)s. The demand stays on the account; the difference is posted with its reason.") % {
        "what": demand.charge, "amount": money(stands)}  # fmt: skip
    return form_page(
        request,
        form,
        do,
        title=_("Correct a demand"),
        button=_("Correct"),
        back=back,
        intro=intro,
        may=access.may_run,
    )


@GET_POST
def bill_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more, then issues the bill."""
    demand = access.get_charge_demand_for(request.actor, pk)
    back = reverse("revenue_charge", args=[demand.charge_id])

    def do(form: Any) -> tuple[str, str]:
        made = actions.issue_bill(actor=request.actor, demand=demand, on=timezone.localdate())
        return back, _("Bill %(bill)s is issued; print it from the table.") % {"bill": made}

    intro = _("%(what)s: %(amount)s is open. The bill takes the next number of the year.") % {
        "what": demand.charge, "amount": money(charging.open_of(demand))}  # fmt: skip
    return form_page(
        request, ConfirmForm(request.POST if request.method == "POST" else None), do, title=_("Issue a bill"), button=_("Issue the bill"), back=back, intro=intro,
        may=access.may_keep,
    )  # fmt: skip


@require_GET
def bill(request: HttpRequest, year: int, number: int) -> HttpResponse:
    one = access.get_bill_for(request.actor, year, number)
    return answer_pdf(bills.bill_pdf(one), f"bill-{year}-{number}.pdf")
