"""The roster of experts."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import experts as act
from belediyye.alliance.relations.forms import house as forms
from belediyye.alliance.relations.forms.frame import WordsForm, filters
from belediyye.alliance.relations.models import Engagement, Expert, Topic
from belediyye.alliance.relations.queries import things as ask
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
from belediyye.core.actors import Actor
from belediyye.core.models import Role
from belediyye.core.period import format_date


def _may(actor: Actor) -> str | None:
    if actor.has(Role.COORDINATOR, Role.EXPERT):
        return None
    return access.may_coordinate(actor)


def _url(row: Expert) -> str:
    return reverse("relations_expert", args=[row.pk])


def _crumbs(row: Expert | None = None, title: str = "") -> list[tuple[str, str]]:
    own = [(str(row), _url(row) if title else "")] if row else []
    return crumbs((_("Experts"), reverse("relations_experts")), *own, *([(title, "")] if title else []))


@page(_may)
def experts(request: HttpRequest) -> HttpResponse:
    """Experts by topic and words; an expert sees its own profile only."""
    form = filters(request.GET, topic=(_("topic"), [(t.code, str(t)) for t in Topic.objects.all()]))
    rows = ask.find_experts(today(), form.value("q"), form.value("topic"))
    coordinates = access.coordinates(request.actor)
    if not coordinates:
        rows = rows.filter(contact__person=request.actor.person_id)
    columns = [
        Column(_("name"), str, sort="contact__folded", url=_url, note=lambda e: e.headline),
        Column(_("topics"), lambda e: ", ".join(str(t) for t in e.topics.all())),
        Column(_("languages"), lambda e: e.languages), Column(_("tasks"), lambda e: e.tasks, "int", sort="tasks"),
        Column(_("on the roster since"), lambda e: e.since, "date", sort="since"),
    ]  # fmt: skip
    dos = (
        (
            Do(_("Put an expert on the roster"), reverse("relations_expert_new"), main=True),
            Do(_("Add a topic"), reverse("relations_topic_new")),
        )
        if coordinates
        else ()
    )
    return list_page(request, title=_("Experts"), rows=rows, columns=columns, name="experts", form=form, dos=dos, crumbs=_crumbs(), empty=_("No expert fits"))  # fmt: skip


@page(_may)
def expert(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_expert_for(request.actor, pk)
    coordinates = access.coordinates(request.actor)
    dos = [Do(_("Change the profile"), reverse("relations_expert_change", args=[pk]), main=not coordinates)]
    if coordinates:
        dos = [Do(_("Give a task"), reverse("relations_engagement", args=[pk]), main=True), *dos, Do(_("The person's card"), reverse("relations_contact", args=[row.contact_id]))]  # fmt: skip
    consents = {c.purpose for c in row.contact.consents.filter(withdrawn_on__isnull=True)}
    facts = [
        (_("topics"), ", ".join(str(t) for t in row.topics.all())), (_("who the expert is, in one line"), row.headline),
        (_("experience and publications"), row.experience or "–"), (_("languages"), row.languages or "–"),
        (_("shown to visitors"), _("yes") if "public" in consents else _("no, without the person's consent")),
        (_("on the roster since"), format_date(row.since)),
    ]  # fmt: skip
    columns = [
        Column(_("task"), lambda x: x.task), Column(_("from"), lambda x: x.starts, "date"), Column(_("by when"), lambda x: x.due, "date"),
        Column(_("done on"), lambda x: x.done_on, "date", note=lambda x: x.result),
        *([Column("", lambda x: None if x.done_on else Do(_("Record the result"), reverse("relations_engagement_done", args=[x.pk])), "do")] if coordinates else []),
    ]  # fmt: skip
    section = Section(
        _("Tasks"), table(_("Tasks"), columns, list(row.engagements.all())), empty=_("No task was given yet.")
    )
    return detail_page(
        request,
        title=str(row),
        caption=_("Expert"),
        about=row,
        facts=facts,
        dos=dos,
        sections=[section],
        crumbs=_crumbs(row),
    )


@page(access.may_coordinate, *FORM)
def expert_new(request: HttpRequest) -> HttpResponse:
    form = forms.ExpertForm(request.POST or None, initial={"since": today()})

    def do(f: forms.ExpertForm) -> Expert:
        return act.list_expert(actor=request.actor, expert=f.row(), topics=f.cleaned_data["topics"])

    title = _("Put an expert on the roster")
    return form_page(
        request,
        form,
        title=title,
        do=do,
        then=_url,
        said=_("Saved."),
        back=reverse("relations_experts"),
        crumbs=_crumbs(title=title),
    )


@page(_may, *FORM)
def expert_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_expert_for(request.actor, pk)
    form = forms.ExpertForm(request.POST or None, instance=row, own=not access.coordinates(request.actor))

    def do(f: forms.ExpertForm) -> None:
        act.change_profile(actor=request.actor, expert=f.row(), topics=f.cleaned_data["topics"])

    title = _("Change the profile")
    return form_page(
        request,
        form,
        title=title,
        do=do,
        then=_url(row),
        back=_url(row),
        said=_("Saved."),
        crumbs=_crumbs(row, title),
    )


@page(access.may_coordinate, *FORM)
def topic_new(request: HttpRequest) -> HttpResponse:
    form = forms.TopicForm(request.POST or None)
    back = reverse("relations_experts")
    return form_page(request, form, title=_("Add a topic"), do=lambda f: act.add_topic(actor=request.actor, topic=f.row()), then=back, back=back, said=_("Saved."), crumbs=_crumbs(title=_("Add a topic")))  # fmt: skip


@page(access.may_coordinate, *FORM)
def engagement(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_expert_for(request.actor, pk)
    form = forms.EngagementForm(
        request.POST or None, instance=Engagement(expert=row), initial={"starts": today()}
    )
    title = _("Give a task")
    return form_page(request, form, title=title, do=lambda f: act.engage(actor=request.actor, engagement=f.row()), then=_url(row), back=_url(row), said=_("Saved."), crumbs=_crumbs(row, title))  # fmt: skip


@page(access.may_coordinate, *FORM)
def engagement_done(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Engagement.objects.select_related("expert__contact"), pk=pk)
    form = WordsForm(request.POST or None, label=_("result"))
    own, title = _url(row.expert), _("Record the result")
    do = lambda f: act.finish_engagement(actor=request.actor, engagement=row, result=f.text, on=today())  # noqa: E731
    return form_page(
        request,
        form,
        title=title,
        caption=row.task,
        do=do,
        then=own,
        back=own,
        said=_("Saved."),
        crumbs=_crumbs(row.expert, title),
    )
