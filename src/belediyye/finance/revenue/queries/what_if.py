"""What would change an amount: each answer is the amount computed anew by the law with one fact changed."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from belediyye.core import display
from belediyye.finance.revenue.models import Assessment, Head, Taxpayer
from belediyye.finance.revenue.queries import runs
from belediyye.finance.revenue.queries.reports.reliefs import article
from belediyye.finance.rules.book import Refused, assess_stored
from belediyye.finance.rules.book.columns import COLUMN, RELIEFS, USES_OF
from belediyye.finance.rules.queries import code_label, language

AREA_STEP = 1000
SIZED = (Head.PROPERTY, Head.LAND)


def changes(a: Assessment) -> list[str]:
    """In plain words, what a resident would ask for where the law gives it; nothing where the amount stays."""
    return [*_size(a), *_status(a), *_letting(a), *_use(a)]


def due(a: Assessment, used: int | None = None, **other: Any) -> int | None:
    """What would be due with other facts; None where the law gives no amount, or gives it to the state budget.

    `used`: what the person's rows before would take of the relief, where the fact is the person's and changes them too."""
    try:
        found = assess_stored(runs.facts_of(a) | other, a.run.year, runs.overlay_of(a.run))
    except Refused:
        return None
    if found.budget == "state":
        return None
    used = runs.used_before(a) if used is None and found.relief_right_qepik else used or 0
    return found.tax_qepik - min(found.tax_qepik, max(0, found.relief_right_qepik - used))


def _size(a: Assessment) -> Iterator[str]:
    area = runs.facts_of(a)["area_dm2"]
    if (
        a.head in SIZED
        and area
        and (less := due(a, area_dm2=max(0, area - AREA_STEP))) not in (None, a.due_qepik)
    ):
        yield _("If the area were 10 m² smaller, %(due)s would be due.") % {"due": display.money(less)}


def _status(a: Assessment) -> Iterator[str]:
    """By which statuses of the person how much would be due; the person's rows before would use the relief first."""
    if a.head not in SIZED or a.reliefs or a.taxpayer.kind != Taxpayer.Kind.NATURAL:
        return
    before = list(
        Assessment.objects.filter(
            run_id=a.run_id, taxpayer_id=a.taxpayer_id, head=a.head, holding_id__lt=a.holding_id, refusal=0, budget=0
        ).select_related("run", "state", "holding")
    )  # fmt: skip
    found: dict[tuple[int, str], list[str]] = {}
    for code in RELIEFS:
        fact = {f"relief_{code}": True}
        amount = due(a, _used(before, fact), **fact)
        if amount is not None and amount < a.due_qepik:
            key = (amount, article(a.head, a.run.year, code))
            found.setdefault(key, []).append(COLUMN[f"relief_{code}"].label[language()])
    for (amount, said), who in found.items():
        yield _("With one of these statuses (%(who)s) %(due)s would be due (Tax Code, %(article)s).") % {
            "who": "; ".join(who), "due": display.money(amount), "article": said,
        }  # fmt: skip


def _used(before: list[Assessment], fact: dict[str, bool]) -> int:
    used = 0
    for one in before:
        try:
            again = assess_stored(runs.facts_of(one) | fact, one.run.year, runs.overlay_of(one.run))
        except Refused:
            continue
        used += again.tax_qepik if again.relief_right_qepik else 0
    return used


def _letting(a: Assessment) -> Iterator[str]:
    if a.head != Head.PROPERTY:
        return
    is_let = bool(runs.facts_of(a)["let_or_business"])
    if (other := due(a, let_or_business=not is_let)) in (None, a.due_qepik):
        return
    if is_let:
        yield _(
            "If the building were not let or used for business, %(due)s would be due: then the relief is given (Tax Code, 199.3)."
        ) % {"due": display.money(other)}
    else:
        yield _(
            "If the building were let or used for business, %(due)s would be due: then the relief is not given (Tax Code, 199.3)."
        ) % {"due": display.money(other)}


def _use(a: Assessment) -> Iterator[str]:
    facts = runs.facts_of(a)
    for use in USES_OF.get(facts["object_kind"], ()) if a.head in SIZED else ():
        if use != facts["use"] and (other := due(a, use=use)) not in (None, a.due_qepik):
            yield _("If its use were “%(use)s”, %(due)s would be due.") % {
                "use": code_label(use), "due": display.money(other),
            }  # fmt: skip
