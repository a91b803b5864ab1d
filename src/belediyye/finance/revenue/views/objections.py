"""Objections: opened on a demand, answered by their day; refused, granted in part, or put right by reassessment."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core import files
from belediyye.core.display import money
from belediyye.core.period import format_date
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import access, actions, forms_cases
from belediyye.finance.revenue.models import AssessmentRun, Entry, Objection
from belediyye.finance.revenue.queries import balance, cases, letters
from belediyye.finance.revenue.views.listing import Link, Listing, Tag, case_page, list_page
from belediyye.finance.revenue.views.pages import answer_file, answer_pdf, form_page
from belediyye.finance.revenue.views.payers import told

GET_POST = require_http_methods(["GET", "POST"])
TAGS = {"": "waiting", "upheld": "done", "partly": "info", "refused": "draft"}


@require_GET
def objection_list(request: HttpRequest) -> HttpResponse:
    place, today = access.require_reader(request.actor), timezone.localdate()
    form = forms_cases.ObjectionFilter(request.GET)
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
        intro=_("While an objection is examined only the disputed part waits; it is answered within thirty days."),
        columns=[(_("Objection"), "text"), (_("Taxpayer"), "text"), (_("Against which demand"), "text"), (_("Disputed"), "money"), (_("Came in on"), "date"),
                 (_("To be answered by"), "date"), (_("Days left"), "int"), (_("State"), "text")],
        empty=(_("No objection is found"), _("An objection is opened from a taxpayer's account card or from the page that explains an amount.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form)


@require_GET
def objection(request: HttpRequest, number: int) -> HttpResponse:
    one, today = access.get_objection_for(request.actor, number), timezone.localdate()
    card = reverse("revenue_card", args=[one.taxpayer.code])
    facts: list[Any] = [
        (_("Taxpayer"), one.taxpayer.name, reverse("revenue_payer", args=[one.taxpayer.code]), _("Open")),
        (_("Against which demand"), cases.said_of(one.demand), card, _("Account card")), (_("Demanded"), money(one.demand.amount)),
        (_("Disputed"), money(one.disputed_qepik)), (_("Came in on"), format_date(one.day)), (_("What the taxpayer says"), one.reason or "–"),
    ]  # fmt: skip
    if one.paper:
        facts.append(
            (_("The paper"), one.paper.name, reverse("revenue_objection_paper", args=[number]), _("Open"))
        )
    more: dict[str, Any] = {}
    does = [(_("Account card"), card, False)]
    if one.answered:
        facts += [(_("Answered on"), format_date(one.answered)), (_("Outcome"), str(one.get_outcome_display())),
                  (_("Taken off the demand"), money(one.granted_qepik)), (_("Answer"), one.answer)]  # fmt: skip
        if one.run:
            facts.append(
                (_("Put right by"), str(one.run), reverse("revenue_run", args=[one.run.number]), _("Open"))
            )
        more["pdf"] = reverse("revenue_objection_pdf", args=[number])
        if (credit := balance.owed(one.taxpayer, today).credit) > 0 and access.may_keep(
            actor=request.actor
        ) is None:
            more["notes"] = [("", _("%(amount)s stands as overpayment on the account: it settles what falls due, or is asked back.") % {"amount": money(credit)})]  # fmt: skip
            does.append(
                (
                    _("Ask the overpayment back"),
                    reverse("revenue_refund_new", args=[one.taxpayer.code]),
                    False,
                )
            )
    else:
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
        lines=told(one.taxpayer), **more,
    )  # fmt: skip


@GET_POST
def objection_new(request: HttpRequest, code: str) -> HttpResponse:
    """Opens a case on one demand; `?demand=` chooses it, `?assessment=` the first demand of that assessment's tax and year."""
    payer, today = access.get_payer_for(request.actor, code), timezone.localdate()
    demands = cases.disputable(payer)
    asked = request.GET.get("demand", "")
    if (given := request.GET.get("assessment", "")).isdecimal():
        about = access.get_assessment_for(request.actor, int(given))
        asked = next((str(d.pk) for d in demands if (d.head, d.year) == (about.head, about.run.year)), "")
    form = forms_cases.ObjectionForm(
        request.POST or None, request.FILES or None, demands=demands, initial={"demand": asked, "on": today}
    )

    def do(form: Any) -> tuple[str, str]:
        c, paper = form.cleaned_data, None
        if c["paper"]:
            paper = actions.keep_paper(actor=request.actor, name=c["paper"].name, content=c["paper"].read())
        made = actions.open_objection(
            actor=request.actor, demand=form.demands[c["demand"]], disputed=c["disputed"], on=c["on"], reason=c["reason"], paper=paper
        )  # fmt: skip
        return reverse("revenue_objection", args=[made.number]), _(
            "The objection is open. The disputed part waits; the rest is collected."
        )

    return form_page(
        request, form, do, title=_("Objection of %(name)s") % {"name": payer.name}, button=_("Open the case"), back=reverse("revenue_card", args=[code]),
        intro=_("What the taxpayer does not dispute is collected as before."),
    )  # fmt: skip


@GET_POST
def objection_answer(request: HttpRequest, number: int) -> HttpResponse:
    one, today = access.get_objection_for(request.actor, number), timezone.localdate()
    lowered = Entry.objects.filter(
        demand=one.demand, kind=Entry.Kind.ADJUSTMENT, amount__lt=0, run__isnull=False
    )
    runs = AssessmentRun.objects.filter(pk__in=lowered.values("run_id"), posted_on__gte=one.day).order_by(
        "-pk"
    )
    form = forms_cases.AnswerForm(
        request.POST or None, runs=list(runs), initial={"on": today, "granted": one.disputed_qepik}
    )

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        done = actions.answer_objection(
            actor=request.actor, objection=one, granted=c["granted"] if c["how"] == "grant" else 0, on=c["on"], answer=c["answer"],
            run=form.runs[c["run"]] if c["how"] == "run" else None,
        )  # fmt: skip
        return reverse("revenue_objection", args=[number]), _("The objection is answered: %(outcome)s.") % {
            "outcome": done.get_outcome_display()
        }

    intro = _("%(what)s, disputed %(amount)s. If the register is wrong, change the object and assess it anew first; then choose that run here.") % {
        "what": cases.said_of(one.demand), "amount": money(one.disputed_qepik)}  # fmt: skip
    return form_page(
        request, form, do, title=_("Answer the objection %(number)s") % {"number": one}, button=_("Answer"),
        back=reverse("revenue_objection", args=[number]), intro=intro,
    )  # fmt: skip


@require_GET
def objection_pdf(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_objection_for(request.actor, number)
    if one.answered is None:
        raise Http404
    return answer_pdf(letters.answer_pdf(one), f"objection-{number}.pdf")


@require_GET
def objection_paper(request: HttpRequest, number: int) -> HttpResponse:
    """The paper as it came in, always as a download."""
    one = access.get_objection_for(request.actor, number)
    if one.paper is None:
        raise Http404
    content = files.path_of(settings.FILES_ROOT, one.paper.digest).read_bytes()
    return answer_file(content, one.paper.name, one.paper.media_type)
