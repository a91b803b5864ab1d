"""Instalment agreements and deferrals: the parts proposed and shown before signing, kept or broken, ended, printed."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core.actions import Refused
from belediyye.core.display import money
from belediyye.core.period import add_months, format_date
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.cases import AgreementFilter, AgreementForm, PlanForm
from belediyye.finance.revenue.forms.register import ReasonForm
from belediyye.finance.revenue.models import Agreement
from belediyye.finance.revenue.queries import agreements, balance, cases, letters
from belediyye.finance.revenue.views.listing import Link, Listing, Table, Tag, case_page, list_page
from belediyye.finance.revenue.views.pages import answer_pdf, form_page, told

GET_POST = require_http_methods(["GET", "POST"])
PARTS = 6


def state_tag(standing: agreements.Standing) -> Tag:
    """How the agreement stands, in a word."""
    return {
        agreements.KEPT: Tag("info", _("being kept")),
        agreements.BROKEN: Tag("late", _("broken")),
        agreements.PAID: Tag("done", _("paid")),
        agreements.ENDED: Tag("draft", _("ended")),
    }[standing.state]


def _cells(s: agreements.Standing) -> list[Any]:
    one = s.agreement
    return [
        Link(str(one), reverse("revenue_agreement", args=[one.number])),
        Link(one.taxpayer.name, reverse("revenue_card", args=[one.taxpayer.code])),
        one.day, one.amount_qepik, max(0, s.amount - s.paid) if s.state != agreements.ENDED else None,
        s.next.due if s.next and s.state in (agreements.KEPT, agreements.BROKEN) else None, state_tag(s),
    ]  # fmt: skip


@require_GET
def agreement_list(request: HttpRequest) -> HttpResponse:
    place, today = access.require_reader(request.actor), timezone.localdate()
    form = AgreementFilter(request.GET)
    form.is_valid()
    rows: Any = cases.of_payer(cases.agreements_of(place), form.cleaned_data.get("q", ""))
    standings = agreements.standings(rows, today)
    if state := form.cleaned_data.get("state"):
        standings = [s for s in standings if s.state == state]
    listing = Listing(
        title=_("Instalment agreements"), name="agreements", cells=_cells,
        intro=_("Old debt paid in parts, or (one part) deferred. While its parts are paid in time the debts it was made for are not reminded of; later ones are."),
        columns=[(_("Agreement"), "text"), (_("Taxpayer"), "text"), (_("Made on"), "date"), (_("Debt covered"), "money"), (_("Still to pay by it"), "money"),
                 (_("Next part by"), "date"), (_("State"), "text")],
        empty=(_("No agreement is found"), _("An agreement is made from a taxpayer's account card, where debt is past its day.")),
    )  # fmt: skip
    return list_page(request, listing, standings, form)


@require_GET
def agreement(request: HttpRequest, number: int) -> HttpResponse:
    one, today = access.get_agreement_for(request.actor, number), timezone.localdate()
    (s,) = agreements.standings(Agreement.objects.filter(pk=one.pk), today)
    notes = []
    if s.state == agreements.BROKEN:
        assert s.broken is not None
        notes.append(("error", _("The part due on %(day)s was not paid in time: the agreement is broken. End it, or remind of the debt.") % {"day": format_date(s.broken)}))  # fmt: skip
    elif s.state == agreements.PAID:
        notes.append(("success", _("All parts are paid.")))
    elif s.state == agreements.ENDED:
        notes.append(("warning", _("Ended on %(day)s: %(why)s") % {"day": format_date(one.ended), "why": one.ended_because}))  # fmt: skip
    if s.shrunk and s.state != agreements.ENDED:
        notes.append(("", _("The debts shrank by %(amount)s since the agreement was made: the last parts fall by as much.") % {"amount": money(s.shrunk)}))  # fmt: skip
    account = balance.owed(one.taxpayer, today)
    open_ = sum(d.collectable for d in balance.covered_by(one, account))
    left = max(0, s.amount - s.paid)
    stats = [(_("Debt covered"), money(one.amount_qepik)), (_("Paid since"), money(s.paid))]
    if s.state in (agreements.BROKEN, agreements.ENDED):
        stats.append((_("To be paid now, with interest"), money(open_)))
    else:
        stats.append((_("Still to pay by it"), money(left)))
        if open_ > left:
            notes.append(("", _("Interest runs on beside the parts: with it %(amount)s is open today of the debts covered.") % {"amount": money(open_)}))  # fmt: skip
    facts = [
        (_("Taxpayer"), one.taxpayer.name, reverse("revenue_payer", args=[one.taxpayer.code]), _("Open")),
        (_("Made on"), format_date(one.day)), (_("Ground"), one.reason or "–"),
        (_("Past its day on the whole account"), money(account.overdue_total), reverse("revenue_card", args=[one.taxpayer.code]), _("Open")),
    ]  # fmt: skip
    does = [(_("Account card"), reverse("revenue_card", args=[one.taxpayer.code]), False)]
    if not one.ended and access.may_run(actor=request.actor) is None:
        does.append((_("End the agreement"), reverse("revenue_agreement_end", args=[number]), False))
    title = _("Deferral %(number)s") if len(s.parts) == 1 else _("Instalment agreement %(number)s")
    return case_page(
        request, title=title % {"number": one}, above=(_("Instalment agreements"), reverse("revenue_agreements")), facts=facts, notes=notes, does=does,
        stats=stats, today=today, tables=[_parts(s, today), _covered(one)],
        pdf=reverse("revenue_agreement_pdf", args=[number]), lines=told(one.taxpayer),
    )  # fmt: skip


def _parts(s: agreements.Standing, today: date) -> Table:
    """The parts with what became of each. Once the agreement is broken or ended no part waits for its day any more: what
    is open is asked for at once, so what a part would now be is not said."""
    over = s.state in (agreements.BROKEN, agreements.ENDED)
    missed_by = min(today, s.agreement.ended or today)
    coming = {
        agreements.BROKEN: Tag("late", _("fell with the break: due at once")),
        agreements.ENDED: Tag("draft", _("ended with the agreement")),
    }.get(s.state, Tag("waiting", _("to come")))
    rows, upto = [], 0
    for n, part in enumerate(s.parts, 1):
        upto += part.amount_qepik
        missed = Tag("late", _("missed")) if part.due < missed_by else coming
        state = Tag("done", _("paid")) if s.paid >= upto else missed
        rows.append([str(n), part.due, part.agreed_qepik, *([] if over else [part.amount_qepik]), state])
    now = [] if over else [(_("As it is now"), "money")]
    return Table(_("Parts"), [(_("No."), "text"), (_("Pay by"), "date"), (_("Agreed"), "money"), *now, (_("State"), "text")], rows)  # fmt: skip


def _covered(one: Agreement) -> Table:
    """The debts for which the agreement was made; it covers no later ones."""
    debts = one.debts.filter(amount_qepik__gt=0).select_related("demand")
    rows = [[cases.said_of(d.demand), d.amount_qepik] for d in debts]
    return Table(_("Debts covered, as they were"), [(_("Debt"), "text"), (_("Amount"), "money")], rows)


@require_GET
def agreement_pdf(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_agreement_for(request.actor, number)
    (s,) = agreements.standings(
        Agreement.objects.filter(pk=one.pk).select_related("municipality"), timezone.localdate()
    )
    return answer_pdf(letters.agreement_pdf(s), f"agreement-{number}.pdf")


@GET_POST
def agreement_new(request: HttpRequest, code: str) -> HttpResponse:
    """First how many parts and from when (GET), then the parts proposed, each open to change; signing is the POST."""
    payer, today = access.get_payer_for(request.actor, code), timezone.localdate()
    back = reverse("revenue_card", args=[code])
    debt = balance.owed(payer, today).overdue_total
    if not debt:
        messages.info(request, _("Nothing is past its day: there is nothing to agree on."))
        return redirect(back)
    plan = PlanForm(
        request.GET if "count" in request.GET else None,
        initial={"count": PARTS, "first": add_months(today, 1)},
    )
    count, first = PARTS, add_months(today, 1)
    if plan.is_bound and plan.is_valid():
        count, first = plan.cleaned_data["count"], plan.cleaned_data["first"] or first
    first = max(first, today + timedelta(days=1))
    parts = agreements.proposed_parts(debt, first, min(count, debt), working_calendar())
    form = AgreementForm(request.POST or None, parts=parts)
    return _signing(request, payer, debt, plan, form, today, back)


def _signing(
    request: HttpRequest,
    payer: Any,
    debt: int,
    plan: Any,
    form: AgreementForm,
    today: date,
    back: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_agreement(
                actor=request.actor,
                payer=payer,
                parts=form.parts(),
                on=today,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The agreement is made. Print it for both to sign."))
            return redirect(reverse("revenue_agreement", args=[made.number]))
    page = {
        "payer": payer, "debt": debt, "plan": plan, "form": form, "back": back, "today": today,
        "pairs": [(form[f"due_{n}"], form[f"amount_{n}"]) for n in range(1, form.count + 1)],
        "debts": balance.owed(payer, today).overdue, "may_run": access.may_run(actor=request.actor) is None,
    }  # fmt: skip
    return render(request, "revenue/agreement_new.html", page, status=422 if form.is_bound else 200)


@GET_POST
def agreement_end(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_agreement_for(request.actor, number)
    back = reverse("revenue_agreement", args=[number])

    def do(form: Any) -> tuple[str, str]:
        actions.end_agreement(
            actor=request.actor, agreement=one, on=timezone.localdate(), reason=form.cleaned_data["reason"]
        )
        return back, _("The agreement is ended; the debt is collected as any other.")

    title = _("End the agreement %(number)s") % {"number": one}
    return form_page(
        request, ReasonForm(request.POST or None), do, title=title, button=_("End it"), back=back, intro=one.taxpayer.name,
        may=access.may_run,
    )  # fmt: skip
