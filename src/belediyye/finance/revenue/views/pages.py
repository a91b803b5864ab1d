"""What every page of the room shares: a form that does one action, and a paged list."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property

from belediyye.core import journal
from belediyye.core.actions import DECLARED, Refused
from belediyye.core.actors import Forbidden, Permission
from belediyye.finance.revenue import access

PAGE, COUNTED = 50, 10_000


class LongPaginator(Paginator):
    """Counts no further than COUNTED: nobody leafs through a million rows, and counting them takes longer than the page."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        if isinstance(rows, QuerySet):
            return len(rows.order_by().values_list("pk")[:COUNTED])
        return super().count


def paged(request: HttpRequest, rows: Any, size: int = PAGE) -> Any:
    return LongPaginator(rows, size).get_page(request.GET.get("page"))


def told(about: Any, limit: int = 12) -> list[Any]:
    """The last lines of the log about an object, with their sentences."""
    lines = list(journal.history(about)[:limit])
    for line in lines:
        line.says = str(DECLARED[line.code].says) if line.code in DECLARED else line.code
    return lines


def refuse(form: forms.Form, refused: Refused) -> None:
    """Puts what an action refuses beside the field that is the reason, or on top where no one field is."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def form_page(
    request: HttpRequest,
    form: forms.Form | None,
    do: Callable[[Any], tuple[str, str]],
    *,
    title: str,
    button: str,
    back: str,
    may: Permission,
    intro: str = "",
    back_title: str = "",
    notes: Sequence[Any] = (),
) -> HttpResponse:
    """Shows a form to who may send it; on a valid POST does the action, says what was done, and goes on. What it refuses stands at its field, or on top.

    `do(form)` returns (where to go, what to say). Without a form, where there is nothing to choose from, `intro` says why;
    `notes`, words or links, stand below it as a list. Raises Forbidden where `may` says so: nobody fills in what is refused."""
    if reason := may(actor=request.actor):
        raise Forbidden(reason)
    if form and request.method == "POST" and form.is_valid():
        try:
            where, said = do(form)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, said)
            return redirect(where)
    page = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "intro": intro,
        "back_title": back_title,
        "notes": notes,
        "outside": not access.may_enter(request.actor),
    }
    shown = request.method == "GET" or (form is not None and form.is_valid())
    return render(request, "revenue/form.html", page, status=200 if shown else 422)


def answer_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to be kept by the browser."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def answer_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return answer


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
