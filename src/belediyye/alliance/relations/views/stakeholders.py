"""Stakeholders: their cards, the grid, positions, conversations."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access, pictures
from belediyye.alliance.relations.actions import stakeholders as act
from belediyye.alliance.relations.forms import people, work
from belediyye.alliance.relations.forms.frame import filters
from belediyye.alliance.relations.models import Interaction, Position, Post, Stakeholder
from belediyye.alliance.relations.queries import stakeholders as ask
from belediyye.alliance.relations.views.frame import (
    FORM,
    Column,
    Do,
    Section,
    detail_page,
    done,
    form_page,
    list_page,
    page,
    table,
    today,
)  # fmt: skip
from belediyye.alliance.relations.views.home import crumbs
from belediyye.alliance.relations.views.issues import issue_columns
from belediyye.core import display
from belediyye.core.period import format_date

STANCE_TAG = {-2: "late", -1: "attention", 0: "draft", 1: "info", 2: "done"}


def _url(row: Stakeholder) -> str:
    return reverse("relations_stakeholder", args=[row.pk])


def _crumbs(row: Stakeholder | None = None, title: str = "") -> list[tuple[str, str]]:
    own = [(str(row), _url(row) if title else "")] if row else []
    return crumbs(
        (_("Stakeholders"), reverse("relations_stakeholders")), *own, *([(title, "")] if title else [])
    )


def _tabs(current: str) -> list[dict[str, object]]:
    rows = [
        ("relations_stakeholders", _("List")),
        ("relations_grid", _("Influence and interest")),
        ("relations_positions", _("Positions")),
    ]
    return [{"title": title, "url": reverse(route), "current": route == current} for route, title in rows]


@page(access.may_coordinate)
def stakeholders(request: HttpRequest) -> HttpResponse:
    """Everyone around the alliance, with the day of the last conversation."""
    form = filters(request.GET, kind=(_("kind"), Stakeholder.Kind.choices))
    columns = [
        Column(_("organisation"), lambda s: s.organisation.name, sort="organisation__folded", url=_url),
        Column(_("kind"), lambda s: s.get_kind_display(), sort="kind"),
        Column(_("influence"), lambda s: s.influence, "int", sort="influence"),
        Column(_("interest"), lambda s: s.interest, "int", sort="interest"),
        Column(_("last conversation"), lambda s: s.last_on, "date", sort="last_on"),
    ]
    return list_page(
        request, title=_("Stakeholders"), rows=ask.find_stakeholders(form.value("q"), form.value("kind")), columns=columns,
        name="stakeholders", form=form, dos=(Do(_("Add an organisation"), reverse("relations_stakeholder_new"), main=True),),
        section_tabs=_tabs("relations_stakeholders"), crumbs=_crumbs(), empty=_("No organisation fits"),
    )  # fmt: skip


@page(access.may_coordinate)
def grid(request: HttpRequest) -> HttpResponse:
    """The grid of influence and interest, beside its table."""
    form = filters(request.GET, kind=(_("kind"), Stakeholder.Kind.choices))
    points = ask.grid(form.value("kind"))
    stances = dict(Position.Stance.choices)
    columns = [
        Column(_("No."), lambda p: str(p.number)),
        Column(_("organisation"), lambda p: p.stakeholder.organisation.name, url=lambda p: _url(p.stakeholder)),
        Column(_("influence"), lambda p: p.stakeholder.influence, "int"),
        Column(_("interest"), lambda p: p.stakeholder.interest, "int"),
        Column(_("latest stance"), lambda p: None if p.stance is None else stances[p.stance], tag=lambda p: STANCE_TAG[p.stance]),
    ]  # fmt: skip
    return detail_page(
        request, title=_("Influence and interest"), template="relations/grid.html", picture=pictures.influence_grid(points),
        table=table(_("The same as a table"), columns, points), section_tabs=_tabs("relations_grid"), crumbs=_crumbs(title=_("Influence and interest")),
        lead=_("Who decides and works on it daily stands at the top right: talk to these first. The colour tells the latest stance."),
    )  # fmt: skip


@page(access.may_coordinate)
def positions(request: HttpRequest) -> HttpResponse:
    """What everyone thinks of each matter."""
    columns = [
        Column(_("organisation"), lambda p: str(p.stakeholder), url=lambda p: _url(p.stakeholder)),
        Column(_("stance"), lambda p: p.get_stance_display(), tag=lambda p: STANCE_TAG[p.stance]),
        Column(_("influence"), lambda p: p.stakeholder.influence, "int"),
        Column(_("day"), lambda p: p.on, "date"), Column(_("how we know"), lambda p: p.source),
    ]  # fmt: skip
    sections = []
    for one in ask.matters():
        text = _("Weighed by influence: %(total)s (above zero, those for it weigh more).") % {
            "total": display.number(one.total)
        }
        sections.append(Section(one.matter, table(one.matter, columns, one.positions), text=text))
    sections = sections or [Section(_("Positions"), empty=_("No position is recorded yet."))]
    return detail_page(
        request,
        title=_("Positions"),
        sections=sections,
        section_tabs=_tabs("relations_positions"),
        crumbs=_crumbs(title=_("Positions")),
    )


@page(access.may_coordinate)
def stakeholder(request: HttpRequest, pk: int) -> HttpResponse:
    """An organisation's card: people, conversations, positions, issues."""
    row = access.get_for(request.actor, Stakeholder.objects.select_related("organisation"), pk=pk)
    here, org = [pk], row.organisation
    dos = [
        Do(_("Log a conversation"), reverse("relations_interaction", args=here), main=True),
        Do(_("Record a position"), reverse("relations_position", args=here)),
        Do(_("Change"), reverse("relations_stakeholder_change", args=here)),
    ]
    facts = [
        (_("kind"), row.get_kind_display()), (_("influence"), f"{row.influence} / 5"), (_("interest"), f"{row.interest} / 5"),
        (_("VÖEN"), org.voen or "–"), (_("address"), org.address or "–"),
        (_("telephone"), org.telephone or "–"), (_("e-mail"), org.email or "–"), (_("website"), org.website or "–"),
        *([(_("note"), row.note)] if row.note else []),
    ]  # fmt: skip
    return detail_page(
        request, title=org.name, caption=row.get_kind_display(), about=row, facts=facts, dos=dos,
        sections=[_people(row), _conversations(row), _positions(row), _issues_of(row)], crumbs=_crumbs(row),
    )  # fmt: skip


