"""What the working pages share: one form on a page, a refusal beside its form, the tabs of the room, a list to take away."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.administration.council import access, queries
from belediyye.core.actions import Refused
from belediyye.core.actors import Actor, Forbidden, Permission
from belediyye.core.documents.sheets.write import Column, write_csv, write_xlsx

ROWS = 25


def today() -> date:
    """The day in the house's time zone."""
    return timezone.localdate()


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The parts of the room, for the head of its pages."""
    parts = [
        ("council_home", _("What waits")),
        ("council_sittings", _("Sessions")),
        ("council_decisions", _("Decisions")),
        ("council_bodies", _("Bodies and people")),
        ("council_powers", _("Powers")),
        ("council_apparatus", _("Size of the apparatus")),
    ]
    return [{"title": title, "url": reverse(name), "current": name == current} for name, title in parts]


def page_of(request: HttpRequest, rows: Any, most: int = ROWS) -> Page:
    """One page of a list."""
    return Paginator(rows, most).get_page(request.GET.get("page"))


def form_page(
    request: HttpRequest, form: forms.Form, do: Callable[[dict[str, Any]], str], *, title: str, back: str,
    button: str, intro: Sequence[str] = (), done: str = "", may: Permission = access.may_prepare,
) -> HttpResponse:  # fmt: skip
    """Shows a form to those who `may`; a whole one is passed to `do`, which returns where to go. A refusal stays beside it."""
    if reason := may(request.actor):
        raise Forbidden(reason)
    if request.method == "POST" and form.is_valid():
        try:
            goes_to = do(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if done:
                messages.success(request, done)
            return redirect(goes_to)
    page = {"form": form, "title": title, "back": back, "button": button, "intro": intro}
    return render(request, "council/form.html", page, status=422 if form.is_bound and form.errors else 200)


def after(request: HttpRequest, goes_to: str, do: Callable[[], Any], done: str) -> HttpResponse:
    """A button: does it, says so and goes on; a refusal is said on the page one comes back to."""
    try:
        do()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(goes_to)


def table_response(
    request: HttpRequest, name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """A list as a workbook, or with `?format=csv` as CSV with its mark, so that ə opens right."""
    here = queries.tongue()
    columns = [Column({here: heading}, kind="text", width=24) for heading in headings]
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if request.GET.get("format") == "csv":
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        text = StringIO(newline="")
        write_csv(text, columns, texts, language=here, bom=True)
        response.write(text.getvalue())
    else:
        response = HttpResponse(
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
        book = BytesIO()
        write_xlsx(book, columns, texts, made=timezone.now(), language=here)
        response.write(book.getvalue())
    ending = "csv" if request.GET.get("format") == "csv" else "xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def what_may(actor: Actor) -> dict[str, bool]:
    """What the reader may do here, for the buttons of a page."""
    return {
        "prepare": access.may_prepare(actor) is None,
        "call": access.may_call(actor) is None,
        "sign": access.may_sign(actor) is None,
    }
