"""Calls and concept notes, and what all pages of fundraising share."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import fundraising as act
from belediyye.alliance.relations.forms import work
from belediyye.alliance.relations.forms.frame import filters
from belediyye.alliance.relations.models import (
    Award,
    Call,
    ConceptNote,
    Proposal,
)
from belediyye.alliance.relations.queries import fundraising as ask
from belediyye.alliance.relations.views.frame import (
    FORM,
    Column,
    Do,
    detail_page,
    form_page,
    list_page,
    page,
    today,
)  # fmt: skip
from belediyye.alliance.relations.views.home import crumbs
from belediyye.core import display
from belediyye.core.period import format_date

CONCEPT_TAG = {"draft": "draft", "sent": "waiting", "invited": "done", "declined": "late"}
PROPOSAL_TAG = {"writing": "draft", "submitted": "waiting", "awarded": "done", "declined": "late"}
ROUTES = {
    Call: "relations_call",
    ConceptNote: "relations_concept",
    Proposal: "relations_proposal",
    Award: "relations_award",
}


def url_of(row: Call | ConceptNote | Proposal | Award) -> str:
    return reverse(ROUTES[type(row)], args=[row.pk])


def _lists() -> list[tuple[str, str]]:
    return [
        ("relations_awards", _("Grants")), ("relations_reports", _("Reports due")), ("relations_calls", _("Calls")),
        ("relations_concepts", _("Concept notes")), ("relations_proposals", _("Proposals")),
    ]  # fmt: skip


def tabs(request: HttpRequest, current: str) -> list[dict[str, object]]:
    lists = _lists() if access.coordinates(request.actor) else _lists()[:2]
    return [{"title": title, "url": reverse(route), "current": route == current} for route, title in lists]


def crumbs_of(route: str, row: object = None, title: str = "") -> list[tuple[str, str]]:
    name = dict(_lists())[route]
    own = [(Truncator(str(row)).chars(40), url_of(row) if title else "")] if row else []  # type: ignore[arg-type]
    return crumbs((name, reverse(route)), *own, *([(title, "")] if title else []))


def form_of(
    request: HttpRequest, row: object, form: object, title: str, do: object, route: str, said: str = ""
) -> HttpResponse:
    url = url_of(row)  # type: ignore[arg-type]
    return form_page(
        request, form, title=title, caption=str(row), do=do, then=url, back=url, said=said or _("Saved."), crumbs=crumbs_of(route, row, title),  # type: ignore[arg-type]
    )  # fmt: skip


def paper_url(row: object) -> str:
    return reverse("relations_paper", args=[row.paper_id]) if row.paper_id else ""  # type: ignore[attr-defined]


@page(access.may_coordinate)
def calls(request: HttpRequest) -> HttpResponse:
    """Donors' calls, the nearest deadline first."""
    form = filters(
        request.GET, state=(_("state"), [("past", _("deadline passed")), ("all", _("all, also past"))])
    )
    columns = [
        Column(_("call"), lambda c: c.title, sort="folded", url=url_of), Column(_("donor"), lambda c: str(c.donor)),
        Column(_("deadline"), lambda c: c.deadline, "date", sort="deadline"), Column(_("largest amount"), lambda c: c.ceiling, "money", sort="ceiling"),
        Column(_("we mean to apply"), lambda c: _("yes") if c.followed else _("no")),
    ]  # fmt: skip
    return list_page(
        request, title=_("Calls for proposals"), rows=ask.calls(today(), form.value("q"), form.value("state")), columns=columns, name="calls",
        form=form, dos=(Do(_("Write down a call"), reverse("relations_call_new"), main=True),), section_tabs=tabs(request, "relations_calls"),
        crumbs=crumbs_of("relations_calls"), empty=_("No call is open"),
    )  # fmt: skip


@page(access.may_coordinate)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Call.objects.select_related("donor__organisation"), pk=pk)
    facts = [
        (_("donor"), str(row.donor)), (_("deadline"), format_date(row.deadline)),
        (_("largest amount"), display.money(row.ceiling) if row.ceiling is not None else "–"),
        (_("what it funds and under which conditions"), row.about), (_("where it was announced"), row.address or "–"),
    ]  # fmt: skip
    dos = [
        Do(
            _("Begin a proposal"),
            f"{reverse('relations_proposal_new')}?call={pk}&donor={row.donor_id}",
            main=True,
        ),
        Do(_("Write a concept note"), f"{reverse('relations_concept_new')}?call={pk}&donor={row.donor_id}"),
        Do(_("Change"), reverse("relations_call_change", args=[pk])),
    ]
    return detail_page(
        request,
        title=row.title,
        caption=_("Call for proposals"),
        about=row,
        facts=facts,
        dos=dos,
        crumbs=crumbs_of("relations_calls", row),
    )


