"""What pages ask of the book: a calculation shown step by step, the chapters with their live cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from belediyye.core import display
from belediyye.core.actors import Actor
from belediyye.core.models import PlaceClass
from belediyye.core.queries import working_calendar
from belediyye.core.search import Hit
from belediyye.core.svg.steps import Step as PictureStep
from belediyye.core.svg.steps import steps_picture
from belediyye.core.text import fold
from belediyye.finance.rules.book import Assessment, Parameter, Refused, Tax, assess, load_book
from belediyye.finance.rules.book.calculation import Calculation
from belediyye.finance.rules.book.cases import run_case
from belediyye.finance.rules.book.collection import Instalment, instalments
from belediyye.finance.rules.book.columns import COLUMN, COLUMNS, FIRST_YEAR
from belediyye.finance.rules.cases_shown import answer_in_words, source_in_words, unit_in_words
from belediyye.finance.rules.engine.explain import natural, operation
from belediyye.finance.rules.words import USES


def language() -> str:
    """The book's language for this reader: az or en."""
    return "en" if (get_language() or "az").startswith("en") else "az"


@dataclass(frozen=True)
class Line:
    """One step as a page shows it."""

    label: str
    formula: str
    amount: str
    articles: str
    confidence: str
    result: bool


@dataclass(frozen=True)
class Answer:
    """A whole calculation for a reader: the steps, what is due and when, what must be said beside it."""

    assessment: Assessment
    lines: list[Line]
    tax_qepik: int
    relief_qepik: int
    due_qepik: int
    instalments: tuple[Instalment, ...]
    notes: list[str]
    picture: str


def answer(facts: Mapping[str, Any], year: int) -> Answer:
    """Assesses one object and lays the steps out. Raises Refused with its reason in both languages."""
    found = assess(facts, year)
    told = found.explanation()
    lang = language()
    book = load_book()
    steps = {step["step"]: step for step in told["steps"]}
    lines = [
        Line(
            label=step[lang],
            formula=_operands(step, steps, found, lang),
            amount=_shown(step["amount"], step["unit"]),
            articles="; ".join(book.cite(article, lang) for article in step["articles"]),
            confidence=step["confidence"],
            result=step["step"] == "due_qepik",
        )
        for step in told["steps"]
    ]
    sums = {name: step["value"] for name, step in steps.items()}
    due = sums["due_qepik"]
    parts = instalments(due, year, working_calendar()) if found.budget == "municipal" and due else ()
    return Answer(
        found, lines, sums["tax_qepik"], sums["relief_qepik"], due, tuple(parts),
        [note[lang] for note in found.notes], _picture(lines, lang),
    )  # fmt: skip


def _shown(amount: str, unit: str) -> str:
    """An exact amount of the book as the house writes numbers: `1 234,50 ₼`, `90 m²`, `0,4 ₼/m²`."""
    value = Fraction(amount) if amount else None
    if value is None:
        return ""
    if unit == "AZN" and (value * 100).denominator == 1:
        return display.money((value * 100).numerator)
    if unit == "pay":
        value *= 100
    return f"{display.number(value)} {unit_in_words(unit).replace('AZN', '₼')}".strip()


# What the law does not speak of and a reader need not see: how ownership is stored.
UNSPOKEN = frozenset({"from_month", "to_month", "held_on_1_january"})


def _operands(
    step: Mapping[str, Any], steps: Mapping[str, Mapping[str, Any]], found: Assessment, lang: str
) -> str:
    """What a step was computed from, each with its value: `Area: 120 m²; Rate: 0,4 ₼/m²`."""
    book, day, parts = load_book(), date(found.year, 1, 1), []
    for name, value in step["with"].items():
        if value is None or value is False or name in UNSPOKEN:
            continue
        if name in steps:
            shown = _shown(steps[name]["amount"], steps[name]["unit"])
            parts.append(f"{steps[name][lang]}: {shown}")
        elif name in COLUMN:
            column = COLUMN[name]
            shown = (
                _shown(natural(value, column.scale), column.unit)
                if column.kind == "int"
                else code_label(value)
            )
            parts.append(f"{column.label[lang]}: {shown}")
        elif name in book.parameters and step["op"] != name:
            parameter = book.parameters[name]
            key = found.stored.get(parameter.key) if parameter.key else None
            if parameter.key and key is None:
                continue
            parts.append(
                f"{parameter.label[lang]}: {_shown(str(parameter.number(day, key)), parameter.unit)}"
            )
    return "; ".join(parts)


def code_label(value: object) -> str:
    """A code of the book in words: the use, the class of the place; yes for a flag that is set."""
    if value is True:
        return _("yes")
    return str(USES.get(str(value)) or dict(PlaceClass.choices).get(str(value)) or value)


def _columns_and_parameters(lang: str) -> dict[str, str]:
    columns = {column.name: column.label[lang] for column in COLUMNS}
    return columns | {name: parameter.label[lang] for name, parameter in load_book().parameters.items()}


