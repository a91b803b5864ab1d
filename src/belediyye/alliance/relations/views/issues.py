"""Issues raised with the state, step by step."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import stakeholders as act
from belediyye.alliance.relations.forms import work
from belediyye.alliance.relations.forms.frame import filters
from belediyye.alliance.relations.models import Issue, IssueStep
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

ISSUE_TAG = {
    "noted": "draft",
    "raised": "waiting",
    "answered": "attention",
    "solved": "done",
    "declined": "late",
}


def issue_url(row: Issue) -> str:
    return reverse("relations_issue", args=[row.pk])


def issue_columns() -> list[Column]:
    return [
        Column(_("issue"), lambda i: i.title, sort="folded", url=issue_url, note=lambda i: i.number),
        Column(_("state"), lambda i: i.get_state_display(), sort="state", tag=lambda i: ISSUE_TAG[i.state]),
        Column(_("answer expected by"), lambda i: i.answer_by, "date", sort="answer_by"),
        Column(_("raised with"), lambda i: str(i.stakeholder)),
        Column(_("last step"), lambda i: i.last_on, "date", sort="last_on"),
    ]


def _issue_crumbs(row: Issue | None = None, title: str = "") -> list[tuple[str, str]]:
    own = [(row.number, issue_url(row) if title else "")] if row else []
    return crumbs(
        (_("Issues raised with the state"), reverse("relations_issues")),
        *own,
        *([(title, "")] if title else []),
    )


@page(access.may_coordinate)
def issues(request: HttpRequest) -> HttpResponse:
    """What the alliance raises with the state, and where each matter stands."""
    form = filters(request.GET, state=(_("state"), [("open", _("open")), *Issue.State.choices]))
    return list_page(
        request, title=_("Issues raised with the state"), rows=ask.find_issues(form.value("q"), form.value("state")),
        columns=issue_columns(), name="issues", form=form, crumbs=_issue_crumbs(), empty=_("No issue fits"),
        dos=(Do(_("Note an issue"), reverse("relations_issue_new"), main=True), Do(_("The public page"), reverse("alliance_issues"))),
    )  # fmt: skip


@page(access.may_coordinate)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Issue.objects.select_related("stakeholder__organisation"), pk=pk)
    dos = [
        Do(_("Take a step"), reverse("relations_issue_step", args=[pk]), main=True),
        Do(_("Change the text"), reverse("relations_issue_change", args=[pk])),
    ]
    facts = [
        (_("raised with"), str(row.stakeholder)), (_("noted on"), format_date(row.noted_on)),
        (_("answer expected by"), format_date(row.answer_by) if row.answer_by else "–"),
        (_("what the difficulty is and whom it touches"), row.text), (_("what the alliance asks for"), row.proposal or "–"),
        (_("shown to visitors"), _("yes") if row.is_public else _("no")),
    ]  # fmt: skip
    columns = [
        Column(_("day"), lambda s: s.on, "date"),
        Column(_("state"), lambda s: s.get_state_display(), tag=lambda s: ISSUE_TAG[s.state]),
        Column(_("what happened"), lambda s: s.words),
        Column(_("paper"), lambda s: s.paper.name if s.paper else None, url=lambda s: reverse("relations_paper", args=[s.paper_id]) if s.paper_id else ""),
    ]  # fmt: skip
    steps = Section(
        _("Steps"),
        table(_("Steps"), columns, list(row.steps.select_related("paper"))),
        empty=_("No step was taken yet."),
    )
    return detail_page(
        request, title=row.title, caption=row.number, about=row, facts=facts, dos=dos, sections=[steps],
        state_tag=(ISSUE_TAG[row.state], row.get_state_display()), crumbs=_issue_crumbs(row),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def issue_new(request: HttpRequest) -> HttpResponse:
    form = work.IssueForm(request.POST or None, initial={"noted_on": today()})
    title = _("Note an issue")
    return form_page(
        request, form, title=title, do=lambda f: act.note_issue(actor=request.actor, issue=f.row()), then=issue_url,
        said=_("Saved."), back=reverse("relations_issues"), crumbs=_issue_crumbs(title=title),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def issue_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Issue.objects.all(), pk=pk)
    form = work.IssueForm(request.POST or None, instance=row)
    title = _("Change the text")
    return form_page(
        request, form, title=title, do=lambda f: act.note_issue(actor=request.actor, issue=f.row()), then=issue_url,
        said=_("Saved."), back=issue_url(row), crumbs=_issue_crumbs(row, title),
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def issue_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Issue.objects.all(), pk=pk)
    form = work.IssueStepForm(
        request.POST or None,
        request.FILES or None,
        instance=IssueStep(issue=row),
        initial={"on": today(), "state": row.state},
    )

    def do(f: work.IssueStepForm) -> None:
        f.instance.paper = kept(request, f)
        act.take_issue_step(actor=request.actor, step=f.row())

    title = _("Take a step")
    return form_page(
        request, form, title=title, caption=str(row), do=do, then=issue_url(row), back=issue_url(row),
        said=_("The step is recorded."), crumbs=_issue_crumbs(row, title),
    )  # fmt: skip
