"""The alliance's own books: entries of a grant, statements by grant and year, on screen, as workbook and as PDF."""

from datetime import date
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import books as act
from belediyye.alliance.relations.forms import work
from belediyye.alliance.relations.forms.frame import WordsForm, filters
from belediyye.alliance.relations.models import Award, BookEntry
from belediyye.alliance.relations.queries import books as ask
from belediyye.alliance.relations.tongue import capital, language
from belediyye.alliance.relations.views.frame import (
    FORM,
    Column,
    Do,
    Section,
    attachment,
    detail_page,
    exported,
    form_page,
    list_page,
    page,
    table,
    today,
)  # fmt: skip
from belediyye.alliance.relations.views.home import crumbs
from belediyye.alliance.relations.views.papers import kept
from belediyye.core import display
from belediyye.core.documents.pdf import Press
from belediyye.core.period import format_date

STATEMENT = Path(__file__).parents[1] / "typst" / "statement.typ"
_press: list[Press] = []


def _crumbs(row: Award | None = None, title: str = "") -> list[tuple[str, str]]:
    own = [(row.number, reverse("relations_book", args=[row.pk]) if title else "")] if row else []
    return crumbs((_("Books"), reverse("relations_books")), *own, *([(title, "")] if title else []))


def _line_columns() -> list[Column]:
    return [
        Column(_("line"), lambda x: str(x.line)), Column(_("budget"), lambda x: x.budget, "money", total=True),
        Column(_("spent before"), lambda x: x.before, "money", total=True), Column(_("spent in the period"), lambda x: x.period, "money", total=True),
        Column(_("spent in all"), lambda x: x.total, "money", total=True), Column(_("left"), lambda x: x.left, "money", total=True),
    ]  # fmt: skip


def _money_words(one: ask.Statement) -> str:
    words = _("On hand on %(first)s: %(opening)s. Received: %(received)s. Spent: %(spent)s. On hand on %(last)s: %(closing)s.") % {
        "first": format_date(one.first), "opening": display.money(one.opening), "received": display.money(one.received),
        "spent": display.money(one.spent), "last": format_date(one.last), "closing": display.money(one.closing),
    }  # fmt: skip
    if one.closing < 0:
        words += " " + _("More was spent than received: %(missing)s was advanced from other money.") % {
            "missing": display.money(-one.closing)
        }
    return words


@page(access.may_keep)
def books(request: HttpRequest) -> HttpResponse:
    """A year over all grants: one statement each, and the sum."""
    years = ask.years()
    form = filters(request.GET, year=(_("year"), [(str(y), str(y)) for y in years]))
    del form.fields["q"]
    year = int(form.value("year") or today().year)
    statements = ask.year_statements(year)
    columns = [
        Column(_("grant"), lambda s: s.award.title, url=lambda s: f"{reverse('relations_book', args=[s.award.pk])}?year={year}", note=lambda s: s.award.number),
        Column(_("on hand, 1 January"), lambda s: s.opening, "money", total=True), Column(_("received"), lambda s: s.received, "money", total=True),
        Column(_("spent"), lambda s: s.spent, "money", total=True), Column(_("on hand, 31 December"), lambda s: s.closing, "money", total=True),
    ]  # fmt: skip
    if request.GET.get("format") in {"xlsx", "csv"}:
        return exported(
            request.GET["format"],
            f"books-{year}",
            _("Books of %(year)s") % {"year": year},
            columns,
            statements,
        )
    title = _("Books of %(year)s") % {"year": year}
    return detail_page(
        request, title=title, template="relations/books.html", form=form, crumbs=_crumbs(), year=year,
        table=table(title, columns, statements), pdf=f"{reverse('relations_books_pdf')}?year={year}",
    )  # fmt: skip


def _year(request: HttpRequest) -> int | None:
    """The year that the address asks for, if it is one."""
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and len(text) == 4 and 1990 < int(text) < 2200 else None


def _period(request: HttpRequest, award: Award) -> ask.Statement:
    if year := _year(request):
        return ask.statement(award, date(year, 1, 1), date(year, 12, 31))
    return ask.whole_statement(award)


@page(access.may_keep)
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """A grant's statement over its life or a year, and its entries."""
    row = access.get_for(request.actor, Award.objects.select_related("donor__organisation"), pk=pk)
    one = _period(request, row)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return exported(request.GET["format"], f"statement-{pk}", _("Statement"), _line_columns(), one.lines)
    years = ask.years_of(row)
    own = reverse("relations_book", args=[pk])
    chosen = _year(request)
    tabs = [{"title": _("Whole grant"), "url": own, "current": not chosen}]
    tabs += [{"title": str(y), "url": f"{own}?year={y}", "current": chosen == y} for y in years]
    entries = ask.entries(row, chosen)
    suffix = f"year={chosen}" if chosen else ""
    dos = [] if row.closed_on else [
        Do(_("Enter an expense"), reverse("relations_spending", args=[pk]), main=True),
        Do(_("Enter money received"), reverse("relations_receipt", args=[pk])),
    ]  # fmt: skip
    dos += [
        Do("PDF", f"{reverse('relations_book_pdf', args=[pk])}?{suffix}"), Do("XLSX", f"?{suffix}&format=xlsx"),
        Do(_("Entries"), f"{reverse('relations_entries')}?award={pk}"),
    ]  # fmt: skip
    sections = [
        Section(_("Statement"), table(_("Statement"), _line_columns(), one.lines), text=_money_words(one)),
        Section(_("Entries"), table(_("Entries"), _entry_columns(bool(row.closed_on)), list(entries[:100])), empty=_("Nothing was entered yet.")),
    ]  # fmt: skip
    return detail_page(request, title=row.title, caption=_("Books of the grant %(number)s") % {"number": row.number}, section_tabs=tabs, dos=dos, sections=sections, crumbs=_crumbs(row))  # fmt: skip


