"""Policy documents: versions and approvals."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import documents as act
from belediyye.alliance.relations.forms import house as forms
from belediyye.alliance.relations.models import DocumentVersion, PolicyDocument
from belediyye.alliance.relations.queries import things as ask
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
from belediyye.alliance.relations.views.papers import kept
from belediyye.core.period import format_date

TAG = {
    "draft": "draft",
    "submitted": "waiting",
    "returned": "attention",
    "approved": "done",
    "replaced": "info",
}
STATES = dict(DocumentVersion.State.choices)


def _url(row: PolicyDocument) -> str:
    return reverse("relations_document", args=[row.pk])


def _crumbs(row: PolicyDocument | None = None, title: str = "") -> list[tuple[str, str]]:
    own = [(row.number, _url(row) if title else "")] if row else []
    return crumbs(
        (_("Policy documents"), reverse("relations_documents")), *own, *([(title, "")] if title else [])
    )


@page(access.may_enter)
def documents(request: HttpRequest) -> HttpResponse:
    """Documents with the version in force; the newest version's state beside."""
    columns = [
        Column(_("document"), lambda d: d.title, sort="folded", url=_url, note=lambda d: d.number),
        Column(_("kind"), lambda d: d.get_kind_display(), sort="kind"),
        Column(_("in force"), lambda d: _("version %(number)s") % {"number": d.in_force[0].number} if d.in_force else None, note=lambda d: d.in_force[0].decision if d.in_force else ""),
        Column(_("newest version"), lambda d: STATES.get(d.newest_state), tag=lambda d: TAG[d.newest_state]),
        Column(_("to be reviewed by"), lambda d: d.review_by, "date", sort="review_by"),
    ]  # fmt: skip
    dos = (
        (Do(_("Open a document"), reverse("relations_document_new"), main=True),)
        if access.coordinates(request.actor)
        else ()
    )
    return list_page(request, title=_("Policy documents"), rows=ask.documents(), columns=columns, name="documents", dos=dos, crumbs=_crumbs(), empty=_("No document yet"))  # fmt: skip


