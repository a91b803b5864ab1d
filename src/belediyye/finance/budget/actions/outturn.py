"""Revenue and the budget are tied: the forecast is planned from the register, and what it collects becomes outturn."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core import display
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.money import split_by, split_equal
from belediyye.core.period import format_date
from belediyye.finance.budget import access
from belediyye.finance.budget.actions.drafting import Plan, changeable, forecast, plan_line, start_draft
from belediyye.finance.budget.actions.posting import Move, post
from belediyye.finance.budget.models import Account, Budget, Line, Receipt, Side
from belediyye.finance.budget.queries import forecast as expected
from belediyye.finance.rules.book import NotAllowed, Overlay
from belediyye.finance.rules.queries import language, local

SOURCE = "revenue:"


@action(
    "budget.forecast.take",
    says=gettext_lazy("planned revenue from the register"),
    allow=access.may_draft,
)
def take_forecast(
    *, actor: Actor, budget: Budget, rates: Mapping[str, int], on: date, overlay: Overlay | None = None
) -> int:
    """Plans a line for each kind of revenue named: assessed × expected collection (hundredths of a per cent), with its reason.

    Quarters follow how last year's money came. A line of that kind is planned anew, a missing one is added. With an
    overlay the register is assessed under it, and the reason says so. Returns how many."""
    held = changeable(budget)
    made, plain = 0, {}
    if overlay:
        plain = {one.code.code: one.assessed for one in expected.expectations(held, on)}
    for one in expected.expectations(held, on, overlay):
        rate = rates.get(one.code.code)
        if rate is None:
            continue
        amount = forecast(one.assessed, rate)
        touched = overlay is not None and plain.get(one.code.code) != one.assessed
        under = f" {_('Assumed:')} {overlay.source}." if overlay and touched else ""
        q1, q2, q3, q4 = split_by(amount, one.weights) if amount else split_equal(0, 4)
        plan = Plan(
            Side.REVENUE, one.line.title if one.line else one.code.name, (q1, q2, q3, q4), one.reason(held.year, rate) + under, revenue=one.code,
            source=one.line.source if one.line else None, assessed=one.assessed, collection_bp=rate,
        )  # fmt: skip
        plan_line(held, plan, one.line)
        made += 1
    if not made:
        raise Refused(_("The register expects nothing that could be planned: write at least one rate."))
    log(held, lines=made, rates=dict(rates), register=on)
    return made


@action(
    "budget.draft.with_rates",
    says=gettext_lazy("made an alternative of a draft with other rates"),
    allow=access.may_draft,
)
def draft_with_rates(
    *, actor: Actor, budget: Budget, values: Mapping[str, Any], reductions: list[Any], on: date
) -> Budget:
    """An alternative of a draft: the same lines, revenue planned as the register would bring it under these rates.

    Collection stays as the draft expects it. Refuses what goes beyond the law."""
    try:
        law = local.overlay_with(budget.municipality_id, budget.year, values, reductions)
        rates = {one.code.code: one.planned_bp for one in expected.expectations(budget, on, law)}
    except NotAllowed as error:
        raise Refused(error.reason[language()]) from error
    title = _("%(title)s, other rates") % {"title": budget.title}
    made = start_draft(
        actor=actor, municipality=budget.municipality, year=budget.year, title=title[:200], made_from=budget
    )
    known = {code: rate for code, rate in rates.items() if rate is not None}
    take_forecast(actor=actor, budget=made, rates=known, on=on, overlay=law)
    log(made, made_from=budget.pk, values=dict(values), reductions=reductions)
    return made


@action(
    "budget.outturn.take",
    says=gettext_lazy("took over what revenue collected"),
    allow=access.may_account,
)
def take_outturn(*, actor: Actor, budget: Budget) -> int:
    """Brings the outturn in line with what the revenue room collected, day by day; returns the difference in qəpik.

    Only differences are posted, up or down, so it may be done at any time and again. What is dated into a closed year
    is not taken: that year's books no longer change."""
    list(
        Line.objects.select_for_update()
        .filter(budget=budget, side=Side.REVENUE)
        .order_by("pk")
        .values_list("pk")
    )
    held = Budget.objects.select_for_update().get(pk=budget.pk)
    if held.state != Budget.State.ADOPTED:
        raise Refused(_("Money moves only in an adopted budget whose year is not closed."))
    wanted, left = expected.outturn_by_line(held)
    done: dict[tuple[int, date], int] = defaultdict(int)
    times: dict[tuple[int, date], int] = {}
    rows = Receipt.objects.filter(line__budget=held, source__startswith=SOURCE).order_by()
    for line, day, amount, count in rows.values_list("line", "day").annotate(Sum("amount"), Count("pk")):
        done[line, day], times[line, day] = amount, count
    total = 0
    lines = Line.objects.in_bulk({line for line, _day in {*wanted, *done}})
    for line, day in sorted({*wanted, *done}, key=lambda key: (key[1], key[0])):
        amount = wanted.get((line, day), 0) - done.get((line, day), 0)
        if amount:
            _take(actor, held, lines[line], day, amount, times.get((line, day), 0) + 1)
            total += amount
    log(held, taken=total, without_line=left)
    return total


def _take(actor: Actor, budget: Budget, line: Line, day: date, amount: int, time: int) -> None:
    said = {"line": line.title, "day": format_date(day)}
    words = _("Collected on %(day)s: %(line)s") if time == 1 else _("Correction of %(day)s: %(line)s")
    receipt = Receipt.objects.create(
        municipality_id=budget.municipality_id, line=line, day=day, amount=amount, text=(words % said)[:300],
        source=f"{SOURCE}{line.pk}:{day}:{time}",
    )  # fmt: skip
    moves = [
        Move(Account.RECEIVED, Account.TO_COME, amount, line.pk),
        Move(Account.BANK, Account.REVENUE, amount, line.pk),
    ]
    post(budget, moves, actor=actor, day=day, text=receipt.text, receipt=receipt)


def not_by_hand(line: Line) -> None:
    """Raises Refused for a line whose money the register brings: by hand it would be counted twice."""
    if expected.fed_by_register(line):
        raise Refused(
            _(
                "What is collected for “%(line)s” comes from local revenue by itself; %(amount)s has come so far."
            )
            % {"line": line.title, "amount": display.money(_so_far(line))}
        )


def _so_far(line: Line) -> int:
    return int(Receipt.objects.filter(line=line).aggregate(total=Sum("amount"))["total"] or 0)