@page(access.may_coordinate, *FORM)
def call_new(request: HttpRequest) -> HttpResponse:
    form = work.CallForm(request.POST or None)
    title = _("Write down a call")
    return form_page(
        request, form, title=title, do=lambda f: act.keep_call(actor=request.actor, call=f.row()), then=url_of, said=_("Saved."),
        back=reverse("relations_calls"), crumbs=crumbs_of("relations_calls", title=title),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def call_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Call.objects.all(), pk=pk)
    form = work.CallForm(request.POST or None, instance=row)
    return form_of(
        request,
        row,
        form,
        _("Change"),
        lambda f: act.keep_call(actor=request.actor, call=f.row()),
        "relations_calls",
    )


@page(access.may_coordinate)
def concepts(request: HttpRequest) -> HttpResponse:
    columns = [
        Column(_("concept note"), lambda n: n.title, url=url_of, sort="title"), Column(_("donor"), lambda n: str(n.donor)),
        Column(_("amount asked for"), lambda n: n.amount, "money", sort="amount"), Column(_("written on"), lambda n: n.made_on, "date", sort="made_on"),
        Column(_("state"), lambda n: n.get_state_display(), tag=lambda n: CONCEPT_TAG[n.state]),
    ]  # fmt: skip
    return list_page(
        request, title=_("Concept notes"), rows=ConceptNote.objects.select_related("donor__organisation"), columns=columns, name="concepts",
        dos=(Do(_("Write a concept note"), reverse("relations_concept_new"), main=True),), section_tabs=tabs(request, "relations_concepts"),
        crumbs=crumbs_of("relations_concepts"), empty=_("No concept note is written"),
    )  # fmt: skip


@page(access.may_coordinate)
def concept(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(
        request.actor, ConceptNote.objects.select_related("donor__organisation", "call"), pk=pk
    )
    facts = [
        (_("donor"), str(row.donor)), (_("call"), str(row.call or "–")), (_("the problem"), row.problem),
        (_("what we would do and what would change"), row.idea), (_("amount asked for"), display.money(row.amount)),
        *([(_("answer"), row.answer)] if row.answer else []),
    ]  # fmt: skip
    dos = []
    if row.state in work.ConceptMoveForm.NEXT:
        dos.append(Do(_("Move on"), reverse("relations_concept_move", args=[pk]), main=True))
    if row.state == "draft":
        dos.append(Do(_("Change"), reverse("relations_concept_change", args=[pk])))
    if row.state == "invited":
        dos.append(
            Do(
                _("Begin a proposal"),
                f"{reverse('relations_proposal_new')}?concept={pk}&donor={row.donor_id}",
                main=True,
            )
        )
    return detail_page(
        request, title=row.title, caption=_("Concept note"), about=row, facts=facts, dos=dos,
        state_tag=(CONCEPT_TAG[row.state], row.get_state_display()), crumbs=crumbs_of("relations_concepts", row),
    )  # fmt: skip


def begun(request: HttpRequest, *fields: str) -> dict[str, object]:
    """What the address hands to a new form: numbers of rows only."""
    return {f: text for f in fields if (text := request.GET.get(f, "")).isdecimal()}


@page(access.may_coordinate, *FORM)
def concept_new(request: HttpRequest) -> HttpResponse:
    form = work.ConceptForm(
        request.POST or None, initial={"made_on": today(), **begun(request, "call", "donor")}
    )
    title = _("Write a concept note")
    return form_page(
        request, form, title=title, do=lambda f: act.keep_concept(actor=request.actor, note=f.row()), then=url_of, said=_("Saved."),
        back=reverse("relations_concepts"), crumbs=crumbs_of("relations_concepts", title=title),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def concept_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, ConceptNote.objects.all(), pk=pk)
    form = work.ConceptForm(request.POST or None, instance=row)
    return form_of(
        request,
        row,
        form,
        _("Change"),
        lambda f: act.keep_concept(actor=request.actor, note=f.row()),
        "relations_concepts",
    )


@page(access.may_coordinate, *FORM)
def concept_move(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, ConceptNote.objects.all(), pk=pk)
    form = work.ConceptMoveForm(request.POST or None, note=row, initial={"on": today()})
    do = lambda f: act.move_concept(actor=request.actor, note=row, **f.cleaned_data)  # noqa: E731
    return form_of(request, row, form, _("Move on"), do, "relations_concepts")
