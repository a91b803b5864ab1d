"""An amount as a payer reads it: the steps of the law with their articles, and what would change the amount."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Max

from belediyye.core import display
from belediyye.finance.revenue.models import Assessment, AssessmentRun
from belediyye.finance.revenue.queries import runs, what_if
from belediyye.finance.rules.book import Refused, load_book
from belediyye.finance.rules.book.columns import COLUMN
from belediyye.finance.rules.engine.explain import natural
from belediyye.finance.rules.queries import code_label, language, unit_in_words


@dataclass(frozen=True)
class Line:
    """One step: what, computed from what, how much, by which article, how sure."""

    label: str
    basis: str
    amount: str
    articles: str
    confidence: str


@dataclass(frozen=True)
class Told:
    """The explanation of one assessment. `agrees`: computed anew just now, the amount is the one recorded."""

    lines: list[Line]
    notes: list[str]
    reason: str
    agrees: bool
    edition: str
    edition_same: bool
    changes: list[str]


HIDDEN = frozenset({"from_month", "to_month", "held_on_1_january"})


def explanation_of(a: Assessment) -> Told:
    """Every step of an assessment, computed now from what the run recorded."""
    lang, book = language(), load_book()
    same = a.run.edition == book.edition
    try:
        found = runs.explained(a)
    except Refused as refused:
        return Told([], [], refused.reason[lang], a.refusal != 0, a.run.edition, same, [])
    told = found.explanation(runs.used_before(a))
    steps = {s["step"]: s for s in told["steps"]}
    lines = [
        Line(s[lang], _basis(s, steps, found.stored, a.run.year, lang), _shown(s["amount"], s["unit"]),
             "; ".join(book.cite(article, lang) for article in s["articles"]), s["confidence"])
        for s in told["steps"]
    ]  # fmt: skip
    agrees = steps["due_qepik"]["value"] == a.due_qepik and steps["tax_qepik"]["value"] == a.tax_qepik
    return Told(lines, [n[lang] for n in found.notes], "", agrees, a.run.edition, same, what_if.changes(a))


def told_to_count(rows: Iterable[Assessment]) -> list[Assessment]:
    """Posted assessments, each with `counts`: whether no later run of its year took the payer's tax in."""
    shown = list(rows)
    later = Assessment.objects.filter(
        taxpayer_id__in={a.taxpayer_id for a in shown}, run__year__in={a.run.year for a in shown},
        run__state=AssessmentRun.State.POSTED,
    ).order_by()  # fmt: skip
    last = {
        (payer, head, year): run
        for payer, head, year, run in later.values_list("taxpayer", "head", "run__year").annotate(
            Max("run_id")
        )
    }
    for a in shown:
        a.counts = last[a.taxpayer_id, a.head, a.run.year] == a.run_id
    return shown


def _shown(amount: str, unit: str) -> str:
    if not amount:
        return ""
    value = Fraction(amount)
    if unit == "AZN" and (value * 100).denominator == 1:
        return display.money((value * 100).numerator)
    return f"{display.number(value)} {unit_in_words(unit).replace('AZN', '₼')}".strip()


def _basis(step: dict[str, Any], steps: dict[str, dict[str, Any]], stored: Any, year: int, lang: str) -> str:
    book, parts = load_book(), []
    for name, value in step["with"].items():
        if value is None or value is False or name in HIDDEN:
            continue
        if name in steps:
            parts.append(f"{steps[name][lang]}: {_shown(steps[name]['amount'], steps[name]['unit'])}")
        elif name in COLUMN:
            column = COLUMN[name]
            shown = (
                _shown(natural(value, column.scale), column.unit)
                if column.kind == "int"
                else code_label(value)
            )
            parts.append(f"{column.label[lang]}: {shown}")
        elif name in book.parameters:
            parameter = book.parameters[name]
            key = stored.get(parameter.key) if parameter.key else None
            if parameter.key and key is None:
                continue
            parts.append(
                f"{parameter.label[lang]}: {_shown(str(parameter.number(date(year, 1, 1), key)), parameter.unit)}"
            )
    return "; ".join(parts)
