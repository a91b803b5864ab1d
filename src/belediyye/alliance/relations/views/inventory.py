"""The inventory and library: things, issues, returns, the yearly count."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import inventory as act
from belediyye.alliance.relations.forms import house as forms
from belediyye.alliance.relations.forms.frame import WordsForm, filters
from belediyye.alliance.relations.models import Count, Item, Loan
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
from belediyye.core import display
from belediyye.core.period import format_date

COUNT_PAGE = 40


def _url(row: Item) -> str:
    return reverse("relations_item", args=[row.pk])


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs((_("Inventory and library"), reverse("relations_items") if more else ""), *more)


def _tabs(current: str) -> list[dict[str, object]]:
    rows = [("relations_items", _("Things and books")), ("relations_counts", _("Yearly counts"))]
    return [{"title": title, "url": reverse(route), "current": route == current} for route, title in rows]


def _where(item: Item) -> str:
    if item.written_off:
        return _("written off")
    return _("issued: %(person)s") % {"person": item.out[0].contact} if item.out else item.place  # type: ignore[attr-defined]


def _where_tag(item: Item) -> str:
    late = item.out and item.out[0].due < today()  # type: ignore[attr-defined]
    return "draft" if item.written_off else "late" if late else "waiting" if item.out else "done"  # type: ignore[attr-defined]


@page(access.may_keep)
def items(request: HttpRequest) -> HttpResponse:
    states = [("here", _("in its place")), ("out", _("issued")), ("off", _("written off"))]
    form = filters(request.GET, kind=(_("kind"), Item.Kind.choices), state=(_("state"), states))
    columns = [
        Column(_("No."), lambda i: i.number, sort="number", url=_url), Column(_("name or title"), lambda i: i.title, sort="title", note=lambda i: i.author),
        Column(_("kind"), lambda i: i.get_kind_display(), sort="kind"), Column(_("value"), lambda i: i.value, "money", sort="value", total=True),
        Column(_("where it is"), _where, tag=_where_tag), Column(_("to be returned by"), lambda i: i.out[0].due if i.out else None, "date"),
    ]  # fmt: skip
    return list_page(
        request, title=_("Inventory and library"), rows=ask.find_items(form.value("q"), form.value("kind"), form.value("state")), columns=columns,
        name="inventory", form=form, dos=(Do(_("Take a thing in"), reverse("relations_item_new"), main=True),),
        section_tabs=_tabs("relations_items"), crumbs=_crumbs(), empty=_("Nothing fits"),
    )  # fmt: skip


@page(access.may_keep)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, ask.find_items().select_related("award"), pk=pk)
    out = row.out[0] if row.out else None  # type: ignore[attr-defined]
    dos = []
    if not row.written_off:
        dos = [Do(_("Take it back"), reverse("relations_loan_return", args=[out.pk]), main=True)] if out else [Do(_("Issue"), reverse("relations_loan", args=[pk]), main=True)]  # fmt: skip
        dos.append(Do(_("Change"), reverse("relations_item_change", args=[pk])))
        if access.coordinates(request.actor) and not out:
            dos.append(Do(_("Write off"), reverse("relations_item_off", args=[pk])))
    facts = [
        (_("kind"), row.get_kind_display()), (_("author or maker"), row.author or "–"), (_("year of issue"), str(row.year or "–")),
        (_("where it is"), _where(row)), (_("value"), display.money(row.value)), (_("acquired on"), format_date(row.acquired)),
        (_("bought from the grant"), str(row.award or "–")),
        *([(_("why it was written off"), f"{row.why_off}, {format_date(row.written_off)}")] if row.written_off else []),
    ]  # fmt: skip
    columns = [
        Column(_("issued to"), lambda x: str(x.contact)), Column(_("issued on"), lambda x: x.issued_on, "date", note=lambda x: x.condition),
        Column(_("to be returned by"), lambda x: x.due, "date"), Column(_("returned on"), lambda x: x.returned_on, "date", note=lambda x: x.returned_condition),
    ]  # fmt: skip
    section = Section(_("Issues and returns"), table(_("Issues and returns"), columns, list(Loan.objects.filter(item=row).select_related("contact"))), empty=_("It was never issued."))  # fmt: skip
    return detail_page(
        request,
        title=row.title,
        caption=row.number,
        about=row,
        facts=facts,
        dos=dos,
        sections=[section],
        crumbs=_crumbs((row.number, "")),
    )


def _form(request: HttpRequest, row: Item, form: object, title: str, do: object, said: str) -> HttpResponse:
    return form_page(request, form, title=title, caption=str(row), do=do, then=_url(row), back=_url(row), said=said, crumbs=_crumbs((row.number, _url(row)), (title, "")))  # type: ignore[arg-type]  # fmt: skip


@page(access.may_keep, *FORM)
def item_new(request: HttpRequest) -> HttpResponse:
    form = forms.ItemForm(request.POST or None, initial={"acquired": today()})
    title = _("Take a thing in")
    return form_page(request, form, title=title, do=lambda f: act.keep_item(actor=request.actor, item=f.row()), then=_url, said=_("Saved."), back=reverse("relations_items"), crumbs=_crumbs((title, "")))  # fmt: skip


@page(access.may_keep, *FORM)
def item_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Item.objects.all(), pk=pk)
    form = forms.ItemForm(request.POST or None, instance=row)
    return _form(
        request,
        row,
        form,
        _("Change"),
        lambda f: act.keep_item(actor=request.actor, item=f.row()),
        _("Saved."),
    )


@page(access.may_coordinate, *FORM)
def item_off(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Item.objects.all(), pk=pk)
    form = WordsForm(request.POST or None, label=_("why it was written off"))
    do = lambda f: act.write_off(actor=request.actor, item=row, why=f.text, on=today())  # noqa: E731
    return _form(request, row, form, _("Write off"), do, _("Written off."))


@page(access.may_keep, *FORM)
def loan(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Item.objects.all(), pk=pk)
    form = forms.LoanForm(request.POST or None, instance=Loan(item=row), initial={"issued_on": today()})
    return _form(
        request, row, form, _("Issue"), lambda f: act.issue(actor=request.actor, loan=f.row()), _("Issued.")
    )


@page(access.may_keep, *FORM)
def loan_return(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Loan.objects.select_related("item"), pk=pk)
    form = WordsForm(request.POST or None, label=_("condition when returned"))
    do = lambda f: act.take_back(actor=request.actor, loan=row, condition=f.text, on=today())  # noqa: E731
    return _form(request, row.item, form, _("Take it back"), do, _("It is back."))


@page(access.may_keep)
def counts(request: HttpRequest) -> HttpResponse:
    columns = [
        Column(_("year"), lambda c: str(c.year), url=lambda c: reverse("relations_count", args=[c.pk])), Column(_("day"), lambda c: c.on, "date"),
        Column(_("members of the commission"), lambda c: c.by), Column(_("closed on"), lambda c: c.closed_on, "date"),
    ]  # fmt: skip
    section = Section(
        _("Yearly counts"),
        table(_("Yearly counts"), columns, list(Count.objects.all())),
        empty=_("Nothing was counted yet."),
    )
    dos = (Do(_("Begin a count"), reverse("relations_count_new"), main=True),)
    return detail_page(
        request,
        title=_("Yearly counts"),
        dos=dos,
        sections=[section],
        section_tabs=_tabs("relations_counts"),
        crumbs=_crumbs((_("Yearly counts"), "")),
    )


@page(access.may_keep, *FORM)
def count_new(request: HttpRequest) -> HttpResponse:
    form = forms.CountForm(request.POST or None, initial={"year": today().year, "on": today()})
    back, title = reverse("relations_counts"), _("Begin a count")

    def do(f: forms.CountForm) -> Count:
        return act.begin_count(actor=request.actor, count=f.row())

    return form_page(request, form, title=title, do=do, then=lambda c: reverse("relations_count", args=[c.pk]), said=_("The count has begun."), back=back, crumbs=_crumbs((_("Yearly counts"), back), (title, "")))  # fmt: skip


@page(access.may_keep, *FORM)
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """A count: line by line, forty on a page; then its result with the differences."""
    row = access.get_for(request.actor, Count.objects.all(), pk=pk)
    result = ask.result_of(row)
    part = Paginator(row.lines.select_related("item").order_by("found", "item__number"), COUNT_PAGE).get_page(
        request.GET.get("page")
    )
    form = None if row.closed_on else forms.CountLinesForm(request.POST or None, lines=list(part.object_list))
    columns = [
        Column(_("thing"), lambda x: str(x.item)), Column(_("found"), lambda x: x.get_found_display(), tag=lambda x: "late" if x.found == "missing" else "attention"),
        Column(_("value"), lambda x: x.item.value, "money"), Column(_("note"), lambda x: x.note),
    ]  # fmt: skip
    own = reverse("relations_count", args=[pk])

    def do(f: forms.CountLinesForm) -> None:
        if found := f.found():
            act.mark_lines(actor=request.actor, count=row, found=found)

    context = {
        "title": _("Count of %(year)s") % {"year": row.year}, "caption": format_date(row.on), "count": row, "result": result, "page": part, "rows": form.rows() if form else [],
        "differences": table(_("Differences"), columns, result.differences), "missing_value": display.money(result.missing_value),
        "crumbs": _crumbs((_("Yearly counts"), reverse("relations_counts")), (str(row), "")),
    }  # fmt: skip
    if form is None:
        return detail_page(request, about=row, template="relations/count.html", **context)
    return form_page(
        request,
        form,
        do=do,
        then=f"{own}?page={part.number}",
        said=_("Saved."),
        template="relations/count.html",
        **context,
    )


@page(access.may_keep, "POST")
def count_close(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Count.objects.all(), pk=pk)
    act.close_count(actor=request.actor, count=row, on=today())
    return done(request, _("The count is closed."), reverse("relations_count", args=[pk]))
