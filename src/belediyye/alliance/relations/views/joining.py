"""Duplicates merged and parted again; files of contacts read and taken in."""

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import contacts as act
from belediyye.alliance.relations.forms import people as forms
from belediyye.alliance.relations.models import ContactImport, Merge
from belediyye.alliance.relations.queries import contacts as ask
from belediyye.alliance.relations.reading import UnreadableContacts, read_contacts
from belediyye.alliance.relations.views.contacts import crumbs_of, tabs, url_of
from belediyye.alliance.relations.views.frame import (
    FORM,
    Column,
    Do,
    Section,
    detail_page,
    done,
    form_page,
    page,
    table,
    today,
)  # fmt: skip


@page(access.may_coordinate)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs of cards that may be one person."""
    columns = [
        Column(_("first card"), lambda p: f"{p.left} ({p.left.code})", url=lambda p: url_of(p.left), note=lambda p: p.left.email),
        Column(_("second card"), lambda p: f"{p.right} ({p.right.code})", url=lambda p: url_of(p.right), note=lambda p: p.right.email),
        Column(_("why"), lambda p: ", ".join(p.why)),
        Column("", lambda p: Do(_("Compare"), reverse("relations_merge", args=[p.left.pk, p.right.pk])), "do"),
    ]  # fmt: skip
    section = Section(
        _("Cards that may be one person"),
        table(_("Cards that may be one person"), columns, ask.duplicates()),
        empty=_("No two cards look alike."),
    )
    return detail_page(
        request,
        title=_("Duplicates"),
        sections=[section],
        section_tabs=tabs("relations_duplicates"),
        crumbs=crumbs_of(title=_("Duplicates")),
    )


@page(access.may_coordinate, *FORM)
def merge(request: HttpRequest, kept: int, gone: int) -> HttpResponse:
    """Two cards side by side; what is taken over, what moves; then one card."""
    first, second = access.get_contact_for(request.actor, kept), access.get_contact_for(request.actor, gone)
    fields = ask.compare(first, second)
    differing = [(c.field, f"{c.label}: {c.gone}") for c in fields if c.differs and c.gone]
    form = forms.MergeForm(
        request.POST or None, choices=differing, initial=[c.field for c in fields if c.gone and not c.kept]
    )
    columns = [
        Column(_("field"), lambda c: c.label), Column(_("first card"), lambda c: c.kept), Column(_("second card"), lambda c: c.gone),
    ]  # fmt: skip

    def do(f: forms.MergeForm) -> None:
        act.merge_contacts(
            actor=request.actor, keep_card=first, gone=second, take=f.cleaned_data["take"], on=today()
        )

    moves = ", ".join(f"{words}: {count}" for words, count in ask.what_moves(second)) or _("nothing")
    return form_page(
        request, form, title=_("One person?"), do=do, then=url_of(first), back=reverse("relations_duplicates"), submit=_("Merge into the first card"),
        said=_("The cards are one. It can be undone on this page."), template="relations/merge.html",
        table=table(_("The two cards"), columns, fields), moves=moves, crumbs=crumbs_of(title=_("One person?")),
        swap=reverse("relations_merge", args=[gone, kept]),
    )  # fmt: skip


@page(access.may_coordinate, "POST")
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Merge.objects.select_related("kept", "gone"), pk=pk)
    act.undo_merge(actor=request.actor, merge=row, on=today())
    return done(request, _("The cards are two again."), url_of(row.kept))


@page(access.may_coordinate, *FORM)
def imports(request: HttpRequest) -> HttpResponse:
    """A file of contacts is chosen; earlier files below."""
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = _read(request, form, today())
        except UnreadableContacts as error:
            form.add_error("file", str(error))
        else:
            return redirect(reverse("relations_import", args=[batch.pk]))
    columns = [
        Column(_("file"), lambda b: b.name, url=lambda b: reverse("relations_import", args=[b.pk])),
        Column(_("read on"), lambda b: b.read_on, "date"), Column(_("taken in on"), lambda b: b.taken_on, "date"),
        Column(_("lines taken"), lambda b: b.made, "int"),
    ]  # fmt: skip
    context = {
        "title": _("Import contacts"), "form": form, "submit": _("Read the file"), "section_tabs": tabs("relations_imports"),
        "earlier": table(_("Earlier files"), columns, list(ContactImport.objects.all()[:20])), "crumbs": crumbs_of(title=_("Import")),
    }  # fmt: skip
    return render(request, "relations/imports.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, form: forms.ImportForm, on: date) -> ContactImport:
    import hashlib

    given = form.cleaned_data["file"]
    content = given.read()
    with NamedTemporaryFile(suffix=Path(given.name).suffix.lower()) as file:
        file.write(content)
        file.flush()
        rows = read_contacts(Path(file.name), content)
    return act.keep_reading(
        actor=request.actor, name=given.name, digest=hashlib.sha256(content).hexdigest(), rows=rows,
        source=form.cleaned_data["source"], on=on,
    )  # fmt: skip


@page(access.may_coordinate, *FORM)
def contact_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line of a file with its problems, before anything is kept; then what became of each."""
    batch = access.get_for(request.actor, ContactImport.objects.all(), pk=pk)
    if request.method == "POST":
        lines = [int(text) for text in request.POST.getlist("line") if text.isdecimal()]
        made = act.take_reading(actor=request.actor, batch=batch, lines=lines, on=today())
        return done(
            request, _("Taken in: %(count)s lines.") % {"count": made}, reverse("relations_import", args=[pk])
        )
    good = [row for row in batch.rows if not row["problems"]]
    context = {
        "title": batch.name, "batch": batch, "rows": batch.rows, "good": len(good), "bad": len(batch.rows) - len(good),
        "known": sum(bool(row.get("same_as")) for row in good), "crumbs": crumbs_of(title=batch.name),
    }  # fmt: skip
    return render(request, "relations/import.html", context)
