"""The component page: every part of the face with its states, to look at before a screen is built. Nothing is saved."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from belediyye.core import display, svg
from belediyye.core.form_fields import DayField, MeasureField, MoneyField

DAY = date(2026, 11, 22)
KINDS = [
    ("dwelling", gettext_lazy("Dwelling")),
    ("shop", gettext_lazy("Shop")),
    ("yard", gettext_lazy("Yard plot")),
]
LONG = gettext_lazy(
    "A name so long that it must be broken over several lines and still be read to its very last word by everyone"
)


class SampleForm(forms.Form):
    """One field of each shape."""

    name = forms.CharField(
        label=gettext_lazy("Full name"), help_text=gettext_lazy("As in the identity document")
    )
    amount = MoneyField(label=gettext_lazy("Amount, manat"))
    area = MeasureField(label=gettext_lazy("Area, m²"), unit="m²", required=False)
    since = DayField(label=gettext_lazy("Owned from"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of object"), choices=KINDS)
    use = forms.ChoiceField(
        label=gettext_lazy("What it is used for"), choices=KINDS, widget=forms.RadioSelect
    )
    reliefs = forms.MultipleChoiceField(
        label=gettext_lazy("Reliefs"), choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    paper = forms.FileField(
        label=gettext_lazy("Document"), required=False, help_text=gettext_lazy("PDF, at most 10 MB")
    )
    secret = forms.CharField(label=gettext_lazy("Password"), widget=forms.PasswordInput, required=False)
    agreed = forms.BooleanField(label=gettext_lazy("I have checked what I entered"))
    fixed = forms.CharField(label=gettext_lazy("Number"), initial="2026/0142", disabled=True)


class SampleFilters(forms.Form):
    """A list's filters."""

    q = forms.CharField(label=gettext_lazy("Name"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of object"), choices=[("", "–"), *KINDS], required=False
    )
    since = DayField(label=gettext_lazy("Owned from"), required=False, help_text="")


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component with its states; the list can be ordered, filtered and turned over, the form shows errors."""
    shown = SampleFilters(request.GET, prefix="f", auto_id="filter_%s")
    rows = _rows(request.GET.get("sort", "name"))
    given = {
        "s-name": "",
        "s-amount": "1.234",
        "s-since": "31.02.2026",
        "s-use": "",
        "s-kind": "shop",
        "s-area": "abc",
    }
    context = {
        "form": SampleForm(prefix="n"),
        "broken": SampleForm(given, prefix="s"),
        "filters_form": shown,
        "page": Paginator(rows, 5).get_page(request.GET.get("page")),
        "total": sum(row["amount"] for row in rows),
        "kinds": _tags(),
        "long": LONG,
        "today": DAY,
        "due_days": [date(2026, 12, 1), DAY, date(2026, 11, 16)],
        "why": _why(),
        "events": _events(),
        "facts": _facts(),
        "parts": _parts(),
        "pictures": _pictures(),
    }
    return render(request, "core/style_guide.html", context)


def _rows(sort: str) -> list[dict[str, Any]]:
    names = [
        "Çinarlı",
        "Əncirli",
        "Göyərçin",
        "Xəzri",
        "İnciçiçəyi",
        "Qızılgül",
        "Ləpədöyən",
        "Şəfəq",
        "Ulduz",
        "Zanbaq",
    ]
    rows = [
        {
            "name": f"{name} {_('street')} {i + 3}",
            "area": 42 + 17 * i,
            "amount": (42 + 17 * i) * 40 * (1 + i % 3),
        }
        for i, name in enumerate(names * 4)
    ]
    key = sort.lstrip("-")
    if key in {"area", "amount"}:
        rows.sort(key=lambda row: int(row[key]), reverse=sort.startswith("-"))
    return rows


def _tags() -> list[tuple[str, str]]:
    return [
        ("info", _("Not closed yet")),
        ("done", _("Paid")),
        ("waiting", _("Waiting")),
        ("attention", _("Needs attention")),
        ("late", _("Overdue")),
        ("draft", _("Draft, not sent")),
        ("special", _("By court order")),
    ]


def _why() -> list[str]:
    return [
        _("The appeal came on 2 November 2026."),
        _("The law gives 15 working days; the day of coming is not counted."),
        _("9 November is a holiday: it moves the end by one day."),
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "when": date(2026, 11, 2),
            "title": _("Appeal registered"),
            "who": "N. Sınaqova",
            "url": "#timeline",
        },
        {"when": date(2026, 11, 9), "title": _("Sent to the commission"), "text": str(LONG)},
        {"when": DAY, "title": _("Answer is being prepared"), "now": True},
    ]


def _facts() -> list[tuple[Any, ...]]:
    return [
        (_("Taxpayer"), "Sınaqova Nümunə Misal qızı"),
        (_("Area"), display.area(120), "#facts", _("Change")),
        (_("Address"), LONG, "#facts", _("Change")),
    ]


def _parts() -> list[dict[str, Any]]:
    return [
        {"title": _("Objects"), "url": "#tabs", "current": True, "count": 3},
        {"title": _("Payments"), "url": "#tabs", "current": False, "count": 1240},
        {"title": _("Notices"), "url": "#tabs", "current": False, "count": None},
    ]


def _pictures() -> list[SimpleNamespace]:
    """Each picture with the table that says the same."""
    makers = (_by_tax, _budget, _by_month, _arrears, _formula, _plan)
    return [maker() for maker in makers]


def _bar(label: str, value: int, tone: str = "deep", children: tuple[svg.Bar, ...] = ()) -> svg.Bar:
    return svg.Bar(label, value, display.money(value), tone, children)


def _table(bars: list[svg.Bar]) -> list[tuple[str, str]]:
    return [(bar.label, bar.shown) for top in bars for bar in (top, *top.children)]


def _by_tax() -> SimpleNamespace:
    bars = [
        _bar(_("Property tax"), 4_812_350),
        _bar(_("Land tax"), 2_140_075),
        _bar(str(LONG), 310_000),
        _bar(_("Money given back"), -120_050),
    ]
    drawn = svg.horizontal_bars(
        bars, title=_("Revenue by tax"), description=_("Property tax is more than half of it.")
    )
    return SimpleNamespace(title=_("Revenue by tax"), svg=drawn, rows=_table(bars))


def _budget() -> SimpleNamespace:
    bars = [
        _bar(
            _("Improvement"),
            6_400_000,
            children=(_bar(_("Roads"), 3_900_000, "mid"), _bar(_("Street lighting"), 2_500_000, "mid")),
        ),
        _bar(_("Wages"), 3_150_000, children=(_bar(_("Executive apparatus"), 3_150_000, "mid"),)),
    ]
    drawn = svg.nested_bars(
        bars, title=_("Budget by section"), description=_("Improvement takes two thirds.")
    )
    return SimpleNamespace(title=_("Budget by section"), svg=drawn, rows=_table(bars))


def _by_month() -> SimpleNamespace:
    plans = [80, 80, 95, 90, 90, 120, 120, 180, 90, 90, 160, 60]
    facts = [70, 82, 90, 99, 60, 110, 140, 150, 97, 88, 30, None]
    names = (_("Plan"), _("Outturn"))
    pairs = [
        svg.Pair(numeral, plan * 10_000, None if fact is None else fact * 10_000)
        for numeral, plan, fact in zip(
            ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"],
            plans,
            facts,
            strict=True,
        )
    ]
    words = _("Behind the plan in May and November.")
    drawn = svg.month_columns(
        pairs, title=_("Plan and outturn by month"), description=words, names=names, shown=_manat
    )
    rows = [(p.label, f"{_manat(p.plan)} / {'–' if p.outturn is None else _manat(p.outturn)}") for p in pairs]
    return SimpleNamespace(title=_("Plan and outturn by month"), svg=drawn, rows=rows)


def _manat(qepik: Any) -> str:
    return f"{display.number(qepik // 100)}{display.NBSP}₼"


def _arrears() -> SimpleNamespace:
    bars = [
        _bar(_("Up to 3 months"), 1_240_000, "pale"),
        _bar(_("3 to 12 months"), 830_000, "mid"),
        _bar(_("1 to 3 years"), 410_000, "deep"),
        _bar(_("Over 3 years"), 95_000, "bad"),
    ]
    drawn = svg.stacked_bar(
        bars, title=_("Arrears by age"), description=_("Half of them are younger than three months.")
    )
    return SimpleNamespace(title=_("Arrears by age"), svg=drawn, rows=_table(bars))


def _formula() -> SimpleNamespace:
    steps = [
        svg.Step(_("Area of the dwelling"), display.area(120)),
        svg.Step(_("Not taxed"), display.area(30), "−", _("Tax Code, article 198")),
        svg.Step(_("Rate for a square metre"), display.money(40), "×", _("Tax Code, article 198"), 0, 3600),
        svg.Step(_("Relief"), display.money(1000), "−", str(LONG), 3600, 2600),
        svg.Step(_("What is due"), display.money(2600), "=", "", 0, 2600, True),
    ]
    drawn = svg.steps_picture(
        steps, title=_("How the tax is made"), description=_("Four steps lead to 26,00 ₼.")
    )
    rows = [(f"{step.sign} {step.label}".strip(), step.shown) for step in steps]
    return SimpleNamespace(title=_("How the tax is made"), svg=drawn, rows=rows)


def _plan() -> SimpleNamespace:
    rows = [
        svg.Row(_("Legislation"), heading=True),
        svg.Row(_("Study of the Charter"), date(2026, 2, 1), date(2026, 11, 30), 80, "80%", "deep"),
        svg.Row(str(LONG), date(2026, 9, 1), date(2027, 6, 30), 10, "10%"),
        svg.Row(_("Hearing in the Milli Məclis"), date(2027, 5, 14), date(2027, 5, 14), shown="14.05.2027"),
        svg.Row(_("Courses and learning"), heading=True),
        svg.Row(_("Courses for clerks"), date(2026, 4, 1), date(2027, 12, 31), 35, "35%", "deep"),
    ]
    drawn = svg.timeline(rows, title=_("The plan"), description=_("Four activities in two years."), today=DAY)
    table = [(row.label, row.shown) for row in rows if not row.heading]
    return SimpleNamespace(title=_("The plan"), svg=drawn, rows=table, wide=True)
