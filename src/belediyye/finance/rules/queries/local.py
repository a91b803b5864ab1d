"""A municipality's own rates and reliefs: what a council may change, what it changed, and the overlay of a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from belediyye.core import display
from belediyye.core.models import Municipality
from belediyye.core.period import format_date
from belediyye.finance.rules.book import Overlay, Parameter, Reduction, load_book
from belediyye.finance.rules.book.parameters import NoValue
from belediyye.finance.rules.models import LocalRule
from belediyye.finance.rules.queries import code_label, language


@dataclass(frozen=True)
class Open:
    """One number that the law lets a council change: `field` names it in a form, `law` is what the law says on a day."""

    parameter: Parameter
    key: Any
    law: Fraction

    @property
    def field(self) -> str:
        return f"{self.parameter.id}:{'' if self.key is None else self.key}"

    @property
    def label(self) -> str:
        name = self.parameter.label[language()]
        return name if self.key is None else f"{name} ({code_label(self.key)})"

    @property
    def tax(self) -> str:
        return str(load_book().tax(self.parameter.id.partition(".")[0]).label[language()])

    @property
    def shown(self) -> str:
        return f"{display.number(self.law)} {self.parameter.unit.replace('AZN', '₼')}".strip()

    @property
    def may_lower(self) -> bool:
        return self.parameter.council == "may_lower"


def open_parameters(year: int, place_class: str = "") -> list[Open]:
    """What a council may change for a year; of values by class of place only those of the municipality's own class."""
    found = []
    for parameter in load_book().parameters.values():
        if not parameter.council:
            continue
        try:
            value = parameter.on(date(year, 1, 1)).value
        except NoValue:
            continue
        table: Mapping[Any, Fraction | None] = value if isinstance(value, Mapping) else {None: value}
        for key, number in table.items():
            if number is not None and (
                not place_class or parameter.key != "place_class" or key == place_class
            ):
                found.append(Open(parameter, key, number))
    return found


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    key = lambda k: int(k) if k.isdecimal() else k  # noqa: E731
    return {
        name: {key(k): Decimal(n) for k, n in value.items()} if isinstance(value, dict) else Decimal(value)
        for name, value in data.items()
    }


def overlay(values: Mapping[str, Any], reductions: list[Any], since: date, source: str) -> Overlay:
    """The book's overlay of values and reductions as a rule keeps them. Raises ValueError for what is none."""
    return Overlay(
        source=source,
        since=since,
        values=_values(values),
        reductions=tuple(Reduction(*r) for r in reductions),
    )


def rules_of(place: Municipality) -> QuerySet[LocalRule]:
    """Everything a municipality prepared or decided, the newest first."""
    return LocalRule.objects.filter(municipality=place)


def in_force(place_id: int, year: int, on: date | None = None) -> QuerySet[LocalRule]:
    """What holds for the taxes of a year, of what had been decided by a day; the oldest decision first."""
    first = date(year, 1, 1)
    rows = LocalRule.objects.filter(
        Q(until=None) | Q(until__gte=first),
        municipality_id=place_id,
        state=LocalRule.State.DECIDED,
        since__lte=first,
    )
    return (rows.filter(adopted_on__lte=on) if on else rows).order_by("adopted_on", "pk")


def source_of(rule: LocalRule) -> str:
    """The decision behind a rule, as explanations cite it."""
    day = format_date(rule.adopted_on) if rule.adopted_on else ""
    return _("Decision of the council № %(number)s of %(day)s") % {"number": rule.decision_number, "day": day}


def _together(
    parts: list[tuple[Mapping[str, Any], list[Any]]],
) -> tuple[dict[str, Any], list[Any]]:
    """Values and reductions of several decisions: the later one wins where two touch one number."""
    values: dict[str, Any] = {}
    reductions: dict[tuple[str, str], Any] = {}
    for given, less in parts:
        for name, value in given.items():
            old = values.get(name)
            values[name] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        reductions |= {(r[0], r[1]): r for r in less}
    return values, list(reductions.values())


def overlay_for(place_id: int, year: int, on: date | None = None) -> Overlay | None:
    """All decisions that hold for a year as one overlay; None where the law alone holds."""
    rules = list(in_force(place_id, year, on))
    if not rules:
        return None
    values, reductions = _together([(rule.values, rule.reductions) for rule in rules])
    return overlay(values, reductions, date(year, 1, 1), "; ".join(source_of(rule) for rule in rules))


def overlay_with(place_id: int, year: int, values: Mapping[str, Any], reductions: list[Any]) -> Overlay:
    """What would hold in a year if the council decided this besides what it has decided. Raises ValueError for what is no rate."""
    held = [(rule.values, rule.reductions) for rule in in_force(place_id, year)]
    together = _together([*held, (values, reductions)])
    return overlay(*together, date(year, 1, 1), "; ".join(words(values, reductions, year)) or "–")


def words(values: Mapping[str, Any], reductions: list[Any], year: int) -> list[str]:
    """What is laid over the law, a sentence each: the number of the law and the number decided."""
    book, lang, lines = load_book(), language(), []
    for name, value in values.items():
        parameter = book.parameters[name]
        unit = parameter.unit.replace("AZN", "₼")
        for key, number in (value if isinstance(value, dict) else {"": value}).items():
            found = next((o for o in open_parameters(year) if o.field == f"{name}:{key}"), None)
            label = found.label if found else parameter.label[lang]
            said = {
                "what": label,
                "law": found.shown if found else "–",
                "now": f"{display.number(Fraction(number))} {unit}".strip(),
            }
            lines.append(_("%(what)s: %(law)s by law, %(now)s by decision") % said)
    for tax, category, percent in reductions:
        label = next((str(t.label[lang]) for t in book.taxes if t.id.startswith(tax)), tax)
        lines.append(
            _("%(tax)s: %(percent)s%% less for: %(who)s")
            % {"tax": label, "percent": percent, "who": category_label(category)}
        )
    return lines


def category_label(code: str) -> str:
    """A category of payers in words."""
    labels = {
        "everyone": _("everyone"), "shehid_family": _("families of persons with şəhid status"), "list_102_2": _("persons of the list in 102.2"),
        "pensioner": _("pensioners"), "conscript": _("conscripts and their families"),
    }  # fmt: skip
    return str(labels.get(code, code))