def _people(row: Stakeholder) -> Section:
    posts = Post.objects.filter(organisation=row.organisation, ends__isnull=True).select_related("contact")
    columns = [
        Column(_("name"), lambda p: str(p.contact), url=lambda p: reverse("relations_contact", args=[p.contact_id])),
        Column(_("post held"), lambda p: p.title), Column(_("e-mail"), lambda p: p.contact.email), Column(_("telephone"), lambda p: p.contact.telephone),
    ]  # fmt: skip
    return Section(_("People"), table(_("People"), columns, list(posts)), empty=_("Nobody is recorded here."))


def _conversations(row: Stakeholder) -> Section:
    def finish(one: Interaction) -> Do | None:
        open_ = one.next_step and not one.next_done_on
        return (
            Do(_("Done"), reverse("relations_interaction_done", args=[one.pk]), post=True) if open_ else None
        )

    columns = [
        Column(_("day"), lambda i: i.on, "date", note=lambda i: i.get_kind_display()),
        Column(_("with whom"), lambda i: str(i.contact) if i.contact else ""),
        Column(_("what was said"), lambda i: i.summary),
        Column(_("what was promised next"), lambda i: i.next_step, note=lambda i: _when(i)),
        Column("", finish, "do"),
    ]
    rows = list(row.interactions.select_related("contact")[:50])
    return Section(
        _("Conversations"), table(_("Conversations"), columns, rows), empty=_("No conversation is logged.")
    )


def _when(one: Interaction) -> str:
    if one.next_done_on:
        return _("done on %(day)s") % {"day": format_date(one.next_done_on)}
    return format_date(one.next_by) if one.next_by else ""


def _positions(row: Stakeholder) -> Section:
    columns = [
        Column(_("matter"), lambda p: p.matter),
        Column(_("stance"), lambda p: p.get_stance_display(), tag=lambda p: STANCE_TAG[p.stance]),
        Column(_("day"), lambda p: p.on, "date"), Column(_("how we know"), lambda p: p.source),
    ]  # fmt: skip
    return Section(
        _("Positions"),
        table(_("Positions"), columns, list(row.positions.all())),
        empty=_("No position is recorded yet."),
    )


def _issues_of(row: Stakeholder) -> Section:
    rows = list(row.issues.all())
    return Section(
        _("Issues raised here"),
        table(_("Issues raised here"), issue_columns()[:3], rows),
        empty=_("No issue was raised here."),
    )


def _stakeholder_form(
    request: HttpRequest, row: Stakeholder, form: object, title: str, do: object, said: str
) -> HttpResponse:
    return form_page(
        request, form, title=title, caption=str(row), do=do, then=_url(row), back=_url(row), said=said, crumbs=_crumbs(row, title),  # type: ignore[arg-type]
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def stakeholder_new(request: HttpRequest) -> HttpResponse:
    form = people.StakeholderForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})

    def do(f: people.StakeholderForm) -> Stakeholder:
        return act.keep_stakeholder(actor=request.actor, organisation=f.organisation(), card=f.row())

    title = _("Add an organisation")
    back = reverse("relations_stakeholders")
    return form_page(
        request, form, title=title, do=do, then=_url, back=back, said=_("Saved."), crumbs=_crumbs(title=title)
    )


@page(access.may_coordinate, *FORM)
def stakeholder_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Stakeholder.objects.select_related("organisation"), pk=pk)
    form = people.StakeholderForm(request.POST or None, instance=row)

    def do(f: people.StakeholderForm) -> None:
        act.keep_stakeholder(actor=request.actor, organisation=f.organisation(), card=f.row())

    return _stakeholder_form(request, row, form, _("Change"), do, _("Saved."))


@page(access.may_coordinate, *FORM)
def position(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Stakeholder.objects.select_related("organisation"), pk=pk)
    form = work.PositionForm(
        request.POST or None, instance=Position(stakeholder=row), initial={"on": today()}
    )
    do = lambda f: act.record_position(actor=request.actor, position=f.row())  # noqa: E731
    return _stakeholder_form(request, row, form, _("Record a position"), do, _("Saved."))


@page(access.may_coordinate, *FORM)
def interaction(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Stakeholder.objects.select_related("organisation"), pk=pk)
    form = work.InteractionForm(
        request.POST or None, instance=Interaction(stakeholder=row), initial={"on": today()}
    )
    do = lambda f: act.log_interaction(actor=request.actor, interaction=f.row())  # noqa: E731
    return _stakeholder_form(
        request, row, form, _("Log a conversation"), do, _("The conversation is logged.")
    )


@page(access.may_coordinate, "POST")
def interaction_done(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(
        request.actor, Interaction.objects.select_related("stakeholder__organisation"), pk=pk
    )
    act.finish_next_step(actor=request.actor, interaction=row, on=today())
    return done(request, _("Marked as done."), _url(row.stakeholder))