def _entry_columns(closed: bool, whole: bool = False) -> list[Column]:
    def reverse_it(entry: BookEntry) -> Do | None:
        done = entry.reverses_id or hasattr(entry, "reversed_by")
        return (
            None
            if done or closed or entry.award.closed_on
            else Do(_("Reverse"), reverse("relations_entry_reverse", args=[entry.pk]))
        )

    def about(entry: BookEntry) -> str:
        if entry.reverses_id:
            return _("reverses %(number)s") % {"number": entry.reverses.number}
        return (
            _("reversed by %(number)s") % {"number": entry.reversed_by.number}
            if hasattr(entry, "reversed_by")
            else ""
        )

    return [
        Column(_("No."), lambda e: e.number, note=about), Column(_("day"), lambda e: e.day, "date", sort="day"),
        *([Column(_("grant"), lambda e: e.award.number, url=lambda e: reverse("relations_book", args=[e.award_id]))] if whole else []),
        Column(_("line"), lambda e: str(e.line) if e.line else e.get_kind_display()),
        Column(_("paid to or received from"), lambda e: e.party, note=lambda e: e.words),
        Column(_("paper"), lambda e: e.paper_number, url=lambda e: reverse("relations_paper", args=[e.paper_id]) if e.paper_id else ""),
        Column(_("received"), lambda e: e.amount if e.kind == "receipt" else None, "money", total=True),
        Column(_("spent"), lambda e: e.amount if e.kind == "spending" else None, "money", total=True),
        Column("", reverse_it, "do"),
    ]  # fmt: skip


@page(access.may_keep)
def entries(request: HttpRequest) -> HttpResponse:
    """Every entry of the books, to search and to take away as a workbook."""
    awards = [(str(a.pk), str(a)) for a in Award.objects.order_by("number")]
    form = filters(
        request.GET, award=(_("grant"), awards), year=(_("year"), [(str(y), str(y)) for y in ask.years()])
    )
    award = Award.objects.filter(pk=form.value("award")).first() if form.value("award") else None
    rows = ask.entries(award, int(form.value("year") or 0) or None, form.value("q"))
    return list_page(request, title=_("Entries"), rows=rows, columns=_entry_columns(False, whole=True), name="entries", form=form, crumbs=_crumbs(title=_("Entries")), empty=_("No entry fits"))  # fmt: skip


@page(access.may_keep, *FORM)
def entry(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    row = access.get_for(request.actor, Award.objects.select_related("donor__organisation"), pk=pk)
    begun = {"day": today()} | ({"party": str(row.donor)} if kind == "receipt" else {})
    form = work.EntryForm(
        request.POST or None, request.FILES or None, award=row, kind=kind, today=today(), initial=begun
    )
    title = _("Enter an expense") if kind == "spending" else _("Enter money received")
    own = reverse("relations_book", args=[pk])

    def do(f: work.EntryForm) -> None:
        f.instance.paper = kept(request, f)
        act.enter(actor=request.actor, entry=f.row())

    return form_page(request, form, title=title, caption=str(row), do=do, then=own, back=own, said=_("The entry is in the books."), crumbs=_crumbs(row, title))  # fmt: skip


@page(access.may_keep, *FORM)
def entry_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, BookEntry.objects.select_related("award", "line"), pk=pk)
    form = WordsForm(request.POST or None, label=_("why it is reversed"))
    title = _("Reverse %(number)s") % {"number": row.number}
    own = reverse("relations_book", args=[row.award_id])
    facts = [
        (_("day"), format_date(row.day)),
        (_("amount"), display.money(row.amount)),
        (_("for what"), row.words),
    ]

    def do(f: WordsForm) -> None:
        act.reverse(actor=request.actor, entry=row, words=f.text, on=today())

    return form_page(request, form, title=title, do=do, then=own, back=own, facts=facts, submit=_("Reverse"), said=_("The entry is reversed; both stay in the books."), crumbs=_crumbs(row.award, title))  # fmt: skip


def _printed(one: ask.Statement) -> dict[str, object]:
    heads = [capital(column.title) for column in _line_columns()]
    ready = table("", _line_columns(), one.lines)
    return {
        "title": one.award.title, "number": one.award.number, "donor": str(one.award.donor), "words": _money_words(one),
        "period": f"{format_date(one.first)} – {format_date(one.last)}", "head": heads,
        "rows": [[cell.text for cell in row] for row in ready.rows], "totals": [cell.text for cell in ready.total] or None,
    }  # fmt: skip


def _pdf(statements: list[ask.Statement], title: str, name: str) -> HttpResponse:
    if not _press:
        _press.append(Press())
    data = {
        "language": language(), "title": title, "owner": _("Alliance of municipalities"), "day": format_date(today()),
        "statements": [_printed(one) for one in statements], "labels": {"donor": _("Donor"), "period": _("Period"), "grant": _("Grant"), "made": _("Prepared by"), "checked": _("Checked by")},
    }  # fmt: skip
    return attachment(
        _press[0].pdf(STATEMENT, data, made=timezone.now().replace(microsecond=0), archival=True),
        "application/pdf",
        name,
    )


@page(access.may_keep)
def book_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_for(request.actor, Award.objects.select_related("donor__organisation"), pk=pk)
    return _pdf([_period(request, row)], _("Statement of a grant"), f"statement-{pk}.pdf")


@page(access.may_keep)
def books_pdf(request: HttpRequest) -> HttpResponse:
    year = _year(request) or today().year
    return _pdf(ask.year_statements(year), _("Books of %(year)s") % {"year": year}, f"books-{year}.pdf")
