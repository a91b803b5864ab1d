"""The end of a year: reports handed in, the year closed, what is still committed carried into the next."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.money import split_equal
from belediyye.core.numbering import take_number
from belediyye.core.thread import tie
from belediyye.finance.budget import access, queries
from belediyye.finance.budget.actions.adopting import adopt_amendment, open_line, prepare_amendment
from belediyye.finance.budget.actions.posting import Move, post
from belediyye.finance.budget.models import (
    Account,
    Amendment,
    Budget,
    Commitment,
    Line,
    PaymentOrder,
    Posting,
    Side,
)


@action("budget.report.hand_in", says=gettext_lazy("handed in a report on the budget"), allow=access.may_lead)
def hand_in_report(*, actor: Actor, budget: Budget, half_year: bool, on: date) -> None:
    """Records that the half-year or the yearly report was given to the council."""
    if not budget.is_frozen:
        raise Refused(_("Reports are on an adopted budget."))
    if half_year and on < date(budget.year, 7, 1):
        raise Refused(_("The half-year is not over yet."))
    if not half_year and on <= date(budget.year, 12, 31):
        raise Refused(_("The year is not over yet."))
    name = "half_year_report_on" if half_year else "year_report_on"
    setattr(budget, name, on)
    budget.save(update_fields=[name])
    log(budget, half_year=half_year, on=on)


@action(
    "budget.report.approve",
    says=gettext_lazy("recorded that the council approved the report"),
    allow=access.may_lead,
)
def approve_report(*, actor: Actor, budget: Budget, decision_number: str, half_year: bool = False) -> None:
    """The council approved the half-year or the yearly report by this decision, once."""
    held = Budget.objects.select_for_update().get(pk=budget.pk)
    handed = held.half_year_report_on if half_year else held.year_report_on
    if not handed or not decision_number.strip():
        raise Refused(_("First the report is handed in; then name the decision."))
    name = "half_year_decision" if half_year else "report_decision"
    if before := getattr(held, name):
        raise Refused(_("The report was approved by decision %(number)s.") % {"number": before})
    setattr(held, name, decision_number.strip())
    held.save(update_fields=[name])
    log(held, decision=decision_number, half_year=half_year)


@action(
    "budget.report.unapprove",
    says=gettext_lazy("recorded that a report is no longer approved"),
    allow=access.may_lead,
)
def unapprove_report(*, actor: Actor, budget: Budget, by: str, half_year: bool = False) -> None:
    """The decision that approved the report was repealed: the report waits for a decision again."""
    held = Budget.objects.select_for_update().get(pk=budget.pk)
    name = "half_year_decision" if half_year else "report_decision"
    log(held, decision=getattr(held, name), repealed_by=by, half_year=half_year)
    setattr(held, name, "")
    held.save(update_fields=[name])


@action("budget.year.close", says=gettext_lazy("closed the budget year"), allow=access.may_close)
def close_year(*, actor: Actor, budget: Budget, on: date) -> None:
    """Closes a year: what is owed is paid or taken back before; open commitments lapse and may be carried; results go to means."""
    list(Line.objects.select_for_update().filter(budget=budget).order_by("pk").values_list("pk"))
    held = Budget.objects.select_for_update().get(pk=budget.pk)
    if held.state != Budget.State.ADOPTED or on <= date(held.year, 12, 31):
        raise Refused(_("A year is closed after its last day, once."))
    if queries.open_obligations(held):
        raise Refused(_("Something is still owed: pay it or take the obligation back first."))
    waiting = [PaymentOrder.State.PREPARED, PaymentOrder.State.SIGNED]
    if PaymentOrder.objects.filter(obligation__line__budget=held, state__in=waiting).exists():
        raise Refused(_("Payment orders still wait: execute or cancel them first."))
    last = date(held.year, 12, 31)
    lapsed = queries.open_commitments(held)
    for commitment in Commitment.objects.filter(pk__in=lapsed):
        moves = [Move(Account.AVAILABLE, Account.COMMITTED, lapsed[commitment.pk], commitment.line_id)]
        post(held, moves, actor=actor, day=last, text=_("Lapsed at the year's end"), commitment=commitment)
    post(held, _results(held), actor=actor, day=last, text=_("Closing of the year"))
    held.state, held.closed_on = Budget.State.CLOSED, on
    held.save(update_fields=["state", "closed_on"])
    log(
        held,
        on=on,
        bank=queries.bank_balance(held),
        lapsed={str(pk): amount for pk, amount in lapsed.items()},
    )


def _results(budget: Budget) -> list[Move]:
    """Revenue, financing and expenditure of the year, turned into means."""
    from django.db.models import F, Sum

    sums = dict(
        Posting.objects.filter(
            budget=budget, account__in=[Account.REVENUE, Account.FINANCING, Account.EXPENSE]
        )
        .order_by()
        .values_list("account")
        .annotate(amount=Sum(F("debit") - F("credit")))
    )
    return [Move(Account.FUND, Account(account), amount) for account, amount in sums.items()]


@action(
    "budget.year.open", says=gettext_lazy("brought last year's balance forward"), allow=access.may_account
)
def bring_balance(*, actor: Actor, budget: Budget, line: Line) -> None:
    """Brings the closed year's bank balance into the next year's books, on its line “balance brought from last year”."""
    from belediyye.finance.budget.actions.executing import receive

    before = (
        queries.budgets_of(budget.municipality)
        .filter(year=budget.year - 1, state=Budget.State.CLOSED)
        .first()
    )
    if before is None:
        raise Refused(_("First the year %(year)s is closed.") % {"year": budget.year - 1})
    if (
        line.budget_id != budget.pk
        or line.side != Side.FINANCING
        or not line.revenue
        or line.revenue.code != queries.BALANCE
    ):
        raise Refused(_("Choose the line of the balance brought from last year."))
    Budget.objects.select_for_update().get(pk=budget.pk)
    if line.receipts.filter(source=f"balance:{before.year}").exists():
        raise Refused(_("The balance of %(year)s is brought forward already.") % {"year": before.year})
    amount = queries.bank_balance(before)
    text = _("Balance of %(year)s") % {"year": before.year}
    receive(
        actor=actor,
        line=line,
        day=date(budget.year, 1, 1),
        amount=amount,
        text=text,
        source=f"balance:{before.year}",
    )
    log(budget, balance=amount, year=before.year)


def lapsed_commitments(budget: Budget) -> list[tuple[Commitment, int]]:
    """Commitments of a closed year that lapsed open and were not carried on, with what was open."""
    last = date(budget.year, 12, 31)
    rows = Commitment.objects.filter(line__budget=budget, carried_to=None).select_related("line")
    found = []
    for commitment in rows:
        back = Posting.objects.filter(
            entry__commitment=commitment,
            account=Account.COMMITTED,
            day=last,
            credit__gt=0,
            entry__obligation=None,
        ).last()
        if back and budget.state == Budget.State.CLOSED:
            found.append((commitment, back.credit))
    return found


@action(
    "budget.year.carry", says=gettext_lazy("carried commitments into the next year"), allow=access.may_close
)
def carry_forward(
    *, actor: Actor, budget: Budget, balance_line: Line, decision_number: str, on: date
) -> Amendment:
    """Carries what lapsed last year into this budget: an amendment financed from the balance, then the commitments again."""
    before = queries.budgets_of(budget.municipality).filter(year=budget.year - 1).first()
    lapsed = lapsed_commitments(before) if before else []
    if not lapsed:
        raise Refused(_("Nothing lapsed last year that could be carried forward."))
    changes: dict[int, tuple[int, int, int, int]] = {}
    targets = {}
    for commitment, amount in lapsed:
        target = _target(actor, budget, commitment.line)
        targets[commitment.pk] = target
        old = changes.get(target.pk, (0, 0, 0, 0))
        changes[target.pk] = (old[0] + amount, 0, 0, 0)
    total = sum(amount for _commitment, amount in lapsed)
    changes[balance_line.pk] = (total, 0, 0, 0)
    reason = _("Commitments of %(year)s carried forward") % {"year": budget.year - 1}
    made = prepare_amendment(
        actor=actor, budget=budget, kind=Amendment.Kind.CARRY, reason=reason, on=on, changes=changes
    )
    adopt_amendment(actor=actor, amendment=made, decision_number=decision_number, on=on)
    for commitment, amount in lapsed:
        again = Commitment.objects.create(
            municipality_id=budget.municipality_id, line=targets[commitment.pk], year=budget.year, day=on, amount=amount, partner=commitment.partner,
            subject=commitment.subject, carried_from=commitment,
            number=take_number(owner=budget.municipality_id, code="budget.commitment", year=budget.year),
        )  # fmt: skip
        moves = [Move(Account.COMMITTED, Account.AVAILABLE, amount, targets[commitment.pk].pk)]
        post(budget, moves, actor=actor, day=on, text=str(again), commitment=again)
        tie(again, commitment, relation="carries")
    log(made, carried=len(lapsed), total=total)
    return made


def _target(actor: Actor, budget: Budget, like: Line) -> Line:
    """The line of this year with the same codes and title; an empty one is opened where there is none."""
    same = {
        "side": like.side,
        "title": like.title,
        "functional": like.functional,
        "economic": like.economic,
        "programme": like.programme,
    }
    found = budget.lines.filter(**same).first()
    if found:
        return found
    fresh = Line(
        **same, source=like.source, place=like.place, reason=_("Opened for what last year carried over.")
    )
    return open_line(actor=actor, budget=budget, like=fresh)


def even(amount: int) -> tuple[int, int, int, int]:
    """A year's amount in four quarters that differ by at most one qəpik."""
    q1, q2, q3, q4 = split_equal(amount, 4)
    return q1, q2, q3, q4
