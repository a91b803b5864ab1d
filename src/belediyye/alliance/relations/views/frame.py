"""What the room's pages share: who may open them, lists that export, details, forms, buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from io import BytesIO, StringIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from belediyye.alliance.relations.tongue import capital, language
from belediyye.core import display
from belediyye.core.actions import DECLARED, Refused
from belediyye.core.actors import Actor, Forbidden
from belediyye.core.documents.sheets import Column as SheetColumn
from belediyye.core.documents.sheets import write_csv, write_xlsx
from belediyye.core.journal import history
from belediyye.core.period import format_date
from belediyye.core.thread import thread_of

PER_PAGE = 25
View = Callable[..., HttpResponse]


def page(may: Callable[..., str | None], *methods: str) -> Callable[[View], View]:
    """A page of the room: its methods (GET where none is named), and who may open it, asked before anything else."""

    def declare(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **about: Any) -> HttpResponse:
            if reason := may(request.actor):
                raise Forbidden(reason)
            return view(request, *args, **about)

        return require_http_methods(methods or ("GET",))(run)

    return declare


FORM = ("GET", "POST")


@dataclass(frozen=True)
class Do:
    """A button or link: its words, its address, whether it posts, and whether it is the page's main one."""

    label: str
    url: str
    post: bool = False
    main: bool = False


@dataclass(frozen=True)
class Column:
    """A column: heading, the raw value of a row, how it looks (text, money, date, int, do), what it links to."""

    title: str
    value: Callable[[Any], Any]
    kind: str = "text"
    sort: str = ""
    url: Callable[[Any], str] | None = None
    tag: Callable[[Any], str] | None = None
    note: Callable[[Any], str] | None = None
    total: bool = False

    @property
    def numeric(self) -> bool:
        return self.kind in {"money", "int"}


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a table."""

    text: str
    url: str = ""
    tag: str = ""
    note: str = ""
    numeric: bool = False
    dos: tuple[Do, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table ready to be shown; `total` is the foot, empty where nothing is summed."""

    caption: str
    columns: Sequence[Column]
    rows: list[list[Cell]]
    total: list[Cell] = field(default_factory=list)


def shown(kind: str, value: Any) -> str:
    """A raw value as people read it; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if kind == "money":
        return display.money(value)
    if kind == "date":
        return format_date(value)
    return display.number(value) if kind == "int" else str(value)


def table(caption: str, columns: Sequence[Column], rows: Sequence[Any]) -> Table:
    """Rows of anything as a table; headings begin with a capital letter."""
    columns = [replace(column, title=capital(column.title)) for column in columns]
    made = [[_cell(column, row) for column in columns] for row in rows]
    total: list[Cell] = []
    if any(column.total for column in columns) and rows:
        sums = [sum(c.value(r) or 0 for r in rows) if c.total else None for c in columns]
        total = [
            Cell(_("Total") if not n else "" if s is None else shown(c.kind, s), numeric=c.numeric)
            for n, (c, s) in enumerate(zip(columns, sums, strict=True))
        ]
    return Table(caption, columns, made, total)


def _cell(column: Column, row: Any) -> Cell:
    value = column.value(row)
    if column.kind == "do":
        dos = value if isinstance(value, tuple) else (value,)
        return Cell("", dos=tuple(do for do in dos if do))
    return Cell(
        text=shown(column.kind, value),
        url=column.url(row) if column.url else "",
        tag=column.tag(row) if column.tag and value else "",
        note=column.note(row) if column.note else "",
        numeric=column.numeric,
    )


@dataclass(frozen=True)
class Section:
    """A part of a detail page: a heading over a table, text or picture, with what can be done there."""

    title: str
    table: Table | None = None
    text: str = ""
    picture: Any = None
    dos: tuple[Do, ...] = ()
    empty: str = ""
    anchor: str = ""


def today() -> date:
    """The day in the house's time zone: views read the clock, nothing below them does."""
    return timezone.localdate()


