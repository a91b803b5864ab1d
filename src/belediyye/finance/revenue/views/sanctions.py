"""Financial sanctions: the list, one of them, proposed, charged by a second person, not charged, taken back."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core import files
from belediyye.core.actors import Permission
from belediyye.core.display import money
from belediyye.core.period import format_date
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.contracts import ConfirmForm, SanctionFilter, SanctionForm
from belediyye.finance.revenue.forms.register import ReasonForm
from belediyye.finance.revenue.models import Entry, Sanction
from belediyye.finance.revenue.queries import cases, enforcing
from belediyye.finance.revenue.views.listing import Link, Listing, Tag, case_page, list_page
from belediyye.finance.revenue.views.pages import answer_file, form_page
from belediyye.finance.revenue.views.payers import told

GET_POST = require_http_methods(["GET", "POST"])
TAGS = {"proposed": "waiting", "charged": "attention", "dropped": "draft", "reversed": "draft"}


@require_GET
def sanction_list(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    form = SanctionFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = cases.of_payer(enforcing.sanctions_of(place, chosen.get("state", "")), chosen.get("q", ""))

    def cells(one: Sanction) -> list[Any]:
        return [
            Link(str(one), reverse("revenue_sanction", args=[one.number])), Link(one.taxpayer.name, reverse("revenue_card", args=[one.taxpayer.code])),
            cases.said_of(one.demand), one.article, one.amount_qepik, one.day, Tag(TAGS[one.state], str(one.get_state_display())),
        ]  # fmt: skip

    listing = Listing(
        title=_("Financial sanctions"), name="sanctions", cells=cells,
        intro=_("One person proposes a sanction with its article and document; a second person charges it. It is settled after tax and interest (Tax Code, 88.1)."),
        columns=[(_("Sanction"), "text"), (_("Taxpayer"), "text"), (_("For what"), "text"), (_("Act and article"), "text"), (_("Amount"), "money"),
                 (_("Proposed on"), "date"), (_("State"), "text")],
        empty=(_("No sanction is found"), _("A sanction is proposed on the taxpayer's page.")),
    )  # fmt: skip
    return list_page(request, listing, rows, form)


@require_GET
def sanction(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_sanction_for(request.actor, number)
    facts: list[Any] = [
        (_("Taxpayer"), one.taxpayer.name, reverse("revenue_payer", args=[one.taxpayer.code]), _("Open")),
        (_("For what"), cases.said_of(one.demand), reverse("revenue_card", args=[one.taxpayer.code]), _("Account card")),
        (_("Amount"), money(one.amount_qepik)), (_("Act and article"), one.article), (_("Document"), one.document),
        (_("What was found"), one.reason or "–"), (_("Proposed on"), format_date(one.day)), (_("State"), str(one.get_state_display())),
    ]  # fmt: skip
    if one.paper:
        facts.append((_("The paper"), one.paper.name, reverse("revenue_sanction_paper", args=[number]), _("Open")))  # fmt: skip
    if one.decided:
        facts.append((_("Decided on"), format_date(one.decided)))
    if one.undone_because:
        why = f"{format_date(one.undone)}: " if one.undone else ""
        facts.append((_("Why"), f"{why}{one.undone_because}"))
    does, notes = [], []
    if one.state == Sanction.State.PROPOSED:
        if (reason := access.may_charge_sanction(actor=request.actor, sanction=one)) is None:
            does.append((_("Charge it"), reverse("revenue_sanction_charge", args=[number]), True))
        else:
            notes.append(("", reason))
        if access.may_keep(actor=request.actor) is None:
            does.append((_("Do not charge it"), reverse("revenue_sanction_drop", args=[number]), False))
    elif one.state == Sanction.State.CHARGED and access.may_run(actor=request.actor) is None:
        does.append((_("Take it back"), reverse("revenue_sanction_reverse", args=[number]), False))
    return case_page(
        request, title=_("Sanction %(number)s") % {"number": one}, above=(_("Financial sanctions"), reverse("revenue_sanctions")), facts=facts, does=does,
        notes=notes, lines=told(one.taxpayer),
    )  # fmt: skip


@GET_POST
def sanction_new(request: HttpRequest, code: str) -> HttpResponse:
    payer = access.get_payer_for(request.actor, code)
    demands = list(
        Entry.objects.filter(taxpayer=payer, kind=Entry.Kind.DEMAND).order_by("-year", "head", "instalment")[
            :80
        ]
    )
    form = SanctionForm(
        request.POST or None, request.FILES or None, demands=demands, initial={"on": timezone.localdate()}
    )

    def do(form: Any) -> tuple[str, str]:
        c, paper = form.cleaned_data, None
        if c["paper"]:
            paper = actions.keep_paper(actor=request.actor, name=c["paper"].name, content=c["paper"].read())
        made = actions.propose_sanction(
            actor=request.actor, demand=form.demands[c["demand"]], amount=c["amount"], article=c["article"], document=c["document"], on=c["on"],
            reason=c["reason"], paper=paper,
        )  # fmt: skip
        return reverse("revenue_sanction", args=[made.number]), _("The sanction is proposed; a second person charges it.")  # fmt: skip

    return form_page(
        request, form, do, title=_("Sanction against %(name)s") % {"name": payer.name}, button=_("Propose it"), back=reverse("revenue_payer", args=[code]),
        intro=_("Nothing is owed before a second person charges it."),
        may=access.may_keep,
    )  # fmt: skip


def _decide(
    request: HttpRequest, number: int, form: Any, do: Any, title: str, button: str, may: Permission
) -> HttpResponse:
    return form_page(request, form, do, title=f"{title} {number}", button=button, back=reverse("revenue_sanction", args=[number]), may=may)  # fmt: skip


@GET_POST
def sanction_charge(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_sanction_for(request.actor, number)

    def do(form: Any) -> tuple[str, str]:
        actions.charge_sanction(actor=request.actor, sanction=one, on=timezone.localdate())
        return reverse("revenue_sanction", args=[number]), _("The sanction stands on the account.")

    intro = f"{one.taxpayer.name} · {money(one.amount_qepik)} · {one.article} · {one.document}"
    return form_page(
        request, ConfirmForm(request.POST if request.method == "POST" else None), do, title=_("Charge the sanction %(number)s") % {"number": one}, button=_("Charge it"),
        back=reverse("revenue_sanction", args=[number]), intro=intro,
        may=partial(access.may_charge_sanction, sanction=one),
    )  # fmt: skip


@GET_POST
def sanction_drop(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_sanction_for(request.actor, number)

    def do(form: Any) -> tuple[str, str]:
        actions.drop_sanction(
            actor=request.actor, sanction=one, on=timezone.localdate(), reason=form.cleaned_data["reason"]
        )
        return reverse("revenue_sanction", args=[number]), _("The sanction is not charged.")

    return _decide(request, number, ReasonForm(request.POST or None), do, _("Do not charge the sanction"), _("Do not charge it"), access.may_keep)  # fmt: skip


@GET_POST
def sanction_reverse(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_sanction_for(request.actor, number)

    def do(form: Any) -> tuple[str, str]:
        actions.reverse_sanction(
            actor=request.actor, sanction=one, on=timezone.localdate(), reason=form.cleaned_data["reason"]
        )
        return reverse("revenue_sanction", args=[number]), _("The sanction is taken back; what was paid of it is credit.")  # fmt: skip

    return _decide(request, number, ReasonForm(request.POST or None), do, _("Take back the sanction"), _("Take back"), access.may_run)  # fmt: skip


@require_GET
def sanction_paper(request: HttpRequest, number: int) -> HttpResponse:
    """The paper as it came in, always as a download."""
    one = access.get_sanction_for(request.actor, number)
    if one.paper is None:
        raise Http404
    content = files.path_of(settings.FILES_ROOT, one.paper.digest).read_bytes()
    return answer_file(content, one.paper.name, one.paper.media_type)
