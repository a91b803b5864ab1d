"""The import wizard: upload → match columns → dry run, row by row → take → undo."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.core.actions import Refused
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.contracts import ConfirmForm
from belediyye.finance.revenue.forms.register import AlongForm, MatchForm, OpeningUploadForm, UploadForm
from belediyye.finance.revenue.models import RollImport
from belediyye.finance.revenue.queries import brought, import_words, rolls
from belediyye.finance.revenue.queries.roll_columns import column_title
from belediyye.finance.revenue.views.pages import XLSX, answer_file, form_page, paged, refuse, told
from belediyye.finance.rules.queries import language

GET_POST = require_http_methods(["GET", "POST"])
# A file of so many bytes is tried on the page itself; a larger one by a worker, with progress.
ON_THE_PAGE = 200_000
LARGEST = 100 * 1024 * 1024


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    rows = RollImport.objects.filter(municipality_id=place).select_related("file")
    return render(
        request,
        "revenue/imports.html",
        {"page": paged(request, rows), "may_keep": access.may_keep(actor=request.actor) is None},
    )


@GET_POST
def import_new(request: HttpRequest, kind: str = RollImport.Kind.ROLL) -> HttpResponse:
    place = access.require_reader(request.actor)
    opening = kind == RollImport.Kind.OPENING
    wanted = OpeningUploadForm if opening else UploadForm
    since = rolls.first_since(place, timezone.localdate()) if not opening else timezone.localdate()
    form = wanted(request.POST or None, request.FILES or None, initial={"since": since})

    def do(form: Any) -> tuple[str, str]:
        file = form.cleaned_data["file"]
        if file.size > LARGEST:
            raise Refused(_("The file is too large."))
        roll = actions.upload_roll(
            actor=request.actor,
            name=file.name,
            content=file.read(),
            since=form.cleaned_data["since"],
            kind=kind,
        )
        return reverse("revenue_import", args=[roll.pk]), _("The file is read. Check what its columns mean.")

    intro = _(
        "One row a debt or an overpayment: who (FİN, VÖEN, YVÖK or the office's own number), what for, which year, due day, principal, interest, overpaid."
    )
    return form_page(
        request, form, do, title=_("Take in opening balances") if opening else _("Take in a roll"), button=_("Upload"),
        back=reverse("revenue_openings" if opening else "revenue_imports"), intro=intro if opening else "",
        may=access.may_keep,
    )  # fmt: skip


@GET_POST
def take_along(request: HttpRequest) -> HttpResponse:
    """The register as a workbook of a roll's columns, to be filled in where the house cannot come along."""
    place = access.require_reader(request.actor)
    form = AlongForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        try:
            content = actions.take_along(actor=request.actor, street=form.cleaned_data["street"])
        except Refused as refused:
            refuse(form, refused)
        else:
            return answer_file(content, f"{_('register')}-{timezone.localdate():%Y-%m-%d}.xlsx", XLSX)
    page = {
        "form": form, "title": _("Take the register along"), "button": _("Download the workbook"), "back": reverse("revenue_imports"),
        "intro": _("A workbook of the objects and their holders, for a place without a line: a street walked house by house, a clerk's own computer. Write into it what you see there and take it in as a roll: you are shown every difference, and rows that nobody touched change nothing. FİN and VÖEN stay in the house."),
    }  # fmt: skip
    return render(request, "revenue/form.html", page, status=422 if form.is_bound and form.errors else 200)


