"""Partners on their way: found, assessed, agreed, over."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import stakeholders as act
from belediyye.alliance.relations.forms import work
from belediyye.alliance.relations.forms.frame import WordsForm, filters
from belediyye.alliance.relations.models import Agreement, Partnership
from belediyye.alliance.relations.queries import stakeholders as ask
from belediyye.alliance.relations.views.frame import (
    FORM,
    Column,
    Do,
    Section,
    detail_page,
    form_page,
    list_page,
    page,
    table,
    today,
)  # fmt: skip
from belediyye.alliance.relations.views.home import crumbs
from belediyye.alliance.relations.views.papers import kept
from belediyye.core.period import format_date

PARTNER_TAG = {"found": "draft", "assessed": "waiting", "agreed": "done", "ended": "info", "dropped": "late"}


def _partner_url(row: Partnership) -> str:
    return reverse("relations_partner", args=[row.pk])


def _partner_crumbs(row: Partnership | None = None, title: str = "") -> list[tuple[str, str]]:
    own = [(str(row), _partner_url(row) if title else "")] if row else []
    return crumbs((_("Partners"), reverse("relations_partners")), *own, *([(title, "")] if title else []))


def _points(row: Partnership) -> str:
    points, possible = ask.latest_points(row.scores_all)  # type: ignore[attr-defined]
    return f"{points} / {possible}" if possible else ""


@page(access.may_coordinate)
def partners(request: HttpRequest) -> HttpResponse:
    """Partners on their way: found, assessed, agreed."""
    form = filters(request.GET, state=(_("state"), Partnership.State.choices))
    del form.fields["q"]
    columns = [
        Column(_("organisation"), lambda p: str(p.stakeholder), url=_partner_url, sort="stakeholder__organisation__folded"),
        Column(_("state"), lambda p: p.get_state_display(), tag=lambda p: PARTNER_TAG[p.state], sort="state"),
        Column(_("what the partnership is for"), lambda p: Truncator(p.purpose).chars(120)),
        Column(_("points"), _points), Column(_("found on"), lambda p: p.found_on, "date", sort="found_on"),
    ]  # fmt: skip
    return list_page(
        request, title=_("Partners"), rows=ask.partners(form.value("state")), columns=columns, name="partners", form=form,
        dos=(Do(_("Add a possible partner"), reverse("relations_partner_new"), main=True),), crumbs=_partner_crumbs(),
        empty=_("No partner fits"),
    )  # fmt: skip


@page(access.may_coordinate)
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, ask.partners(), pk=pk)
    over = row.state in {"ended", "dropped"}
    dos = [] if over else [
        Do(_("Assess"), reverse("relations_partner_assess", args=[pk]), main=row.state == "found"),
        Do(_("Record an agreement"), reverse("relations_agreement", args=[pk]), main=row.state == "assessed"),
        Do(_("End or give up"), reverse("relations_partner_end", args=[pk])),
    ]  # fmt: skip
    facts = [
        (_("organisation"), str(row.stakeholder)), (_("what the partnership is for"), row.purpose),
        (_("found on"), format_date(row.found_on)), (_("points of the last assessment"), _points(row) or "–"),
        *([(_("why it is over"), row.ended_because)] if row.ended_because else []),
    ]  # fmt: skip
    scores = [
        Column(_("criterion"), lambda s: s.get_criterion_display()), Column(_("score"), lambda s: s.score, "int"),
        Column(_("why"), lambda s: s.why), Column(_("day"), lambda s: s.on, "date"),
    ]  # fmt: skip
    agreements = [
        Column(_("agreement"), lambda a: a.title), Column(_("signed on"), lambda a: a.signed_on, "date"),
        Column(_("in force until"), lambda a: a.ends, "date"), Column(_("who does what"), lambda a: a.duties),
        Column(_("paper"), lambda a: a.paper.name if a.paper else None, url=lambda a: reverse("relations_paper", args=[a.paper_id]) if a.paper_id else ""),
    ]  # fmt: skip
    sections = [
        Section(_("Assessment"), table(_("Assessment"), scores, row.scores_all), empty=_("Not assessed yet.")),
        Section(_("Agreements"), table(_("Agreements"), agreements, list(row.agreements.select_related("paper"))), empty=_("Nothing is signed.")),
    ]  # fmt: skip
    return detail_page(
        request, title=str(row), caption=_("Partner"), about=row, facts=facts, dos=dos, sections=sections,
        state_tag=(PARTNER_TAG[row.state], row.get_state_display()), crumbs=_partner_crumbs(row),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def partner_new(request: HttpRequest) -> HttpResponse:
    form = work.PartnershipForm(request.POST or None, initial={"found_on": today()})
    title = _("Add a possible partner")
    return form_page(
        request, form, title=title, do=lambda f: act.find_partner(actor=request.actor, partnership=f.row()),
        then=_partner_url, said=_("Saved."), back=reverse("relations_partners"), crumbs=_partner_crumbs(title=title),
    )  # fmt: skip


def _partner_form(
    request: HttpRequest, row: Partnership, form: object, title: str, do: object
) -> HttpResponse:
    return form_page(
        request, form, title=title, caption=str(row), do=do, then=_partner_url(row), back=_partner_url(row),  # type: ignore[arg-type]
        said=_("Saved."), crumbs=_partner_crumbs(row, title),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def partner_assess(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, ask.partners(), pk=pk)
    form = work.ScoresForm(request.POST or None, initial={"on": today()})

    def do(f: work.ScoresForm) -> None:
        act.assess_partner(actor=request.actor, partnership=row, scores=f.scores(), on=f.cleaned_data["on"])

    return _partner_form(request, row, form, _("Assess"), do)


@page(access.may_coordinate, *FORM)
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, ask.partners(), pk=pk)
    form = work.AgreementForm(
        request.POST or None,
        request.FILES or None,
        instance=Agreement(partnership=row),
        initial={"signed_on": today()},
    )

    def do(f: work.AgreementForm) -> None:
        f.instance.paper = kept(request, f)
        act.agree(actor=request.actor, agreement=f.row())

    return _partner_form(request, row, form, _("Record an agreement"), do)


@page(access.may_coordinate, *FORM)
def partner_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, ask.partners(), pk=pk)
    form = WordsForm(request.POST or None, label=_("why it is over"))

    def do(f: WordsForm) -> None:
        act.end_partnership(actor=request.actor, partnership=row, because=f.text)

    return _partner_form(request, row, form, _("End or give up"), do)
