"""The signed cases and the book's units in the reader's words: the book itself writes them for programs."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from belediyye.core import display
from belediyye.finance.rules.book.refusals import BY_NUMBER, NUMBER

UNITS: Final = {
    "gün": _("days"), "il": _("years"), "months": _("months"), "bal/ha": _("points/ha"), "AZN/bal": _("AZN/point"),
    "ŞMV": _("conditional units"), "ŞMV/bal": _("conditional units/point"), "ŞMV/cm³": _("conditional units/cm³"),
    "pay": "%",
}  # fmt: skip
"""A share (`pay`) is shown in per cent: 0,001 for a day is what people know as 0,1 %."""

# What stands in the sources of cases beside articles and numbers; longer phrases before those they contain.
_PHRASES: Final = (
    ("Cabinet decision 101 of 2015", _("Cabinet decision 101 of 2015")),
    ("old text of Tax Code", _("old text of the Tax Code,")),
    ("Tax Code", _("Tax Code,")),
    ("1 unit = 1.10 AZN (likely)", _("1 unit = 1.10 AZN (likely)")),
    ("Convention: half up, once", _("convention: half up, once")),
    ("convention: half up", _("convention: half up")),
    ("convention", _("convention")),
    ("the book", _("a rule of this book")),
    ("with its history", _("with its history")),
    ("text until 2014", _("text until 2014")),
    ("text until 2016", _("text until 2016")),
    ("both texts", _("both texts")),
    ("inferred reading", _("inferred reading")),
    ("in force from 2024", _("in force from 2024")),
    ("footnote", _("footnote")),
    ("equal steps", _("equal steps")),
    ("tax lecture", _("tax lecture")),
    ("Law ", _("Law ")),
    ("law ", _("law ")),
)
_SOURCES: Final = dict(_PHRASES)
_SOURCE: Final = re.compile("|".join(re.escape(english) for english in _SOURCES))

_CONFIDENCE: Final = {"read": _("read"), "likely": _("likely"), "inferred": _("inferred")}
_BUDGET: Final = {"municipal": _("municipal budget"), "state": _("state budget")}
_DEBTS: Final = {"principal": _("principal"), "interest": _("interest of delay"), "sanction": _("sanction")}
_LIMITS: Final = (_("assess until"), _("collect until"), _("recalculate until"), _("refund until"))
_MONEY: Final = re.compile(r"\b\d+\.\d{2}\b")
_DAY: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def unit_in_words(unit: str) -> str:
    """A unit of the book for the reader: `gün` is "days" on an English page."""
    return str(UNITS.get(unit, unit))


def source_in_words(source: str) -> str:
    """Where a case comes from, in the reader's language; numbers of articles and names of sites stay."""
    return _SOURCE.sub(lambda found: str(_SOURCES[found[0]]), source)


def answer_in_words(case: Mapping[str, Any], question: str, answer: str) -> str:
    """One answer of a case as people write it: money, days and codes in words, with what it answers."""
    if question == "refused":
        return _refusal(answer)
    if question == "confidence":
        return str(_CONFIDENCE.get(answer, answer))
    if question == "budget":
        return ", ".join(str(_BUDGET.get(one, one)) for one in answer.split(", "))
    if question == "answer":
        return _figures(_DO.get(case["do"], lambda _case, text: text)(case, answer))
    return f"{_LABELS[question]}: {_figures(answer)}"


_LABELS: Final = {
    "tax": _("tax"), "each": _("each"), "relief": _("relief"), "due": _("amount due"), "instalments": _("instalments"),
}  # fmt: skip


def _refusal(code: str) -> str:
    if code not in NUMBER:
        return code or gettext("not refused")
    lang = "en" if (get_language() or "az").startswith("en") else "az"
    return f"{gettext('it is refused')}: {BY_NUMBER[NUMBER[code]].text[lang]}"


def _figures(text: str) -> str:
    text = _MONEY.sub(lambda found: display.money(int(found[0].replace(".", ""))), text)
    return _DAY.sub(r"\3.\2.\1", text)


def _interest(_case: Mapping[str, Any], answer: str) -> str:
    amount, days, due = answer.split(" / ")
    counted = ngettext("%(n)s day", "%(n)s days", int(days)) % {"n": days}
    return f"{amount}; {counted}; {gettext('due day')} {due}"


def _apportioned(case: Mapping[str, Any], answer: str) -> str:
    """`2024 30.00 (0.00)` is a debt, what was paid of it and what stays."""
    kinds = {name: kind for name, kind, _due, _amount in case["debts"]}
    told = []
    for part in answer.split("; "):
        name, _space, amounts = part.partition(" ")
        if name in kinds:
            year = f" {name}" if name.isdigit() else ""
            paid, rest = amounts.rstrip(")").split(" (")
            told.append(f"{_DEBTS[kinds[name]]}{year} {paid} ({gettext('stays')} {rest})")
        else:
            told.append(f"{gettext('left over')} {amounts}")
    return "; ".join(told)


def _limits(_case: Mapping[str, Any], answer: str) -> str:
    return "; ".join(f"{label} {day}" for label, day in zip(_LIMITS, answer.split("; "), strict=True))


_DO: Final[dict[str, Callable[[Mapping[str, Any], str], str]]] = {
    "interest": _interest, "apportion": _apportioned, "limits": _limits,
}  # fmt: skip
