"""The classifications: their codes on a day, what a code was and becomes, own codes, a whole list from a workbook."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core.actions import Refused
from belediyye.core.documents.sheets import Column
from belediyye.core.text import fold
from belediyye.finance.budget import access, actions, papers
from belediyye.finance.budget.forms.codes import (
    ChangeForm,
    CloseForm,
    CodeForm,
    CodesFileForm,
    CodesFilter,
    code_named,
)
from belediyye.finance.budget.models import Axis, Code, CodeChange, Line
from belediyye.finance.budget.views.pages import form_page, page_of, today
from belediyye.finance.budget.views.reports import XLSX, attached


@require_GET
def codes(request: HttpRequest) -> HttpResponse:
    """The codes of a classification on a day, as a tree; `?format=xlsx` as a workbook that can be taken in again."""
    place = access.get_codes_place_for(request.actor)
    form = CodesFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    axis, on = given.get("axis") or Axis.FUNCTIONAL, given.get("on") or today()
    rows = Code.objects.filter(Q(municipality=None) | Q(municipality=place), axis=axis, starts__lte=on)
    rows = rows.filter(Q(ends=None) | Q(ends__gte=on)).select_related("parent", "municipality")
    found = _tree(list(rows))
    if wanted := fold(given.get("q", "").strip()):
        found = [code for code in found if wanted in fold(f"{code.code} {code.name_az} {code.name_en}")]
    if request.GET.get("format") == "xlsx":
        return attached(_book(found), XLSX, f"codes-{axis}.xlsx")
    page = {
        "form": form, "page": page_of(request, found), "on": on, "axis": Axis(axis), "may_add": place is not None and access.may_draft(request.actor) is None,
        "may_import": access.may_import_codes(request.actor, place) is None,
    }  # fmt: skip
    return render(request, "budget/codes.html", page)


def _tree(codes: list[Code]) -> list[Code]:
    """From the top down, each with its depth as `steps`."""
    shown = {code.pk for code in codes}
    under: dict[int | None, list[Code]] = {}
    for code in codes:
        under.setdefault(code.parent_id if code.parent_id in shown else None, []).append(code)

    def walk(above: int | None, depth: int) -> Any:
        for code in sorted(under.get(above, []), key=lambda one: one.code):
            code.steps = range(depth)  # type: ignore[attr-defined]
            yield code
            yield from walk(code.pk, depth + 1)

    return list(walk(None, 0))


def _book(codes: list[Code]) -> bytes:
    names = [
        ("təsnifat", "classification"), ("kod", "code"), ("ad", "name_az"), ("ingiliscə", "english"), ("yuxarı kod", "code above"), ("başlanğıc", "from"), ("son", "until"),
    ]  # fmt: skip
    kinds = ["text"] * 5 + ["date"] * 2
    columns = [Column({"az": az, "en": en}, kind, 22) for (az, en), kind in zip(names, kinds, strict=True)]
    rows = (
        [code.axis, code.code, code.name_az, code.name_en, code.parent.code if code.parent else "", code.starts, code.ends]
        for code in codes
    )  # fmt: skip
    return papers.workbook(columns, rows)


@require_GET
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """One code: its days, what stands above and under it, what it was and what it becomes, and where it is used."""
    one = access.get_code_for(request.actor, pk)
    place = access.get_codes_place_for(request.actor)
    # What another municipality planned under a code of the country is not this reader's.
    used = Line.objects.filter(municipality=place, **{one.axis: one}).values_list("budget__year", flat=True)
    visible = Q(municipality=None) | Q(municipality=place)
    changes = CodeChange.objects.select_related("old", "new")
    page = {
        "code": one, "children": one.children.filter(visible), "became": changes.filter(old=one), "came_from": changes.filter(new=one, old__in=Code.objects.filter(visible)),
        "years": sorted(set(used)), "may_keep": access.may_keep_codes(request.actor, code=one) is None,
    }  # fmt: skip
    return render(request, "budget/code.html", page)


def _to(code: Code) -> str:
    return reverse("budget_code", args=[code.pk])


@require_http_methods(["GET", "POST"])
def code_new(request: HttpRequest) -> HttpResponse:
    """A code of one's own."""
    place = access.get_place_for(request.actor)
    start = {"axis": request.GET.get("axis", Axis.PROGRAMME), "starts": today().replace(month=1, day=1)}
    form = CodeForm(request.POST or None, initial=start)

    def do(given: dict[str, Any]) -> str:
        above = given.pop("parent")
        parent = code_named(above, given["axis"], place) if above else None
        if above and parent is None:
            raise Refused(_("The code above, %(code)s, is not there.") % {"code": above})
        return _to(actions.add_code(actor=request.actor, municipality=place, parent=parent, **given))

    return form_page(request, form, do, title=_("New code"), back=reverse("budget_codes"), button=_("Add"))


@require_http_methods(["GET", "POST"])
def code_close(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a code."""
    one = access.get_code_for(request.actor, pk)
    form = CloseForm(request.POST or None, initial={"on": today().replace(month=12, day=31)})

    def do(given: dict[str, Any]) -> str:
        actions.close_code(actor=request.actor, code=one, on=given["on"])
        return _to(one)

    return form_page(
        request, form, do, title=_("Close the code %(code)s") % {"code": one.code}, back=_to(one), button=_("Close")
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def code_change(request: HttpRequest, pk: int) -> HttpResponse:
    """What a code becomes from a day on."""
    one = access.get_code_for(request.actor, pk)
    form = ChangeForm(
        request.POST or None, old=one, initial={"on": today().replace(year=today().year + 1, month=1, day=1), "weight": 1}
    )  # fmt: skip

    def do(given: dict[str, Any]) -> str:
        actions.change_code(actor=request.actor, old=one, **given)
        return _to(one)

    return form_page(
        request, form, do, title=_("What the code %(code)s becomes") % {"code": one.code}, back=_to(one), button=_("Record")
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def codes_import(request: HttpRequest) -> HttpResponse:
    """A whole classification from a workbook; what was refused is told row by row."""
    place = access.get_codes_place_for(request.actor)
    start = {"axis": request.GET.get("axis", Axis.FUNCTIONAL), "starts": today().replace(month=1, day=1)}
    form = CodesFileForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with TemporaryDirectory() as folder:
            file = Path(folder) / Path(given["file"].name).name
            file.write_bytes(given["file"].read())
            try:
                taken = actions.import_codes(
                    actor=request.actor, municipality=place, file=file, axis=given["axis"], starts=given["starts"]
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                said = _("New codes: %(new)s; there already: %(same)s; changes mapped: %(mapped)s; refused: %(refused)s.") % {
                    "new": taken.new, "same": taken.same, "mapped": taken.mapped, "refused": len(taken.refused)
                }  # fmt: skip
                messages.success(request, said)
                if not taken.refused:
                    return redirect(f"{reverse('budget_codes')}?axis={given['axis']}")
                return render(request, "budget/codes_refused.html", {"taken": taken})
    page = {
        "form": form,
        "title": _("Take in codes from a file"),
        "back": reverse("budget_codes"),
        "button": _("Take in"),
    }
    return render(request, "budget/form.html", page, status=422 if form.is_bound and form.errors else 200)
