"""Execution: commitments, obligations, payment orders with two signatures, receipts. The line is locked before it is asked."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core import display
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Role
from belediyye.core.numbering import take_number
from belediyye.core.period import format_date
from belediyye.finance.budget import access, queries
from belediyye.finance.budget.actions.outturn import not_by_hand
from belediyye.finance.budget.actions.posting import Move, post
from belediyye.finance.budget.models import (
    Account,
    Budget,
    Commitment,
    Control,
    Line,
    Obligation,
    PaymentOrder,
    Receipt,
    Side,
)


@dataclass(frozen=True)
class Paper:
    """What a commitment or an obligation says of itself: the partner or the document, the subject, the last day to pay."""

    title: str
    subject: str = ""
    due: date | None = None


def _locked(line: Line, day: date, side: Side | None = Side.EXPENDITURE) -> Line:
    """The line, held until the transaction ends, so that what it has available cannot change meanwhile."""
    held = Line.objects.select_for_update().get(pk=line.pk)
    budget = held.budget
    if budget.state != Budget.State.ADOPTED:
        raise Refused(_("Money moves only in an adopted budget whose year is not closed."))
    if day.year != budget.year:
        raise Refused(_("The day is not in the budget year %(year)s.") % {"year": budget.year})
    if side and held.side != side:
        raise Refused(_("Money is spent only on lines of expenditure."))
    return held


def _checked(line: Line, amount: int, *, stage: str, over_reason: str) -> None:
    """Stops, or under a warning asks for the reason, where an amount is more than is available."""
    if amount <= 0:
        raise Refused(_("The amount must be more than nothing."))
    left = queries.position(line).available
    if amount <= left:
        return
    control = Control.objects.filter(municipality_id=line.municipality_id).first() or Control()
    if getattr(control, stage) == Control.Level.STOP:
        raise Refused(
            _(
                "Only %(left)s is available on “%(line)s”; %(amount)s was asked. Take less, or move money here by a virement."
            )
            % {"left": display.money(left), "line": line.title, "amount": display.money(amount)}
        )
    if not over_reason.strip():
        raise Refused(
            _("This is %(over)s over what is available. Write the reason to go on.")
            % {"over": display.money(amount - left)}
        )


@action("budget.commitment.make", says=gettext_lazy("committed money"), allow=access.may_account)
def commit(
    *, actor: Actor, line: Line, day: date, amount: int, paper: Paper, over_reason: str = ""
) -> Commitment:
    """Sets money of a line aside for a contract or an order. Raises Refused where it is not there."""
    held = _locked(line, day)
    _checked(held, amount, stage="commitment", over_reason=over_reason)
    made = Commitment.objects.create(
        municipality_id=held.municipality_id, line=held, year=held.budget.year, day=day, amount=amount,
        partner=paper.title, subject=paper.subject, over_reason=over_reason,
        number=take_number(owner=held.municipality_id, code="budget.commitment", year=held.budget.year),
    )  # fmt: skip
    post(
        held.budget,
        [Move(Account.COMMITTED, Account.AVAILABLE, amount, held.pk)],
        actor=actor,
        day=day,
        text=str(made),
        commitment=made,
    )
    log(made, line=held.pk, amount=amount, over=over_reason)
    return made


@action("budget.commitment.release", says=gettext_lazy("released committed money"), allow=access.may_account)
def release(*, actor: Actor, commitment: Commitment, day: date, amount: int, reason: str) -> None:
    """Gives back what a commitment will not need."""
    held = _locked(commitment.line, day)
    left = queries.open_of_commitment(commitment)
    if not 0 < amount <= left:
        raise Refused(_("Of this commitment %(left)s is open.") % {"left": display.money(left)})
    post(
        held.budget,
        [Move(Account.AVAILABLE, Account.COMMITTED, amount, held.pk)],
        actor=actor,
        day=day,
        text=reason,
        commitment=commitment,
    )
    log(commitment, released=amount, reason=reason)


@action("budget.obligation.make", says=gettext_lazy("recorded an obligation"), allow=access.may_account)
def oblige(
    *, actor: Actor, line: Line, day: date, amount: int, paper: Paper, commitment: Commitment | None = None, over_reason: str = ""
) -> Obligation:  # fmt: skip
    """Records what is owed: out of a commitment, or directly out of what the line has available. Never counted twice."""
    held = _locked(line, day)
    if commitment is not None:
        if commitment.line_id != held.pk:
            raise Refused(_("The commitment belongs to another line."))
        left = queries.open_of_commitment(commitment)
        if not 0 < amount <= left:
            raise Refused(_("Of this commitment %(left)s is open.") % {"left": display.money(left)})
    else:
        _checked(held, amount, stage="obligation", over_reason=over_reason)
    made = Obligation.objects.create(
        municipality_id=held.municipality_id, line=held, commitment=commitment, year=held.budget.year, day=day, amount=amount,
        document=paper.title, due=paper.due, over_reason=over_reason,
        number=take_number(owner=held.municipality_id, code="budget.obligation", year=held.budget.year),
    )  # fmt: skip
    taken = Account.COMMITTED if commitment else Account.AVAILABLE
    moves = [
        Move(Account.OBLIGED, taken, amount, held.pk),
        Move(Account.EXPENSE, Account.PAYABLE, amount, held.pk),
    ]
    post(held.budget, moves, actor=actor, day=day, text=str(made), commitment=commitment, obligation=made)
    log(made, line=held.pk, amount=amount, commitment=commitment.pk if commitment else None, over=over_reason)
    return made


@action("budget.obligation.cancel", says=gettext_lazy("took an obligation back"), allow=access.may_account)
def cancel_obligation(*, actor: Actor, obligation: Obligation, day: date, reason: str) -> None:
    """Takes back what of an obligation is unpaid: into its commitment, or into what the line has available."""
    held = _locked(obligation.line, day)
    left = queries.open_of_obligation(obligation) - queries.ordered_of_obligation(obligation)
    if left <= 0:
        raise Refused(_("Nothing of this obligation is open: it is paid, or payment orders cover it."))
    back = Account.COMMITTED if obligation.commitment_id else Account.AVAILABLE
    moves = [
        Move(back, Account.OBLIGED, left, held.pk),
        Move(Account.PAYABLE, Account.EXPENSE, left, held.pk),
    ]
    post(
        held.budget,
        moves,
        actor=actor,
        day=day,
        text=reason,
        commitment=obligation.commitment,
        obligation=obligation,
    )
    log(obligation, taken_back=left, reason=reason)


@action("budget.order.prepare", says=gettext_lazy("prepared a payment order"), allow=access.may_account)
def prepare_order(
    *, actor: Actor, obligation: Obligation, day: date, amount: int, payee: str, account: str
) -> PaymentOrder:
    """Prepares an order to the bank for an obligation, for not more than is open and not ordered yet."""
    held = _locked(obligation.line, day)
    left = queries.open_of_obligation(obligation) - queries.ordered_of_obligation(obligation)
    if not 0 < amount <= left:
        raise Refused(_("Of this obligation %(left)s is still to be paid.") % {"left": display.money(left)})
    if day < obligation.day:
        raise Refused(
            _("The order cannot be older than what it pays: the document is of %(day)s.")
            % {"day": format_date(obligation.day)}
        )
    made = PaymentOrder.objects.create(
        municipality_id=held.municipality_id, obligation=obligation, year=held.budget.year, day=day, amount=amount, payee=payee, account=account,
        number=take_number(owner=held.municipality_id, code="budget.order", year=held.budget.year),
    )  # fmt: skip
    log(made, amount=amount, obligation=obligation.pk)
    return made


@action("budget.order.sign", says=gettext_lazy("signed a payment order"), allow=access.may_sign)
def sign_order(*, actor: Actor, order: PaymentOrder) -> None:
    """The accountant signs first, the chair second; never one person for both."""
    held = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    if held.state != PaymentOrder.State.PREPARED:
        raise Refused(_("The payment order is not waiting for signatures."))
    if actor.user_id is None:
        raise Refused(_("A payment order is signed by people."))
    now = timezone.now()
    if held.first_at is None:
        if not actor.has(Role.ACCOUNTANT):
            raise Refused(_("The accountant signs first."))
        held.first_by, held.first_name, held.first_at = actor.user_id, actor.name, now
    else:
        if not actor.has(Role.CHAIR) or held.first_by == actor.user_id:
            raise Refused(_("The second signature is the chair's, and another person's than the first."))
        held.second_by, held.second_name, held.second_at = actor.user_id, actor.name, now
        held.state = PaymentOrder.State.SIGNED
    held.save(
        update_fields=["first_by", "first_name", "first_at", "second_by", "second_name", "second_at", "state"]
    )
    log(held, signature=2 if held.second_at else 1)


@action("budget.order.cancel", says=gettext_lazy("cancelled a payment order"), allow=access.may_sign)
def cancel_order(*, actor: Actor, order: PaymentOrder, reason: str) -> None:
    """Takes an order back before the bank executed it."""
    held = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    if held.state not in (PaymentOrder.State.PREPARED, PaymentOrder.State.SIGNED):
        raise Refused(_("Only an order that the bank has not executed is cancelled."))
    held.state = PaymentOrder.State.CANCELLED
    held.save(update_fields=["state"])
    log(held, reason=reason)


@action("budget.order.pay", says=gettext_lazy("recorded an executed payment order"), allow=access.may_account)
def pay_order(*, actor: Actor, order: PaymentOrder, day: date) -> None:
    """Records that the bank executed an order that both signed. A bank account cannot go below nothing."""
    line = _locked(order.obligation.line, day)
    held = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    if held.state != PaymentOrder.State.SIGNED:
        raise Refused(_("The bank executes only an order with both signatures."))
    if held.amount > queries.open_of_obligation(held.obligation):
        raise Refused(_("More than is owed cannot be paid."))
    Budget.objects.select_for_update().get(pk=line.budget_id)
    if held.amount > queries.bank_balance(line.budget):
        raise Refused(
            _("The bank account holds %(left)s only.")
            % {"left": display.money(queries.bank_balance(line.budget))}
        )
    held.state, held.paid_on = PaymentOrder.State.PAID, day
    held.save(update_fields=["state", "paid_on"])
    moves = [
        Move(Account.PAID, Account.OBLIGED, held.amount, line.pk),
        Move(Account.PAYABLE, Account.BANK, held.amount, line.pk),
    ]
    post(line.budget, moves, actor=actor, day=day, text=str(held), obligation=held.obligation, order=held)
    log(held, on=day, amount=held.amount)


def _receive(actor: Actor, line: Line, receipt: Receipt) -> None:
    money = Account.REVENUE if line.side == Side.REVENUE else Account.FINANCING
    if line.revenue_id and line.revenue and line.revenue.code == queries.BALANCE:
        money = Account.FUND
    moves = [
        Move(Account.RECEIVED, Account.TO_COME, receipt.amount, line.pk),
        Move(Account.BANK, money, receipt.amount, line.pk),
    ]
    post(line.budget, moves, actor=actor, day=receipt.day, text=receipt.text, receipt=receipt)


@action("budget.receipt.make", says=gettext_lazy("recorded money that came in"), allow=access.may_account)
def receive(*, actor: Actor, line: Line, day: date, amount: int, text: str, source: str = "") -> Receipt:
    """Records money that came in on a line of revenue or financing. `source` names what it was taken from, once."""
    held = _locked(line, day, side=None)
    if held.side == Side.EXPENDITURE:
        raise Refused(_("Money comes in on lines of revenue or financing."))
    if amount == 0 or (amount < 0 and held.side != Side.FINANCING):
        raise Refused(_("The amount must be more than nothing."))
    if not source:
        not_by_hand(held)
    made = Receipt.objects.create(
        municipality_id=held.municipality_id, line=held, day=day, amount=amount, text=text, source=source
    )
    _receive(actor, held, made)
    log(made, line=held.pk, amount=amount)
    return made


@action("budget.receipt.reverse", says=gettext_lazy("took a receipt back"), allow=access.may_account)
def reverse_receipt(*, actor: Actor, receipt: Receipt, day: date, reason: str) -> Receipt:
    """Takes a wrong receipt back by its opposite; both stay in the ledger."""
    held = _locked(receipt.line, day, side=None)
    if receipt.reverses_id or Receipt.objects.filter(reverses=receipt).exists():
        raise Refused(_("This receipt was already taken back."))
    made = Receipt.objects.create(
        municipality_id=held.municipality_id,
        line=held,
        day=day,
        amount=-receipt.amount,
        text=reason,
        reverses=receipt,
    )
    _receive(actor, held, made)
    log(made, reverses=receipt.pk, reason=reason)
    return made


@action(
    "budget.control.set",
    says=gettext_lazy("set how strictly the budget is checked"),
    allow=access.may_set_control,
)
def set_control(*, actor: Actor, municipality_id: int, commitment: str, obligation: str) -> Control:
    """Stop or warn at commitment and at obligation."""
    if not actor.is_machine and municipality_id != actor.municipality_id:
        raise Refused(_("This belongs to another municipality."))
    if {commitment, obligation} - set(Control.Level.values):
        raise Refused(_("Choose to stop or to warn."))
    made, _new = Control.objects.update_or_create(
        municipality_id=municipality_id, defaults={"commitment": commitment, "obligation": obligation}
    )
    log(made, commitment=commitment, obligation=obligation)
    return made