@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One import at whatever stage it is."""
    roll = access.get_import_for(request.actor, pk)
    outcome = request.GET.get("show", "")
    page = paged(request, rolls.shown_rows(roll, outcome))
    lang = language()
    for row in page.object_list:
        row.words = [
            (column_title(p[0], lang) if p[0] else "", p[1], rolls.problem_text(p, lang))
            for p in row.problems
        ]
        row.what = [import_words.change(k, v, lang) for k, v in row.changes.items()]
        row.who = row.cells.get(roll.mapping.get("taxpayer_name", ""), "")
        row.thing = import_words.about(roll, row)
    tabs = [
        {
            "title": title,
            "url": f"?show={key}" if key else "?",
            "current": outcome == key,
            "count": rolls.rows_in(roll.counts) if not key else roll.counts.get(key, 0),
        }
        for key, title in (
            ("", _("All rows")),
            ("new", _("New")),
            ("changed", _("Changed")),
            ("same", _("Unchanged")),
            ("refused", _("Refused")),
            ("payers", _("Taxpayers whose records change")),
            ("to_see", _("To be looked at")),
        )
        if key not in rolls.ASIDE or roll.counts.get(key)
    ]
    may_take = (access.may_run if roll.kind == RollImport.Kind.OPENING else access.may_keep)(
        actor=request.actor
    ) is None
    undoable = roll.state == RollImport.State.TAKEN and may_take
    context = {
        "roll": roll,
        "page": page,
        "tabs": tabs,
        "match": MatchForm(roll=roll),
        "lines": told(roll),
        "may_keep": access.may_keep(actor=request.actor) is None,
        "may_take": may_take,
        "undoable": undoable,
        "stands": actions.importing.stands_on(roll) if undoable else "",
        "may_run": access.may_run(actor=request.actor) is None,
        "opening": roll.kind == RollImport.Kind.OPENING,
        "too_late": rolls.before_since(roll) if roll.state in ("uploaded", "checked") else False,
    }
    return render(request, "revenue/import.html", context)


@require_POST
def import_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the columns and tries the file at once."""
    roll = access.get_import_for(request.actor, pk)
    form = MatchForm(request.POST, roll=roll)
    if not form.is_valid():
        context = {"roll": roll, "match": form, "form": form, "may_keep": True}
        return render(request, "revenue/import.html", context, status=422)
    actions.match_columns(actor=request.actor, roll=roll, mapping=form.cleaned_data)
    if roll.file.size > ON_THE_PAGE:
        asked = actions.ask_import(actor=request.actor, roll=roll, take=False)
        return redirect(reverse("job", args=[asked.job_id]))
    actions.check_import(actor=request.actor, roll=roll)
    messages.success(request, _("Every row was tried; nothing is changed yet."))
    return redirect(reverse("revenue_import", args=[pk]))


@require_POST
def import_take(request: HttpRequest, pk: int) -> HttpResponse:
    roll = access.get_import_for(request.actor, pk)
    if roll.file.size > ON_THE_PAGE:
        asked = actions.ask_import(actor=request.actor, roll=roll, take=True)
        return redirect(reverse("job", args=[asked.job_id]))
    counts = actions.take_import(actor=request.actor, roll=roll, on=timezone.localdate())
    messages.success(
        request,
        _("Taken: %(new)s new, %(changed)s changed; refused: %(refused)s.")
        % {
            "new": counts.get("new", 0),
            "changed": counts.get("changed", 0),
            "refused": counts.get("refused", 0),
        },
    )
    return redirect(reverse("revenue_import", args=[pk]))


@GET_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before a whole import goes, with the counts of what goes and what comes back; or says why it stays."""
    roll = access.get_import_for(request.actor, pk)
    back = reverse("revenue_import", args=[pk])
    why = actions.importing.why_not_undone(roll)

    def do(_form: Any) -> tuple[str, str]:
        actions.undo_import(actor=request.actor, roll=roll, on=timezone.localdate())
        return back, _("The import is undone; everything stands as it did before.")

    intro = _("With the import of the file “%(file)s” goes:") % {"file": roll.file.name}
    # A POST always reaches the action: who may not is told that first.
    form = ConfirmForm(request.POST) if request.method == "POST" else None if why else ConfirmForm()
    return form_page(
        request, form, do, title=_("Undo the whole import"), button=_("Undo the whole import"), back=back, intro=why or intro,
        notes=[] if why else [f"{what}: {count}" for what, count in brought.going(roll) if count],
        may=access.may_keep,
    )  # fmt: skip


@require_GET
def import_refused(request: HttpRequest, pk: int) -> HttpResponse:
    roll = access.get_import_for(request.actor, pk)
    content = actions.take_out_refused(actor=request.actor, roll=roll)
    return answer_file(content, f"{roll.file.name.rsplit('.', 1)[0]}-refused.xlsx", XLSX)
