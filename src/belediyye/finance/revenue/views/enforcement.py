"""Enforcement: court cases, who is to be taken to court, the steps of a case, the application as a paper."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core import files
from belediyye.core.display import money
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.contracts import CourtCaseFilter, CourtForm, StepForm
from belediyye.finance.revenue.models import CourtCase
from belediyye.finance.revenue.queries import bills, cases, enforcing
from belediyye.finance.revenue.views.listing import Link, Listing, Table, Tag, case_page, list_page
from belediyye.finance.revenue.views.pages import answer_file, answer_pdf, form_page
from belediyye.finance.revenue.views.payers import told

GET_POST = require_http_methods(["GET", "POST"])
TAGS = {
    "applied": "waiting", "order": "attention", "executor": "attention", "returned": "late", "paid": "done", "refused": "draft", "withdrawn": "draft",
}  # fmt: skip


@require_GET
def court_cases(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    form = CourtCaseFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = cases.of_payer(enforcing.cases_of(place, chosen.get("state", "")), chosen.get("q", ""))

    def cells(one: CourtCase) -> list[Any]:
        return [
            Link(str(one), reverse("revenue_court_case", args=[one.number])), Link(one.taxpayer.name, reverse("revenue_card", args=[one.taxpayer.code])),
            one.court, one.day, one.total_qepik, Tag(TAGS[one.state], str(one.get_state_display())),
        ]  # fmt: skip

    listing = Listing(
        title=_("Court and enforcement"), name="court-cases", cells=cells, button=(_("Who is to be taken to court"), reverse("revenue_court_candidates")),
        intro=_("After the third letter the municipality asks the court for an order; the executor collects by it."),
        columns=[(_("Court case"), "text"), (_("Taxpayer"), "text"), (_("Court"), "text"), (_("Sent on"), "date"), (_("Amount"), "money"), (_("State"), "text")],
        empty=(_("No case is found"), _("A case is opened from the list of those who are to be taken to court.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form)


@require_GET
def court_candidates(request: HttpRequest) -> HttpResponse:
    """Debtors past the third letter or near the end of the term, each with the way to the application."""
    place, today = access.require_reader(request.actor), timezone.localdate()
    may = access.may_run(actor=request.actor) is None

    def cells(one: enforcing.Candidate) -> list[Any]:
        d = one.debtor
        return [
            Link(d.name, reverse("revenue_card", args=[d.code])), d.address, d.total, one.letter, one.term,
            Link(_("Take to court"), reverse("revenue_court_new", args=[d.code]), d.name) if may else "",
        ]  # fmt: skip

    listing = Listing(
        title=_("Who is to be taken to court"), name="to-court", cells=cells, links=[(_("Court and enforcement"), reverse("revenue_court_cases"))],
        intro=_("Payers to whom the third letter went out, and payers with a debt that can be collected for less than half a year."),
        columns=[(_("Taxpayer"), "text"), (_("Address"), "text"), (_("Owed"), "money"), (_("Third letter"), "date"), (_("Can be collected until"), "date"),
                 (_("Court case"), "text")],
        empty=(_("Nobody is to be taken to court"), _("Whoever pays nothing after the third letter stands here.")),
    )  # fmt: skip
    return list_page(request, listing, enforcing.candidates(place, today))


@require_GET
def court_case(request: HttpRequest, number: int) -> HttpResponse:
    one, today = access.get_court_case_for(request.actor, number), timezone.localdate()
    left = enforcing.open_of(one, today)
    facts: list[Any] = [
        (_("Taxpayer"), one.taxpayer.name, reverse("revenue_card", args=[one.taxpayer.code]), _("Account card")),
        (_("Court"), one.court), (_("State"), str(one.get_state_display())), (_("Remark"), one.reason or "–"),
    ]  # fmt: skip
    steps = [
        [s.day, str(s.get_state_display()), s.document, s.amount_qepik, s.executor, s.note,
         Link(s.paper.name, reverse("revenue_court_paper", args=[number, s.pk])) if s.paper else ""]
        for s in one.steps.select_related("paper")
    ]  # fmt: skip
    debts = [
        [cases.said_of(d.demand), d.principal_qepik, d.interest_qepik, d.sanction_qepik]
        for d in one.debts.select_related("demand")
    ]
    tables = [
        Table(_("Steps"), [(_("Day"), "date"), (_("What happened"), "text"), (_("Number of the paper"), "text"), (_("Amount"), "money"), (_("Executor"), "text"),
                           (_("Remark"), "text"), (_("The paper"), "text")], steps),
        Table(_("Debts"), [(_("What for"), "text"), (_("Principal"), "money"), (_("Interest"), "money"), (_("Sanction"), "money")], debts),
    ]  # fmt: skip
    does = []
    if enforcing.NEXT[CourtCase.State(one.state)] and access.may_run(actor=request.actor) is None:
        does.append((_("Record what happened"), reverse("revenue_court_step", args=[number]), True))
    return case_page(
        request, title=_("Court case %(number)s") % {"number": one}, above=(_("Court and enforcement"), reverse("revenue_court_cases")), facts=facts,
        tables=tables, does=does, pdf=reverse("revenue_court_pdf", args=[number]), lines=told(one.taxpayer), today=today,
        stats=[(_("Asked for"), money(one.total_qepik)), (_("Still open"), money(left))],
    )  # fmt: skip


@GET_POST
def court_new(request: HttpRequest, code: str) -> HttpResponse:
    payer, today = access.get_payer_for(request.actor, code), timezone.localdate()
    debts = enforcing.suable(payer, today)
    last = enforcing.cases_of(payer.municipality_id).first()
    form = CourtForm(request.POST or None, initial={"on": today, "court": last.court if last else ""})

    def do(form: Any) -> tuple[str, str]:
        made = actions.open_case(actor=request.actor, payer=payer, **form.cleaned_data)
        return reverse("revenue_court_case", args=[made.number]), _("The case is open; print the application from its page.")  # fmt: skip

    amount = sum(d.collectable for d in debts)
    intro = _("Undisputed debt past its day: %(amount)s. Interest is brought up to the day of the application.") % {"amount": money(amount)}  # fmt: skip
    return form_page(
        request, form, do, title=_("Take %(name)s to court") % {"name": payer.name}, button=_("Open the case"), back=reverse("revenue_payer", args=[code]),
        intro=intro,
        may=access.may_run,
    )  # fmt: skip


@GET_POST
def court_step(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_court_case_for(request.actor, number)
    back = reverse("revenue_court_case", args=[number])
    form = StepForm(
        request.POST or None, request.FILES or None, states=enforcing.NEXT[CourtCase.State(one.state)],
        initial={"on": timezone.localdate()},
    )  # fmt: skip

    def do(form: Any) -> tuple[str, str]:
        c = dict(form.cleaned_data)
        if scan := c.pop("paper"):
            c["paper"] = actions.keep_paper(actor=request.actor, name=scan.name, content=scan.read())
        actions.record_step(actor=request.actor, case=one, **c)
        return back, _("The step is recorded.")

    return form_page(
        request, form, do, title=_("What happened in case %(number)s") % {"number": one}, button=_("Record"), back=back,
        intro=f"{one.taxpayer.name} · {one.get_state_display()}",
        may=access.may_run,
    )  # fmt: skip


@require_GET
def court_pdf(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_court_case_for(request.actor, number)
    return answer_pdf(bills.application_pdf(one), f"court-{number}.pdf")


@require_GET
def court_paper(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The paper of a step, always as a download."""
    step = access.get_court_case_for(request.actor, number).steps.filter(pk=pk).first()
    if step is None or step.paper is None:
        raise Http404
    content = files.path_of(settings.FILES_ROOT, step.paper.digest).read_bytes()
    return answer_file(content, step.paper.name, step.paper.media_type)
