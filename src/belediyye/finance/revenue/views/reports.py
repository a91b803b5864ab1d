"""The reports of the room: a page that lists them, each of them on screen with its filters, and the same as a workbook."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from belediyye.core import display
from belediyye.core.documents import sheets
from belediyye.core.svg import Pair, Picture, month_columns
from belediyye.finance.revenue import access
from belediyye.finance.revenue.forms.reports import ReportForm
from belediyye.finance.revenue.queries.reports import ageing, income, months, noticed, quality, reliefs, roll
from belediyye.finance.revenue.queries.reports.tables import Table
from belediyye.finance.revenue.views.pages import PAGE, XLSX, answer_file, paged

Chosen = dict[str, Any]


@dataclass
class Shown:
    """What a report's page has: tables, perhaps a picture before them, the pages of the last table."""

    tables: list[Table]
    page: Any = None
    picture: Picture | None = None


@dataclass(frozen=True)
class Report:
    """A report: its words, its filters, how a page and how the whole of it is made."""

    key: str
    title: "str | Promise"
    about: "str | Promise"
    filters: tuple[str, ...]
    page: Callable[[HttpRequest, int, Chosen], Shown]
    whole: Callable[[int, Chosen], Table]

    def defaults(self, today: date) -> Chosen:
        return {"since": date(today.year, 1, 1), "on": today, "year": today.year, "by": "payer"}


class Counted:
    """What a paginator asks of rows that the database counts and cuts itself."""

    def __init__(self, count: int) -> None:
        self.length = count

    def count(self) -> int:
        return self.length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, part: slice) -> range:
        return range(self.length)[part]


def _roll_scope(place: int, chosen: Chosen) -> roll.Scope:
    return roll.Scope(place, chosen["since"], chosen["on"], chosen["tax"], chosen["street"] or "")


def _roll_page(request: HttpRequest, place: int, chosen: Chosen) -> Shown:
    scope = _roll_scope(place, chosen)
    if chosen["by"] == "street":
        return Shown([roll.by_tax(scope), roll.by_street(scope)])
    page = paged(request, roll.payers_of(scope))
    return Shown([roll.by_tax(scope), roll.by_payer(scope, list(page))], page)


def _roll_whole(place: int, chosen: Chosen) -> Table:
    scope = _roll_scope(place, chosen)
    return roll.by_street(scope) if chosen["by"] == "street" else roll.every_payer(scope)


def _ageing_page(request: HttpRequest, place: int, chosen: Chosen) -> Shown:
    scope = ageing.Scope(place, chosen["on"], chosen["tax"], chosen["street"] or "")
    if chosen["by"] == "street":
        return Shown([*ageing.streets_and_taxes(scope)])
    asked = request.GET.get("page", "")
    number = max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
    taxes, debtors, count = ageing.page(scope, (number - 1) * PAGE, PAGE)
    page = Paginator(Counted(count), PAGE).get_page(number)
    if page.number != number:  # a page past the last one
        taxes, debtors, count = ageing.page(scope, (page.number - 1) * PAGE, PAGE)
    return Shown([taxes, debtors], page)


def _ageing_whole(place: int, chosen: Chosen) -> Table:
    scope = ageing.Scope(place, chosen["on"], chosen["tax"], chosen["street"] or "")
    return ageing.by_street(scope) if chosen["by"] == "street" else ageing.debtors(scope)


def _months_found(place: int, chosen: Chosen) -> tuple[months.Found, months.Found, int]:
    year, on, tax, street = chosen["year"], chosen["on"], chosen["tax"], chosen["street"] or ""
    last = 12 if year < on.year else on.month
    return (
        months.collected(place, year, on, tax, street),
        months.collected(
            place, year - 1, income.same_day(on, on.year - 1) if year == on.year else on, tax, street
        ),
        last,
    )


def months_page(request: HttpRequest, place: int, chosen: Chosen) -> Shown:
    found, before, last = _months_found(place, chosen)
    pairs = [
        Pair(name, max(0, sum(before.get(n, {}).values())), max(0, sum(found.get(n, {}).values())) if n <= last else None)
        for n, name in enumerate(months.month_names(short=True), 1)
    ]  # fmt: skip
    picture = month_columns(
        pairs,
        title=_("Collected by month"),
        description=_("What came in each month of %(year)s beside the year before.")
        % {"year": chosen["year"]},
        names=(str(chosen["year"] - 1), str(chosen["year"])),
        shown=lambda value: display.money(int(value)),
    )
    return Shown([months.by_month(found, before, last)], picture=picture)


def _notices_page(request: HttpRequest, place: int, chosen: Chosen) -> Shown:
    rows = noticed.notices_of(place, chosen["year"])
    page = paged(request, rows)
    return Shown([noticed.register(list(page), rows)], page)


def _quality_page(request: HttpRequest, place: int, chosen: Chosen) -> Shown:
    here = reverse("revenue_report", args=["quality"])
    table = quality.overview(place, chosen["on"], lambda key: f"{here}?check={key}#t2")
    check = quality.BY_KEY.get(request.GET.get("check", ""))
    if check is None:
        return Shown([table])
    count = next(line.cells[1] for line, one in zip(table.lines, quality.CHECKS, strict=True) if one is check)
    page = Paginator(Counted(count), PAGE).get_page(request.GET.get("page"))
    keeps = access.may_keep(actor=request.actor) is None
    found = quality.findings(place, chosen["on"], check, (page.number - 1) * PAGE, PAGE, keeps)
    return Shown([table, found], page)


