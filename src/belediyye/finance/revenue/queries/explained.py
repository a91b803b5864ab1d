"""An amount as a payer reads it: the steps of the law with their articles, and what would change the amount."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from belediyye.core import display
from belediyye.finance.revenue.models import Assessment
from belediyye.finance.revenue.queries import runs
from belediyye.finance.rules.book import Refused, load_book
from belediyye.finance.rules.book.columns import COLUMN
from belediyye.finance.rules.engine.explain import natural
from belediyye.finance.rules.queries import code_label, language


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
    return Told(lines, [n[lang] for n in found.notes], "", agrees, a.run.edition, same, _changes(a))


def _shown(amount: str, unit: str) -> str:
    if not amount:
        return ""
    value = Fraction(amount)
    if unit == "AZN" and (value * 100).denominator == 1:
        return display.money((value * 100).numerator)
    return f"{display.number(value)} {unit.replace('AZN', '₼')}".strip()


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


def _changes(a: Assessment) -> list[str]:
    """What would change the amount, in plain words, each computed by the same law."""
    found, facts = [], runs.facts_of(a)
    overlay = runs.overlay_of(a.run)
    from belediyye.finance.rules.book import assess_stored

    def tax(**other: Any) -> int | None:
        try:
            return assess_stored(facts | other, a.run.year, overlay).tax_qepik
        except Refused:
            return None

    if a.head in (1, 3) and facts["area_dm2"]:
        less = tax(area_dm2=max(0, facts["area_dm2"] - 1000))
        if less is not None and less != a.tax_qepik:
            found.append(
                _("If the area were 10 m² smaller, the tax would be %(tax)s.") % {"tax": display.money(less)}
            )
    if a.head in (1, 3) and a.relief_right_qepik == 0 and not a.reliefs and not facts["let_or_business"]:
        right = assess_stored(facts | {"relief_list_102_2": True}, a.run.year, overlay).relief_right_qepik
        if right:
            found.append(
                _(
                    "A person of the list in article 102.2 of the Tax Code would have up to %(amount)s of it taken off."
                )
                % {"amount": display.money(right)}
            )
    if a.reliefs and facts["let_or_business"] and a.relief_right_qepik == 0 and a.head == 1:
        found.append(
            _("The relief is not given because the building is let or used for business (Tax Code, 199.3).")
        )
    return found