def _picture(lines: list[Line], lang: str) -> str:
    steps = [
        PictureStep(
            label=line.label,
            shown=line.amount,
            sign="=" if line.result else str(number),
            detail=" · ".join(filter(None, [line.formula, line.articles])),
            result=line.result,
        )
        for number, line in enumerate(lines, 1)
    ]
    title = "Hesablamanın addımları" if lang == "az" else "The steps of the calculation"
    said = "; ".join(f"{line.label}: {line.amount}" for line in lines)
    return steps_picture(steps, title=title, description=said)


@dataclass(frozen=True)
class Value:
    """One value of a parameter as the page of a tax shows it."""

    since: date
    until: date | None
    shown: list[tuple[str, str]]
    citation: str
    confidence: str
    note: str


def chapters() -> tuple[Tax, ...]:
    """The taxes of the book, in its order."""
    return load_book().taxes


def chapter(identifier: str) -> Tax | None:
    """One tax by its folder's name, or None."""
    return next((tax for tax in chapters() if tax.id == identifier), None)


def values_of(parameter: Parameter) -> list[Value]:
    """A parameter through time, newest first; a written end is a value without numbers."""
    book, lang = load_book(), language()
    return [
        Value(
            since=dated.since,
            until=dated.until,
            shown=_numbers(dated.value, parameter.unit),
            citation=book.cite(f"{dated.act} {dated.article}".strip(), lang),
            confidence=dated.confidence,
            note=dated.note.get(lang, ""),
        )
        for dated in reversed(parameter.values)
    ]


def _numbers(value: Any, unit: str) -> list[tuple[str, str]]:
    if value is None:
        return []
    if not isinstance(value, Mapping):
        return [("", _shown(str(value), unit))]
    return [(code_label(key), _shown(str(number), unit)) for key, number in value.items()]


@dataclass(frozen=True)
class Formula:
    """A calculation without an object: what is done in which order, as a picture and as lines."""

    title: str
    year: int
    lines: list[Line]
    picture: str


def formulas_of(tax: Tax, year: int) -> list[Formula]:
    """The formulas of a tax as of a year, or as of the last year in which each was in force."""
    lang = language()
    return [_formula_of(c, _last_year(c.name, year), lang) for c in tax.calculations]


def _reads(op: Any, names: Mapping[str, str]) -> str:
    """What a step reads, by name; how it combines them is in the amounts of an example."""
    found: dict[str, None] = {}

    def walk(node: Any) -> None:
        if isinstance(node, str) and node in names and node not in UNSPOKEN:
            found[names[node]] = None
        elif isinstance(node, list) and node[0] != "code":
            for part in node[1:]:
                walk(part)

    walk(op)
    return ", ".join(found)


def _last_year(calculation: str, year: int) -> int:
    for candidate in range(year, FIRST_YEAR - 1, -1):
        try:
            load_book().plan(calculation, candidate)
        except Refused:
            continue
        return candidate
    return FIRST_YEAR


def _formula_of(calculation: Calculation, year: int, lang: str) -> Formula:
    book = load_book()
    steps = [step for step in book.plan(calculation.name, year).steps if step.rule.label]
    names = _columns_and_parameters(lang) | {step.rule.name: step.rule.label[lang] for step in steps}
    lines = [
        Line(
            label=step.rule.label[lang],
            formula=_reads(operation(step.expr), names),
            amount="",
            articles="; ".join(book.cite(article, lang) for article in step.rule.articles),
            confidence="read",
            result=step.rule.name == "tax_qepik",
        )
        for step in steps
    ]
    return Formula(calculation.label[lang], year, lines, _picture(lines, lang))


@dataclass(frozen=True)
class Checked:
    """A signed case as the page shows it, run a moment ago."""

    title: str
    expected: str
    source: str
    computed: str
    holds: bool
    link: str


def cases_of(tax: Tax) -> list[Checked]:
    """The signed cases of a tax, each computed now and compared with its answer."""
    lang = language()
    checked = []
    for case in tax.cases:
        outcome = run_case(case)
        expected = "; ".join(answer_in_words(case, asked, want) for asked, want, _got in outcome.answers)
        computed = "; ".join(answer_in_words(case, asked, got) for asked, _want, got in outcome.answers)
        source = source_in_words(case["source"])
        checked.append(Checked(case[lang], expected, source, computed, outcome.holds, _calculator_link(case)))
    return checked


def _calculator_link(case: Mapping[str, Any]) -> str:
    """The calculator's address for a case of one object; empty for others."""
    objects = case.get("objects", [])
    if len(objects) != 1 or "refused" in case:
        return ""
    facts = {"object_kind": objects[0]["object_kind"], "year": case["year"]}
    for name, value in objects[0].items():
        if name == "relief":
            facts[name] = [code.strip() for code in str(value).split(",")]
        elif value is not True and name != "let_or_business":
            facts[name] = str(value)
        elif value:
            facts[name] = "on"
    return f"{reverse('calculator')}?{urlencode(facts, doseq=True)}"


def search_taxes(actor: Actor, folded: str, limit: int) -> list[Hit]:
    """The taxes whose name has the text."""
    lang = language()
    found = [tax for tax in chapters() if folded in fold(tax.label[lang])]
    return [Hit(tax.label[lang], reverse("tax", args=[tax.id])) for tax in found[:limit]]