REPORTS = {
    report.key: report
    for report in (
        Report(
            "roll", gettext_lazy("Demand–collection–balance roll"),
            gettext_lazy("What stood open, what was demanded, what came in and what is left: by kind of income, street and taxpayer."),
            ("since", "on", "tax", "street", "by"), _roll_page, _roll_whole,
        ),
        Report(
            "income", gettext_lazy("Comparative income form"),
            gettext_lazy("What came in by kind of income, this year beside the last and beside the adopted plan."),
            ("on",), lambda request, place, chosen: Shown([income.form(place, chosen["on"])]),
            lambda place, chosen: income.form(place, chosen["on"]),
        ),
        Report(
            "months", gettext_lazy("Collection by month and tax"),
            gettext_lazy("What came in month by month, with a picture beside the year before."),
            ("year", "on", "tax", "street"), months_page, lambda place, chosen: months.by_month(*_months_found(place, chosen)),
        ),
        Report(
            "ageing", gettext_lazy("Debtors by age"),
            gettext_lazy("Every open debt by how long ago it fell due; interest and sanctions as posted up to the day."),
            ("on", "tax", "street", "by"), _ageing_page, _ageing_whole,
        ),
        Report(
            "notices", gettext_lazy("Register of notices"),
            gettext_lazy("Every payment notice of a year: number, payer, sums, and how it was delivered."),
            ("year",), _notices_page, lambda place, chosen: noticed.register(noticed.notices_of(place, chosen["year"])),
        ),
        Report(
            "reliefs", gettext_lazy("Cost of reliefs by article"),
            gettext_lazy("How many people a relief of the law reaches, and the tax that is forgone by it."),
            ("year",), lambda request, place, chosen: Shown([reliefs.by_article(place, chosen["year"])]),
            lambda place, chosen: reliefs.by_article(place, chosen["year"]),
        ),
        Report(
            "quality", gettext_lazy("Data quality"),
            gettext_lazy("What is missing or contradictory in the register; every line leads to where it is mended."),
            ("on",), _quality_page, lambda place, chosen: quality.everything(place, chosen["on"]),
        ),
    )
}  # fmt: skip


def _report(key: str) -> Report:
    if key not in REPORTS:
        raise Http404
    return REPORTS[key]


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    access.require_reader(request.actor)
    return render(request, "revenue/reports.html", {"reports": REPORTS.values()})


@require_GET
def report(request: HttpRequest, key: str) -> HttpResponse:
    """A report on screen, and on paper by the browser's own printing."""
    place = access.require_reader(request.actor)
    one = _report(key)
    form = ReportForm(request.GET, one.filters, one.defaults(timezone.localdate()), place)
    chosen = form.chosen()
    shown = one.page(request, place, chosen)
    page = {
        "report": one, "form": form, "chosen": chosen, "tables": [t.shown() for t in shown.tables], "page": shown.page, "picture": shown.picture,
        "asked": request.GET.urlencode(), "scope": _scope_words(one, chosen), "made": timezone.localtime(),
    }  # fmt: skip
    return render(request, "revenue/report.html", page)


def _scope_words(one: Report, chosen: Chosen) -> str:
    """What the figures are of, in words: it stands under the title and on the paper."""
    said = []
    if "year" in one.filters:
        said.append(_("year %(year)s") % {"year": chosen["year"]})
    if "since" in one.filters:
        said.append(_("from %(day)s") % {"day": f"{chosen['since']:%d.%m.%Y}"})
    if "on" in one.filters:
        said.append(_("as of %(day)s") % {"day": f"{chosen['on']:%d.%m.%Y}"})
    if chosen.get("street"):
        said.append(chosen["street"])
    return " · ".join(said)


def as_workbook(table: Table, above: Sequence[str] = ()) -> bytes:
    """A table as XLSX in the language of the page; per cents are numbers with two decimals."""
    language = "en" if (get_language() or "az").startswith("en") else "az"
    kinds: dict[str, Any] = {"percent": "money"}
    columns = [
        sheets.Column(
            {language: f"{c.title}, %" if c.kind == "percent" else c.title},
            kinds.get(c.kind, c.kind),
            38 if n == 0 else 16,
            c.total,
        )
        for n, c in enumerate(table.columns)
    ]
    target = io.BytesIO()
    sheets.write_xlsx(
        target, columns, (line.cells for line in table.lines), made=timezone.localtime(), language=language,
        above=above,
    )  # fmt: skip
    return target.getvalue()


@require_GET
def report_table(request: HttpRequest, key: str) -> HttpResponse:
    """The whole report as a workbook, with the filters of the page."""
    place = access.require_reader(request.actor)
    one = _report(key)
    chosen = ReportForm(request.GET, one.filters, one.defaults(timezone.localdate()), place).chosen()
    above = (str(one.title), str(request.actor.municipality or ""), _scope_words(one, chosen))
    return answer_file(
        as_workbook(one.whole(place, chosen), above), f"{key}-{chosen['on']:%Y-%m-%d}.xlsx", XLSX
    )
