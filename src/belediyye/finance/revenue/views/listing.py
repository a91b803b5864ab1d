"""One shape for the room's lists and cases: filters, columns, pages, a workbook of the same rows; a case with its facts."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from belediyye.core import display
from belediyye.core.documents.sheets import Column, write_xlsx
from belediyye.core.period import format_date
from belediyye.finance.revenue import access
from belediyye.finance.revenue.queries.cases import language
from belediyye.finance.revenue.views.pages import XLSX, answer_file, paged

TABLE_PARAMETER = "as"
# A list of more columns takes the breadth of the screen, as the reports do.
WIDE = 8


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere; `aside` is for ears only."""

    text: str
    url: str
    aside: str = ""


@dataclass(frozen=True)
class Tag:
    """A state: the kinds of `{% tag %}`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Listing:
    """A list page: its words, its columns (heading, kind: text, date, money, int), a row as cells in their order."""

    title: str
    columns: Sequence[tuple[str, str]]
    cells: Callable[[Any], Sequence[Any]]
    empty: tuple[str, str]
    name: str
    intro: str = ""
    button: tuple[str, str] | None = None
    links: Sequence[tuple[str, str]] = ()


def shown(value: Any, kind: str) -> dict[str, Any]:
    """A cell as the template takes it."""
    cell: dict[str, Any] = {"numeric": kind in ("money", "int"), "text": "", "url": "", "tag": ""}
    if isinstance(value, Link):
        cell |= {"text": value.text, "url": value.url, "aside": value.aside}
    elif isinstance(value, Tag):
        cell |= {"text": value.text, "tag": value.kind}
    elif kind == "money" and value is not None:
        cell["text"] = display.money(value)
    elif isinstance(value, date):
        cell["text"] = format_date(value)
    elif value is not None:
        cell["text"] = str(value)
    return cell


def _plain(value: Any) -> Any:
    return value.text if isinstance(value, Link | Tag) else value


def list_page(
    request: HttpRequest,
    listing: Listing,
    rows: Any,
    form: forms.Form | None = None,
    template: str = "revenue/list.html",
    **more: Any,
) -> HttpResponse:
    """The list, filtered and paged; with `?as=xlsx` all its rows as a workbook."""
    if request.GET.get(TABLE_PARAMETER) == "xlsx":
        return _workbook(listing, rows, str(request.actor.municipality or ""))
    page = paged(request, rows)
    kinds = [kind for _heading, kind in listing.columns]
    lines = [
        [shown(v, k) for v, k in zip(listing.cells(row), kinds, strict=True)] for row in page.object_list
    ]
    asked = request.GET.copy()
    asked.pop("page", None)
    asked[TABLE_PARAMETER] = "xlsx"
    context = {
        "listing": listing, "page": page, "lines": lines, "form": form, "table_query": asked.urlencode(), "wide": len(listing.columns) > WIDE,
        "headings": [{"title": h, "numeric": k in ("money", "int")} for h, k in listing.columns], "inside": access.may_enter(request.actor),
    }  # fmt: skip
    return render(request, template, context | more)


def _workbook(listing: Listing, rows: Any, place: str) -> HttpResponse:
    above = (str(listing.title), place, format_date(timezone.localdate()))
    columns = [
        Column({"az": str(h), "en": str(h)}, kind, 34 if n == 1 else 18, total=kind == "money")
        for n, (h, kind) in enumerate(listing.columns)
    ]
    target = io.BytesIO()
    lines = ([_plain(v) for v in listing.cells(row)] for row in rows)
    write_xlsx(target, columns, lines, made=timezone.localtime(), language=language(), above=above)
    return answer_file(target.getvalue(), f"{listing.name}.xlsx", XLSX)


@dataclass(frozen=True)
class Table:
    """A table of a case."""

    caption: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]]

    @property
    def headings(self) -> list[dict[str, Any]]:
        return [{"title": h, "numeric": k in ("money", "int")} for h, k in self.columns]

    @property
    def lines(self) -> list[list[dict[str, Any]]]:
        return [[shown(v, k) for v, (_h, k) in zip(row, self.columns, strict=True)] for row in self.rows]


def case_page(
    request: HttpRequest,
    *,
    title: str,
    above: tuple[str, str],
    facts: Sequence[Any],
    tables: Sequence[Table] = (),
    **more: Any,
) -> HttpResponse:
    """A case: what it is, what may be done with it (`does`: label, address, whether it is the main one), what happened."""
    return render(
        request,
        "revenue/case.html",
        {
            "title": title,
            "above": above,
            "facts": facts,
            "tables": tables,
            "inside": access.may_enter(request.actor),
        }
        | more,
    )