@page(access.may_enter)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document: the text in force, and for the coordinator every version and what comes next."""
    row = access.get_for(request.actor, PolicyDocument.objects.all(), pk=pk)
    coordinates = access.coordinates(request.actor)
    versions = list(row.versions.select_related("paper"))
    newest, in_force = (
        (versions[0] if versions else None),
        next((v for v in versions if v.state == "approved"), None),
    )
    facts = [
        (_("kind"), row.get_kind_display()), (_("shown to visitors"), _("yes") if row.is_public else _("no")),
        (_("to be reviewed by"), format_date(row.review_by) if row.review_by else "–"),
        *([(_("by which decision"), f"{in_force.decision}, {format_date(in_force.decided_on)}")] if in_force and in_force.decided_on else []),
    ]  # fmt: skip
    sections = [
        Section(
            _("Text in force"), text=in_force.text if in_force else "", empty=_("No version is approved yet.")
        )
    ]
    if coordinates and newest and newest != in_force:
        sections.insert(
            0,
            Section(
                _("Version %(number)s: %(state)s")
                % {"number": newest.number, "state": newest.get_state_display()},
                text=newest.text,
            ),
        )
    columns = [
        Column(_("version"), lambda v: str(v.number)), Column(_("state"), lambda v: v.get_state_display(), tag=lambda v: TAG[v.state]),
        Column(_("written on"), lambda v: v.made_on, "date", note=lambda v: v.made_by), Column(_("what changed"), lambda v: v.change),
        Column(_("decided on"), lambda v: v.decided_on, "date", note=lambda v: v.decision),
        Column(_("paper"), lambda v: v.paper.name if v.paper else None, url=lambda v: reverse("relations_paper", args=[v.paper_id]) if v.paper_id and access.keeps(request.actor) else ""),
    ]  # fmt: skip
    shown = versions if coordinates else [v for v in versions if v.state in {"approved", "replaced"}]
    sections.append(
        Section(_("Versions"), table(_("Versions"), columns, shown), empty=_("Nothing is written yet."))
    )
    return detail_page(request, title=row.title, caption=row.number, about=row, facts=facts, dos=_dos(row, newest) if coordinates else (), sections=sections, crumbs=_crumbs(row))  # fmt: skip


def _dos(row: PolicyDocument, newest: DocumentVersion | None) -> list[Do]:
    dos = []
    if newest is None or newest.state in {"approved", "replaced"}:
        dos.append(Do(_("Write a version"), reverse("relations_document_write", args=[row.pk]), main=True))
    elif newest.state in {"draft", "returned"}:
        dos.append(
            Do(
                _("Correct the draft"),
                reverse("relations_document_correct", args=[newest.pk]),
                main=newest.state == "returned",
            )
        )
        if newest.state == "draft":
            dos.append(
                Do(
                    _("Submit for approval"),
                    reverse("relations_document_submit", args=[newest.pk]),
                    post=True,
                    main=True,
                )
            )
    else:
        dos.append(
            Do(_("Approve or return"), reverse("relations_document_decide", args=[newest.pk]), main=True)
        )
    return [*dos, Do(_("Change"), reverse("relations_document_change", args=[row.pk]))]


@page(access.may_coordinate, *FORM)
def document_new(request: HttpRequest) -> HttpResponse:
    form = forms.DocumentForm(request.POST or None)
    title = _("Open a document")
    return form_page(request, form, title=title, do=lambda f: act.keep_document(actor=request.actor, document=f.row(), on=today()), then=_url, said=_("Saved."), back=reverse("relations_documents"), crumbs=_crumbs(title=title))  # fmt: skip


def _form(request: HttpRequest, row: PolicyDocument, form: object, title: str, do: object) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        caption=row.title,
        do=do,
        then=_url(row),
        back=_url(row),
        said=_("Saved."),
        crumbs=_crumbs(row, title),
    )  # type: ignore[arg-type]


@page(access.may_coordinate, *FORM)
def document_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, PolicyDocument.objects.all(), pk=pk)
    form = forms.DocumentForm(request.POST or None, instance=row)
    return _form(
        request,
        row,
        form,
        _("Change"),
        lambda f: act.keep_document(actor=request.actor, document=f.row(), on=today()),
    )


@page(access.may_coordinate, *FORM)
def document_write(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, PolicyDocument.objects.all(), pk=pk)
    last = row.versions.order_by("-number").first()
    begun = {"text": last.text if last else ""}
    form = forms.DocumentVersionForm(
        request.POST or None, request.FILES or None, instance=DocumentVersion(document=row), initial=begun
    )

    def do(f: forms.DocumentVersionForm) -> None:
        f.instance.paper = kept(request, f)
        act.write_document(actor=request.actor, version=f.row(), on=today())

    return _form(request, row, form, _("Write a version"), do)


@page(access.may_coordinate, *FORM)
def document_correct(request: HttpRequest, pk: int) -> HttpResponse:
    version = access.get_for(request.actor, DocumentVersion.objects.select_related("document"), pk=pk)
    form = forms.DocumentVersionForm(request.POST or None, request.FILES or None, instance=version)

    def do(f: forms.DocumentVersionForm) -> None:
        f.instance.paper = kept(request, f) or f.instance.paper
        act.correct_document(actor=request.actor, version=f.row())

    return _form(request, version.document, form, _("Correct the draft"), do)


@page(access.may_coordinate, "POST")
def document_submit(request: HttpRequest, pk: int) -> HttpResponse:
    version = access.get_for(request.actor, DocumentVersion.objects.select_related("document"), pk=pk)
    act.submit_document(actor=request.actor, version=version)
    return done(request, _("Submitted; now it waits for approval."), _url(version.document))


@page(access.may_coordinate, *FORM)
def document_decide(request: HttpRequest, pk: int) -> HttpResponse:
    version = access.get_for(request.actor, DocumentVersion.objects.select_related("document"), pk=pk)
    form = forms.ApprovalForm(request.POST or None, initial={"on": today()})

    def do(f: forms.ApprovalForm) -> None:
        given = f.cleaned_data
        act.decide_document(
            actor=request.actor,
            version=version,
            approve=given["approve"] == "yes",
            decision=given["decision"],
            on=given["on"],
        )

    return _form(request, version.document, form, _("Approve or return"), do)
