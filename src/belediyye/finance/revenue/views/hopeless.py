"""Limitation and write-off: debts near or past their term, proposals, what the decision took off."""

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core.display import money
from belediyye.core.period import format_date
from belediyye.core.thread import thread_of
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.cases import DecisionForm, LapsingFilter, ProposalFilter, ProposalForm
from belediyye.finance.revenue.forms.objections import RestoreForm
from belediyye.finance.revenue.forms.register import ReasonForm
from belediyye.finance.revenue.models import Entry, ProposalLine, WriteOff, WriteOffProposal
from belediyye.finance.revenue.queries import balance, cases
from belediyye.finance.revenue.queries.cases import called
from belediyye.finance.revenue.views.listing import Link, Listing, Table, Tag, case_page, list_page
from belediyye.finance.revenue.views.pages import form_page, told

GET_POST = require_http_methods(["GET", "POST"])
AT_ONCE = 200
TAGS = {"open": "waiting", "done": "done", "dropped": "draft"}


@require_GET
def limitation(request: HttpRequest) -> HttpResponse:
    place, today = access.require_reader(request.actor), timezone.localdate()
    form = LapsingFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = cases.of_payer(cases.lapsing_debts(place, today, chosen.get("state", "")), chosen.get("q", ""))

    def cells(debt: Entry) -> list[Any]:
        last = cases.term_of(debt.year)
        return [
            Link(called(debt.taxpayer), reverse("revenue_card", args=[debt.taxpayer.code])), cases.said_of(debt), debt.open, last,
            Tag("late", _("the term has ended")) if last < today else Tag("attention", _("%(days)s days left") % {"days": (last - today).days}),
        ]  # fmt: skip

    ended = cases.lapsing_debts(place, today, "ended").exists()
    button = (
        (_("Propose to write off"), reverse("revenue_proposal_new"))
        if ended and access.may_keep(actor=request.actor) is None
        else None
    )
    listing = Listing(
        title=_("Debts near the end of their term"), name="limitation", cells=cells, button=button,
        intro=_("Assessed tax is collected within five years after its tax year (Tax Code, 85.4). What is past that is hopeless and is written off by decision (93)."),
        links=[(_("Proposals to write off"), reverse("revenue_proposals"))],
        columns=[(_("Taxpayer"), "text"), (_("For what"), "text"), (_("Still open"), "money"), (_("Can be collected until"), "date"), (_("Term"), "text")],
        empty=(_("No debt is near the end of its term"), _("Debts stand here half a year before they can no longer be collected.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form)


@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    place = access.require_proposals(request.actor)
    form = ProposalFilter(request.GET)
    form.is_valid()
    rows = cases.proposals_of(place)
    if state := form.cleaned_data.get("state"):
        rows = rows.filter(state=state)
    if text := form.cleaned_data.get("q", ""):
        wanted = cases.of_payer(ProposalLine.objects.all(), text)
        rows = rows.filter(pk__in=wanted.values("proposal_id"))

    def cells(one: WriteOffProposal) -> list[Any]:
        return [
            Link(str(one), reverse("revenue_proposal", args=[one.number])), one.day, str(one.get_ground_display()), one.amount_qepik, one.decision or "–",
            one.closed, Tag(TAGS[one.state], str(one.get_state_display())),
        ]  # fmt: skip

    listing = Listing(
        title=_("Proposals to write off"), name="write-offs", cells=cells,
        links=[(_("Debts near the end of their term"), reverse("revenue_limitation"))] if access.may_enter(request.actor) else [],
        intro=_("Hopeless debts are proposed here, decided by the council, and only then taken off the accounts."),
        columns=[(_("Proposal"), "text"), (_("Made on"), "date"), (_("Ground"), "text"), (_("Amount"), "money"), (_("Decision"), "text"),
                 (_("Closed on"), "date"), (_("State"), "text")],
        empty=(_("No proposal is found"), _("A proposal is made from the list of debts past their term, or from an account card.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form)


def _line_state(line: ProposalLine, proposal: WriteOffProposal) -> Tag:
    if line.write_off is not None:
        if line.write_off.reversed_on:
            return Tag("attention", _("stands again"))
        return Tag("done", _("written off"))
    return Tag("waiting", _("stands")) if proposal.state == "open" else Tag("draft", _("stays"))


def _taking_back(request: HttpRequest, line: ProposalLine) -> Any:
    """When and why a write-off was taken back, or the way to do it."""
    if line.write_off is None:
        return ""
    if line.write_off.reversed_on:
        return f"{format_date(line.write_off.reversed_on)}: {line.write_off.reversed_because}"
    if access.may_restore(actor=request.actor) is not None:
        return ""
    return Link(
        _("Take back"), reverse("revenue_write_off_restore", args=[line.write_off_id]), called(line.taxpayer)
    )


@GET_POST
def write_off_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the debts of one payer that one decision wrote off back on the account."""
    one = access.get_write_off_for(request.actor, pk)
    card = reverse("revenue_card", args=[one.taxpayer.code])

    def do(form: Any) -> tuple[str, str]:
        actions.reverse_write_off(actor=request.actor, write_off=one, **form.cleaned_data)
        return card, _("The debt stands on the account again, with its interest.")

    intro = _("%(name)s: %(amount)s, written off on %(day)s by %(decision)s. The debt stands again as if it had never been written off.") % {
        "name": called(one.taxpayer), "amount": money(one.amount_qepik), "day": format_date(one.day), "decision": one.decision}  # fmt: skip
    form = RestoreForm(request.POST or None, initial={"on": timezone.localdate()})
    if one.reversed_on:
        form, intro = None, _("Taken back on %(day)s: %(why)s") % {"day": format_date(one.reversed_on), "why": one.reversed_because}  # fmt: skip
    return form_page(
        request, form, do, title=_("Take back a write-off"),
        button=_("Take it back"), back=card, intro=intro,
        may=access.may_restore,
    )  # fmt: skip


@require_GET
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_proposal_for(request.actor, number)
    lines = one.lines.select_related("taxpayer", "demand", "write_off")
    reads = access.may_enter(request.actor)
    rows = [
        [Link(called(x.taxpayer), reverse("revenue_card", args=[x.taxpayer.code]) if reads else ""), cases.said_of(x.demand), cases.term_of(x.demand.year), x.amount_qepik,
         _line_state(x, one), _taking_back(request, x)]
        for x in lines
    ]  # fmt: skip
    facts = [(_("Ground"), str(one.get_ground_display())), (_("Made on"), format_date(one.day)), (_("Why"), one.reason or "–"),
             (_("State"), str(one.get_state_display()))]  # fmt: skip
    if one.decision:
        facts.append((_("Decision"), f"{one.decision} · {format_date(one.closed)}"))
    does, notes = [], []
    if _is_open(one):
        notes.append(("", _("The council decides. A decision whose effect is “Writes off hopeless debt” with proposal %(number)s carries it out by itself; a decision on paper is entered here.") % {"number": one.number}))  # fmt: skip
        reason = access.may_enter_decision(actor=request.actor, proposal=one)
        if reason is None:
            does.append((_("Enter the decision"), reverse("revenue_proposal_decide", args=[number]), True))
        elif access.may_write_off(actor=request.actor) is None:
            notes.append(("", reason))
        if access.may_keep(actor=request.actor) is None:
            does.append((_("Withdraw the proposal"), reverse("revenue_proposal_drop", args=[number]), False))
    columns = [(_("Taxpayer"), "text"), (_("For what"), "text"), (_("Term ended"), "date"), (_("Open that day"), "money"), (_("State"), "text"), (_("Taken back"), "text")]  # fmt: skip
    return case_page(
        request, title=_("Proposal to write off %(number)s") % {"number": one}, above=(_("Proposals to write off"), reverse("revenue_proposals")),
        facts=facts, notes=notes, does=does, stats=[(_("Proposed"), money(one.amount_qepik))], today=one.day, tables=[Table(_("Debts"), columns, rows)],
        lines=told(one), strands=thread_of(request.actor, one),
    )  # fmt: skip


def _choices(request: HttpRequest, today: date) -> list[tuple[Entry, int]]:
    """What may be proposed: one payer's open debts (`?payer=`), or the oldest debts past their term."""
    if code := request.GET.get("payer", "").replace("\x00", ""):
        payer = access.get_payer_for(request.actor, code)
        return [(d.demand, d.total) for d in balance.owed(payer, today).debts if d.total > 0]
    place = access.require_reader(request.actor)
    return [(d, d.open) for d in cases.lapsing_debts(place, today, "ended")[:AT_ONCE]]


@GET_POST
def proposal_new(request: HttpRequest) -> HttpResponse:
    access.require_reader(request.actor)
    today = timezone.localdate()
    debts = _choices(request, today)
    payer = request.GET.get("payer", "").replace("\x00", "")
    initial = {"ground": WriteOff.Ground.TERM, "debts": [] if payer else [str(d.pk) for d, _open in debts]}
    form = ProposalForm(request.POST or None, debts=debts, initial=initial)

    def do(form: Any) -> tuple[str, str]:
        made = actions.propose_write_off(
            actor=request.actor, demands=form.chosen(), ground=form.cleaned_data["ground"], on=today, reason=form.cleaned_data["reason"]
        )  # fmt: skip
        return reverse("revenue_proposal", args=[made.number]), _(
            "The proposal is made. Nothing changes on the accounts before the decision."
        )

    back = reverse("revenue_card", args=[payer]) if payer else reverse("revenue_limitation")
    intro = _("Debt is hopeless when its term of collection has ended (Tax Code, 85.4) or a court said so. It is written off by decision (93).")  # fmt: skip
    return form_page(
        request, form, do, title=_("Propose to write off hopeless debt"), button=_("Make the proposal"), back=back, intro=intro,
        may=access.may_keep,
    )  # fmt: skip


def _is_open(proposal: WriteOffProposal) -> bool:
    """Whether it still waits: a form sent again from another window has nothing left to do."""
    return proposal.state == WriteOffProposal.State.OPEN


@GET_POST
def proposal_decide(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_proposal_for(request.actor, number)

    def do(form: Any) -> tuple[str, str]:
        actions.enter_write_off_decision(actor=request.actor, proposal=one, **form.cleaned_data)
        return reverse("revenue_proposal", args=[number]), _("The debts are taken off the accounts.")

    form = DecisionForm(request.POST or None, initial={"on": timezone.localdate()})
    return form_page(
        request, form if _is_open(one) else None, do, title=_("The decision to write off"),
        button=_("Write off"), back=reverse("revenue_proposal", args=[number]),
        intro=f"{one} · {money(one.amount_qepik)}" if _is_open(one) else _("This proposal is already closed."),
        may=partial(access.may_enter_decision, proposal=one),
    )  # fmt: skip


@GET_POST
def proposal_drop(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_proposal_for(request.actor, number)

    def do(form: Any) -> tuple[str, str]:
        actions.drop_proposal(
            actor=request.actor, proposal=one, on=timezone.localdate(), reason=form.cleaned_data["reason"]
        )
        return reverse("revenue_proposal", args=[number]), _("The proposal is withdrawn; the debts stay.")

    return form_page(
        request, ReasonForm(request.POST or None) if _is_open(one) else None, do, title=_("Withdraw the proposal %(number)s") % {"number": one},
        button=_("Withdraw"), back=reverse("revenue_proposal", args=[number]), intro="" if _is_open(one) else _("This proposal is already closed."),
        may=access.may_keep,
    )  # fmt: skip
