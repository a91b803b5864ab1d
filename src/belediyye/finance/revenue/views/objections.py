"""Objections: opened on a demand, answered by their day; refused, granted in part, or put right by reassessment."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core import files
from belediyye.core.display import money
from belediyye.core.period import format_date
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.cases import ObjectionFilter
from belediyye.finance.revenue.forms.objections import AnswerForm, ObjectionForm
from belediyye.finance.revenue.models import AssessmentRun, Objection
from belediyye.finance.revenue.queries import balance, cases, letters
from belediyye.finance.revenue.views.listing import Link, Listing, Table, Tag, case_page, list_page
from belediyye.finance.revenue.views.pages import answer_file, answer_pdf, form_page, told

GET_POST = require_http_methods(["GET", "POST"])
TAGS = {"": "waiting", "upheld": "done", "partly": "info", "refused": "draft"}


@require_GET
def objection_list(request: HttpRequest) -> HttpResponse:
    place, today = access.require_reader(request.actor), timezone.localdate()
    form = ObjectionFilter(request.GET)
    form.is_valid()
    chosen, calendar = form.cleaned_data, working_calendar()
    rows = cases.of_payer(cases.objections_of(place, chosen.get("state", "")), chosen.get("q", ""))

    def cells(one: Objection) -> list[Any]:
        due = cases.answer_due(one.day, calendar).day
        left = None if one.answered else (due - today).days
        return [
            Link(str(one), reverse("revenue_objection", args=[one.number])), Link(one.taxpayer.name, reverse("revenue_card", args=[one.taxpayer.code])),
            cases.said_of(one.demand), one.disputed_qepik, one.day, None if one.answered else due, left, Tag(TAGS[one.outcome], str(one.get_outcome_display())),
        ]  # fmt: skip

    listing = Listing(
        title=_("Objections"), name="objections", cells=cells,
        intro=_("While an objection is examined only the disputed part and its interest wait; it is answered within thirty days."),
        columns=[(_("Objection"), "text"), (_("Taxpayer"), "text"), (_("Against which demand"), "text"), (_("Disputed"), "money"), (_("Came in on"), "date"),
                 (_("To be answered by"), "date"), (_("Days left"), "int"), (_("State"), "text")],
        empty=(_("No objection is found"), _("An objection is opened from a taxpayer's account card or from the page that explains an amount.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form)


@require_GET
def objection(request: HttpRequest, number: int) -> HttpResponse:
    one, today = access.get_objection_for(request.actor, number), timezone.localdate()
    parts = cases.parts_of(one)
    card = reverse("revenue_card", args=[one.taxpayer.code])
    facts: list[Any] = [
        (_("Taxpayer"), one.taxpayer.name, reverse("revenue_payer", args=[one.taxpayer.code]), _("Open")),
        (_("Came in on"), format_date(one.day)), (_("What the taxpayer says"), one.reason or "–"),
    ]  # fmt: skip
    if one.paper:
        facts.append(
            (_("The paper"), one.paper.name, reverse("revenue_objection_paper", args=[number]), _("Open"))
        )
    more: dict[str, Any] = {}
    does = [(_("Account card"), card, False)]
    for answer in {(p.answered, p.answer): p for p in parts if p.answered}.values():
        facts += [(_("Answered on"), format_date(answer.answered)), (_("Answer"), answer.answer)]
    if any(p.answered for p in parts):
        more["pdf"] = reverse("revenue_objection_pdf", args=[number])
    if any(p.granted_qepik for p in parts):
        _offer_refund(request, one, more, does, today)
    if any(p.answered is None for p in parts):
        found = cases.answer_due(one.day, working_calendar())
        more |= {
            "due_label": _("To be answered by"),
            "due": found.day,
            "due_lines": cases.due_lines(found),
            "today": today,
        }
        if access.may_run(actor=request.actor) is None:
            does.insert(0, (_("Answer it"), reverse("revenue_objection_answer", args=[number]), True))
    return case_page(
        request, title=_("Objection %(number)s") % {"number": one}, above=(_("Objections"), reverse("revenue_objections")), facts=facts, does=does,
        tables=[_demands(parts)], lines=told(one.taxpayer), **more,
    )  # fmt: skip


def _demands(parts: list[Objection]) -> Table:
    """The demands of a case: what is disputed of each, and what became of it."""
    rows = [
        [
            cases.said_of(p.demand), cases.demanded_of(p), p.disputed_qepik, p.granted_qepik if p.answered else None, cases.stands_of(p.demand),
            Tag(TAGS[p.outcome], str(p.get_outcome_display())), Link(str(p.run), reverse("revenue_run", args=[p.run.number])) if p.run else "",
        ]
        for p in parts
    ]  # fmt: skip
    columns = [(_("Against which demand"), "text"), (_("Demanded when it came in"), "money"), (_("Disputed"), "money"), (_("Taken off the demand"), "money"),
               (_("Demanded today"), "money"),
               (_("State"), "text"), (_("Put right by"), "text")]  # fmt: skip
    return Table(_("Disputed demands"), columns, rows)


def _offer_refund(
    request: HttpRequest, one: Objection, more: dict[str, Any], does: list[Any], today: date
) -> None:
    """Says what stands as overpayment after a grant, and leads to asking it back."""
    credit = balance.owed(one.taxpayer, today).credit
    if credit > 0 and access.may_keep(actor=request.actor) is None:
        more["notes"] = [("", _("%(amount)s stands as overpayment on the account: it settles what falls due, or is asked back.") % {"amount": money(credit)})]  # fmt: skip
        ask = reverse("revenue_refund_new", args=[one.taxpayer.code])
        does.append((_("Ask the overpayment back"), ask, False))


@GET_POST
def objection_new(request: HttpRequest, code: str) -> HttpResponse:
    """Opens a case on one demand or several; `?demand=` chooses one, `?assessment=` every part of its tax and year."""
    payer, today = access.get_payer_for(request.actor, code), timezone.localdate()
    demands = cases.disputable(payer)
    chosen = [request.GET.get("demand", "")]
    if (given := request.GET.get("assessment", "")).isdecimal():
        about = access.get_assessment_for(request.actor, int(given))
        chosen = [str(d.pk) for d in demands if (d.head, d.year) == (about.head, about.run.year)]
    form = ObjectionForm(
        request.POST or None, request.FILES or None, demands=demands, chosen=chosen, initial={"on": today}
    )

    def do(form: Any) -> tuple[str, str]:
        c, paper = form.cleaned_data, None
        if c["paper"]:
            paper = actions.keep_paper(actor=request.actor, name=c["paper"].name, content=c["paper"].read())
        made = actions.open_objections(
            actor=request.actor, parts=form.parts(), on=c["on"], reason=c["reason"], paper=paper
        )
        return reverse("revenue_objection", args=[made[0].number]), _(
            "The objection is open. The disputed part and its interest wait; the rest is collected."
        )

    return form_page(
        request, form, do, title=_("Objection of %(name)s") % {"name": payer.name}, button=_("Open the case"), back=reverse("revenue_card", args=[code]),
        intro=_("One case may dispute several demands: write beside each how much. That part and its interest wait for the answer; what the taxpayer does not dispute is collected as before."),
        may=access.may_keep,
    )  # fmt: skip


@GET_POST
def objection_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answers the demands of the case together, or those that are chosen."""
    one, today = access.get_objection_for(request.actor, number), timezone.localdate()
    waiting = [p for p in cases.parts_of(one) if p.answered is None]
    if not waiting:
        return redirect(reverse("revenue_objection", args=[number]))
    lowered = {e.run_id for p in waiting for e in cases.reassessed(p.demand)}
    runs = AssessmentRun.objects.filter(pk__in=lowered, posted_on__gte=one.day).order_by("-pk")
    form = AnswerForm(request.POST or None, objections=waiting, runs=list(runs), initial={"on": today})

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        done = actions.answer_objections(
            actor=request.actor, parts=form.parts(), on=c["on"], answer=c["answer"], run=form.runs[c["run"]] if c["how"] == "run" else None
        )  # fmt: skip
        outcomes = ", ".join(dict.fromkeys(str(p.get_outcome_display()) for p in done))
        said = _("The objection is answered: %(outcome)s.") % {"outcome": outcomes}
        return reverse("revenue_objection", args=[number]), said

    intro = _("%(what)s, disputed %(amount)s. If the register is wrong, change the object and assess it anew first; then choose that run here.") % {
        "what": "; ".join(cases.said_of(p.demand) for p in waiting), "amount": money(sum(p.disputed_qepik for p in waiting))}  # fmt: skip
    return form_page(
        request, form, do, title=_("Answer the objection %(number)s") % {"number": one}, button=_("Answer"),
        back=reverse("revenue_objection", args=[number]), intro=intro,
        may=access.may_run,
    )  # fmt: skip


@require_GET
def objection_pdf(request: HttpRequest, number: int) -> HttpResponse:
    answered = [p for p in cases.parts_of(access.get_objection_for(request.actor, number)) if p.answered]
    if not answered:
        raise Http404
    return answer_pdf(letters.answer_pdf(answered), f"objection-{number}.pdf")


@require_GET
def objection_paper(request: HttpRequest, number: int) -> HttpResponse:
    """The paper as it came in, always as a download."""
    one = access.get_objection_for(request.actor, number)
    if one.paper is None:
        raise Http404
    content = files.path_of(settings.FILES_ROOT, one.paper.digest).read_bytes()
    return answer_file(content, one.paper.name, one.paper.media_type)