def list_page(
    request: HttpRequest,
    *,
    title: str,
    rows: QuerySet[Any],
    columns: Sequence[Column],
    name: str,
    form: BaseForm | None = None,
    empty: str = "",
    **more: Any,
) -> HttpResponse:
    """A list: filtered rows, ordered by `?sort=`, in pages of 25; `?format=xlsx` or `csv` gives all of them."""
    wanted = request.GET.get("sort", "")
    if wanted.removeprefix("-") in {column.sort for column in columns if column.sort}:
        rows = rows.order_by(wanted, "pk")
    elif not rows.ordered:
        # Counting along a list takes the model's own order away.
        rows = rows.order_by(*rows.model._meta.ordering)
    if (kind := request.GET.get("format")) in {"xlsx", "csv"}:
        return exported(kind, name, title, columns, rows)
    part = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": title,
        "page": part,
        "table": table(title, columns, part.object_list),
        "form": form,
        "empty": empty or _("Nothing fits here yet"),
        "export": True,
        **more,
    }
    return render(request, "relations/list.html", _capitals(context))


def exported(kind: str, name: str, title: str, columns: Sequence[Column], rows: Any) -> HttpResponse:
    """The rows as a workbook or CSV file, with the columns of the page."""
    kept = [column for column in columns if column.kind != "do"]
    kinds = {"money": "money", "date": "date", "int": "int"}
    heads = [
        SheetColumn(
            {"az": c.title, "en": c.title}, kinds.get(c.kind, "text"), 18 if c.numeric else 28, c.total
        )  # type: ignore[arg-type]
        for c in kept
    ]
    values = ([_raw(c, row) for c in kept] for row in rows)
    if kind == "csv":
        text = StringIO()
        write_csv(text, heads, values, language=language(), bom=True)
        return attachment(text.getvalue().encode(), "text/csv; charset=utf-8", f"{name}.csv")
    target = BytesIO()
    write_xlsx(target, heads, values, made=timezone.now(), language=language(), sheet=title[:31])
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return attachment(target.getvalue(), media, f"{name}.xlsx")


def _raw(column: Column, row: Any) -> Any:
    value = column.value(row)
    return value if column.kind in {"money", "date", "int"} or value is None else str(value)


def attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def detail_page(request: HttpRequest, *, title: str, about: Model | None = None, **more: Any) -> HttpResponse:
    """One object: facts, sections, its thread at the side and its log at the foot."""
    template = more.pop("template", "relations/detail.html")
    context = {"title": title, **around(request.actor, about), **more}
    return render(request, template, _capitals(context))


def _capitals(context: dict[str, Any]) -> dict[str, Any]:
    """Names of facts, of numbers and of fields stand alone and begin with a capital letter."""
    for name in ("facts", "stats"):
        if context.get(name):
            context[name] = [(capital(label), *rest) for label, *rest in context[name]]
    if context.get("form"):
        for one in context["form"].fields.values():
            one.label = capital(one.label)
    return context


def around(actor: Actor, about: Model | None) -> dict[str, Any]:
    """The thread and the log of an object, for its page."""
    if about is None:
        return {}
    lines = list(history(about)[:20])
    for line in lines:
        declared = DECLARED.get(line.code)
        line.says = str(declared.says) if declared else line.code
    return {"strands": thread_of(actor, about), "log_lines": lines}


def form_page(
    request: HttpRequest,
    form: BaseForm,
    *,
    title: str,
    do: Callable[[Any], Any],
    then: str | Callable[[Any], str],
    said: str = "",
    **more: Any,
) -> HttpResponse:
    """A form: shown, shown again with its errors, or done. What the action refuses stands over the form; nothing
    typed is lost. `then` is where to go, or how to tell from the action's result."""
    if request.method == "POST" and form.is_valid():
        try:
            result = do(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if said:
                messages.success(request, said)
            return redirect(then(result) if callable(then) else then)
    status = 422 if request.method == "POST" else 200
    template = more.pop("template", "relations/form.html")
    return render(request, template, _capitals({"title": title, "form": form, **more}), status=status)


def done(request: HttpRequest, said: str, then: str) -> HttpResponseRedirect:
    """After a button that needs no form."""
    messages.success(request, said)
    return redirect(then)
